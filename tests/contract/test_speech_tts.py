"""What every voice must do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest
import soxr

from convonet_ari.embedded.openai_double.double import OpenAIDouble
from convonet_ari.errors import ProviderRefused
from convonet_ari.speech.base import TTS, Pcm, Prepared, flowing
from convonet_ari.speech.local.stt import LocalSTT
from convonet_ari.speech.local.tts import LocalTTS
from convonet_ari.speech.openai.files import OpenAITTS
from convonet_ari.speech.openai.reader import RealtimeTTS
from convonet_ari.speech.to16k import SpokenAudio
from tests.contract.conftest import settings_of

pytestmark = pytest.mark.contract

SENTENCE = "I created a to-do for the team meeting tomorrow."


VOICES: dict[str, type[OpenAITTS | RealtimeTTS]] = {"openai": OpenAITTS, "openai-realtime": RealtimeTTS}


@pytest.fixture(params=["local", *VOICES])
async def tts(
    request: pytest.FixtureRequest, local_tts: LocalTTS, server: OpenAIDouble
) -> AsyncIterator[TTS]:
    if request.param == "local":
        yield local_tts
        return
    server.block = 4097
    async with settings_of(server) as settings:
        voice = VOICES[request.param](settings)
        await voice.warm()
        yield voice
        await voice.close()


async def spoken(voice: TTS, text: str = SENTENCE) -> Pcm:
    return np.concatenate([chunk async for chunk in voice.speak(text)])


def test_it_says_what_it_can(tts: TTS) -> None:
    assert tts.caps.sample_rate == 24000
    assert "en" in tts.caps.languages
    assert isinstance(tts, Prepared)


async def test_what_it_says_is_understood(tts: TTS, local_stt: LocalSTT) -> None:
    audio = await spoken(tts)
    assert audio.dtype == np.int16
    heard = await local_stt.transcribe(soxr.resample(audio, 24000, 16000))
    assert "team meeting tomorrow" in heard.text


async def test_at_16_khz_it_is_understood_and_has_no_long_silence(tts: TTS, local_stt: LocalSTT) -> None:
    audio = await spoken(SpokenAudio(tts))
    loud = np.flatnonzero(np.abs(audio.astype(int)) > 600)
    assert loud[0] < 16000 * 0.3
    assert len(audio) - loud[-1] < 16000 * 0.3
    assert "team meeting" in (await local_stt.transcribe(audio)).text


async def test_the_same_words_sound_the_same_where_it_says_so(tts: TTS) -> None:
    assert tts.caps.stable
    assert np.array_equal(await spoken(tts), await spoken(tts))


async def test_sentences_spoken_at_once_do_not_mix(tts: TTS) -> None:
    alone = await spoken(tts, "Goodbye.")
    together = await asyncio.gather(spoken(tts), spoken(tts, "Goodbye."), spoken(tts))
    assert np.array_equal(together[1], alone)
    assert np.array_equal(together[0], together[2])


async def test_a_listener_who_leaves_lets_the_next_one_speak(tts: TTS) -> None:
    async with flowing(tts.speak(SENTENCE)) as chunks:
        await anext(chunks)
    assert len(await spoken(tts, "Goodbye.")) > 5000


async def test_a_cancelled_sentence_leaves_the_voice_usable(tts: TTS) -> None:
    speech = asyncio.create_task(spoken(tts))
    await asyncio.sleep(0)
    speech.cancel()
    with pytest.raises(asyncio.CancelledError):
        await speech
    assert len(await spoken(tts, "Goodbye.")) > 5000


async def test_a_language_the_local_voice_does_not_speak_is_refused(local_tts: LocalTTS) -> None:
    with pytest.raises(ProviderRefused):
        await anext(local_tts.speak("Guten Tag.", "de"))


@pytest.mark.parametrize("kind", VOICES)
async def test_the_server_sees_at_once_that_its_listener_left(server: OpenAIDouble, kind: str) -> None:
    async with settings_of(server) as settings:
        voice = VOICES[kind](settings)
        async with flowing(voice.speak("One two three four five six seven. " * 60)) as chunks:
            await anext(chunks)
        async with asyncio.timeout(2):
            await server.left.wait()
        await voice.close()
