"""Callers whom people give back with a note, and callers whom people call back."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest

from convonet_ari.demo.plan import DID
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded import voices
from convonet_ari.embedded.phone import Phone
from tests.asterisk.call_rig import ended, talking, told_again
from tests.asterisk.system_rig import Scribe, agent, eventually, query, trunk_call

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

RETURN = "INSERT INTO call_commands (org_id, call_id, kind, data) VALUES ($1, $2, 'return', $3::jsonb)"
ASKED = """
INSERT INTO callbacks (org_id, id, user_id, number, reason, not_before)
SELECT org_id, $1, id, number, 'my invoice', now() FROM users WHERE name = 'Ann Lee'
"""


async def state(system: EmbeddedSystem, callback: UUID) -> tuple[str, int, str]:
    (row,) = await query(system, "SELECT state, tries, outcome FROM callbacks WHERE id = $1", callback)
    return row["state"], row["tries"], row["outcome"]


async def becomes(system: EmbeddedSystem, callback: UUID, *wanted: object) -> None:
    async def so() -> bool:
        return await state(system, callback) == wanted

    try:
        await eventually(so, 10, "")
    except AssertionError:
        assert await state(system, callback) == wanted


@asynccontextmanager
async def callback(system: EmbeddedSystem) -> AsyncIterator[tuple[UUID, Phone]]:
    """Ann has asked for one; her telephone is the one that the embedded PBX has outside."""
    own, asked = system.plan.phone, uuid4()
    server = (system.plan.host, system.plan.ports.sip)
    async with Phone(ip="127.0.0.1", user=own.extension, password=own.secret, server=server) as phone:
        await phone.register()
        await query(system, ASKED, asked)
        try:
            yield asked, phone
        finally:
            await query(system, "DELETE FROM callbacks WHERE id = $1", asked)


async def test_a_person_gives_the_caller_back_with_a_note(system: EmbeddedSystem, scribe: Scribe) -> None:
    async with agent(system) as desk, trunk_call(system, scribe) as caller:
        await talking(caller)
        await caller.call.press("0")
        ringing = await desk.incoming(15)
        await ringing.answer()
        await ringing.sound(5, since=await caller.says("hello") - 1)
        row = await caller.row()
        note = json.dumps({"note": "please create a todo to book the meeting room"})
        await query(system, RETURN, row["org_id"], row["id"], note)
        assert (await ringing.ended(5)).by == "them"
        words = await caller.hears()
        assert "back with the assistant" in words
        assert "book the meeting room" in words
        assert "meeting room" in await caller.asks("yes")
        await caller.call.hangup()
        await ended(caller)
    told = await told_again(caller)
    assert [e.event.status for e in told.events if hasattr(e.event, "status")] == ["SENTBACK"]
    audit = await query(system, "SELECT action FROM audit_log WHERE call_id = $1", row["id"])
    assert "call.returned" in [entry["action"] for entry in audit]


async def test_a_call_back_rings_the_agent_first_and_then_the_caller(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    async with callback(system) as (asked, phone), agent(system) as desk:
        ringing = await desk.incoming(15)
        assert ringing.caller_name == "Call back Ann Lee"
        assert ringing.headers["X-Convonet-Reason"] == "call back: my invoice"
        await ringing.answer()
        theirs = await phone.incoming(10)
        assert theirs.caller_number == DID
        await theirs.answer()
        await theirs.sound(5, since=await ringing.say(voices.load("bf_emma", "hello")) - 1)
        await theirs.hangup()
        await ringing.ended(5)
        await becomes(system, asked, "done", 1, "DONE")


async def test_a_caller_who_does_not_answer_is_called_again_and_at_last_given_up(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    """Busy, then an answering machine that the agent hangs up on, then nobody: three tries, and no fourth."""
    async with callback(system) as (asked, phone), agent(system) as desk:
        for tries, outcome in ((1, "BUSY"), (2, "MACHINE"), (3, "BUSY")):
            ringing = await desk.incoming(15)
            await ringing.answer()
            theirs = await phone.incoming(10)
            if outcome == "MACHINE":
                await theirs.answer()
                await theirs.sound(5, since=await ringing.say(voices.load("bf_emma", "hello")) - 1)
                await ringing.hangup()
            else:
                await theirs.reject()
                await ringing.ended(10)
            await becomes(system, asked, "missed" if tries == 3 else "waiting", tries, outcome)
            await query(system, "UPDATE callbacks SET not_before = now() WHERE id = $1", asked)


async def test_a_killed_desk_calls_nobody_twice_and_forgets_nobody(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    """Killed while the place is held: the next desk finds it as it stands."""
    async with callback(system) as (asked, phone), agent(system) as desk:
        ringing = await desk.incoming(15)
        (pid,) = system.processes("desk")
        os.kill(pid, signal.SIGKILL)
        await ringing.answer()
        theirs = await phone.incoming(10)
        await theirs.answer()
        await theirs.sound(5, since=await ringing.say(voices.load("bf_emma", "hello")) - 1)
        await theirs.hangup()
        await system.serve_ready()
        await query(
            system, "UPDATE callbacks SET claimed_at = now() - interval '1 hour' WHERE id = $1", asked
        )
        await becomes(system, asked, "done", 1, "DONE")
