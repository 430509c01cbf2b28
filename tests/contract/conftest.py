"""This machine's engines, loaded once for all contracts, and a server that has them behind it."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from convonet_ari.config import Local, OpenAI
from convonet_ari.embedded.openai_double.double import OpenAIDouble
from convonet_ari.embedded.openai_double.script import Pcm, Script
from convonet_ari.speech.local.stt import LocalSTT
from convonet_ari.speech.local.tts import LocalTTS

PATIENCE_S = 20.0


@asynccontextmanager
async def settings_of(server: OpenAIDouble, patience_s: float = PATIENCE_S) -> AsyncIterator[OpenAI]:
    """The settings that lead to a running server, with this much patience everywhere."""
    async with server.running() as url:
        yield OpenAI(
            base_url=url,
            connect_timeout_s=patience_s,
            transcribe_timeout_s=patience_s,
            live_transcribe_timeout_s=patience_s,
            first_token_timeout_s=patience_s,
            token_timeout_s=patience_s,
            first_audio_timeout_s=patience_s,
            stall_timeout_s=patience_s,
        )


@pytest.fixture(scope="session", autouse=True)
def imported() -> None:
    """Its second of import is not to count against a deadline."""
    importlib.import_module("openai.resources.realtime")


@pytest.fixture(scope="session")
def local_stt() -> LocalSTT:
    return LocalSTT(Local())


@pytest.fixture(scope="session")
def local_tts() -> LocalTTS:
    return LocalTTS()


@pytest.fixture
def server(local_stt: LocalSTT, local_tts: LocalTTS) -> OpenAIDouble:
    async def hear(audio: Pcm, language: str) -> str:
        return (await local_stt.transcribe(audio, language)).text

    return OpenAIDouble(Script(hear=hear, speak=local_tts.speak))
