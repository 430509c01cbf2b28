"""What the pages show and ask for, with a desk that the test plays: no telephone is needed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser import rig
from tests.fakes.desk_api import DeskApi, ann_calls

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NOWHERE = {"ws_url": "ws://127.0.0.1:9/ws", "uri": "sip:1002@127.0.0.1", "user": "1002", "password": "x"}
QUEUE = {"queue": "2000", "department": "Support", "waiting": 0, "longest_s": 0, "expected_s": None}
BOARD = {"type": "board", "queues": [{**QUEUE, "free": 2, "busy": 1, "paused": 0}], "agents": []}
BEN: dict[str, Any] = {
    "name": "Ben Okafor",
    "extension": "1001",
    "state": "on_call",
    "reason": None,
    "since": "2026-01-01T00:00:00+00:00",
    "call_id": "another-call",
}
UNNAMED = """() => [...document.querySelectorAll("button, input, select, textarea, a")]
  .filter((one) => one.checkVisibility() && !one.textContent.trim() && !one.ariaLabel && !one.labels?.length)
  .map((one) => one.outerHTML)"""

PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)

Show = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="session")
async def desk() -> AsyncIterator[DeskApi]:
    async with DeskApi().served() as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def show(desk: DeskApi, browser: Browser) -> AsyncIterator[Show]:
    tabs: list[rig.Tab] = []

    async def shown(where: str = "/console", **options: Any) -> Page:
        tabs.append(await rig.open_tab(browser, f"{desk.url}{where}", **options))
        tabs[-1].page.set_default_timeout(PATIENCE_MS)
        return tabs[-1].page

    yield shown
    for tab in tabs:
        await tab.context.close()
    problems = [problem for tab in tabs for problem in tab.problems]
    assert [text for text in problems if "401" not in text and "WebSocket connection" not in text] == []


async def call_rings(desk: DeskApi, **changed: Any) -> None:
    await desk.stand("ringing")
    await desk.tell({"type": "ring", "call": ann_calls(**changed)})


async def test_a_wrong_password_is_told_and_the_right_one_opens_the_console(
    desk: DeskApi, show: Show
) -> None:
    desk.signed_in = False
    page = await show()
    for password in ("wrong", "correct"):
        await page.get_by_label("Login").fill("alice")
        await page.get_by_label("Password").fill(password)
        await page.get_by_role("button", name="Sign in").click()
        if password == "wrong":
            await expect(page.get_by_role("alert").first).to_have_text("Login or password is wrong.")
    await expect(page.get_by_role("heading", name="Ready for the next call")).to_be_visible()


async def test_who_calls_why_and_what_was_done_is_shown_while_it_rings(desk: DeskApi, show: Show) -> None:
    page = await show()
    await call_rings(desk)
    pop = page.get_by_role("article", name="Call")
    for words in ("Ann Lee", "Verified by PIN", "+15551234567", "charged twice", "Waited 0:42", "Support"):
        await expect(pop).to_contain_text(words)
    await expect(pop.get_by_role("listitem")).to_contain_text(
        ["October invoice", "todos for today", "", "", ""]
    )
    await expect(pop).to_contain_text("Shall I get you a person?")
    await expect(page.get_by_role("alert")).to_contain_text("Incoming call from Ann Lee, verified.")


async def test_a_caller_who_proved_nothing_is_not_shown_as_verified(desk: DeskApi, show: Show) -> None:
    page = await show()
    await call_rings(desk, caller={"name": None, "number": "+15550001111", "verified": False})
    await expect(page.get_by_role("heading", level=1)).to_have_text("+15550001111")
    await expect(page.get_by_text("Not verified", exact=True)).to_be_visible()
    await expect(page.get_by_text("Verified by PIN", exact=True)).to_be_hidden()


async def test_a_callers_words_are_never_markup(desk: DeskApi, show: Show) -> None:
    page = await show()
    evil = "<img src=x onerror=document.title='hacked'>"
    await call_rings(desk, reason=evil, summary=evil, done=[evil])
    await expect(page.locator(".reason")).to_have_text(evil)
    assert await page.locator("article img").count() == 0


async def test_a_caller_who_gives_up_leaves_the_page_with_a_word(desk: DeskApi, show: Show) -> None:
    page = await show()
    await call_rings(desk)
    await desk.tell({"type": "call", "call_id": ann_calls()["call_id"], "status": "abandoned"})
    await desk.stand("ready")
    await expect(page.locator(".banner")).to_contain_text("hung up before you answered")
    await expect(page.get_by_role("heading", name="Ready for the next call")).to_be_visible()


async def test_notes_outlive_a_reload_and_are_saved_with_the_outcome(desk: DeskApi, show: Show) -> None:
    page = await show()
    await call_rings(desk)
    await desk.stand("on_call")
    await desk.tell({"type": "call", "call_id": ann_calls()["call_id"], "status": "answered"})
    await page.get_by_label("Notes", exact=True).last.fill("Refund promised.")
    desk.calls = [ann_calls(status="answered")]
    await page.reload()
    await expect(page.locator("#notes")).to_have_value("Refund promised.")
    await desk.stand("wrap_up", until="2099-01-01T00:00:00+00:00")
    await page.get_by_label("To follow up").click()
    await page.get_by_role("button", name="Save and go on").click()
    body = await desk.wanted("PUT", f"calls/{ann_calls()['call_id']}/wrap")
    assert body == {"notes": "Refund promised.", "disposition": "To follow up"}


async def test_notes_are_saved_when_their_time_is_over(desk: DeskApi, show: Show) -> None:
    page = await show()
    await call_rings(desk)
    await desk.stand("wrap_up")
    await page.locator("#notes").fill("Half a sent")
    await desk.stand("ready")
    body = await desk.wanted("PUT", f"calls/{ann_calls()['call_id']}/wrap")
    assert body["notes"] == "Half a sent"
    await expect(page.get_by_role("heading", name="Ready for the next call")).to_be_visible()


async def test_keys_change_the_state_but_not_while_typing(desk: DeskApi, show: Show) -> None:
    page = await show()
    await page.locator(".bar").wait_for()
    await page.keyboard.press("n")
    assert await desk.wanted("PUT", "state") == {"state": "not_ready", "reason": "Break"}
    await expect(page.locator(".button.state")).to_contain_text("Not ready · Break")
    await call_rings(desk)
    await desk.stand("wrap_up")
    await page.locator("#notes").press_sequentially("rn")
    assert [path for _, path, _ in desk.asked] == ["state"]


async def test_the_state_follows_what_the_phone_did(desk: DeskApi, show: Show) -> None:
    page = await show()
    await page.locator(".bar").wait_for()
    await desk.stand("not_ready", "Lunch")
    await expect(page.get_by_role("button", name="Your state: Not ready · Lunch")).to_be_visible()


async def test_the_menu_of_states_works_without_a_mouse(desk: DeskApi, show: Show) -> None:
    page = await show()
    await page.locator(".button.state").focus()
    for key in ("Enter", "ArrowDown", "ArrowDown", "Enter"):
        await page.keyboard.press(key)
    assert await desk.wanted("PUT", "state") == {"state": "not_ready", "reason": "Lunch"}


@pytest.mark.parametrize("role", ["agent", "supervisor"])
async def test_only_a_supervisor_may_listen(desk: DeskApi, show: Show, role: str) -> None:
    desk.role = role
    desk.board = {**BOARD, "agents": [BEN]}
    desk.directory = [{"id": "b", "presence": "in_use", **BEN}]
    page = await show()
    await expect(page.locator(".person")).to_contain_text("Ben Okafor")
    ear = page.get_by_role("button", name="Listen to Ben Okafor")
    await expect(ear).to_have_count(1 if role == "supervisor" else 0)
    if role == "supervisor":
        await ear.click()
        await page.get_by_role("button", name="Whisper").click()
        assert await desk.wanted("POST", "calls/another-call/supervise") == {"mode": "whisper"}


async def test_the_wall_shows_the_team_and_follows_it(desk: DeskApi, show: Show) -> None:
    desk.board = {**BOARD, "agents": [BEN]}
    page = await show("/wall")
    queue, agent = page.locator(".queue"), page.locator(".agent")
    await expect(queue.locator(".waiting")).to_have_text("0callers wait")
    await expect(agent).to_contain_text("On a call")
    waiting = {**desk.board["queues"][0], "waiting": 3, "longest_s": 75}
    await expect(page.get_by_text("Live")).to_be_visible()
    await desk.tell({**desk.board, "queues": [waiting], "agents": [{**BEN, "state": "ready"}]})
    await expect(queue.locator(".waiting")).to_have_text("3callers wait")
    await expect(queue).to_contain_text("1:15")
    await expect(agent).to_contain_text("Ready")


async def test_a_page_that_lost_the_desk_says_so_and_comes_back(desk: DeskApi, show: Show) -> None:
    page = await show("/console")
    await page.locator(".bar").wait_for()
    desk.state["reason"], desk.state["state"] = "Lunch", "not_ready"
    await desk.cut()
    await expect(page.get_by_role("button", name="Not ready · Lunch")).to_be_visible()


async def test_a_second_tab_takes_over_and_the_first_offers_to_take_it_back(
    desk: DeskApi, show: Show
) -> None:
    first = await show()
    await first.locator(".bar").wait_for()
    second = await first.context.new_page()
    await second.goto(f"{desk.url}/console")
    back = first.get_by_role("button", name="Use the console here")
    await back.click()
    await expect(first.get_by_role("heading", name="Ready for the next call")).to_be_visible()
    await expect(second.get_by_role("button", name="Use the console here")).to_be_visible()


async def test_a_denied_microphone_is_told_with_the_way_to_allow_it(desk: DeskApi, show: Show) -> None:
    desk.sip = {**NOWHERE, "display_name": "Alice"}
    page = await show(microphone=False)
    banner = page.locator(".banner.bad")
    await expect(banner).to_contain_text("may not use the microphone")
    await expect(banner).to_contain_text("left of the address")
    await page.context.grant_permissions(["microphone"], origin=desk.url)
    await expect(banner).to_be_hidden()


async def test_everything_has_a_name_and_fits_on_a_telephone(desk: DeskApi, show: Show) -> None:
    page = await show(viewport={"width": 360, "height": 740})
    await call_rings(desk)
    await page.get_by_text("charged twice").first.wait_for()
    assert await page.evaluate(UNNAMED) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
