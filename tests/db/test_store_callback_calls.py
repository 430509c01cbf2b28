"""Call-backs are claimed once, by one desk, when the department is open and the caller is not on the line."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from convonet_ari.store.callback_calls import STALE, CallbackCalls
from convonet_ari.store.commands import send_command
from convonet_ari.store.returns import Returns
from tests.db.house import House

pytestmark = pytest.mark.db

SUNDAY_NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CALLBACK = """
INSERT INTO callbacks (org_id, id, user_id, number, not_before, since, department_id)
SELECT org_id, $1, id, number, $3, $3, (SELECT id FROM departments WHERE name = $4) FROM users WHERE id = $2
"""
HOURS = """
INSERT INTO department_hours (org_id, department_id, weekday, opens, closes)
SELECT org_id, id, $1, '09:00', '17:00' FROM departments WHERE name = $2
"""


async def execute(house: House, statement: str, *values: object) -> None:
    async with house.store.tenant(house.demo.org_id) as tx:
        await tx.execute(statement, *values)


async def asked(house: House, at: datetime = SUNDAY_NOON, department: str | None = None) -> UUID:
    callback = uuid4()
    await execute(house, CALLBACK, callback, house.demo.user_id, at, department)
    return callback


@pytest.fixture
def calls(house: House) -> CallbackCalls:
    return CallbackCalls(house.store)


async def test_a_call_back_is_claimed_once(house: House, calls: CallbackCalls) -> None:
    callback = await asked(house)
    assert await calls.claim("desk", SUNDAY_NOON - MINUTE) is None
    claims = await asyncio.gather(*(calls.claim(f"desk-{desk}", SUNDAY_NOON) for desk in range(4)))
    (call,) = [claim for claim in claims if claim]
    assert (call.callback_id, call.number, call.queue, call.name) == (
        callback,
        house.demo.number,
        "2000",
        "Ann Lee",
    )
    assert (call.attempt, call.tries, call.lost) == (1, 0, False)


async def test_what_a_lost_desk_held_is_claimed_as_it_stands(house: House, calls: CallbackCalls) -> None:
    await asked(house)
    first = await calls.claim("desk-1", SUNDAY_NOON)
    assert first is not None
    assert await calls.hold(first, "desk-1", SUNDAY_NOON + STALE)
    assert await calls.claim("desk-2", SUNDAY_NOON + STALE + MINUTE / 10) is None
    again = await calls.claim("desk-2", SUNDAY_NOON + 3 * STALE)
    assert again is not None
    assert (again.attempt, again.lost) == (1, True)
    await calls.over(again, "done", SUNDAY_NOON, "DONE", rang=True)
    assert not await calls.hold(first, "desk-1", SUNDAY_NOON)
    assert await calls.claim("desk-3", SUNDAY_NOON + MINUTE) is None


async def test_two_call_backs_to_one_number_are_never_under_way_at_once(
    house: House, calls: CallbackCalls
) -> None:
    for _ in range(2):
        await asked(house)
    first = await calls.claim("desk-1", SUNDAY_NOON)
    assert first is not None
    assert await calls.claim("desk-2", SUNDAY_NOON) is None
    await calls.over(first, "waiting", SUNDAY_NOON + MINUTE, "BUSY", rang=True)
    assert await calls.claim("desk-2", SUNDAY_NOON) is not None


async def test_a_closed_department_calls_nobody_back(house: House, calls: CallbackCalls) -> None:
    await execute(house, HOURS, 1, "sales")
    await asked(house, department="sales")
    assert await calls.claim("desk", SUNDAY_NOON) is None
    call = await calls.claim("desk", SUNDAY_NOON + timedelta(days=1))
    assert call is not None
    assert call.queue == "2001"


async def test_nobody_is_called_back_who_is_on_the_line(house: House, calls: CallbackCalls) -> None:
    await asked(house)
    lease = await house.calls.open(house.demo.org_id, house.demo.did, house.demo.number, "1.1", "worker-1")
    assert await calls.claim("desk", SUNDAY_NOON) is None
    await house.calls.finish(lease, "hangup")
    assert await calls.claim("desk", SUNDAY_NOON) is not None


async def test_an_order_to_give_a_caller_back_is_taken_once_and_while_people_have_them(house: House) -> None:
    org_id, returns = house.demo.org_id, Returns(house.store)
    lease = await house.calls.open(org_id, house.demo.did, house.demo.number, "2.1", "worker-1")
    await send_command(house.store, org_id, lease.call_id, "return", {"note": "book Tuesday"})
    assert await returns.claim() is None
    await house.calls.with_human(lease, "2000")
    taken = [order for order in await asyncio.gather(*(returns.claim() for _ in range(4))) if order]
    assert [(order.call_id, order.channel_id) for order in taken] == [(lease.call_id, "2.1")]
    await returns.done(taken[0])
    assert await house.calls.note(lease) == "book Tuesday"
