"""Callers who hang up, each in another phase of the call: nothing of them is left."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded import voices
from convonet_ari.embedded.phone import State
from tests.asterisk.call_rig import ended, told_again
from tests.asterisk.system_rig import Caller, Scribe, agent, asterisk_is_empty, eventually, query, trunk_call

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

STRANGER = "+15550003{:03}"
AT_ONCE = 3
OPEN = "SELECT caller_number, phase FROM calls WHERE ended_at IS NULL"


async def ringing(caller: Caller) -> None:
    await caller.call.ringing()


async def greeting(caller: Caller) -> None:
    await caller.call.answered()
    await caller.call.sound()


async def pin(caller: Caller) -> None:
    await greeting(caller)
    await caller.call.press("12")


async def checking(caller: Caller) -> None:
    await caller.call.answered()
    await caller.call.press(caller.system.plan.secrets.pin)


async def welcome(caller: Caller) -> None:
    await checking(caller)
    await caller.in_phase("conversation")
    await caller.call.sound()


async def listening(caller: Caller) -> None:
    await welcome(caller)
    speaking = asyncio.create_task(caller.says("what-can-you-do"))
    await happened(caller, "SpeechBegan")
    speaking.cancel()


async def thinking(caller: Caller) -> None:
    await welcome(caller)
    await caller.says("create-todo")
    await happened(caller, "SpeechRecognized")


async def speaking(caller: Caller) -> None:
    await thinking(caller)
    await caller.call.sound()


async def announcement(caller: Caller) -> None:
    await welcome(caller)
    await caller.call.press("0")
    await caller.in_phase("handoff")
    await caller.call.sound()


async def queueing(caller: Caller) -> None:
    await announcement(caller)
    await happened(caller, "QueueEntered")


MOMENTS = (greeting, pin, checking, welcome, listening, thinking, speaking, announcement, queueing)


async def happened(caller: Caller, kind: str) -> None:
    async def found() -> bool:
        return kind in [event["kind"] for event in await caller.events()]

    await eventually(found, 15, f"there was no {kind}")


async def hung_up(
    system: EmbeddedSystem, scribe: Scribe, number: int, reach: Callable[[Caller], Awaitable[None]]
) -> str:
    """What is wrong with a call that is hung up there, or nothing."""
    try:
        async with trunk_call(system, scribe, STRANGER.format(number)) as caller:
            await reach(caller)
            await caller.call.hangup()
            row = await ended(caller)
            await told_again(caller)
    except (AssertionError, TimeoutError) as error:
        kinds = [event["kind"] for event in await caller.events()]
        return f"{reach.__name__}: {error}; so far {', '.join(kinds)}"
    expected = "hung up with people" if reach is queueing else "hangup"
    return "" if row["end_reason"] == expected else f"{reach.__name__}: {row['end_reason']}"


async def nothing_left(system: EmbeddedSystem) -> None:
    async def gone() -> bool:
        return await asterisk_is_empty(system)

    await eventually(gone, 5, "channels or bridges were left")
    assert await query(system, OPEN) == []


async def test_a_hang_up_in_any_phase_leaves_nothing(system: EmbeddedSystem, scribe: Scribe) -> None:
    places = asyncio.Semaphore(AT_ONCE)

    async def one(number: int, reach: Callable[[Caller], Awaitable[None]]) -> str:
        async with places:
            return await hung_up(system, scribe, number, reach)

    calls = [one(number, reach) for number, reach in enumerate(MOMENTS, start=1)]
    assert [text for text in await asyncio.gather(*calls) if text] == []
    await nothing_left(system)


async def test_a_caller_who_gives_up_before_the_answer_leaves_nothing(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    async with trunk_call(system, scribe, STRANGER.format(100)) as caller:
        await ringing(caller)
        assert caller.call.state is State.RINGING
        await caller.call.hangup()
        assert "487" in str(caller.call.leg.status)
    await nothing_left(system)


async def test_a_caller_who_hangs_up_on_a_person_leaves_nothing(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    async with agent(system) as desk, trunk_call(system, scribe, STRANGER.format(101)) as caller:
        await caller.call.answered()
        await caller.call.press("*")
        phone = await desk.incoming(15)
        await phone.answer()
        await phone.say(voices.load("bf_emma", "hello"))
        await caller.call.hangup()
        assert (await phone.ended(5)).by == "them"
        await ended(caller)
    await nothing_left(system)
