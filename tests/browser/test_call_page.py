"""The page /call: from the button to a row in PostgreSQL, and what it says when it cannot work."""

from __future__ import annotations

import os
import re
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Playwright, expect

from convonet_ari.demo.system import EmbeddedSystem
from tests.asterisk.system_rig import Scribe, eventually, query
from tests.browser import rig
from tests.browser.conftest import OpenTab
from tests.browser.rig import Tab

pytestmark = [pytest.mark.browser, pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

IMAGE = Path(__file__).parents[2] / "docs" / "images" / "call-page.png"

expect.set_options(timeout=20_000)


async def call(tab: Tab) -> None:
    await tab.page.get_by_role("button", name="Call the assistant").click()
    await expect(tab.page.locator("#status")).to_have_text("You are talking with the assistant")


async def key_in(tab: Tab, pin: str) -> None:
    """On the keypad that opens by itself."""
    keys = tab.page.get_by_role("group", name="Keypad")
    await expect(keys).to_be_visible()
    for digit in pin:
        await keys.get_by_role("button", name=digit, exact=True).click()
    await keys.get_by_role("button", name="hash").click()


async def said(tab: Tab) -> None:
    """The assistant has said all that stands in the captions."""
    await expect(tab.page.locator(".sentence").first).to_be_visible()
    await expect(tab.page.locator(".sentence.coming")).to_have_count(0)


async def test_a_todo_spoken_into_the_page_lands_in_postgresql(
    system: EmbeddedSystem, open_tab: OpenTab, scribe: Scribe, address: str
) -> None:
    pin = system.plan.secrets.pin
    tab = await open_tab("/call", viewport={"width": 1180, "height": 700})
    await call(tab)
    await key_in(tab, pin)
    lines = tab.page.get_by_role("log")
    await expect(lines).to_contain_text("PIN accepted. Hello, Ann")
    await said(tab)
    await tab.say("create-todo")
    asked = await tab.now()
    await expect(lines.locator(".caller")).to_contain_text(re.compile("meeting", re.IGNORECASE))
    await expect(lines.locator(".took summary")).to_have_text(re.compile(r"answered after \d+\.\d s"))
    await said(tab)
    if os.environ.get("UPDATE_DOCS"):
        await tab.page.screenshot(path=IMAGE)
    assert "meeting" in await tab.words(scribe, asked)
    (row,) = await query(system, "SELECT id FROM calls ORDER BY started_at DESC LIMIT 1")
    todos = await query(system, "SELECT title FROM todos WHERE created_call = $1", row["id"])
    assert ["meeting" in todo["title"].lower() for todo in todos] == [True]
    assert pin not in await tab.page.content()
    await tab.page.get_by_role("button", name="Hang up").click()
    await expect(tab.page.locator("#status")).to_have_text("The call is over")

    async def over() -> bool:
        return bool(
            (await query(system, "SELECT ended_at FROM calls WHERE id = $1", row["id"]))[0]["ended_at"]
        )

    await eventually(over, 5, "the call stayed open")


async def test_a_page_that_is_closed_takes_its_call_with_it(
    system: EmbeddedSystem, open_tab: OpenTab, address: str
) -> None:
    tab = await open_tab("/call")
    await call(tab)
    await tab.page.close()

    async def nobody() -> bool:
        return "0 active channels" in await system.asterisk.cli("core show channels count")

    await eventually(nobody, 5, "the call went on without its page")


async def test_a_blocked_microphone_is_told_in_words(open_tab: OpenTab) -> None:
    tab = await open_tab("/call", microphone=False)
    await tab.page.get_by_role("button", name="Call the assistant").click()
    await expect(tab.page.get_by_role("alert")).to_contain_text("The microphone is blocked")


async def test_a_browser_without_any_address_is_told_in_words(
    playwright: Playwright, open_tab: OpenTab
) -> None:
    lonely = await rig.launch(playwright, "--webrtc-ip-handling-policy=disable_non_proxied_udp")
    try:
        tab = await open_tab("/call", browser=lonely)
        await tab.page.get_by_role("button", name="Call the assistant").click()
        await expect(tab.page.get_by_role("alert")).to_contain_text("no way to send sound")
    finally:
        await lonely.close()


async def test_captions_are_told_to_nobody_without_the_call_s_key(system: EmbeddedSystem) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{system.http_url}/call/captions") as socket:
        await socket.send_json({"key": "guessed"})
        assert (await socket.receive(5)).type is aiohttp.WSMsgType.CLOSE
        assert socket.close_code == 4403


async def test_the_page_s_endpoint_reaches_nobody_without_a_pass(
    system: EmbeddedSystem, open_tab: OpenTab
) -> None:
    tab = await open_tab("/healthz")
    account = {"url": system.plan.ws_url, "password": system.plan.secrets.web}
    for target in ("1001", "2000", "0" * 32):
        assert await tab.page.evaluate(DIAL, {**account, "target": target}) == "Busy"


async def test_when_all_lines_are_taken_the_page_says_so(system: EmbeddedSystem, open_tab: OpenTab) -> None:
    async with aiohttp.ClientSession() as http:
        statuses: list[int] = []
        while 429 not in statuses and len(statuses) < 20:
            async with http.post(f"{system.http_url}/call/pass") as answer:
                statuses.append(answer.status)
    assert statuses[-1] == 429
    tab = await open_tab("/call")
    await tab.page.get_by_role("button", name="Call the assistant").click()
    await expect(tab.page.get_by_role("alert")).to_contain_text("All lines are busy")
    tab.problems.clear()


DIAL = """
async ({url, password, target}) => {
  const { default: JsSIP } = await import("/static/vendor/jssip.js");
  const sockets = [new JsSIP.WebSocketInterface(url)];
  const uri = "sip:convonet-web@127.0.0.1";
  const ua = new JsSIP.UA({sockets, uri, password, register: false, session_timers: false});
  await new Promise((done) => { ua.on("connected", done); ua.start(); });
  const session = ua.call(`sip:${target}@127.0.0.1`, {mediaConstraints: {audio: true}});
  const cause = await new Promise((done) => {
    session.on("failed", ({cause}) => done(cause));
    session.on("confirmed", () => done("confirmed"));
  });
  ua.stop();
  return cause;
}
"""
