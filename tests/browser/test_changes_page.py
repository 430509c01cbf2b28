"""The page of a user's own changes, with a desk that the test plays."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, expect

from convonet_ari.web import pages
from tests.browser import rig

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

EVIL = "added the todo <img src=x onerror=document.title='hacked'>"


class Played:
    """Ann's two changes, the link `good`, and what the page asked for."""

    def __init__(self) -> None:
        self.changes = [
            {"key": "1/b", "words": EVIL, "at": "2026-01-01T10:00:00Z"},
            {"key": "1/a", "words": "set the reminder “call Sarah”", "at": "2026-01-01T09:00:00Z"},
        ]
        self.asked: list[Any] = []
        self.open = False

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/api/mine/session", self._enter),
            web.get("/api/mine/changes", self._list),
            web.post("/api/mine/undo", self._undo),
        ]

    async def _enter(self, request: web.Request) -> web.Response:
        self.open = (await request.json()) == {"link": "good"}
        return web.json_response({"ok": True}, status=200 if self.open else 410)

    async def _list(self, request: web.Request) -> web.Response:
        told = {"name": "Ann Lee", "changes": self.changes, "csrf": "carried"}
        return web.json_response(told, status=200 if self.open else 401)

    async def _undo(self, request: web.Request) -> web.Response:
        self.asked.append((request.headers["X-CSRF-Token"], await request.json()))
        self.changes = self.changes[:1]
        return web.json_response({"done": "The reminder “call Sarah” is gone again."})


async def test_a_change_is_taken_back_by_keyboard_and_words_are_never_markup(browser: Browser) -> None:
    played, app = Played(), web.Application()
    app.add_routes([*pages.routes(), *played.routes()])
    async with TestServer(app) as server:
        tab = await rig.open_tab(browser, str(server.make_url("/changes")) + "#good")
        page = tab.page
        await expect(page.get_by_role("heading", name="What was changed for Ann Lee")).to_be_visible()
        assert page.url.endswith("/changes")
        assert await page.locator("main img").count() == 0
        await page.get_by_role("button", name="Take back: Set the reminder “call Sarah”").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("status")).to_have_text("The reminder “call Sarah” is gone again.")
        assert played.asked == [("carried", {"key": "1/a"})]
        await expect(page.get_by_role("listitem")).to_have_count(1)
        assert tab.problems == []
        await page.goto(str(server.make_url("/")))
        await page.goto(str(server.make_url("/changes")) + "#used")
        await expect(page.get_by_role("status")).to_contain_text("used up or too old")
        await tab.context.close()
