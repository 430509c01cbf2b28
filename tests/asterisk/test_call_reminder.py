"""A reminder that is due rings its user's telephone, is told after the PIN, and rings again when snoozed."""

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


STATE = """
SELECT state, snoozed, due_at BETWEEN now() + interval '8 minutes' AND now() + interval '11 minutes'
  AS in_ten_minutes FROM reminders WHERE id = $1
"""
# As if the ten minutes were over.
PASSED = "UPDATE reminders SET due_at = now(), next_at = now() WHERE id = $1"


@asynccontextmanager
async def telephone(system: EmbeddedSystem) -> AsyncIterator[Phone]:
    """The one telephone of the embedded PBX's world outside."""
    own = system.plan.phone
    server = (system.plan.host, system.plan.ports.sip)
    async with Phone(ip="127.0.0.1", user=own.extension, password=own.secret, server=server) as phone:
        await phone.register()
        yield phone


async def test_a_due_reminder_rings_is_told_after_the_pin_snoozed_by_voice_and_rings_again(
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
        assert "plants" in await user.asks("remind-again")
        (row,) = await query(system, STATE, reminder)
        assert (row["state"], row["snoozed"], row["in_ten_minutes"]) == ("waiting", 1, True)
        await ringing.hangup()
        assert (await ended(user))["user_id"] is not None
        await query(system, PASSED, reminder)
        again = await phone.incoming(15)
        await again.answer()
        user = Caller(system, again, scribe, number=ANN_NUMBER)
        assert "reminder" in await user.hears()
        await again.hangup()
        await query(system, "DELETE FROM reminders WHERE id = $1", reminder)


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
