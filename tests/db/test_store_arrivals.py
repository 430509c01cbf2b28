"""What the dialplan is told of a call before anybody answers."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from convonet_ari.commands.callers import BLOCK, OPEN, PREFER, parse
from convonet_ari.errors import ConfigError
from convonet_ari.store.arrivals import Arrival, arrival
from tests.db.house import House

pytestmark = pytest.mark.db

DID = "+12344007818"
CALLER = "+15550001111"
MONDAY_NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


async def write(house: House, statement: str, *values: object) -> None:
    async with house.store.tenant(house.demo.org_id) as tx:
        await tx.execute(statement, house.demo.org_id, *values)


async def look(house: House, caller: str = CALLER, at: datetime = MONDAY_NOON) -> Arrival:
    found = await arrival(house.store, DID, caller, at)
    assert found is not None
    return found


async def test_a_number_nobody_owns_is_told_nothing(house: House) -> None:
    assert await arrival(house.store, "+19990000000", CALLER, MONDAY_NOON) is None


async def test_an_unknown_caller_meets_the_assistant_in_the_organisation_s_language(house: House) -> None:
    assert await look(house) == Arrival(str(house.demo.org_id), "en", "assistant", False)


async def test_a_blocked_number_is_refused_however_it_is_written(house: House) -> None:
    await write(house, BLOCK, "+1 555 000-1111", "spam")
    await write(house, BLOCK, CALLER, "twice")
    assert (await look(house, "15550001111")).route == "blocked"
    assert (await look(house, "")).route == "assistant"


async def test_who_comes_first_may_go_straight_to_people(house: House) -> None:
    await write(house, PREFER, CALLER, False)
    assert ((await look(house)).route, (await look(house)).vip) == ("assistant", True)
    await write(house, PREFER, CALLER, True)
    assert (await look(house)).route == "people"


async def test_hours_are_those_of_the_organisation_s_own_clock(house: House) -> None:
    async with house.owner.tenant(house.demo.org_id) as tx:
        await tx.execute("UPDATE organisations SET timezone = 'America/New_York'")
    for row in parse("mon-fri=09:00-17:00"):
        await write(house, OPEN, *row)
    assert (await look(house, at=MONDAY_NOON)).route == "closed"
    assert (await look(house, at=MONDAY_NOON.replace(hour=15))).route == "assistant"
    assert (await look(house, at=MONDAY_NOON.replace(hour=22))).route == "closed"
    assert (await look(house, at=datetime(2026, 3, 1, 15, tzinfo=UTC))).route == "closed"


async def test_another_organisation_s_lists_do_not_count(house: House) -> None:
    async with house.owner.tenant(house.demo.org_id) as tx:
        other = await tx.fetchval("SELECT gen_random_uuid()")
    async with house.owner.tenant(other) as tx:
        await tx.execute("INSERT INTO organisations (org_id, name) VALUES ($1, 'Other')", other)
        await tx.execute(BLOCK, other, CALLER, "")
    assert (await look(house)).route == "assistant"


def test_spans_of_days_are_read() -> None:
    assert list(parse("sat=10:00-14:00")) == [(6, time(10), time(14))]
    assert [day for day, _, _ in parse("Mon-Wed=9:00-24:00")] == [1, 2, 3]


@pytest.mark.parametrize(
    "span", ["mon", "xyz=09:00-10:00", "fri-mon=09:00-10:00", "mon=10:00-09:00", "mon=9-10"]
)
def test_a_span_that_makes_no_sense_is_refused(span: str) -> None:
    with pytest.raises(ConfigError):
        list(parse(span))
