"""The voice that docs/extending.md writes from nothing speaks, and fails as a provider does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from aiohttp import web

from convonet_ari.config import speech
from convonet_ari.errors import ProviderError, ProviderRefused, ProviderUnavailable
from convonet_ari.speech.base import TTS, Pcm
from tests.guides import example, run

pytestmark = pytest.mark.shell

PAGE = "extending.md"
SOUND = np.arange(12345, dtype="<i2")


@pytest.fixture
def guide(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """What the guide's two blocks define."""
    settings = run(example(PAGE, "class House(Section)"), tmp_path, vars(speech))
    monkeypatch.setattr(speech, "House", settings["House"], raising=False)
    return run(example(PAGE, "class HouseTTS"), tmp_path) | settings


@asynccontextmanager
async def voice(guide: dict[str, Any], speak: Any, timeout_s: float = 20) -> AsyncIterator[TTS]:
    app = web.Application()
    app.add_routes([web.post("/speak", speak)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/speak"
    tts = guide["HouseTTS"](guide["House"](url=url, timeout_s=timeout_s))
    try:
        yield tts
    finally:
        await tts.close()
        await runner.cleanup()


async def spoken(tts: TTS) -> Pcm:
    return np.concatenate([chunk async for chunk in tts.speak("Hello.")])


async def test_the_guides_voice_speaks(guide: dict[str, Any]) -> None:
    async def speak(request: web.Request) -> web.Response:
        assert await request.text() == "Hello."
        return web.Response(body=SOUND.tobytes())

    async with voice(guide, speak) as tts:
        assert tts.caps.sample_rate == 24000
        assert np.array_equal(await spoken(tts), SOUND)


@pytest.mark.parametrize(("status", "kind"), [(401, ProviderRefused), (503, ProviderUnavailable)])
async def test_a_status_tells_whether_to_try_again(
    guide: dict[str, Any], status: int, kind: type[ProviderError]
) -> None:
    async def speak(request: web.Request) -> web.Response:
        return web.Response(status=status)

    async with voice(guide, speak) as tts:
        with pytest.raises(kind, match=str(status)):
            await spoken(tts)


async def test_a_stall_in_mid_sentence_is_an_outage(guide: dict[str, Any]) -> None:
    over = asyncio.Event()

    async def speak(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        await answer.write(b"12345")
        await over.wait()
        return answer

    async with voice(guide, speak, timeout_s=0.1) as tts:
        with pytest.raises(ProviderUnavailable, match="Timeout"):
            await spoken(tts)
        over.set()


async def test_nothing_at_all_is_an_outage(guide: dict[str, Any]) -> None:
    async def speak(request: web.Request) -> web.Response:
        return web.Response()

    async with voice(guide, speak) as tts:
        with pytest.raises(ProviderUnavailable, match="empty"):
            await spoken(tts)
