"""The page on which users take their own changes back: opened by a link once, closed to everybody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from convonet_ari.ids import row_id
from convonet_ari.store.people import find_caller
from convonet_ari.store.user_passes import LINK_LASTS, SESSION_LASTS, UserPasses, new_link
from convonet_ari.web.app import make_app
from convonet_ari.web.mine import COOKIE, Mine
from tests.db.desk import Desk, open_desk
from tests.db.house import House
from tests.fakes.agent import StoppedClock

pytestmark = pytest.mark.db

NOW = datetime.now(UTC)
OPEN_TODOS = "SELECT title FROM todos WHERE title = 'Order paper'"
MEMBER = "UPDATE users SET org_role = $2 WHERE id = $1"


@dataclass
class Tab:
    """One browser at the page."""

    client: TestClient[Request, Application]
    csrf: str = ""

    async def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        headers = {"X-CSRF-Token": self.csrf}
        async with self.client.request(method, f"/api/mine/{path}", json=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def changes(self) -> list[dict[str, str]]:
        status, told = await self.ask("GET", "changes")
        assert status == 200
        self.csrf = told["csrf"]
        changes: list[dict[str, str]] = told["changes"]
        return changes


@dataclass
class Rig:
    house: House
    clock: StoppedClock
    server: TestServer
    tabs: list[TestClient[Request, Application]]

    def tab(self) -> Tab:
        client = TestClient(self.server, cookie_jar=CookieJar(unsafe=True))
        self.tabs.append(client)
        return Tab(client)

    async def link(self, user_id: UUID) -> str:
        org_id = self.house.demo.org_id
        async with self.house.store.tenant(org_id) as tx:
            return await new_link(tx, org_id, user_id, self.clock.utc())

    async def opened(self, user_id: UUID) -> Tab:
        tab = self.tab()
        assert (await tab.ask("POST", "session", {"link": await self.link(user_id)}))[0] == 200
        return tab


@pytest.fixture
async def rig(house: House) -> AsyncIterator[Rig]:
    clock = StoppedClock(NOW)
    routes = Mine(UserPasses(house.store), clock, "").routes()
    server = TestServer(make_app({}, routes))
    await server.start_server()
    rig = Rig(house, clock, server, [])
    yield rig
    for client in rig.tabs:
        await client.close()
    await server.close()


@pytest.fixture
async def ann(house: House) -> Desk:
    """Ann, who has just had a todo made."""
    desk = await open_desk(house)
    await desk("create_todo", title="Order paper", due="tomorrow")
    return desk


async def test_a_change_is_listed_and_taken_back(rig: Rig, ann: Desk) -> None:
    tab = await rig.opened(ann.caller.user_id)
    (change,) = await tab.changes()
    assert "Order paper" in change["words"]
    status, told = await tab.ask("POST", "undo", {"key": change["key"]})
    assert (status, told["done"]) == (200, "The todo “Order paper” is gone again.")
    assert await ann.rows(OPEN_TODOS) == []
    assert await tab.changes() == []
    assert (await tab.ask("POST", "undo", {"key": change["key"]}))[0] == 404


async def test_a_link_opens_one_browser_and_only_within_its_day(rig: Rig, ann: Desk) -> None:
    link = await rig.link(ann.caller.user_id)
    late = await rig.link(ann.caller.user_id)
    assert (await rig.tab().ask("POST", "session", {"link": link}))[0] == 200
    again = rig.tab()
    assert (await again.ask("POST", "session", {"link": link}))[0] == 410
    assert (await again.ask("GET", "changes"))[0] == 401
    rig.clock.now += LINK_LASTS
    assert (await again.ask("POST", "session", {"link": late}))[0] == 410


async def test_a_session_is_no_link_and_ends_by_itself_or_on_demand(rig: Rig, ann: Desk) -> None:
    tab, other = await rig.opened(ann.caller.user_id), await rig.opened(ann.caller.user_id)
    cookie = tab.client.session.cookie_jar.filter_cookies(rig.server.make_url("/api/mine"))[COOKIE].value
    assert (await rig.tab().ask("POST", "session", {"link": cookie}))[0] == 410
    await tab.changes()
    assert (await tab.ask("DELETE", "session"))[0] == 200
    assert (await tab.ask("GET", "changes"))[0] == 401
    rig.clock.now += SESSION_LASTS
    assert (await other.ask("GET", "changes"))[0] == 401


async def test_nothing_is_changed_for_a_page_of_somebody_else(rig: Rig, ann: Desk) -> None:
    tab = await rig.opened(ann.caller.user_id)
    (change,) = await tab.changes()
    tab.csrf = "guessed"
    for method, path, body in (("POST", "undo", {"key": change["key"]}), ("DELETE", "session", None)):
        assert (await tab.ask(method, path, body))[0] == 403
    async with tab.client.post("/api/mine/session", data="link=x") as answer:
        assert answer.status == 415
    assert len(await ann.rows(OPEN_TODOS)) == 1


async def test_every_route_is_closed_to_nobody(rig: Rig, ann: Desk) -> None:
    (change,) = await (await rig.opened(ann.caller.user_id)).changes()
    bodies = {"/api/mine/session": {"link": "guessed"}, "/api/mine/undo": {"key": change["key"]}}
    for route in Mine(UserPasses(rig.house.store), rig.clock, "").routes():
        for cookie in ("", "guessed", "' OR true --"):
            tab = rig.tab()
            tab.client.session.cookie_jar.update_cookies({COOKIE: cookie}, rig.server.make_url(route.path))
            path = route.path.removeprefix("/api/mine/")
            status, told = await tab.ask(route.method, path, bodies.get(route.path))
            assert status in (401, 403, 410), route
            assert "Order paper" not in str(told)
    assert len(await ann.rows(OPEN_TODOS)) == 1


async def test_others_see_and_take_back_nothing_of_it(rig: Rig, ann: Desk) -> None:
    """A colleague by their own link, and a stranger of another organisation."""
    (change,) = await (await rig.opened(ann.caller.user_id)).changes()
    colleague, org_id, stranger = row_id(), row_id(), row_id()
    await ann.execute(
        "INSERT INTO users (org_id, id, name, org_role) VALUES ($1, $2, 'Ben', 'owner')",
        rig.house.demo.org_id,
        colleague,
    )
    async with rig.house.owner.tenant(org_id) as tx:
        await tx.execute("INSERT INTO organisations (org_id, name) VALUES ($1, 'Other Company')", org_id)
        await tx.execute("INSERT INTO users (org_id, id, name) VALUES ($1, $2, 'Mallory')", org_id, stranger)
        foreign = await new_link(tx, org_id, stranger, NOW)
    tabs = [await rig.opened(colleague), rig.tab()]
    assert (await tabs[1].ask("POST", "session", {"link": foreign}))[0] == 200
    for tab in tabs:
        assert await tab.changes() == []
        assert (await tab.ask("POST", "undo", {"key": change["key"]}))[0] == 404
    assert len(await ann.rows(OPEN_TODOS)) == 1


async def test_who_lost_a_role_or_is_gone_takes_nothing_back(rig: Rig, ann: Desk) -> None:
    tab = await rig.opened(ann.caller.user_id)
    (change,) = await tab.changes()
    await ann.execute(MEMBER, ann.caller.user_id, "viewer")
    assert (await tab.ask("POST", "undo", {"key": change["key"]}))[0] == 409
    await ann.execute("UPDATE users SET active = false WHERE id = $1", ann.caller.user_id)
    assert (await tab.ask("GET", "changes"))[0] == 401
    assert len(await ann.rows(OPEN_TODOS)) == 1
    async with rig.house.store.tenant(rig.house.demo.org_id) as tx:
        assert await find_caller(tx, ann.caller.user_id) is None
