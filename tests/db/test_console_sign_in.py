"""Signing in at the console: who may, what a guesser learns, and what a forged request does."""

from __future__ import annotations

import pytest

from convonet_ari.config import Console
from tests.db.console_rig import PASSWORD, SIP_SECRET, rigged
from tests.db.house import House

pytestmark = pytest.mark.db


async def test_an_agent_signs_in_and_learns_who_they_are(house: House) -> None:
    async with rigged(house) as rig:
        browser = await rig.browser()
        answer = await browser.sign_in(" Tom ")
        assert answer.status == 200
        cookie = answer.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        status, me = await browser.ask("GET", "/api/me")
        assert status == 200
        assert me == browser.me
        assert me["agent"] | {"id": ""} == {
            "id": "",
            "login": "tom",
            "name": "Tom Baker",
            "extension": "1002",
            "role": "agent",
        }
        assert me["sip"] == {
            "ws_url": "wss://pbx.example.com:8089/ws",
            "uri": "sip:1002@pbx.example.com",
            "user": "1002",
            "password": SIP_SECRET,
            "display_name": "Tom Baker",
        }
        assert [(d["name"], d["member"]) for d in me["departments"]] == [
            ("support", True),
            ("general", False),
            ("sales", True),
        ]
        assert me["state"]["state"] == "logged_out"


async def test_who_has_a_desk_phone_is_given_no_sip_secret(house: House) -> None:
    async with rigged(house) as rig:
        browser = await rig.browser("maria")
        assert browser.me["sip"] is None
        assert browser.me["agent"]["role"] == "supervisor"


async def test_a_wrong_password_and_an_unknown_login_are_answered_alike(house: House) -> None:
    async with rigged(house) as rig:
        browser = await rig.browser()
        for login, password in (("tom", "wrong"), ("nobody", PASSWORD), ("", "")):
            answer = await browser.sign_in(login, password)
            assert answer.status == 401, login
            assert browser.me == {"error": {"code": "wrong", "message": "Login and password do not fit"}}
        assert (await browser.ask("GET", "/api/me"))[0] == 401


async def test_who_guesses_has_to_wait(house: House) -> None:
    async with rigged(house, Console(failures_per_login=2, failures_per_address=4)) as rig:
        browser = await rig.browser()
        for login in ("tom", "TOM\0"):
            assert (await browser.sign_in(login, "wrong")).status == 401
        answer = await browser.sign_in("tom", PASSWORD)
        assert answer.status == 429
        assert int(answer.headers["Retry-After"]) > 800
        assert (await browser.sign_in("maria", PASSWORD)).status == 200
        for login in ("a", "b"):
            assert (await browser.sign_in(login, "wrong")).status == 401
        assert (await browser.sign_in("maria", PASSWORD)).status == 429


@pytest.mark.parametrize(
    ("method", "path"),
    [("DELETE", "/api/session"), ("PUT", "/api/state"), ("POST", "/api/calls/x/return")],
)
async def test_a_forged_request_changes_nothing(house: House, method: str, path: str) -> None:
    async with rigged(house) as rig:
        browser = await rig.browser("tom")
        browser.me["csrf"] = "guessed"
        status, body = await browser.ask(method, path, {"state": "ready"})
        assert (status, body["error"]["code"]) == (403, "csrf")
        assert not rig.ami.members


async def test_a_page_of_somebody_elses_neither_signs_in_nor_listens(house: House) -> None:
    async with rigged(house) as rig:
        browser = await rig.browser("tom")
        evil = {"Origin": "https://evil.example"}
        login = {"login": "tom", "password": PASSWORD}
        assert (await browser.client.post("/api/session", json=login, headers=evil)).status == 403
        assert (await browser.client.get("/api/live", headers=evil)).status == 403
        assert (await browser.client.post("/api/session", data="login=tom")).status == 415


async def test_signing_out_ends_the_session_and_closes_its_pages(house: House) -> None:
    async with rigged(house) as rig:
        browser = await rig.browser("tom")
        live = await browser.live()
        await live.next("hello")
        assert (await browser.ask("PUT", "/api/state", {"state": "ready"}))[1]["state"] == "ready"
        assert (await browser.ask("DELETE", "/api/session"))[0] == 200
        while not (await live.socket.receive()).type.name.startswith("CLOS"):
            pass
        assert live.socket.close_code == 4001
        assert not rig.ami.members
        assert (await browser.ask("GET", "/api/me"))[0] == 401


async def test_behind_https_the_cookie_stays_there(house: House) -> None:
    async with rigged(house, Console(public_url="https://desk.example.com")) as rig:
        answer = await (await rig.browser()).sign_in("tom")
        assert "Secure" in answer.headers["Set-Cookie"]
