"""A server's faults, told apart: what is worth trying again, and what is not."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from convonet_ari.config import OpenAI
from convonet_ari.errors import ProviderError, ProviderRefused, ProviderUnavailable
from convonet_ari.speech.fallback import FallbackTTS
from convonet_ari.speech.local.tts import LocalTTS
from convonet_ari.speech.openai import OpenAISTT, OpenAITTS
from tests.fakes.openai_audio import OpenAIAudio

pytestmark = pytest.mark.contract

SOUND = np.full(16000, 5000, np.int16)
SENTENCE = "I created a to-do for the team meeting tomorrow."


async def hear(settings: OpenAI) -> str:
    recogniser = OpenAISTT(settings, prompt="To-do.")
    try:
        return (await recogniser.transcribe(SOUND)).text
    finally:
        await recogniser.close()


async def speak(settings: OpenAI) -> int:
    voice = OpenAITTS(settings)
    try:
        return sum([len(chunk) async for chunk in voice.speak(SENTENCE)])
    finally:
        await voice.close()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ProviderRefused),
        (401, ProviderRefused),
        (403, ProviderRefused),
        (404, ProviderRefused),
        (408, ProviderUnavailable),
        (429, ProviderUnavailable),
        (500, ProviderUnavailable),
        (503, ProviderUnavailable),
    ],
)
async def test_a_status_tells_whether_to_try_again(
    server: OpenAIAudio, status: int, kind: type[ProviderError]
) -> None:
    server.status = status
    async with server.running() as settings:
        with pytest.raises(kind, match=str(status)):
            await hear(settings)
        with pytest.raises(kind, match=str(status)):
            await speak(settings)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"[]"),
        ("text/html", b"<h1>hello</h1>"),
        ("text/plain", b""),
    ],
)
async def test_an_answer_off_the_protocol_is_an_outage(
    server: OpenAIAudio, content_type: str, body: bytes
) -> None:
    server.body = (content_type, body)
    async with server.running() as settings:
        with pytest.raises(ProviderUnavailable):
            await hear(settings)
        with pytest.raises(ProviderUnavailable):
            await speak(settings)


async def test_an_empty_speech_is_an_outage(server: OpenAIAudio) -> None:
    server.body = ("audio/pcm", b"")
    async with server.running() as settings:
        with pytest.raises(ProviderUnavailable, match="empty"):
            await speak(settings)


async def test_speech_of_another_format_is_refused(server: OpenAIAudio) -> None:
    server.body = ("audio/mpeg", b"ID3")
    async with server.running() as settings:
        with pytest.raises(ProviderRefused, match="pcm"):
            await speak(settings)


@pytest.mark.parametrize("after", [0, 9600])
async def test_a_stalled_server_is_an_outage(server: OpenAIAudio, local_tts: LocalTTS, after: int) -> None:
    await local_tts.warm()
    server.stall_after = after
    async with server.running() as settings:
        with pytest.raises(ProviderUnavailable, match="Timeout"):
            await speak(settings.model_copy(update={"first_audio_timeout_s": 5.0 if after else 0.3}))
        with pytest.raises(ProviderUnavailable, match="Timeout"):
            await hear(settings)


async def test_a_connection_cut_in_mid_speech_is_an_outage(server: OpenAIAudio) -> None:
    server.cut_after = 9600
    async with server.running() as settings:
        with pytest.raises(ProviderUnavailable):
            await speak(settings)


async def test_a_server_that_is_not_there_is_an_outage(server: OpenAIAudio) -> None:
    async with server.running() as settings:
        pass
    with pytest.raises(ProviderUnavailable):
        await hear(settings)


async def test_this_machine_speaks_when_the_server_does_not(server: OpenAIAudio, local_tts: LocalTTS) -> None:
    server.status = 500
    async with server.running() as settings:
        voice = FallbackTTS([OpenAITTS(settings), local_tts])
        assert sum([len(chunk) async for chunk in voice.speak(SENTENCE)]) > 24000


async def test_the_request_says_what_the_protocol_wants(server: OpenAIAudio) -> None:
    async with server.running() as settings:
        await hear(settings)
        await speak(settings)
    heard, said = server.asked
    assert (heard["model"], heard["language"], heard["prompt"]) == ("gpt-transcribe", "en", "To-do.")
    assert (said["response_format"], said["input"]) == ("pcm", SENTENCE)


async def test_a_reader_slower_than_the_stall_limit_is_not_the_servers_fault(
    server: OpenAIAudio, local_tts: LocalTTS
) -> None:
    await local_tts.warm()
    async with server.running() as settings:
        voice = OpenAITTS(settings.model_copy(update={"stall_timeout_s": 0.2}))
        chunks = 0
        async for _ in voice.speak(SENTENCE):
            chunks += 1
            if chunks == 1:
                await asyncio.sleep(0.4)
        await voice.close()
    assert chunks > 5
