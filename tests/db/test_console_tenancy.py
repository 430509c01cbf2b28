"""Every route of the console as nobody, as a foreigner, and as a colleague: nothing leaks or changes."""

from __future__ import annotations

import asyncio

import pytest

from convonet_ari.ids import row_id
from convonet_ari.store.agents import NewAgent, add_agent, serve_department
from convonet_ari.store.passwords import Passwords
from tests.db.console_rig import PASSWORD, Browser, Rig, rigged
from tests.db.house import House

pytestmark = pytest.mark.db

# Sorted by what they change: the last one ends the session.
BODIES: dict[tuple[str, str], object] = {
    ("GET", "/api/me"): None,
    ("GET", "/api/directory"): None,
    ("GET", "/api/board"): None,
    ("GET", "/api/calls"): None,
    ("GET", "/api/calls/{id}"): None,
    ("PUT", "/api/calls/{id}/wrap"): {"notes": "mine now", "disposition": "mine now"},
    ("POST", "/api/calls/{id}/return"): {"note": "mine now"},
    ("POST", "/api/calls/{id}/assist"): {},
    ("DELETE", "/api/calls/{id}/assist"): None,
    ("POST", "/api/calls/{id}/supervise"): {"mode": "listen"},
    ("PUT", "/api/state"): {"state": "ready", "reason": ""},
    ("DELETE", "/api/session"): None,
}
OPEN = {("POST", "/api/session"), ("GET", "/api/live")}
VICTIMS = ("Ann", "Maria", "Tom", "invoice", "billing", "+15551234567", "1001", "1002")
STATE = """
SELECT string_agg(x, ',' ORDER BY x) FROM (
  SELECT t::text AS x FROM agent_calls t UNION ALL SELECT t::text FROM call_commands t
  UNION ALL SELECT t::text FROM agents t UNION ALL SELECT t::text FROM agent_departments t
  UNION ALL SELECT t::text FROM calls t UNION ALL SELECT kind FROM agent_activity) everything
"""


async def eve(house: House) -> None:
    """A supervisor of another organisation, whose department shares the victims' queue."""
    org_id, passwords = row_id(), Passwords()
    hashed = await passwords.hash(PASSWORD)
    passwords.close()
    async with house.owner.tenant(org_id) as tx:
        await tx.execute("INSERT INTO organisations (org_id, name) VALUES ($1, 'Other')", org_id)
        await tx.execute(
            "INSERT INTO departments (org_id, id, name, queue, spoken)"
            " VALUES ($1, $2, 'ours', '2000', 'Ours')",
            org_id,
            row_id(),
        )
        agent = await add_agent(tx, org_id, NewAgent("eve", "Eve", "2222", "supervisor", hashed))
        assert agent
        assert await serve_department(tx, agent, "ours")


async def victims_state(house: House) -> str:
    async with house.store.tenant(house.demo.org_id) as tx:
        return str(await tx.fetchval(STATE))


async def settled(house: House) -> None:
    """Until it is written down that the victim's phone has stopped ringing."""
    for _ in range(250):
        if await state_of(house, "1002") != "ringing":
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the victim's phone rings for ever")


async def state_of(house: House, extension: str) -> str:
    async with house.store.tenant(house.demo.org_id) as tx:
        return str(await tx.fetchval("SELECT state FROM agents WHERE extension = $1", extension))


async def walk(browser: Browser, call_id: str) -> dict[tuple[str, str], tuple[int, str]]:
    """What every route answers."""
    told = {}
    for (method, path), body in BODIES.items():
        status, answer = await browser.ask(method, path.replace("{id}", call_id), body)
        told[method, path] = status, str(answer)
    return told


def routes(rig: Rig) -> set[tuple[str, str]]:
    resources = [(route.method, route.resource) for route in rig.server.app.router.routes()]
    every = {(method, found.canonical) for method, found in resources if found and method != "HEAD"}
    return {(method, path) for method, path in every if path.startswith("/api/")}


async def test_a_foreigner_sees_and_changes_nothing(house: House) -> None:
    async with rigged(house) as rig:
        assert routes(rig) == BODIES.keys() | OPEN, "name the new route above"
        await eve(house)
        browser = await rig.browser("eve")
        live = await browser.live()
        await live.next("hello")
        call_id = str(await rig.with_people("1.1"))
        tom = await rig.browser("tom")
        watching = await tom.live()
        await watching.next("hello")
        rig.called("1.1", "1002")
        rig.called("1.1", "2222")
        await watching.next("ring")
        assert (await live.next("state", state="ringing"))["call_id"] is None
        rig.connected("1.1", "2222")
        assert (await live.next("state", state="on_call"))["call_id"] is None
        await watching.next("call", call_id=call_id, status="ended")
        await settled(house)
        before = await victims_state(house)
        told = await walk(browser, call_id)
        for route, (status, answer) in told.items():
            assert status == (404 if "{id}" in route[1] else 200), route
            assert not [secret for secret in (*VICTIMS, call_id) if secret in answer], route
        assert await victims_state(house) == before
        assert rig.supervision.asked == []


async def test_nobody_is_answered_nothing(house: House) -> None:
    async with rigged(house) as rig:
        nobody = await rig.browser()
        for route, (status, answer) in (await walk(nobody, str(row_id()))).items():
            assert (status, "signed_out" in answer) == (401, True), route
        assert (await nobody.client.get("/api/live")).status == 401
        forged = await rig.browser()
        forged.client.session.cookie_jar.update_cookies({"convonet_session": "x" * 43})
        assert (await forged.ask("GET", "/api/me"))[0] == 401
