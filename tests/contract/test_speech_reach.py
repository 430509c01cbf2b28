"""What a turn would wait for is there before: the SDK's client, and a connection to the server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
import pytest
from aiohttp import web

from convonet_ari.agent import llm
from convonet_ari.agent.openai_model import make_openai_model
from convonet_ari.config import OpenAI
from convonet_ari.embedded.openai_double.double import OpenAIDouble
from convonet_ari.speech.base import reach
from convonet_ari.speech.openai.files import OpenAISTT, OpenAITTS

pytestmark = pytest.mark.contract

SOUND = np.full(16000, 5000, np.int16)
NOBODY = OpenAI(base_url="http://127.0.0.1:9/v1", connect_timeout_s=0.2)


@asynccontextmanager
async def noting() -> AsyncIterator[tuple[OpenAI, list[int]]]:
    """A double's settings, and the client's port of each request to it."""
    ports: list[int] = []

    async def note(request: web.Request, response: web.StreamResponse) -> None:
        assert request.transport is not None
        ports.append(request.transport.get_extra_info("peername")[1])

    app = OpenAIDouble().app()
    app.on_response_prepare.append(note)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield OpenAI(base_url=f"http://127.0.0.1:{runner.addresses[0][1]}/v1"), ports
    await runner.cleanup()


async def test_a_turn_takes_the_connection_that_was_opened_for_it() -> None:
    async with noting() as (settings, ports):
        stt = OpenAISTT(settings)
        await stt.reach()
        await stt.transcribe(SOUND)
        assert len(ports) == 2
        assert len(set(ports)) == 1
        await stt.close()


async def test_a_server_that_was_asked_just_now_is_not_asked_for_nothing() -> None:
    async with noting() as (settings, ports):
        stt = OpenAISTT(settings)
        await stt.transcribe(SOUND)
        await stt.reach()
        assert len(ports) == 1
        await stt.close()


async def test_the_models_connection_is_opened_before_its_first_turn() -> None:
    async with noting() as (settings, ports):
        model = make_openai_model(settings)
        await llm.warm(model)
        await llm.reach(model)
        assert [part async for part in model.astream("What can you do?")]
        assert len(ports) == 2
        assert len(set(ports)) == 1
        await llm.close(model)


async def test_a_server_that_is_away_holds_nobody_up() -> None:
    stt, tts = OpenAISTT(NOBODY), OpenAITTS(NOBODY)
    async with asyncio.timeout(20):
        await reach(stt, tts)
    await stt.close()
    await tts.close()
