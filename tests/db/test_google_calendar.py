"""A user's calendar and Google's, kept the same against a server that speaks Google's protocols."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr

from convonet_ari.clock import SystemClock
from convonet_ari.config import Google
from convonet_ari.errors import StoreError
from convonet_ari.google.oauth import OAuth, Tokens, new_verifier
from convonet_ari.jobs.google_calendar import GoogleCalendarSync
from convonet_ari.store import google
from convonet_ari.store.google import LEASE, GoogleAccounts, GoogleStatus
from convonet_ari.store.pool import Record
from convonet_ari.store.sealed import Seal
from convonet_ari.web.google import GoogleConsent
from tests.db.desk import open_desk
from tests.db.house import House
from tests.fakes.google import CLIENT, SECRET, GoogleDouble

pytestmark = pytest.mark.db

KEY = "a key for tests, nowhere else"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
NOW = datetime.now(UTC)
TOMORROW = (NOW + DAY).replace(hour=15, minute=0, second=0, microsecond=0)


def text(moment: datetime) -> str:
    return moment.isoformat()


@dataclass
class Pair:
    """Ann's calendar here and at the double, with the desk's job between them."""

    house: House
    server: GoogleDouble
    settings: Google
    accounts: GoogleAccounts
    job: GoogleCalendarSync
    oauth: OAuth

    @property
    def ann(self) -> UUID:
        return self.house.demo.user_id

    async def connect(self, expires_at: datetime = datetime(2100, 1, 1, tzinfo=UTC)) -> None:
        tokens = Tokens("r-0", "a-0", expires_at).dump()
        await self.accounts.connect(self.house.demo.org_id, self.ann, tokens, LONG_AGO)

    async def sync(self) -> None:
        async with self.house.store.tenant(self.house.demo.org_id) as tx:
            await google.hurry(tx, self.ann, LONG_AGO)
        account = await self.accounts.claim(datetime.now(UTC))
        assert account is not None
        await self.job.sync(account)

    async def execute(self, statement: str, *values: object) -> None:
        async with self.house.store.tenant(self.house.demo.org_id) as tx:
            await tx.execute(statement, *values)

    async def book(self, title: str, starts_at: datetime = TOMORROW) -> UUID:
        number = uuid4()
        await self.execute(
            "INSERT INTO calendar_events (org_id, id, user_id, title, starts_at, ends_at)"
            " VALUES ($1, $2, $3, $4, $5::timestamptz, $5::timestamptz + interval '1 hour')",
            self.house.demo.org_id,
            number,
            self.ann,
            title,
            starts_at,
        )
        return number

    async def here(self) -> dict[str, Record]:
        """What stands here and is not deleted, by title."""
        async with self.house.store.tenant(self.house.demo.org_id) as tx:
            rows = await tx.fetch("SELECT * FROM calendar_events WHERE deleted_at IS NULL")
        assert len({row["title"] for row in rows}) == len(rows), "an event is there twice"
        return {row["title"]: row for row in rows}

    async def status(self) -> tuple[str, int, str | None]:
        found = await self.account()
        assert found is not None
        return found.state, found.waiting, found.last_error

    async def account(self) -> GoogleStatus | None:
        async with self.house.store.tenant(self.house.demo.org_id) as tx:
            return await google.status(tx, self.ann)

    def there(self) -> set[str]:
        return {item["summary"] for item in self.server.items.values() if item["status"] == "confirmed"}


@pytest.fixture
async def pair(house: House) -> AsyncIterator[Pair]:
    double = GoogleDouble()
    async with TestServer(double.app()) as server, aiohttp.ClientSession() as http:
        settings = Google(
            client_id=CLIENT,
            client_secret=SecretStr(SECRET),
            token_key=SecretStr(KEY),
            exchange_url=str(server.make_url("/token")),
            calendar_url=str(server.make_url("")),
        )
        accounts = GoogleAccounts(house.store, Seal(KEY))
        job = GoogleCalendarSync(accounts, house.store, http, SystemClock(), settings)
        yield Pair(house, double, settings, accounts, job, OAuth(http, settings))


async def test_events_of_both_sides_meet_and_a_second_round_changes_nothing(pair: Pair) -> None:
    for number in range(5):
        pair.server.put(f"g{number}", f"Theirs {number}", text(TOMORROW), text(TOMORROW + DAY / 24))
    pair.server.put("g9", "Fair", "2100-05-01", "2100-05-03", location="Leipzig")
    await pair.connect()
    ours = await pair.book("Dentist")
    await pair.sync()
    here = await pair.here()
    assert set(here) == pair.there() == {"Dentist", "Fair", *(f"Theirs {n}" for n in range(5))}
    assert here["Theirs 0"]["starts_at"] == TOMORROW
    assert (here["Fair"]["all_day"], here["Fair"]["place"]) == (True, "Leipzig")
    assert here["Dentist"]["external_id"] == ours.hex
    asked = len(pair.server.asked)
    await pair.sync()
    assert pair.server.asked[asked:] == ["GET"]
    assert await pair.status() == ("connected", 0, None)


async def test_a_change_here_and_a_deletion_there_cross(pair: Pair) -> None:
    pair.server.put("g1", "Lunch", text(TOMORROW), text(TOMORROW))
    pair.server.put("g2", "Old", text(TOMORROW), text(TOMORROW))
    await pair.connect()
    await pair.sync()
    await pair.execute("UPDATE calendar_events SET title = 'Late lunch' WHERE title = 'Lunch'")
    pair.server.cancel("g2")
    await pair.sync()
    assert set(await pair.here()) == pair.there() == {"Late lunch"}


async def test_a_deletion_here_reaches_google_once(pair: Pair) -> None:
    pair.server.put("g1", "Lunch", text(TOMORROW), text(TOMORROW))
    await pair.connect()
    await pair.sync()
    await pair.execute("UPDATE calendar_events SET deleted_at = now()")
    await pair.sync()
    await pair.sync()
    assert pair.there() == set()
    assert pair.server.asked.count("DELETE") == 1


@pytest.mark.parametrize(("later", "stands"), [(3600, "Theirs"), (-3600, "Ours")])
async def test_of_two_changes_to_one_event_the_later_stands_on_both_sides(
    pair: Pair, later: float, stands: str
) -> None:
    pair.server.put("g1", "Lunch", text(TOMORROW), text(TOMORROW), later=-7200)
    await pair.connect()
    await pair.sync()
    await pair.execute("UPDATE calendar_events SET title = 'Ours'")
    pair.server.put("g1", "Theirs", text(TOMORROW), text(TOMORROW), later=later)
    await pair.sync()
    await pair.sync()
    assert set(await pair.here()) == pair.there() == {stands}


async def test_a_sync_token_that_google_forgot_brings_everything_anew(pair: Pair) -> None:
    pair.server.put("g1", "Lunch", text(TOMORROW), text(TOMORROW))
    pair.server.put("g2", "Gone", text(TOMORROW), text(TOMORROW))
    await pair.connect()
    await pair.sync()
    del pair.server.items["g2"]
    pair.server.put("g3", "New", text(TOMORROW), text(TOMORROW))
    pair.server.forgotten = True
    await pair.sync()
    assert set(await pair.here()) == {"Lunch", "New"}


async def test_an_event_whose_answer_was_lost_is_there_once(pair: Pair) -> None:
    await pair.connect()
    ours = await pair.book("Dentist")
    pair.server.put(ours.hex, "Dentist", text(TOMORROW), text(TOMORROW), later=-60)
    await pair.sync()
    await pair.sync()
    assert set(await pair.here()) == pair.there() == {"Dentist"}


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_google_in_trouble_is_left_alone_for_longer_each_time(pair: Pair, status: int) -> None:
    await pair.connect()
    pair.server.faults = [(status, {}), (status, {"Retry-After": "1800"})]
    waits = []
    for _ in range(2):
        await pair.sync()
        async with pair.house.store.tenant(pair.house.demo.org_id) as tx:
            waits.append(await tx.fetchval("SELECT next_sync_at - now() FROM google_accounts"))
    assert timedelta(seconds=100) < waits[0] < timedelta(seconds=130)
    assert waits[1] > timedelta(seconds=1700)
    assert (await pair.status())[2] == f"fault{status}"
    await pair.sync()
    assert await pair.status() == ("connected", 0, None)


async def test_an_expired_token_is_renewed_and_a_withdrawn_consent_ends_it(pair: Pair) -> None:
    await pair.connect(expires_at=LONG_AGO)
    await pair.sync()
    assert (pair.server.refreshed, await pair.status()) == (1, ("connected", 0, None))
    await pair.connect(expires_at=LONG_AGO)
    pair.server.revoked = True
    await pair.sync()
    assert (await pair.status())[0] == "revoked"
    assert await pair.accounts.claim(datetime(2100, 1, 1, tzinfo=UTC)) is None


async def test_a_claim_is_one_desks_alone_until_it_lapses(pair: Pair) -> None:
    await pair.connect()
    assert await pair.accounts.claim(NOW) is not None
    assert await pair.accounts.claim(NOW + LEASE / 2) is None
    assert await pair.accounts.claim(NOW + LEASE) is not None


async def test_tokens_are_unreadable_in_the_database_and_under_another_key(pair: Pair) -> None:
    await pair.connect()
    async with pair.house.store.tenant(pair.house.demo.org_id) as tx:
        kept = await tx.fetchval("SELECT tokens FROM google_accounts")
    assert b"r-0" not in kept
    with pytest.raises(StoreError, match="another key"):
        await GoogleAccounts(pair.house.store, Seal("another")).claim(NOW)


async def test_a_link_leads_to_google_and_back_with_pkce_and_is_good_once(pair: Pair) -> None:
    link = await pair.accounts.begin_consent(pair.house.demo.org_id, pair.ann, new_verifier(), NOW)
    consent = GoogleConsent(pair.accounts, pair.oauth, SystemClock())
    app = web.Application()
    app.add_routes(consent.routes())
    async with TestClient(TestServer(app)) as browser:
        sent = await browser.get(f"/google/connect/{link}", allow_redirects=False)
        asked = parse_qs(urlsplit(sent.headers["Location"]).query)
        assert (sent.status, asked["state"], asked["code_challenge_method"]) == (302, [link], ["S256"])
        pair.server.codes["code-1"] = asked["code_challenge"][0]
        back = {"state": link, "code": "code-1"}
        assert "Connected" in await (await browser.get("/google/callback", params=back)).text()
        assert (await browser.get("/google/callback", params=back)).status == 410
        assert (await browser.get(f"/google/connect/{link}", allow_redirects=False)).status == 410
    pair.server.put("g1", "Lunch", text(TOMORROW), text(TOMORROW))
    await pair.sync()
    assert set(await pair.here()) == {"Lunch"}


async def test_a_user_who_does_not_agree_and_a_code_of_another_browser_connect_nothing(pair: Pair) -> None:
    consent = GoogleConsent(pair.accounts, pair.oauth, SystemClock())
    app = web.Application()
    app.add_routes(consent.routes())
    async with TestClient(TestServer(app)) as browser:
        for back in ({"error": "access_denied"}, {"code": "stolen"}):
            link = await pair.accounts.begin_consent(pair.house.demo.org_id, pair.ann, new_verifier(), NOW)
            pair.server.codes["stolen"] = "another verifier's challenge"
            page = await (await browser.get("/google/callback", params={"state": link, **back})).text()
            assert "Not connected" in page
    assert await pair.account() is None


async def test_a_caller_hears_the_truth_about_the_connection(pair: Pair) -> None:
    ann = await open_desk(pair.house)
    assert "not connected" in await ann("get_calendar_sync_status")
    assert "not connected" in await ann("sync_google_calendar_events")
    await pair.connect()
    assert "not compared yet" in await ann("get_calendar_sync_status")
    await pair.sync()
    ann.now = datetime.now(UTC) + timedelta(minutes=5)
    assert "compared 5 minutes ago, and nothing is waiting" in await ann("get_calendar_sync_status")
    await pair.book("Dentist")
    assert "one change has yet to reach it" in await ann("get_calendar_sync_status")
    pair.server.faults = [(503, {})]
    await pair.sync()
    assert "could not be reached at the last try" in await ann("get_calendar_sync_status")
    assert "comparing" in await ann("sync_google_calendar_events")
    assert await pair.accounts.claim(ann.now) is not None
    pair.server.revoked = True
    await pair.connect(expires_at=LONG_AGO)
    await pair.sync()
    assert "no longer" in await ann("get_calendar_sync_status")
