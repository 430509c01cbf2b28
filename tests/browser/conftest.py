"""Real Chromium, real pages, a real system behind them. What a test may ask for:

- `system`: a whole running system (`make demo` in a folder of its own), left without calls; its `http_url` is
  where the pages are, `system.plan.ws_url` Asterisk's WebSocket, `system.plan.agents` who may register.
- `open_tab("/console", microphone=True, **context)`: a tab on that page, as `rig.Tab`. Without `microphone`
  the browser refuses it. `await tab.say("create-todo")` speaks a recorded phrase into it,
  `await tab.words(scribe)` is what its loudspeaker said, `tab.page` is Playwright's page. An error of a
  page's script or of its content policy fails the test at its end; `tab.problems.clear()` forgives.
- `browser`: the one Chromium of the session. `launch(playwright, "--flag")` of `rig` starts another one.
- `scribe`: turns sound into words. `address`: an address of this machine that is not loopback's; ask for it
  in every test that needs sound to flow.

All tests share one loop: `pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]`, and
`pytest.mark.asterisk` where they ask for the system.
Where Chromium or the address is missing, tests are skipped loudly; with CI set they fail.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Playwright, async_playwright

from convonet_ari.demo.system import EmbeddedSystem
from tests.asterisk.conftest import own_system, scribe, shared_system, system
from tests.asterisk.crash_notes import (
    pytest_runtest_logreport,
    pytest_terminal_summary,
)
from tests.browser import rig
from tests.browser.rig import Tab

__all__ = [
    "own_system",
    "pytest_runtest_logreport",
    "pytest_terminal_summary",
    "scribe",
    "shared_system",
    "system",
]

OpenTab = Callable[..., Awaitable[Tab]]


@pytest.fixture(scope="session")
def address() -> str:
    return rig.own_address()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    rig.find_chromium()
    async with async_playwright() as driver:
        yield driver


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(playwright: Playwright) -> AsyncIterator[Browser]:
    found = await rig.launch(playwright)
    yield found
    await found.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_tab(system: EmbeddedSystem, browser: Browser) -> AsyncIterator[OpenTab]:
    tabs: list[Tab] = []

    async def opened(where: str, **options: Any) -> Tab:
        url = where if "://" in where else f"{system.http_url}{where}"
        tabs.append(await rig.open_tab(options.pop("browser", browser), url, **options))
        return tabs[-1]

    yield opened
    for tab in tabs:
        await tab.context.close()
    assert [problem for tab in tabs for problem in tab.problems] == []
