"""Callers who hang up on the way to people and back: nothing of them is left, and the records agree."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from convonet_ari.demo.system import EmbeddedSystem
from tests.asterisk.call_rig import ended, told_again, waits_at_most
from tests.asterisk.people_rig import agreed, asks_for_a_person, happened, held_up, waits
from tests.asterisk.system_rig import Caller, Scribe, agent, asterisk_is_empty, eventually, query, trunk_call

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

STRANGER = "+15550007{:03}"
WITH_PEOPLE = "hung up with people"
OPEN = "SELECT caller_number, phase FROM calls WHERE ended_at IS NULL"
Moment = Callable[[Caller], Awaitable[None]]


async def move(caller: Caller) -> None:
    """While nothing can be written down, for which nobody waits on the way to the queue."""
    await asks_for_a_person(caller)
    async with held_up(caller):
        await caller.call.hangup()


async def early_return(caller: Caller) -> None:
    await _on_the_way_back(caller, 0.1)


async def late_return(caller: Caller) -> None:
    await _on_the_way_back(caller, 0.4)


async def _on_the_way_back(caller: Caller, after_s: float) -> None:
    """Asterisk takes half a second to bring a caller back."""
    await waits(caller)
    await caller.call.sound()
    pressed = await caller.call.press("0")
    await asyncio.sleep(max(0, pressed + after_s - time.monotonic()))


async def first_words(caller: Caller) -> None:
    await asks_for_a_person(caller)
    await waits_at_most(caller, 1)
    await happened(caller, "CallReturned")
    await caller.call.sound()


# Each with what may be written down as the end, and in queue_log.
ENTERED = ("DID", "ENTERQUEUE")
MOMENTS: tuple[tuple[Moment, tuple[str, ...], tuple[tuple[str, ...], ...]], ...] = (
    (first_words, ("hangup",), ((*ENTERED, "EXITWITHTIMEOUT"),)),
    (early_return, ("hangup", "left", WITH_PEOPLE), ((*ENTERED, "EXITWITHKEY"), (*ENTERED, "ABANDON"))),
    (late_return, ("hangup", "left", WITH_PEOPLE), ((*ENTERED, "EXITWITHKEY"), (*ENTERED, "ABANDON"))),
    (move, ("hangup", WITH_PEOPLE), ((), (*ENTERED, "ABANDON"))),
)


async def hung_up(system: EmbeddedSystem, scribe: Scribe, number: int) -> str:
    """What is wrong with a call that is hung up at that moment, or nothing."""
    reach, reasons, verbs = MOMENTS[number]
    try:
        async with trunk_call(system, scribe, STRANGER.format(number)) as caller:
            await reach(caller)
            await caller.call.hangup()
            reason = (await ended(caller))["end_reason"]
            await told_again(caller)
            logged = tuple(await agreed(caller))
    except (AssertionError, TimeoutError) as error:
        kinds = [event["kind"] for event in await caller.events()]
        return f"{reach.__name__}: {error}; so far {', '.join(kinds)}"
    return "" if reason in reasons and logged in verbs else f"{reach.__name__}: {reason}, {logged}"


async def nothing_left(system: EmbeddedSystem) -> None:
    async def gone() -> bool:
        return await asterisk_is_empty(system)

    await eventually(gone, 5, "channels or bridges were left")
    assert await query(system, OPEN) == []


async def test_nothing_is_left_of_who_hangs_up_on_the_way_to_people_or_back(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    """In the move, on the way back out of the queue, and into the first words there."""
    calls = [hung_up(system, scribe, number) for number in range(len(MOMENTS))]
    assert [text for text in await asyncio.gather(*calls) if text] == []
    await nothing_left(system)


async def test_who_hangs_up_on_a_ringing_phone_or_100_ms_after_the_answer_leaves_nothing(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    """The phone that stopped ringing for the first rings for the second."""
    async with (
        agent(system) as desk,
        trunk_call(system, scribe, STRANGER.format(101)) as first,
        trunk_call(system, scribe, STRANGER.format(102)) as second,
    ):
        await waits(first)
        ringing = await desk.incoming(15)
        await waits(second)
        await first.call.hangup()
        assert (await ringing.ended(5)).by == "them"
        ringing = await desk.incoming(15)
        await ringing.answer()
        await asyncio.sleep(0.1)
        await second.call.hangup()
        assert (await ringing.ended(5)).by == "them"
        for caller in (first, second):
            assert (await ended(caller))["end_reason"] == WITH_PEOPLE
            await told_again(caller)
    assert await agreed(first) == ["DID", "ENTERQUEUE", "RINGCANCELED", "ABANDON"]
    assert await agreed(second) == ["DID", "ENTERQUEUE", "CONNECT", "COMPLETECALLER"]
    await nothing_left(system)
