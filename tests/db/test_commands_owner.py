"""`convonet organisation` and `convonet department` as an owner types them, on a real database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from convonet_ari.cli import app
from convonet_ari.demo.plan import Secrets
from convonet_ari.store.departments import list_departments
from convonet_ari.store.seed import DID
from tests.db.house import PIN_KEY, House

pytestmark = pytest.mark.db

Run = Callable[..., Awaitable[Result]]
NEW_DID = "+493012345678"
NAMES = (
    "CONVONET_DATABASE_URL",
    "CONVONET_DATABASE_OWNER_URL",
    "CONVONET_PIN_KEY",
    "CONVONET_CONFIG",
)


@pytest.fixture
def run(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type a command in an empty folder, with the owner's address in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CONVONET_DATABASE_URL", house.server.app_dsn(house.name))
    monkeypatch.setenv("CONVONET_DATABASE_OWNER_URL", house.server.owner_dsn(house.name))
    monkeypatch.setenv("CONVONET_PIN_KEY", PIN_KEY.get_secret_value())

    async def typed(*words: str) -> Result:
        return await asyncio.to_thread(lambda: CliRunner().invoke(app, list(words)))

    return typed


async def founded(run: Run) -> None:
    words = ("--did", NEW_DID, "--timezone", "Europe/Berlin", "--recording", "off")
    assert (await run("organisation", "add", "Bakery", *words)).exit_code == 0


async def test_a_new_organisation_owns_its_number_and_takes_a_user_with_a_pin(house: House, run: Run) -> None:
    await founded(run)
    found = await house.people.organisation(NEW_DID)
    assert found is not None
    assert (found.name, found.timezone) == ("Bakery", "Europe/Berlin")
    added = await run("user", "add", "Zoe", "--number", "+4930999", "--did", NEW_DID)
    pin = added.stdout.split()[-1]
    verdict = await house.people.check_pin(found.org_id, "+4930999", pin, datetime.now(UTC))
    assert verdict.outcome == "accepted"


async def test_every_organisation_is_listed_with_its_numbers(run: Run) -> None:
    await founded(run)
    await run("organisation", "did", "add", "+493012345679", "--did", NEW_DID)
    bakery, demo = (await run("organisation", "list")).stdout.splitlines()
    assert bakery.endswith("Bakery        Europe/Berlin  recording off       +493012345678 +493012345679")
    assert DID in demo


async def test_a_number_has_one_owner_and_the_refused_organisation_is_not_kept(run: Run) -> None:
    assert "owns the number" in str((await run("organisation", "add", "Thief", "--did", DID)).exception)
    assert "Thief" not in (await run("organisation", "list")).stdout
    again = await run("organisation", "did", "add", DID.removeprefix("+"))
    assert "owns the number" in str(again.exception)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--did", "two"), "no number"),
        (("--did", NEW_DID, "--timezone", "Europe/Nowhere"), "no time zone"),
        (("--did", NEW_DID, "--recording", "maybe"), "not one of"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_name(run: Run, words: tuple[str, ...], why: str) -> None:
    assert why in str((await run("organisation", "add", "Bakery", *words)).exception)


async def test_a_new_default_department_takes_the_place_of_the_old(house: House, run: Run) -> None:
    words = ("--queue", "2003", "--spoken", "the bakery", "--default", "--did", DID)
    assert (await run("department", "add", "bakery", *words)).exit_code == 0
    async with house.store.tenant(house.demo.org_id) as tx:
        departments = await list_departments(tx)
    assert [(found.name, found.queue, found.spoken) for found in departments if found.is_default] == [
        ("bakery", "2003", "the bakery")
    ]
    assert "bakery" in (await run("department", "list", "--did", DID)).stdout.splitlines()[0]


async def test_a_refused_default_department_leaves_the_old_one(house: House, run: Run) -> None:
    result = await run("department", "add", "Sales", "--queue", "2009", "--default")
    assert "already" in str(result.exception)
    async with house.store.tenant(house.demo.org_id) as tx:
        assert [found.name for found in await list_departments(tx) if found.is_default] == ["support"]


async def test_a_queue_that_no_dialplan_could_name_is_refused(run: Run) -> None:
    assert "no queue" in str((await run("department", "add", "x", "--queue", "2000,1")).exception)


async def test_what_is_set_of_a_department_is_listed(house: House, run: Run) -> None:
    words = "--hours mon-tue=09:00-17:30 --fallback general --language es --skill prices"
    assert (await run("department", "set", "Sales", *words.split())).exit_code == 0
    listed = (await run("department", "list", "--did", DID)).stdout
    assert "mon=09:00-17:30 tue=09:00-17:30  then general  es  prices" in listed
    async with house.store.tenant(house.demo.org_id) as tx:
        found = {department.name: department for department in await list_departments(tx)}
    assert (found["sales"].queue, found["sales"].spoken) == ("2001", "Sales")
    assert found["sales"].fallback_id == found["general"].id
    assert (found["sales"].languages, found["sales"].skills) == (("es",), ("prices",))


async def test_what_was_set_of_a_department_is_taken_back(run: Run) -> None:
    before = (await run("department", "list", "--did", DID)).stdout
    for words in (
        "--hours sat=10:00-24:00 --fallback general --language es --skill prices",
        "--hours usual --fallback none --language any --skill none",
    ):
        assert (await run("department", "set", "sales", *words.split())).exit_code == 0
    assert (await run("department", "list", "--did", DID)).stdout == before


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("moon",), "no department 'moon'"),
        (("sales", "--fallback", "moon"), "no other department 'moon'"),
        (("sales", "--fallback", "Sales"), "no other department 'Sales'"),
        (("sales", "--language", "Spanish"), "'Spanish' is no language"),
        (("sales", "--hours", "always"), "'always' is no span"),
        (("sales", "--queue", "a b"), "'a b' is no queue"),
        (("sales", "--spoken", " "), "must hear a name"),
    ],
)
async def test_what_a_department_cannot_be_is_refused(run: Run, words: tuple[str, ...], why: str) -> None:
    assert why in str((await run("department", "set", *words)).exception)


async def test_an_organisations_books_show_nobody_elses(run: Run) -> None:
    await founded(run)
    await run("department", "add", "bread", "--queue", "2004", "--did", NEW_DID)
    assert (await run("hours", "mon=09:00-17:00", "--did", NEW_DID)).exit_code == 0
    assert "Ann Lee" not in (await run("user", "list", "--did", NEW_DID)).stdout
    assert "no user" in str((await run("user", "pin", "Ann Lee", "--did", NEW_DID)).exception)
    assert len((await run("department", "list", "--did", NEW_DID)).stdout.splitlines()) == 1
    assert (await run("hours", "--did", DID)).stdout == ""


async def test_with_several_organisations_one_must_be_named(run: Run) -> None:
    await founded(run)
    assert "--did" in str((await run("department", "add", "x", "--queue", "2000")).exception)


async def test_the_applications_role_may_not_add(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONVONET_DATABASE_OWNER_URL")
    for words in (
        ("organisation", "list"),
        ("organisation", "add", "Bakery", "--did", NEW_DID),
        ("organisation", "did", "add", NEW_DID, "--did", DID),
        ("department", "add", "x", "--queue", "2000", "--did", DID),
    ):
        assert "CONVONET_DATABASE_OWNER_URL" in str((await run(*words)).exception)


async def test_the_running_demo_may_be_meant(house: House, run: Run, tmp_path: Path) -> None:
    home = tmp_path / "var"
    Secrets.of(home / "secrets.json")
    (home / "postgres").symlink_to(house.server.home)
    (home / "convonet.yaml").write_text("workers: 1\n")
    demo = {"database_url": house.server.admin_dsn(house.name), "sip": {"did": DID}}
    (home / "demo.json").write_text(json.dumps(demo))
    assert (await run("organisation", "add", "Bakery", "--did", NEW_DID, "--demo")).exit_code == 0
    assert "Bakery" in (await run("organisation", "list", "--demo")).stdout
    assert (await run("department", "add", "bread", "--queue", "2004", "--demo")).exit_code == 0
    assert "bread" in (await run("department", "list", "--demo")).stdout
