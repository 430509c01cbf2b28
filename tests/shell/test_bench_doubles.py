"""The bench's doubles: the injected delays, a model that can be stopped, and the product's own clients."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import aiohttp
import numpy as np
import pytest
import pytest_asyncio
from aiohttp import web

from convonet_ari.agent.openai_model import make_openai_model
from convonet_ari.bench.doubles import FIRST_AUDIO_S, FIRST_TOKEN_S, RECOGNITION_S, TOKENS_S, Doubles, Script
from convonet_ari.bench.sounds import background
from convonet_ari.config import OpenAI
from convonet_ari.speech.openai.files import OpenAISTT, OpenAITTS

pytestmark = pytest.mark.shell

LATE_S = 5.0


@pytest_asyncio.fixture
async def doubles() -> AsyncIterator[tuple[Doubles, OpenAI]]:
    served = Doubles()
    runner = web.AppRunner(served.app(), handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    yield served, OpenAI(base_url=f"http://127.0.0.1:{port}/v1")
    await runner.cleanup()


async def test_recognition_takes_its_delay_and_says_what_the_script_says(
    doubles: tuple[Doubles, OpenAI],
) -> None:
    served, settings = doubles
    served.script = Script(hears="Mm-hm.")
    stt = OpenAISTT(settings)
    await stt.warm()
    began = time.monotonic()
    heard = await stt.transcribe(np.repeat(background(0.5, 0), 2))
    assert heard.text == "Mm-hm."
    assert RECOGNITION_S <= time.monotonic() - began < RECOGNITION_S + LATE_S
    await stt.close()


async def test_speech_begins_after_its_delay_at_full_strength(doubles: tuple[Doubles, OpenAI]) -> None:
    tts = OpenAITTS(doubles[1])
    await tts.warm()
    began, first, total, loudest = time.monotonic(), 0.0, 0, 0
    async for chunk in tts.speak("Sure, I can do that."):
        first = first or time.monotonic() - began
        loudest = max(loudest, int(np.abs(chunk).max()))
        total += len(chunk)
    assert FIRST_AUDIO_S <= first < FIRST_AUDIO_S + LATE_S
    assert total == 24_000
    assert loudest > 7000
    await tts.close()


async def test_the_model_writes_five_tokens_after_its_delay(doubles: tuple[Doubles, OpenAI]) -> None:
    model = make_openai_model(doubles[1])
    began = time.monotonic()
    parts = [str(part.text) async for part in model.astream("What can you do?") if part.text]
    assert FIRST_TOKEN_S + TOKENS_S <= time.monotonic() - began < FIRST_TOKEN_S + TOKENS_S + LATE_S
    assert len(parts) == 5
    assert "".join(parts) == "Sure, I can do that."


async def test_a_model_stopped_with_its_first_words_is_seen_to_be_stopped(
    doubles: tuple[Doubles, OpenAI],
) -> None:
    served, settings = doubles
    served.script = Script(story=True, thinks_s=30)
    model = make_openai_model(settings)
    told = asyncio.Event()

    async def think() -> None:
        async for part in model.astream("Tell me a story."):
            if part.text:
                told.set()

    thinking = asyncio.create_task(think())
    await asyncio.wait_for(told.wait(), 10)
    stopped = time.monotonic()
    thinking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await thinking
    await asyncio.wait_for(served.stopped.wait(), 5)
    assert served.seen.cancelled[0] - stopped < LATE_S


async def test_the_script_is_changed_from_outside_and_what_was_seen_begins_anew(
    doubles: tuple[Doubles, OpenAI],
) -> None:
    served, settings = doubles
    served.seen.cancelled.append(7.0)
    address = str(settings.base_url).removesuffix("/v1")
    async with aiohttp.ClientSession() as http:
        async with http.put(
            f"{address}/script", json={"hears": "Yes.", "story": True, "thinks_s": 1}
        ) as told:
            assert told.status == 200
        async with http.get(f"{address}/seen") as seen:
            assert (await seen.json())["cancelled"] == []
    assert served.script == Script("Yes.", True, 1)
