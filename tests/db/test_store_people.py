"""Callers prove who they are; guessing is counted, limited and leaves no digit behind."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from convonet_ari.config import Pin
from convonet_ari.errors import ConfigError, StoreError
from convonet_ari.ids import row_id
from convonet_ari.store.people import NEAR, People, PinVerdict
from tests.db.house import PIN_KEY, Furnished, House, make_house

pytestmark = pytest.mark.db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STRANGER = "+491701111111"
PIN = "739154"
WRONG = "860263"


async def check(house: House, digits: str, number: str = STRANGER, at: datetime = NOW) -> PinVerdict:
    return await house.people.check_pin(house.demo.org_id, number, digits, at)


async def add_users(house: House, count: int) -> list[UUID]:
    users = [row_id() for _ in range(count)]
    async with house.store.tenant(house.demo.org_id) as tx:
        await tx.executemany(
            "INSERT INTO users (org_id, id, name) VALUES ($1, $2, 'Somebody')",
            [(house.demo.org_id, user) for user in users],
        )
    return users


@pytest.fixture
async def house(furnished: Furnished) -> AsyncIterator[House]:
    made = await furnished.open(Pin(key=PIN_KEY, failures_per_number=3, failures_per_tenant=6))
    yield made
    await made.close()


async def test_number_dialled_finds_its_organisation_however_it_is_written(house: House) -> None:
    for dialled in ("+12344007818", "12344007818", "+1 (234) 400-7818"):
        organisation = await house.people.organisation(dialled)
        assert organisation is not None
        assert (organisation.name, organisation.did) == ("Demo Company", "+12344007818")


async def test_number_nobody_owns_finds_nobody(house: House) -> None:
    for dialled in ("", "+12344007819", "2344007818", "anonymous", "\0"):
        assert await house.people.organisation(dialled) is None


async def test_caller_is_named_with_role_and_teams(house: House) -> None:
    verdict = await check(house, house.demo.pin, house.demo.number)
    assert verdict.outcome == "accepted"
    assert verdict.caller is not None
    assert (verdict.caller.name, verdict.caller.role, verdict.caller.timezone) == ("Ann Lee", "member", "UTC")
    assert [(team.name, team.role) for team in verdict.caller.teams] == [
        ("Development", "member"),
        ("Marketing", "member"),
    ]
    assert await house.people.caller(house.demo.org_id, house.demo.user_id) == verdict.caller


async def test_a_language_that_is_kept_is_the_users_own_in_the_next_call(house: House) -> None:
    demo = house.demo
    await house.people.keep_language(demo.org_id, demo.user_id, "es")
    verdict = await check(house, demo.pin, demo.number)
    assert verdict.caller is not None
    assert verdict.caller.language == "es"


async def test_stranger_is_named_by_the_pin_alone_in_a_small_organisation(house: House) -> None:
    verdict = await check(house, house.demo.pin, "")
    assert verdict.caller is not None
    assert verdict.caller.user_id == house.demo.user_id


async def test_known_number_wants_its_own_users_pin(house: House) -> None:
    (other,) = await add_users(house, 1)
    others_pin = await house.people.assign_pin(house.demo.org_id, other)
    assert (await check(house, others_pin, house.demo.number)).outcome == "wrong"
    assert (await check(house, others_pin)).outcome == "accepted"


async def test_pin_alone_is_refused_once_too_many_users_have_one(house: House) -> None:
    async with house.owner.tenant(house.demo.org_id) as tx:
        await tx.executemany(
            "INSERT INTO users (org_id, id, name, pin_hash, pin_index) VALUES ($1, $2, 'Somebody', 'x', $3)",
            [(house.demo.org_id, row_id(), bytes([n])) for n in range(10)],
        )
    verdict = await check(house, house.demo.pin)
    assert (verdict.outcome, verdict.needs_number) == ("wrong", True)
    assert (await check(house, house.demo.pin, house.demo.number)).outcome == "accepted"


async def test_deactivated_user_is_nobody(house: House) -> None:
    async with house.store.tenant(house.demo.org_id) as tx:
        await tx.execute("UPDATE users SET active = false WHERE id = $1", house.demo.user_id)
    assert (await check(house, house.demo.pin, house.demo.number)).outcome == "wrong"


async def test_failures_lock_a_number_until_their_window_has_passed(house: House) -> None:
    assert [(await check(house, WRONG)).outcome for _ in range(4)] == ["wrong", "wrong", "wrong", "locked"]
    assert await house.people.locked(house.demo.org_id, STRANGER, NOW)
    assert (await check(house, house.demo.pin)).outcome == "locked"
    later = NOW + timedelta(seconds=901)
    assert not await house.people.locked(house.demo.org_id, STRANGER, later)
    assert (await check(house, house.demo.pin, at=later)).outcome == "accepted"


async def test_number_is_the_same_however_it_is_written(house: House) -> None:
    for number in ("+491701111111", "491701111111", "+49 170 1111111"):
        await check(house, WRONG, number)
    assert (await check(house, WRONG)).outcome == "locked"


async def test_strangers_lock_the_tenant_for_strangers_and_not_for_a_verified_number(house: House) -> None:
    for number in range(6):
        assert (await check(house, WRONG, f"+4930{number}")).outcome == "wrong"
    assert (await check(house, house.demo.pin, "+49309999")).outcome == "locked"
    assert (await check(house, house.demo.pin, house.demo.number)).outcome == "accepted"
    later = NOW + timedelta(seconds=61)
    assert (await check(house, house.demo.pin, "+49309999", later)).outcome == "accepted"


async def test_success_is_not_counted(house: House) -> None:
    outcomes = [(await check(house, house.demo.pin)).outcome for _ in range(8)]
    assert outcomes == ["accepted"] * 8


async def test_guesses_made_at_once_do_not_slip_past_the_limit(house: House) -> None:
    verdicts = await asyncio.gather(*(check(house, WRONG) for _ in range(12)))
    assert Counter(verdict.outcome for verdict in verdicts) == {"wrong": 3, "locked": 9}


async def test_callers_who_are_right_at_once_do_not_lock_each_other_out(house: House) -> None:
    verdicts = await asyncio.gather(*(check(house, house.demo.pin) for _ in range(20)))
    assert {verdict.outcome for verdict in verdicts} == {"accepted"}


async def test_garbage_is_a_wrong_pin_and_not_an_error(house: House) -> None:
    garbage = ("", "#", "12", "\0\0\0\0", "٤٨٢١", "4821937", "' OR 1=1", "\ud800\ud800\ud800\ud800")
    for n, typed in enumerate(garbage):
        at = NOW + timedelta(hours=n)
        assert (await check(house, typed, at=at)).outcome == "wrong"


async def test_garbage_for_a_callers_number_is_not_an_error(house: House) -> None:
    for number in ("\0", "\ud800", "anonymous", "sip:' OR 1=1"):
        assert (await check(house, house.demo.pin, number)).outcome == "accepted"


async def test_unreachable_database_is_an_outcome(house: House) -> None:
    await house.store.close()
    assert (await check(house, house.demo.pin)).outcome == "unavailable"


async def test_assigned_pins_are_unique_strong_and_of_the_organisations_length(house: House) -> None:
    pins = [await house.people.assign_pin(house.demo.org_id, user) for user in await add_users(house, 8)]
    assert len({*pins, house.demo.pin}) == 9
    assert {len(pin) for pin in pins} == {4}


async def test_anothers_pin_cannot_be_assigned(house: House) -> None:
    (other,) = await add_users(house, 1)
    with pytest.raises(StoreError) as raised:
        await house.people.assign_pin(house.demo.org_id, other, house.demo.pin)
    assert house.demo.pin not in repr(raised.value)


async def test_new_pin_replaces_the_old_one(house: House) -> None:
    await house.people.assign_pin(house.demo.org_id, house.demo.user_id, PIN)
    assert (await check(house, house.demo.pin)).outcome == "wrong"
    assert (await check(house, PIN)).outcome == "accepted"


def test_missing_key_is_a_configuration_error(house: House) -> None:
    with pytest.raises(ConfigError, match="CONVONET_PIN_KEY"):
        People(house.store, Pin())


async def test_digits_reach_neither_postgres_log_nor_any_table(house: House) -> None:
    admin = await asyncpg.connect(house.server.admin_dsn(house.name))
    for setting in (
        "log_statement = 'all'",
        "log_error_verbosity = 'verbose'",
        "log_min_error_statement = 'debug5'",
    ):
        await admin.execute(f'ALTER DATABASE "{house.name}" SET {setting}')
    logged = await make_house(house.server, house.name)
    try:
        await logged.people.assign_pin(logged.demo.org_id, logged.demo.user_id, PIN)
        assert (await check(logged, PIN)).outcome == "accepted"
        assert (await check(logged, WRONG)).outcome == "wrong"
        log = logged.server.log_file.read_text(errors="replace")
        await admin.execute("SET search_path = convonet, threads")
        tables = await admin.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = any(current_schemas(false))"
        )
        rows = [str(await admin.fetch(f'TABLE "{table[0]}"')) for table in tables]
    finally:
        await logged.close()
        await admin.close()
    assert "WHERE active AND pin_index = $1" in log
    assert STRANGER.removeprefix("+") in "".join(rows)
    for digits in (PIN, WRONG):
        assert digits not in log
        assert digits not in "".join(rows)


async def test_a_callers_pin_is_known_again_where_it_is_spoken_and_nowhere_to_be_read(house: House) -> None:
    verdict = await house.people.check_pin(
        house.demo.org_id, house.demo.number, house.demo.pin, datetime.now(UTC)
    )
    assert verdict.caller is not None
    assert house.people.is_pin(verdict.caller, house.demo.pin)
    assert not house.people.is_pin(verdict.caller, f"{int(house.demo.pin) + 1}")
    assert not house.people.is_pin(replace(verdict.caller, pin_index=None), house.demo.pin)
    assert "pin_index" not in repr(verdict)


async def test_names_of_the_callers_own_teams_come_before_others_and_few_in_all(house: House) -> None:
    org = house.demo.org_id
    ann = await house.people.caller(org, house.demo.user_id)
    assert ann is not None
    zoe, *_ = await add_users(house, 1)
    team = row_id()
    async with house.store.tenant(org) as tx:
        await tx.execute("UPDATE users SET name = 'Zoe Adams' WHERE id = $1", zoe)
        await tx.executemany(
            "INSERT INTO users (org_id, id, name) VALUES ($1, $2, $3)",
            [(org, row_id(), f"Anybody{letter} Else") for letter in "ABCDEFGHIJKLMNOP"],
        )
        await tx.execute("INSERT INTO teams (org_id, id, name) VALUES ($1, $2, 'Zebras')", org, team)
        await tx.executemany(
            "INSERT INTO memberships (org_id, team_id, user_id, role) VALUES ($1, $2, $3, 'member')",
            [(org, team, zoe), (org, team, ann.user_id)],
        )
    names = await house.people.near(ann)
    assert {"Ann", "Zoe"} <= set(names)
    assert names.index("Zoe") < names.index("AnybodyA")
    assert len(names) == NEAR == len(set(names))
