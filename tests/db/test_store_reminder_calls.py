"""Due reminders are claimed once, at an hour that suits the user, and told, put off or given up."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from convonet_ari.store.reminder_calls import STALE, ReminderCalls
from tests.db.house import House

pytestmark = pytest.mark.db

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

REMINDER = (
    "INSERT INTO reminders (org_id, id, user_id, title, due_at, next_at, delivery)"
    " VALUES ($1, $2, $3, $4, $5, $5, $6)"
)


async def execute(house: House, statement: str, *values: object) -> None:
    async with house.store.tenant(house.demo.org_id) as tx:
        await tx.execute(statement, *values)


async def reminder(
    house: House, title: str = "call Sarah", due: datetime = NOON, delivery: str = "call"
) -> UUID:
    number = uuid4()
    values = (house.demo.org_id, number, house.demo.user_id, title, due, delivery)
    await execute(house, REMINDER, *values)
    return number


async def state(house: House, number: UUID) -> str:
    async with house.store.tenant(house.demo.org_id) as tx:
        found: str = await tx.fetchval("SELECT state FROM reminders WHERE id = $1", number)
        return found


@pytest.fixture
def calls(house: House) -> ReminderCalls:
    return ReminderCalls(house.store)


async def test_a_due_reminder_is_claimed_once_with_the_users_own_number(
    house: House, calls: ReminderCalls
) -> None:
    number = await reminder(house)
    assert await calls.claim("desk-1", NOON - MINUTE) is None
    claims = await asyncio.gather(*(calls.claim(f"desk-{desk}", NOON) for desk in range(4)))
    (call,) = [claim for claim in claims if claim]
    assert (call.reminder_id, call.number, call.did, call.tries) == (
        number,
        house.demo.number,
        house.demo.did,
        1,
    )
    assert await calls.called(house.demo.org_id, number) == house.demo.number


async def test_a_number_that_we_did_not_verify_is_never_called(house: House, calls: ReminderCalls) -> None:
    await reminder(house)
    await execute(house, "UPDATE users SET number_verified = false WHERE id = $1", house.demo.user_id)
    assert await calls.claim("desk-1", NOON) is None


async def test_one_user_is_not_called_for_two_reminders_at_once(house: House, calls: ReminderCalls) -> None:
    first, second = await reminder(house, "one"), await reminder(house, "two", NOON + MINUTE)
    call = await calls.claim("desk-1", NOON + MINUTE)
    assert call is not None
    assert call.reminder_id == first
    assert await calls.claim("desk-1", NOON + MINUTE) is None
    await calls.told(house.demo.org_id, [first], NOON + MINUTE)
    call = await calls.claim("desk-1", NOON + MINUTE)
    assert call is not None
    assert call.reminder_id == second


async def test_a_user_who_is_on_the_telephone_is_called_afterwards(
    house: House, calls: ReminderCalls
) -> None:
    await reminder(house)
    lease = await house.calls.open(house.demo.org_id, house.demo.did, house.demo.number, "1.1", "worker-1")
    await house.calls.identify(lease, house.demo.user_id)
    assert await calls.claim("desk-1", NOON) is None
    await house.calls.finish(lease, "hangup")
    assert await calls.claim("desk-1", NOON) is not None


@pytest.mark.parametrize(
    ("quiet_from", "quiet_until", "zone", "quiet"),
    [
        ("11:00", "13:00", "UTC", True),
        ("22:00", "07:00", "UTC", False),
        ("22:00", "07:00", "Asia/Tokyo", False),
        ("20:00", "07:00", "Asia/Tokyo", True),
        ("12:00", "12:00", "UTC", False),
    ],
)
async def test_quiet_hours_are_the_users_own(
    house: House, calls: ReminderCalls, quiet_from: str, quiet_until: str, zone: str, quiet: bool
) -> None:
    await reminder(house)
    await execute(house, "UPDATE users SET timezone = $1 WHERE id = $2", zone, house.demo.user_id)
    await execute(
        house,
        "INSERT INTO preferences (org_id, user_id, quiet_from, quiet_until)"
        f" VALUES ($1, $2, time '{quiet_from}', time '{quiet_until}')",
        house.demo.org_id,
        house.demo.user_id,
    )
    assert (await calls.claim("desk-1", NOON) is None) is quiet


async def test_a_claim_that_was_lost_with_its_desk_is_taken_again_and_its_end_then_counts_nothing(
    house: House, calls: ReminderCalls
) -> None:
    number = await reminder(house)
    lost = await calls.claim("desk-1", NOON)
    assert await calls.claim("desk-2", NOON + STALE) is None
    again = await calls.claim("desk-2", NOON + STALE + MINUTE)
    assert lost is not None
    assert again is not None
    assert again.tries == 2
    await calls.missed(lost)
    assert await state(house, number) == "calling"


async def test_the_end_of_a_call_changes_nothing_about_the_next_call_after_a_snooze(
    house: House, calls: ReminderCalls
) -> None:
    number = await reminder(house)
    first = await calls.claim("desk-1", NOON)
    await execute(house, "UPDATE reminders SET state = 'waiting', tries = 0 WHERE id = $1", number)
    second = await calls.claim("desk-1", NOON + MINUTE)
    assert first is not None
    assert second is not None
    assert first.tries == second.tries
    await calls.put_off(first, NOON + 5 * MINUTE)
    await calls.missed(first)
    assert await state(house, number) == "calling"


async def test_who_was_told_is_not_called_again_and_who_was_not_is(
    house: House, calls: ReminderCalls
) -> None:
    number = await reminder(house)
    call = await calls.claim("desk-1", NOON)
    assert call is not None
    await calls.put_off(call, NOON + 5 * MINUTE)
    assert await state(house, number) == "waiting"
    assert await calls.claim("desk-1", NOON + MINUTE) is None
    call = await calls.claim("desk-1", NOON + 5 * MINUTE)
    assert call is not None
    await calls.told(house.demo.org_id, [number], NOON + 5 * MINUTE)
    await calls.missed(call)
    assert await state(house, number) == "done"


async def test_a_call_that_could_not_be_placed_is_no_try(house: House, calls: ReminderCalls) -> None:
    await reminder(house)
    call = await calls.claim("desk-1", NOON)
    assert call is not None
    await calls.put_off(call, NOON, counted=False)
    call = await calls.claim("desk-1", NOON)
    assert call is not None
    assert call.tries == 1


async def test_a_caller_hears_what_is_due_missed_or_kept_for_the_next_call_the_oldest_first(
    house: House, calls: ReminderCalls
) -> None:
    missed = await reminder(house, "missed", NOON - MINUTE)
    await reminder(house, "kept", NOON, "next_call")
    await reminder(house, "later", NOON + MINUTE)
    call = await calls.claim("desk-1", NOON)
    assert call is not None
    await calls.missed(call)
    assert await state(house, missed) == "missed"
    caller = await house.people.caller(house.demo.org_id, house.demo.user_id)
    assert caller is not None
    assert [one.title for one in await calls.due(caller, NOON)] == ["missed", "kept"]
