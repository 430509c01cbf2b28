"""A reminder that is due rings its user's telephone, and is told after the PIN."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from convonet_ari.demo.plan import DID
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded.phone import Phone
from tests.asterisk.call_rig import ended
from tests.asterisk.system_rig import ANN_NUMBER, Caller, Scribe, eventually, query

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

DUE = """
INSERT INTO reminders (org_id, id, user_id, title, due_at, next_at)
SELECT org_id, $1, id, $2, now(), now() FROM users WHERE name = 'Ann Lee'
"""


@asynccontextmanager
async def telephone(system: EmbeddedSystem) -> AsyncIterator[Phone]:
    """The one telephone of the embedded PBX's world outside."""
    own = system.plan.phone
    server = (system.plan.host, system.plan.ports.sip)
    async with Phone(ip="127.0.0.1", user=own.extension, password=own.secret, server=server) as phone:
        await phone.register()
        yield phone


async def test_a_due_reminder_rings_its_user_and_is_told_after_the_pin(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    reminder = uuid4()
    async with telephone(system) as phone:
        await query(system, DUE, reminder, "Water the plants")
        ringing = await phone.incoming(15)
        assert ringing.caller_number == DID
        await ringing.answer()
        user = Caller(system, ringing, scribe, number=ANN_NUMBER)
        greeting = await user.hears()
        assert "reminder" in greeting
        assert "plants" not in greeting
        await user.enter_pin()
        assert "plants" in await user.hears()

        async def done() -> bool:
            rows = await query(system, "SELECT state FROM reminders WHERE id = $1", reminder)
            return bool(rows[0]["state"] == "done")

        await eventually(done, 5, "the reminder was heard and not noted")
        assert "budget" in await user.asks("my-todos")
        await ringing.hangup()
        assert (await ended(user))["user_id"] is not None


async def test_a_telephone_that_nobody_answers_is_called_again_later(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    reminder = uuid4()
    async with telephone(system) as phone:
        await query(system, DUE, reminder, "Water the plants")
        ringing = await phone.incoming(15)
        await ringing.reject()

        async def put_off() -> bool:
            rows = await query(
                system, "SELECT state, next_at > now() AS later FROM reminders WHERE id = $1", reminder
            )
            return (rows[0]["state"], rows[0]["later"]) == ("waiting", True)

        await eventually(put_off, 10, "the reminder was not put off")
        await query(system, "DELETE FROM reminders WHERE id = $1", reminder)
