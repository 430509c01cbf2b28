"""The gap between two voices, one call at a time: from the caller's last sound to the answer's first."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from convonet_ari.bench.bench import TURNS_A_CALL, Bench, lost_calls
from convonet_ari.bench.caller import Caller, calling
from convonet_ari.bench.doubles import INJECTED_MS, Script
from convonet_ari.bench.result import Stages
from convonet_ari.bench.sounds import Utterance, question, spoken
from convonet_ari.bench.world import BARE_SILENCE_MS
from convonet_ari.embedded.phone import Phone

# Whose answers of the local model are short.
LOCAL_QUESTIONS = ("my-todos", "hello", "departments", "budget-done")

# A sentence with more silence in it is two, where 200 ms end each.
BARE_PAUSE_MS = 150


async def overhead(bench: Bench) -> None:
    """Nothing can be hidden in this silence, so what is neither silence nor injected is ours."""
    await _measure(bench, "overhead", bench.effort.gap_turns, less=INJECTED_MS + BARE_SILENCE_MS)


async def cascade(bench: Bench) -> None:
    """As delivered: what can be done during the silence is done then."""
    await _measure(bench, "cascade", bench.effort.gap_turns)


async def local(bench: Bench) -> None:
    """With the engines of this machine."""
    await _measure(bench, "local", bench.effort.local_turns)


async def _measure(bench: Bench, key: str, turns: int, less: float = 0.0) -> None:
    """`less` is what the figure does not count of each gap."""
    figure, stages, numbers = bench.result.figure(key), Stages(), itertools.count()
    if key != "local":
        await bench.world.script(Script())
    async with bench.world.trunk() as phone:
        while figure.n < turns:
            with lost_calls(figure):
                these = list(itertools.islice(numbers, min(TURNS_A_CALL, turns - figure.n)))
                gaps = await _call(bench, phone, key, these, stages)
                figure.samples += [gap - less for gap in gaps if gap is not None]
                figure.failed += gaps.count(None)
            bench.tell(f"{figure.n} of {turns} turns")
    bench.result.stages[key] = stages.medians()


async def _call(
    bench: Bench, phone: Phone, key: str, numbers: Sequence[int], stages: Stages
) -> list[float | None]:
    async with calling(phone, bench.number()) as caller:
        await caller.reach_conversation(bench.world.pin)
        for number in numbers:
            await caller.pauses_for_breath()
            await caller.asks(_said(key, number, caller))
    await bench.world.split(caller, stages)
    return [turn.gap_ms for turn in caller.turns]


def _said(key: str, number: int, caller: Caller) -> Utterance:
    if key == "overhead":
        return question(number, caller.dice, BARE_PAUSE_MS)
    if key == "cascade":
        return question(number, caller.dice)
    lead = int(caller.dice.integers(160))
    return spoken("am_michael", LOCAL_QUESTIONS[number % len(LOCAL_QUESTIONS)], lead)
