"""Conversation on a real call: turns that follow each other, interruptions, noises, and who is available."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.ulaw import Pcm
from tests.asterisk.call_rig import altered, at_once, samples, silent_after_ms, talking, told_again
from tests.asterisk.system_rig import Caller, Scribe, agent, eventually, query, trunk_call

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

# Recorded phrases begin with so much silence.
LEAD_MS = 100
NUMBER = "+15550005{:03}"
REPORT = "SELECT * FROM todos WHERE title = 'Budget report'"
UNDONE = "UPDATE todos SET done_at = NULL WHERE title = 'Budget report'"


async def test_todos_follow_each_other_and_who_interrupts_is_heard_at_once(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    await at_once(_makes_lists_and_finishes(system, scribe), _interrupts(system, scribe))


async def test_a_noise_takes_nothing_from_the_answer_and_departments_are_told_truly(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    await at_once(_makes_noises(system, scribe), _asks_who_is_there(system, scribe))


async def _makes_lists_and_finishes(system: EmbeddedSystem, scribe: Scribe) -> None:
    async with (
        altered(system, UNDONE, UNDONE),
        trunk_call(system, scribe, NUMBER.format(1), voice="bf_emma") as caller,
    ):
        await talking(caller)
        assert "meeting" in await caller.asks("create-todo")
        assert "meeting" in await caller.asks("my-todos")
        assert "report" in await caller.asks("budget-done")
        ((done_at,),) = await query(system, REPORT.replace("*", "done_at"))
        assert done_at is not None
    told = await told_again(caller)
    said = [line["text"] for line in told.utterances if line["who"] == "caller"]
    answers = [line for line in told.utterances if line["who"] == "assistant" and line["turn"] > 0]
    assert len(said) == 3
    assert {line["turn"] for line in answers} == {1, 2, 3}
    assert all(line["heard"] == line["text"] for line in answers)
    assert [run["tool"] for run in told.tool_runs] == ["create_todo", "complete_todo"]
    (recording,) = told.recordings
    sound = samples(Path(recording["path"]))
    assert recording["duration"] == pytest.approx(
        (told.events[-1].at_ms - told.events[0].at_ms) / 1000, abs=1
    )
    assert np.abs(sound).max(axis=0).min() > 1000


async def _interrupts(system: EmbeddedSystem, scribe: Scribe) -> None:
    async with trunk_call(system, scribe, NUMBER.format(2)) as caller:
        await talking(caller)
        await caller.call.sound(since=await caller.says("what-can-you-do"))
        await _heard_of_answer(caller, 1.0)
        began = time.monotonic()
        ended = await caller.says("wait-stop")
        silent_ms = silent_after_ms(caller.call, began) - LEAD_MS
        print(f"silent {silent_ms} ms after the caller began to speak")
        assert silent_ms <= 400
        assert await caller.hears(since=ended)
        assert "meeting" in await caller.asks("create-todo")
    told = await told_again(caller)
    answer = [line for line in told.utterances if line["who"] == "assistant" and line["turn"] == 1]
    cut = next(line for line in answer if line["heard"] != line["text"])
    print(f"heard of the answer: {cut['heard']!r} of {cut['text']!r}")
    assert 0 < len(cut["heard"]) < len(cut["text"])
    assert cut["text"].startswith(cut["heard"])


async def _heard_of_answer(caller: Caller, seconds: float) -> None:
    """Until so much of the answer was heard."""
    began = time.monotonic()

    async def heard() -> bool:
        return time.monotonic() - began >= seconds

    await eventually(heard, seconds + 1, "time stood still")


def _burst(ms: int) -> Pcm:
    """A door, a cough: loud noise for some milliseconds."""
    noise = np.random.default_rng(7).normal(0, 6000, 8 * ms)
    return np.clip(noise, -32000, 32000).astype(np.int16)


async def _makes_noises(system: EmbeddedSystem, scribe: Scribe) -> None:
    async with trunk_call(system, scribe, NUMBER.format(3)) as caller:
        await talking(caller)
        asked = await caller.says("what-can-you-do")
        await caller.call.sound(since=asked)
        await caller.call.say(_burst(60))
        await _heard_of_answer(caller, 0.5)
        await caller.says("mm-hm")
        answer = await caller.hears(since=asked, quiet_ms=2000)
    told = await told_again(caller)
    assert "put you through to a person" in answer
    assert "would you like" in answer
    assert max(line["turn"] for line in told.utterances if line["who"] == "assistant") == 1
    last = [line for line in told.utterances if line["turn"] == 1 and line["who"] == "assistant"][-1]
    assert last["heard"] == last["text"]


async def _asks_who_is_there(system: EmbeddedSystem, scribe: Scribe) -> None:
    async with trunk_call(system, scribe, NUMBER.format(4)) as caller:
        await talking(caller)
        await _available(system, 0)
        alone = await caller.asks("departments")
        assert "nobody is free in support" in alone
        async with agent(system):
            await _available(system, 1)
            staffed = await caller.asks("departments")
        assert "somebody is free in support" in staffed
        assert "nobody is free in sales" in staffed


async def _available(system: EmbeddedSystem, agents: int) -> None:
    """The desk has written down how many could take a call of the main queue."""

    async def so() -> bool:
        rows = await query(system, "SELECT available FROM queue_state WHERE queue = '2000'")
        return [row["available"] for row in rows] == [agents]

    await eventually(so, 5, f"the desk never saw {agents} free")
