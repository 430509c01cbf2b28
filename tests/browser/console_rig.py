"""An agent at the real console: signed in, ready, and asked for by a caller."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Page, expect

from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded.phone import Call, Phone
from tests.asterisk.call_rig import talking
from tests.asterisk.system_rig import Caller, Scribe, eventually, query, trunk_call
from tests.browser.conftest import OpenTab
from tests.browser.rig import Tab

EXTENSION, LOGIN, QUEUE = "1002", "tom", "2000"
INTERFACE = f"Local/{EXTENSION}@from-queue/n"
expect.set_options(timeout=15_000)
VIEW = {"width": 1320, "height": 860}


async def sign_in(system: EmbeddedSystem, open_tab: OpenTab, where: str = "/console", **options: Any) -> Tab:
    """Signed in, and where it is the console, registered."""
    tab = await open_tab(where, viewport=VIEW, **options)
    tab.page.set_default_timeout(20_000)
    await fill_in(system, tab.page)
    if where == "/console":
        await registered(tab.page)
    # The browser tells its own log that nobody was signed in yet.
    tab.problems.clear()
    return tab


async def fill_in(system: EmbeddedSystem, page: Page) -> None:
    await page.get_by_label("Login").fill(LOGIN)
    await page.get_by_label("Password").fill(system.plan.secrets.console)
    await page.get_by_role("button", name="Sign in").click()


async def registered(page: Page) -> None:
    await page.locator(".phone-status[data-phone=ready]").wait_for()


@asynccontextmanager
async def on_duty(system: EmbeddedSystem, page: Page) -> AsyncIterator[None]:
    """Ready in the queues, and out of them at the end."""
    await page.get_by_role("button", name="Go ready").first.click()
    await expect(page.get_by_role("button", name="Your state: Ready")).to_be_visible()
    await eventually(lambda: member(system, "Not in use"), 15, "the queue never saw the agent as free")
    yield
    for queue in (QUEUE, "2001"):
        await system.asterisk.cli(f"queue remove member {INTERFACE} from {queue}")


async def member(system: EmbeddedSystem, words: str) -> bool:
    """Whether Asterisk's own list shows these words beside the agent."""
    told = await system.asterisk.cli(f"queue show {QUEUE}")
    return any(words in line for line in told.splitlines() if f"/{EXTENSION}@" in line)


@asynccontextmanager
async def wants_a_person(system: EmbeddedSystem, scribe: Scribe, page: Page) -> AsyncIterator[Caller]:
    """Ann has asked the assistant for a person, and the console rings."""
    async with trunk_call(system, scribe) as caller:
        await talking(caller)
        await caller.says("transfer-agent")
        await ringing(page)
        yield caller


async def ringing(page: Page) -> None:
    await page.locator(".stage[data-mode=ringing] .answer:enabled").wait_for(timeout=30_000)


async def talks(page: Page) -> None:
    await page.locator(".control.mute:enabled").wait_for()


async def understand_each_other(tab: Tab, caller: Caller, scribe: Scribe) -> None:
    """What each says is what the other hears."""
    since = await tab.now()
    await caller.says("create-todo")
    # The last packets are on their way through two jitter buffers.
    await tab.page.wait_for_timeout(300)
    assert "meeting" in await tab.words(scribe, since)
    began = time.monotonic()
    await tab.say("my-todos")
    assert "to-do" in await caller.hears(since=began)


async def kept_of_the_call(system: EmbeddedSystem) -> Any:
    newest = "SELECT * FROM agent_calls ORDER BY answered_at DESC LIMIT 1"
    return (await query(system, newest))[0]


async def put_through(system: EmbeddedSystem, phone: Phone) -> Call:
    """The phone is called, answers, and calls the agent without assistant or queue."""
    await system.asterisk.cli("module load res_clioriginate.so")
    order = f"channel originate PJSIP/{phone.user} extension {EXTENSION}@from-internal"
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(system.asterisk.cli(order))
        call = await phone.incoming(5)
        await call.answer()
    return call


@asynccontextmanager
async def newcomer(system: EmbeddedSystem) -> AsyncIterator[Phone]:
    """The demonstration's spare telephone, registered."""
    spare, server = system.plan.phone, (system.plan.host, system.plan.ports.sip)
    async with Phone(ip="127.0.0.1", user=spare.extension, password=spare.secret, server=server) as phone:
        await phone.register()
        yield phone
