"""People on a real call: whom their phones name, and what becomes of a caller whom nobody takes."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import partial

import pytest

from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded import voices
from tests.asterisk.call_rig import altered, at_once, ended, talking, told_again, waits_at_most
from tests.asterisk.people_rig import PATIENCE_S, queue_log
from tests.asterisk.system_rig import Caller, Scribe, agent, eventually, query, trunk_call

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

STRANGER = "+15550002{:03}"
DEAF_AFTER_S = 10
EAR = "!convonet-hear!"
DISOWNED = "UPDATE dids SET did = '+19990000000'"
OWNED = "UPDATE dids SET did = '+12344007818'"


async def given_back(caller: Caller, times: int, within_s: float = 20) -> float:
    """When the queue had given the caller back so many times."""

    async def so_often() -> bool:
        return [event["kind"] for event in await caller.events()].count("CallReturned") >= times

    await eventually(so_often, within_s, f"the queue did not give the caller back {times} times")
    return time.monotonic()


async def test_who_comes_back_from_a_queue_hears_why_and_goes_on(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    """From a strict one within milliseconds, from one whose agent declines after 1 s and 4 s."""
    await at_once(
        _finds_a_strict_queue_empty_twice(system, scribe), _is_taken_by_nobody_in_time_twice(system, scribe)
    )


async def _finds_a_strict_queue_empty_twice(system: EmbeddedSystem, scribe: Scribe) -> None:
    async with trunk_call(system, scribe, STRANGER.format(2)) as caller:
        await talking(caller)
        for times in (1, 2):
            await caller.says("sales")
            returned = await given_back(caller, times)
            assert "nobody is available" in await caller.hears(since=returned)
        assert "budget" in await caller.asks("my-todos")

        async def long_ago() -> bool:
            return time.monotonic() - returned > DEAF_AFTER_S

        await eventually(long_ago, DEAF_AFTER_S + 1, "time stood still")
        await caller.call.press("0")
        await caller.in_phase("handoff", 5)
        await caller.call.hangup()
        assert (await ended(caller))["end_reason"] == "hangup"
    told = await told_again(caller)
    assert [e.event.status for e in told.events if hasattr(e.event, "status")] == ["JOINEMPTY", "JOINEMPTY"]


async def _is_taken_by_nobody_in_time_twice(system: EmbeddedSystem, scribe: Scribe) -> None:
    async with agent(system) as desk, trunk_call(system, scribe, STRANGER.format(3)) as caller:
        await talking(caller)
        for times, wait_s in ((1, 1), (2, 4)):
            await waits_at_most(caller, wait_s)
            await caller.says("transfer-agent")
            ringing = await desk.incoming(15)
            if times == 2:
                await ringing.reject()
            returned = await given_back(caller, times)
            assert "in time" in await caller.hears(since=returned)
        assert "meeting" in await caller.asks("create-todo")
        await caller.call.hangup()
        await ended(caller)
    told = await told_again(caller)
    assert [e.event.status for e in told.events if hasattr(e.event, "status")] == ["TIMEOUT", "TIMEOUT"]


async def test_who_hangs_up_while_the_phone_rings_stops_it(system: EmbeddedSystem, scribe: Scribe) -> None:
    async with agent(system) as desk, trunk_call(system, scribe, name="Mallory verified") as caller:
        await talking(caller)
        await caller.call.press("0")
        ringing = await desk.incoming(15)
        assert ringing.caller_name == "Ann Lee"
        assert ringing.headers["X-Convonet-Caller"] == "Ann Lee"
        assert ringing.headers["X-Convonet-Reason"] == "pressed 0 for a person"
        await caller.call.hangup()
        assert (await ringing.ended(5)).by == "them"
        row = await ended(caller)
    assert (row["end_reason"], row["queue"]) == ("hung up with people", "2000")


async def goes_back(caller: Caller) -> float:
    """Says so until it is heard: on a starved machine the ring may end, and begin anew, before that."""
    for _ in range(3):
        await caller.says("go-back")
        with suppress(AssertionError):
            return await given_back(caller, 1, 8)
    raise AssertionError("nobody heard the waiting caller")


async def unheard(system: EmbeddedSystem) -> bool:
    return EAR not in await system.asterisk.cli("core show channels concise")


async def heard(system: EmbeddedSystem) -> None:
    """The desk listens to the caller who waits."""

    async def listening() -> bool:
        return not await unheard(system)

    await eventually(listening, 20, "nobody listened to the waiting caller")


async def test_who_stays_on_the_line_is_back_with_the_assistant(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    """Asked for while the phone rings, the way back is the key's; to a person the same words are talk."""
    async with agent(system) as desk, trunk_call(system, scribe) as caller:
        await talking(caller)
        await waits_at_most(caller, PATIENCE_S)
        await caller.call.press("0")
        ringing = await desk.incoming(15)
        await heard(system)
        back = await goes_back(caller)
        assert (await ringing.ended(20)).by == "them"
        assert "back with the assistant" in await caller.hears(since=back)
        await waits_at_most(caller, PATIENCE_S)
        await caller.call.press("0")
        ringing = await desk.incoming(15)
        await heard(system)
        await ringing.answer()
        await eventually(partial(unheard, system), 10, "the ear outlived the wait")
        await ringing.sound(5, since=await caller.says("go-back") - 1)
        await ringing.hangup()
        back = await given_back(caller, 2)
        words = await caller.hears(since=back)
        assert "back with the assistant" in words
        assert "anything else" in words
        assert "budget" in await caller.asks("my-todos")
        await caller.call.hangup()
        assert (await ended(caller))["end_reason"] == "hangup"
    told = await told_again(caller)
    statuses = [e.event.status for e in told.events if hasattr(e.event, "status")]
    assert statuses == ["PRESSED", "CONTINUE"]
    verbs = [entry.verb for entry in queue_log(system, (await caller.row())["channel_id"])]
    assert verbs.count("EXITWITHKEY") == 1
    assert "ABANDON" not in verbs


async def test_a_number_that_nobody_owns_rings_a_person(system: EmbeddedSystem, scribe: Scribe) -> None:
    number = STRANGER.format(1)
    async with (
        altered(system, DISOWNED, OWNED),
        agent(system) as desk,
        trunk_call(system, scribe, number, name="Mallory verified") as caller,
    ):
        ringing = await desk.incoming(15)
        assert ringing.headers["X-Convonet-Caller"] == "not verified"
        assert "Mallory" not in ringing.caller_name
        await ringing.answer()
        await caller.call.sound(5, since=await ringing.say(voices.load("bf_emma", "hello")) - 1)
        await caller.call.hangup()
        await ringing.ended(5)
    rows = await query(system, "SELECT * FROM calls WHERE caller_number = $1", number)
    assert rows == []
