"""Every control of a call, with a desk and a telephone system that tests play; and the guide's pictures."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import rig
from tests.fakes.desk_api import DeskApi, ann_calls

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SIP = {
    "ws_url": "ws://127.0.0.1:9/ws",
    "uri": "sip:1002@pbx.example",
    "user": "1002",
    "password": "played",
    "display_name": "Alice Moreno",
}
PICTURES = Path(__file__).parents[2] / "docs" / "images"
PLAYED = Path(__file__).with_name("played_jssip.js")
CALL_ID = ann_calls()["call_id"]
expect.set_options(timeout=15_000)


def _queue(number: str, department: str, waiting: int, longest_s: float, free: int) -> dict[str, Any]:
    counted = {"waiting": waiting, "longest_s": longest_s, "free": free, "busy": 1, "paused": 1}
    return {"queue": number, "department": department, "expected_s": 60 if waiting else None, **counted}


def _colleague(name: str, extension: str, state: str, presence: str) -> dict[str, Any]:
    since = datetime.now(UTC) - timedelta(seconds=37 * (int(extension) - 998))
    shown = {"name": name, "extension": extension, "state": state, "since": since.isoformat()}
    return {"id": extension, "presence": presence, "reason": None, "call_id": None, **shown}


TEAM = [
    _colleague("Alice Moreno", "1002", "ready", "idle"),
    _colleague("Ben Okafor", "1001", "ready", "idle"),
    _colleague("Chloe Martin", "1003", "on_call", "in_use"),
    _colleague("Dev Patel", "1004", "not_ready", "idle"),
    _colleague("Eva Lind", "1005", "logged_out", "unavailable"),
]
QUEUES = [
    _queue("2000", "Support", 2, 75, 1),
    _queue("2001", "Sales", 0, 0, 2),
    _queue("2002", "General", 1, 12, 0),
]


@pytest_asyncio.fixture(loop_scope="session")
async def desk() -> AsyncIterator[DeskApi]:
    board = {"type": "board", "queues": QUEUES, "agents": TEAM}
    async with DeskApi(sip=SIP, board=board, directory=TEAM).served() as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def page(desk: DeskApi, browser: Browser) -> AsyncIterator[Page]:
    """A console whose telephone is played, ready for calls."""
    tab = await rig.open_tab(browser, "about:blank", viewport={"width": 1320, "height": 860})
    await tab.page.route("**/vendor/jssip.js", lambda route: route.fulfill(path=PLAYED))
    await tab.page.goto(f"{desk.url}/console")
    await tab.page.locator(".phone-status[data-phone=ready]").wait_for()
    yield tab.page
    await tab.context.close()
    assert tab.problems == []


async def rings(desk: DeskApi, page: Page) -> None:
    await desk.stand("ringing")
    await desk.tell({"type": "ring", "call": ann_calls()})
    await page.evaluate("(callId) => played.ring(callId)", CALL_ID)


async def talks(desk: DeskApi, page: Page) -> None:
    await rings(desk, page)
    await page.keyboard.press("a")
    await page.locator(".control.mute:enabled").wait_for()
    await desk.stand("on_call")


async def orders(page: Page) -> list[str]:
    """What the page asked of the telephone system, without the answer."""
    found: list[str] = await page.evaluate("played.orders")
    return [order for order in found if not order.endswith("answer")]


async def picture(page: Page, name: str) -> None:
    if os.environ.get("UPDATE_DOCS"):
        await page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")


async def test_the_ring_is_seen_heard_of_and_declined(desk: DeskApi, page: Page) -> None:
    await rings(desk, page)
    await expect(page.locator(".control.answer")).to_be_enabled()
    await expect(page).to_have_title("☎ Ann Lee")
    await picture(page, "console-ringing")
    await page.keyboard.press("d")
    assert await orders(page) == ["played-0: refuse 486"]
    await expect(page).to_have_title("Console · Convonet")


async def test_mute_hold_and_tones_reach_the_caller(desk: DeskApi, page: Page) -> None:
    await talks(desk, page)
    await picture(page, "console-talking")
    for key in "mmhh":
        await page.keyboard.press(key)
    await page.keyboard.press("k")
    await page.keyboard.press("5")
    await page.locator(".key", has_text="#").click()
    await expect(page.locator(".pressed")).to_have_text("5#")
    done = ["mute", "unmute", "hold", "unhold", "tone 5", "tone #"]
    assert await orders(page) == [f"played-0: {one}" for one in done]


async def test_a_caller_is_transferred_at_once(desk: DeskApi, page: Page) -> None:
    await talks(desk, page)
    await page.keyboard.press("t")
    await expect(page.locator(".people .person")).to_have_count(4)
    await picture(page, "console-transfer")
    await page.get_by_role("button", name="Transfer to Ben Okafor now").click()
    await expect(page.locator(".banner")).to_contain_text("Transferred to 1001")
    assert await orders(page) == ["played-0: refer sip:1001@pbx.example", "played-0: end"]


async def test_a_transfer_that_fails_leaves_the_caller_here(desk: DeskApi, page: Page) -> None:
    await talks(desk, page)
    await page.evaluate("played.refuses = true")
    await page.keyboard.press("t")
    await page.get_by_label("Name or number").fill("999")
    await page.get_by_role("button", name="Transfer to 999 now").click()
    await expect(page.locator(".banner.bad")).to_contain_text("the caller is still with you")
    await expect(page.locator(".control.mute")).to_be_enabled()


async def test_a_colleague_is_asked_and_connected(desk: DeskApi, page: Page) -> None:
    await talks(desk, page)
    await page.keyboard.press("t")
    await page.get_by_role("button", name="Ask Ben Okafor first").click()
    await expect(page.locator(".consult-words")).to_contain_text("You talk with Ben Okafor")
    await page.get_by_role("button", name="Connect them").click()
    await expect(page.locator(".banner")).to_contain_text("Connected the caller with Ben Okafor")
    done = await orders(page)
    assert done[:3] == [
        "played-0: hold",
        "played-1: call sip:1001@pbx.example",
        "played-0: refer sip:1001@pbx.example replacing played-1",
    ]


async def test_after_a_colleague_said_no_the_caller_is_off_hold(desk: DeskApi, page: Page) -> None:
    await talks(desk, page)
    await page.keyboard.press("t")
    await page.get_by_role("button", name="Ask Ben Okafor first").click()
    await expect(page.locator(".consult-words")).to_contain_text("You talk with Ben Okafor")
    await page.get_by_role("button", name="Back to the caller").click()
    await page.locator(".control.hold[aria-pressed=false]:enabled").wait_for()
    assert (await orders(page))[-1] == "played-0: unhold"


async def test_a_caller_goes_back_to_the_assistant_with_a_note(desk: DeskApi, page: Page) -> None:
    await talks(desk, page)
    await page.keyboard.press("b")
    await page.get_by_label("What should the assistant do?").fill("Please book Tuesday.")
    await page.get_by_role("button", name="Send back").click()
    assert await desk.wanted("POST", f"calls/{CALL_ID}/return") == {"note": "Please book Tuesday."}


async def test_the_assistant_joins_agent_and_caller_and_is_sent_away(desk: DeskApi, page: Page) -> None:
    await talks(desk, page)
    away = page.get_by_role("button", name="Send assistant away")
    await expect(away).to_be_hidden()
    await page.keyboard.press("b")
    await page.get_by_role("button", name="Have it join us").click()
    assert await desk.wanted("POST", f"calls/{CALL_ID}/assist") == {}
    await expect(page.locator(".banner")).to_contain_text("The assistant joins you")
    await expect(page.locator(".control.mute")).to_be_enabled()
    await away.focus()
    await page.keyboard.press("Enter")
    assert await desk.wanted("DELETE", f"calls/{CALL_ID}/assist") is None
    await expect(page.locator(".banner")).to_contain_text("The assistant has left")
    await expect(away).to_be_hidden()


async def test_the_end_of_a_call_leads_to_its_notes(desk: DeskApi, page: Page) -> None:
    await talks(desk, page)
    await page.keyboard.press("e")
    await desk.stand("wrap_up", until="2099-01-01T00:00:00+00:00")
    await expect(page.get_by_role("button", name="Save and go on")).to_be_visible()
    await expect(page.locator("#notes")).to_be_focused()


async def test_the_wall_fits_on_a_screen(desk: DeskApi, page: Page) -> None:
    await page.goto(f"{desk.url}/wall")
    await expect(page.locator(".queue")).to_have_count(3)
    await expect(page.locator(".agent")).to_have_count(5)
    assert await page.evaluate("document.documentElement.scrollHeight") <= 860
    await picture(page, "wall")


async def test_the_next_call_does_not_lose_the_notes_of_the_last(desk: DeskApi, page: Page) -> None:
    await talks(desk, page)
    await page.keyboard.press("e")
    await page.locator("#notes").fill("Refund promised.")
    await page.evaluate("played.ring(null)")
    body = await desk.wanted("PUT", f"calls/{CALL_ID}/wrap")
    assert body["notes"] == "Refund promised."
    await expect(page.locator(".context")).to_contain_text("A direct call")
