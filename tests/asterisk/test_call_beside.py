"""An agent calls the assistant into the call: three hear each other, and two of them outlive the third."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest

from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded import voices
from convonet_ari.embedded.phone import Call
from convonet_ari.embedded.phone.ears import hears
from tests.asterisk.call_rig import talking
from tests.asterisk.system_rig import (
    PAUSE_MS,
    Caller,
    Scribe,
    agent,
    all_ready,
    eventually,
    process_id,
    query,
    trunk_call,
)
from tests.asterisk.test_agent_console import Desk, console

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

SAME_VOICE = 0.4
ON_ITS_WAY_S = 0.3
BESIDE = "SELECT owner FROM calls WHERE channel_id LIKE 'beside-%' AND ended_at IS NULL"
MEETING = "SELECT 1 FROM todos WHERE lower(title) LIKE '%team meeting%' AND created_call IS NOT NULL"


async def both_hear(caller: Caller, person: Call, word: str, since: float) -> None:
    """The caller hears of `word`, and the person has heard the same sound."""
    said = await caller.call.utterance(20, quiet_ms=PAUSE_MS, since=since)
    assert word in await caller.scribe.words(said)
    assert hears(said, person.audio(since=since - 0.5)).score > SAME_VOICE


async def talk_with_each_other(caller: Call, person: Call) -> None:
    words = voices.load("am_michael", "hello")
    for speaker, listener in ((caller, person), (person, caller)):
        began = await speaker.say(words) - len(words) / 8000
        assert hears(words, listener.audio(since=began)).score > SAME_VOICE


async def closed(system: EmbeddedSystem, which: str, name: str) -> None:
    async def over() -> bool:
        return not await query(system, f"SELECT 1 FROM calls WHERE {which} AND ended_at IS NULL", name)

    await eventually(over, 10, f"the call {name} stayed open")


async def cut_off(system: EmbeddedSystem) -> None:
    """The assistant's leg ends as if Asterisk had lost it."""
    shown = await system.asterisk.cli("core show channels concise")
    (leg,) = (
        line.partition("!")[0] for line in shown.splitlines() if "convonet-beside-" in line and ";1!" in line
    )
    await system.asterisk.cli(f"channel request hangup {leg}")

    await closed(system, "channel_id LIKE $1", "beside-%")


async def stands(system: EmbeddedSystem) -> bool:
    return bool(await query(system, BESIDE))


@asynccontextmanager
async def three_talk(system: EmbeddedSystem, scribe: Scribe) -> AsyncIterator[tuple[Caller, Call, Desk, str]]:
    """A caller with a person, whose console has just called the assistant in: both hear it."""
    async with (
        console(system, "maria") as maria,
        agent(system) as phone,
        trunk_call(system, scribe) as caller,
    ):
        await talking(caller)
        await caller.call.press("0")
        call_id = (await maria.next("ring"))["call"]["call_id"]
        person = await phone.incoming(15)
        await person.answer()
        await maria.next("state", state="on_call")
        called = time.monotonic()
        await maria.ask("POST", f"/api/calls/{call_id}/assist", {})
        await both_hear(caller, person, "both", called)
        yield caller, person, maria, call_id


@pytest.mark.timeout(240)
async def test_the_assistant_is_called_in_and_books_what_the_caller_wants(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    async with three_talk(system, scribe) as (caller, person, maria, call_id):
        await both_hear(caller, person, "meeting", await caller.says("create-todo"))
        assert await query(system, MEETING)
        asked = await person.say(voices.load("af_bella", "my-todos"))
        await both_hear(caller, person, "meeting", asked + ON_ITS_WAY_S)
        await cut_off(system)
        await talk_with_each_other(caller.call, person)
        await maria.ask("POST", f"/api/calls/{call_id}/assist", {})
        await eventually(partial(stands, system), 10, "the assistant was not called in again")
        await caller.call.hangup()
        await closed(system, "id = $1::uuid", call_id)
        await closed(system, "channel_id LIKE $1", "beside-%")


@pytest.mark.timeout(240)
async def test_the_assistants_part_outlives_its_worker_and_ends_with_the_callers_return(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    async with three_talk(system, scribe) as (caller, person, maria, call_id):
        (row,) = await query(system, BESIDE)
        killed = time.monotonic()
        role, _, number = row["owner"].partition("-")
        os.kill(process_id(system, role, int(number)), signal.SIGKILL)
        await both_hear(caller, person, "interruption", killed)
        back = time.monotonic()
        await maria.ask("POST", f"/api/calls/{call_id}/return", {"note": ""})
        await closed(system, "channel_id LIKE $1", "beside-%")
        assert "back with the assistant" in await caller.hears(since=back + ON_ITS_WAY_S)
        await caller.call.hangup()
        await closed(system, "id = $1::uuid", call_id)
        await all_ready(system)
