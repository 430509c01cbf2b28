"""This machine's engines, loaded once for all contracts, and a server that has them behind it."""

from __future__ import annotations

import pytest

from convonet_ari.config import Local
from convonet_ari.speech.local.stt import LocalSTT
from convonet_ari.speech.local.tts import LocalTTS
from tests.fakes.openai_audio import OpenAIAudio


@pytest.fixture(scope="session")
def local_stt() -> LocalSTT:
    return LocalSTT(Local())


@pytest.fixture(scope="session")
def local_tts() -> LocalTTS:
    return LocalTTS()


@pytest.fixture
def server(local_stt: LocalSTT, local_tts: LocalTTS) -> OpenAIAudio:
    return OpenAIAudio(local_stt, local_tts)
