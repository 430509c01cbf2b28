"""Limits that end a call or a guessing: silent callers, and too many wrong PINs; all of them set low."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from convonet_ari.call.policy import Policy
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded.installation import Installation
from tests.asterisk.call_rig import at_once, ended, talking, told_again
from tests.asterisk.conftest import make_system, running
from tests.asterisk.system_rig import Caller, Scribe, asterisk_is_empty, eventually, query, trunk_call

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

FIRST_DIGIT_S, SILENT_S = 2.5, 2.0
SETTINGS = {
    "pin": {"first_digit_timeout_s": FIRST_DIGIT_S, "failures_per_number": 2, "failures_per_tenant": 3},
    "turn": {"silent_caller_s": SILENT_S},
}
POLICY = Policy(first_digit=FIRST_DIGIT_S, silence=SILENT_S)
GUESSER, STRANGER, NEWCOMER = "+15550004001", "+15550004002", "+15550004003"
WRONG = "907153"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def strict_system(
    asterisk_installation: Installation, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[EmbeddedSystem]:
    home = tmp_path_factory.mktemp("strict")
    made = make_system(asterisk_installation, home, workers=1, settings=SETTINGS)
    async with running(made) as system:
        yield system


async def says_in_turn(caller: Caller, *words: str) -> None:
    since = None
    for expected in words:
        sound = await caller.hears_out(since=since)
        # The next may begin while the words of this are written down.
        since = time.monotonic()
        heard = await caller.scribe.words(sound)
        assert expected in heard, heard


async def ended_by_us(caller: Caller) -> None:
    began = time.monotonic()
    assert (await caller.call.ended(15)).by == "them"
    assert "goodbye" in await caller.scribe.words(caller.call.audio(since=began))
    assert (await ended(caller))["end_reason"] == "hangup"
    await told_again(caller, POLICY)


async def silent_at_the_pin(system: EmbeddedSystem, scribe: Scribe) -> None:
    async with trunk_call(system, scribe, STRANGER) as caller:
        await caller.call.answered()
        await says_in_turn(caller, "press hash", "received any digits", "received any digits")
        await ended_by_us(caller)


async def silent_in_conversation(system: EmbeddedSystem, scribe: Scribe) -> None:
    async with trunk_call(system, scribe) as caller:
        await talking(caller)
        await says_in_turn(caller, "still there", "cannot hear you")
        await ended_by_us(caller)


async def test_a_silent_caller_is_asked_twice_and_gently_ended(
    strict_system: EmbeddedSystem, scribe: Scribe
) -> None:
    await at_once(silent_at_the_pin(strict_system, scribe), silent_in_conversation(strict_system, scribe))


async def test_guessing_locks_out_strangers_but_no_verified_number(
    strict_system: EmbeddedSystem, scribe: Scribe
) -> None:
    await query(strict_system, "DELETE FROM pin_failures")
    await locked_out(strict_system, scribe, GUESSER, "wrong", "wrong", "locked")
    await at_once(
        locked_out(strict_system, scribe, GUESSER),
        locked_out(strict_system, scribe, STRANGER, "wrong", "locked"),
    )
    await at_once(locked_out(strict_system, scribe, NEWCOMER), not_locked_out(strict_system, scribe))

    async def quiet() -> bool:
        return await asterisk_is_empty(strict_system)

    await eventually(quiet, 15, "channels or bridges were left")


async def locked_out(system: EmbeddedSystem, scribe: Scribe, number: str, *verdicts: str) -> None:
    """After so many guesses, judged like that, the caller is told why and brought to people."""
    async with trunk_call(system, scribe, number) as caller:
        await caller.call.answered()
        for count in range(1, len(verdicts) + 1):
            await caller.enter_pin(WRONG)
            await _judged(caller, count)
        await caller.in_phase("with_human", 20)
        left = time.monotonic()
        words = await scribe.words(caller.call.audio(since=left - 7, until=left))
        assert "too many wrong" in words, words
        checked = [json.loads(e["data"]) for e in await caller.events() if e["kind"] == "PinChecked"]
        assert [verdict["outcome"] for verdict in checked] == list(verdicts)


async def not_locked_out(system: EmbeddedSystem, scribe: Scribe) -> None:
    async with trunk_call(system, scribe) as verified:
        await talking(verified)


async def _judged(caller: Caller, times: int) -> None:
    async def so_often() -> bool:
        return [event["kind"] for event in await caller.events()].count("PinChecked") >= times

    await eventually(so_often, 5, f"there were no {times} verdicts")
