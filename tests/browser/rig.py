"""A tab of the test's browser: a page, a microphone to speak into, and what came out of its loudspeaker."""

from __future__ import annotations

import base64
import os
import shutil
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import psutil
import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright

from convonet_ari.embedded import voices
from convonet_ari.media.frame import resample
from convonet_ari.ulaw import Pcm
from tests.asterisk.system_rig import Scribe
from tests.browser.chromium import cached

NAMES = ("chromium", "google-chrome", "chromium-browser")
TELEPHONE = Path(__file__).with_name("telephone.js")
PCM_RATE = 8000
ARGUMENTS = (
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=AudioServiceSandbox",
    "--disable-dev-shm-usage",
)


@dataclass(slots=True)
class Tab:
    """`problems` are errors of the page's scripts and of its content policy; none may be left at the end."""

    context: BrowserContext
    page: Page
    voice: str = "am_michael"
    problems: list[str] = field(default_factory=list)

    async def say(self, slug: str) -> float:
        """Speak a recorded phrase; when its last sample left, on the page's own clock."""
        return await self.say_pcm(voices.load(self.voice, slug))

    async def say_pcm(self, pcm: Pcm) -> float:
        spoken = base64.b64encode(pcm.astype("<i2").tobytes()).decode()
        return float(
            await self.page.evaluate("([spoken, rate]) => rig.say(spoken, rate)", [spoken, PCM_RATE])
        )

    async def now(self) -> float:
        return float(await self.page.evaluate("performance.now()"))

    async def heard(self, since: float = 0) -> Pcm:
        """What came from the far end since then, at 8 kHz."""
        sound = await self.page.evaluate("(since) => rig.sound(since)", since)
        samples = np.frombuffer(base64.b64decode(sound["base64"]), "<i2").astype(np.int16)
        return resample(samples, sound["rate"], PCM_RATE) if len(samples) else samples

    async def words(self, scribe: Scribe, since: float = 0) -> str:
        return await scribe.words(await self.heard(since))


async def launch(playwright: Playwright, *arguments: str, microphone: Path | None = None) -> Browser:
    """A Chromium with a fake microphone: a beep, or a recording that is played as soon as it is opened."""
    capture = [f"--use-file-for-fake-audio-capture={microphone}%noloop"] if microphone else []
    return await playwright.chromium.launch(
        executable_path=find_chromium(), args=[*ARGUMENTS, *capture, *arguments]
    )


async def open_tab(browser: Browser, url: str, *, microphone: bool = True, **options: Any) -> Tab:
    """A tab with a profile of its own; `options` are those of Playwright's contexts."""
    context = await browser.new_context(
        permissions=["microphone"] if microphone else [], ignore_https_errors=True, **options
    )
    await context.add_init_script(path=TELEPHONE)
    tab = Tab(context, await context.new_page())
    tab.page.on("pageerror", lambda error: tab.problems.append(str(error)))
    tab.page.on("console", lambda line: tab.problems.append(line.text) if _is_problem(line) else None)
    await tab.page.goto(url)
    return tab


def _is_problem(line: ConsoleMessage) -> bool:
    """A page without an icon of its own has browsers ask for one."""
    return line.type == "error" and not line.location["url"].endswith("/favicon.ico")


def find_chromium() -> str:
    """Skips where there is none, unless CI is set: there its absence is a failure."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if not found and cached().is_file():
        return str(cached())
    return found or _absent("Chromium is not installed; `scripts/setup --browser` does it")


def own_address() -> str:
    """An address besides loopback's, without which browsers send no sound."""
    cards: Mapping[str, Any] = psutil.net_if_stats()
    up = (entry for name, every in psutil.net_if_addrs().items() if cards[name].isup for entry in every)
    found = (e.address for e in up if e.family == socket.AF_INET and not e.address.startswith("127."))
    return next(found, None) or _absent("no address but loopback's; `scripts/with-address` makes one")


def _absent(what: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)
