"""The main job on a real call: PIN, a todo in PostgreSQL, a person."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded import voices
from convonet_ari.embedded.phone.ears import hears
from tests.asterisk.system_rig import Scribe, agent, query, trunk_call

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]


async def test_a_spoken_todo_stands_in_postgresql_with_tomorrows_date(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    async with trunk_call(system, scribe) as caller:
        await caller.reach_conversation()
        answer = await caller.asks("create-todo")
    (todo,) = await query(system, "SELECT * FROM todos ORDER BY created_at DESC LIMIT 1")
    assert "meeting" in todo["title"].lower()
    assert todo["due"] == (datetime.now().astimezone() + timedelta(days=1)).date()
    assert "meeting" in answer


async def test_the_agent_rings_with_the_callers_name_and_both_hear_each_other(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    async with agent(system) as desk, trunk_call(system, scribe) as caller:
        await caller.reach_conversation()
        await caller.says("transfer-agent")
        ringing = await desk.incoming(20)
        row = await caller.row()
        assert ringing.headers["X-Convonet-Call"] == str(row["id"])
        assert ringing.caller_name == "Ann Lee"
        assert 0 < len(ringing.headers["X-Convonet-Reason"]) <= 120
        await ringing.answer()
        greeting, reply = (
            voices.load("am_michael", "agent-greeting"),
            voices.load("am_michael", "change-appointment"),
        )
        began = await ringing.say(greeting) - len(greeting) / 8000
        assert hears(greeting, caller.call.audio(since=began)).score > 0.4
        assert "assistant" in await scribe.words(caller.call.audio(since=began))
        began = await caller.call.say(reply) - len(reply) / 8000
        assert hears(reply, ringing.audio(since=began)).score > 0.4
        assert "appointment" in await scribe.words(ringing.audio(since=began))
        assert (await caller.row())["phase"] == "with_human"
