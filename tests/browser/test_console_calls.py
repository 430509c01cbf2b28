"""An agent at the real console, with a real Asterisk behind it, a real caller, and sound both ways."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from convonet_ari.demo.system import EmbeddedSystem
from tests.asterisk.system_rig import Caller, Scribe, agent, eventually
from tests.browser import console_rig as rig
from tests.browser.conftest import OpenTab
from tests.browser.rig import Tab

pytestmark = [pytest.mark.browser, pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

READ_TONES = ("1,Answer()", "2,Read(TONES,,4,,1,8)", "3,Set(GLOBAL(TONES)=${TONES})", "4,Wait(8)")
ECHO = ("1,Answer()", "2,Echo()")


async def extension(system: EmbeddedSystem, number: str, steps: tuple[str, ...]) -> None:
    for step in steps:
        await system.asterisk.cli(f"dialplan add extension {number},{step} into from-internal replace")


@pytest.mark.timeout(300)
async def test_a_caller_is_announced_answered_and_kept(
    system: EmbeddedSystem, open_tab: OpenTab, scribe: Scribe, address: str
) -> None:
    tab = await rig.sign_in(system, open_tab)
    page = tab.page
    async with rig.on_duty(system, page):
        await keeps_step_with_asterisk(system, page)
        wall = await page.context.new_page()
        await wall.goto(f"{system.http_url}/wall")
        async with rig.wants_a_person(system, scribe, page) as caller:
            await shows_who_calls_before_the_answer(page, wall)
            await page.keyboard.press("a")
            await rig.talks(page)
            await rig.understand_each_other(tab, caller, scribe)
            await holds_and_mutes(page, caller)
            await keeps_the_call_without_network(tab, caller, scribe)
            await goes_on_after_a_reload(tab)
            page = await moves_to_another_tab(system, page)
            await page.keyboard.press("e")
            await expect(page.get_by_text("Call over")).to_be_visible()
        await saves_what_was_agreed(system, page)


async def keeps_step_with_asterisk(system: EmbeddedSystem, page: Page) -> None:
    """What the page says is what the queue does, and the other way round."""
    await page.keyboard.press("n")
    await eventually(lambda: rig.member(system, "paused"), 15, "the queue does not know of the pause")
    for command, words in (("unpause", "Ready"), ("pause", "Not ready"), ("unpause", "Ready")):
        await system.asterisk.cli(f"queue {command} member {rig.INTERFACE}")
        await expect(page.get_by_role("button", name=f"Your state: {words}")).to_be_visible()


async def shows_who_calls_before_the_answer(page: Page, wall: Page) -> None:
    pop = page.get_by_role("article", name="Call")
    for words in ("Ann Lee", "Verified by PIN", "Support", "Waited"):
        await expect(pop).to_contain_text(words, ignore_case=True)
    await expect(pop.locator(".turn.caller").last).to_contain_text("agent")
    await expect(page.get_by_role("alert")).to_contain_text("Incoming call from Ann Lee, verified")
    await expect(wall.locator(f".agent[data-extension='{rig.EXTENSION}']")).to_contain_text("Ringing")


async def holds_and_mutes(page: Page, caller: Caller) -> None:
    for key, name in (("h", "hold"), ("m", "mute")):
        for pressed in ("true", "false"):
            await page.keyboard.press(key)
            await page.locator(f".control.{name}[aria-pressed={pressed}]").wait_for()
    await expect(page.locator(".quality")).to_contain_text("Line good")


async def keeps_the_call_without_network(tab: Tab, caller: Caller, scribe: Scribe) -> None:
    page = tab.page
    await page.context.set_offline(True)
    await expect(page.locator(".banner")).to_contain_text("the call is kept")
    await page.context.set_offline(False)
    await rig.registered(page)
    # That the connection was refused meanwhile is what the browser's log tells.
    tab.problems.clear()
    since = await tab.now()
    await caller.says("create-todo")
    await page.wait_for_timeout(300)
    assert "meeting" in await tab.words(scribe, since)


async def goes_on_after_a_reload(tab: Tab) -> None:
    page = tab.page
    page.on("dialog", lambda dialog: dialog.accept())
    await page.locator("#notes").fill("She will send the form.")
    await page.reload()
    await expect(page.locator(".banners")).to_contain_text("back in the call")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Ann Lee")
    await expect(page.locator("#notes")).to_have_value("She will send the form.")


async def moves_to_another_tab(system: EmbeddedSystem, page: Page) -> Page:
    other = await page.context.new_page()
    other.set_default_timeout(20_000)
    await other.goto(f"{system.http_url}/console")
    await expect(page.locator(".control.mute")).to_be_enabled()
    await other.get_by_role("button", name="Use the console here").click()
    await rig.talks(other)
    await expect(page.get_by_role("button", name="Use the console here")).to_be_visible()
    await page.close()
    return other


async def saves_what_was_agreed(system: EmbeddedSystem, page: Page) -> None:
    await page.locator("#notes").fill("She sends the form by Friday.")
    await page.locator(".outcome input").first.check()
    await page.get_by_role("button", name="Save and go on").click()
    await expect(page.get_by_role("heading", name="Ready for the next call")).to_be_visible()
    kept = await rig.kept_of_the_call(system)
    assert kept["notes"] == "She sends the form by Friday."
    assert kept["disposition"]
    await page.get_by_role("tab", name="My calls").click()
    await expect(page.locator(".past-call").first).to_contain_text("Ann Lee")


async def test_a_call_is_carried_to_colleagues_and_machines(
    system: EmbeddedSystem, open_tab: OpenTab, address: str
) -> None:
    tab = await rig.sign_in(system, open_tab)
    page = tab.page
    async with agent(system) as maria, rig.newcomer(system) as phone:
        caller = await rig.put_through(system, phone)
        await rig.ringing(page)
        await page.get_by_role("button", name="Answer").click()
        await rig.talks(page)
        await sends_tones_to_a_machine(system, page)
        await page.keyboard.press("t")
        await page.get_by_role("button", name="Ask Maria Keller first").click()
        colleague = await maria.incoming(5)
        await colleague.answer()
        await expect(page.locator(".consult-words")).to_contain_text("You talk with Maria Keller")
        await page.get_by_role("button", name="Connect them").click()
        await expect(page.get_by_role("article", name="Call")).to_be_hidden()
        assert caller.ended_at is None
        assert colleague.ended_at is None
        await colleague.hangup()
        await caller.ended()


async def sends_tones_to_a_machine(system: EmbeddedSystem, page: Page) -> None:
    await extension(system, "8889", READ_TONES)
    await page.keyboard.press("t")
    await page.get_by_label("Name or number").fill("8889")
    await page.get_by_role("button", name="Ask 8889 first").click()
    await expect(page.locator(".consult-words")).to_contain_text("You talk with 8889")
    await page.keyboard.press("k")
    for tone in "42#7":
        await page.locator(".key", has_text=tone).click()
    await page.keyboard.press("Escape")

    async def heard() -> bool:
        return "TONES=42" in await system.asterisk.cli("dialplan show globals")

    await eventually(heard, 10, "Asterisk heard no tones")
    await page.get_by_role("button", name="Back to the caller").click()
    await page.locator(".control.hold[aria-pressed=false]:enabled").wait_for()


async def test_a_caller_is_sent_on_at_once_and_another_is_declined(
    system: EmbeddedSystem, open_tab: OpenTab, address: str
) -> None:
    await extension(system, "8888", ECHO)
    tab = await rig.sign_in(system, open_tab)
    page = tab.page
    server = f"{system.plan.host}:{system.plan.ports.sip}"
    async with agent(system) as maria:
        call = await maria.dial(f"sip:{rig.EXTENSION}@{server}")
        await rig.ringing(page)
        await page.keyboard.press("a")
        await rig.talks(page)
        await page.keyboard.press("t")
        await page.get_by_label("Name or number").fill("8888")
        await page.get_by_role("button", name="Transfer to 8888 now").click()
        await expect(page.locator(".banner")).to_contain_text("Transferred to 8888")
        assert call.ended_at is None
        await call.hangup()
        again = await maria.dial(f"sip:{rig.EXTENSION}@{server}")
        await rig.ringing(page)
        await page.keyboard.press("d")
        await again.ended()


async def test_a_denied_microphone_stops_the_answer_and_not_the_caller(
    system: EmbeddedSystem, open_tab: OpenTab
) -> None:
    tab = await rig.sign_in(system, open_tab, microphone=False)
    page = tab.page
    await expect(page.locator(".banner.bad")).to_contain_text("may not use the microphone")
    async with agent(system) as maria:
        call = await maria.dial(f"sip:{rig.EXTENSION}@{system.plan.host}:{system.plan.ports.sip}")
        await page.locator(".stage[data-mode=ringing]").wait_for()
        await expect(page.locator(".control.answer")).to_be_disabled()
        await call.hangup()
        await expect(page.get_by_role("article", name="Call")).to_be_hidden()
