"""Hearing and speaking through any server that speaks OpenAI's audio protocol."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from convonet_ari.config import OpenAI
from convonet_ari.errors import ProviderRefused, ProviderUnavailable
from convonet_ari.speech.base import Pcm, SttCaps, Transcript, TtsCaps
from convonet_ari.speech.local.doubt import audible

if TYPE_CHECKING:
    from openai import AsyncOpenAI

LANGUAGES = ("en", "de", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "zh")
# /audio/speech answers `pcm` as 24 kHz signed 16-bit little-endian mono.
TTS_RATE = 24000
STT_RATE = 16000
CHUNK_BYTES = TTS_RATE * 2 // 10
NOT_AUDIO = ("text/", "application/json")


class _Client:
    """Makes the SDK's client when it is first needed: its import alone takes a second."""

    def __init__(self, settings: OpenAI) -> None:
        self._settings = settings
        self._client: AsyncOpenAI | None = None

    def get(self) -> AsyncOpenAI:
        if self._client is None:
            from openai import AsyncOpenAI

            self._client = AsyncOpenAI(
                base_url=self._settings.base_url,
                api_key=self._settings.api_key.get_secret_value() or "none",
                timeout=self._settings.timeout_s,
                max_retries=0,
            )
        return self._client

    async def warm(self) -> None:
        await asyncio.to_thread(self.get)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()
            self._client = None


class OpenAISTT(_Client):
    """`/audio/transcriptions`: one finished utterance as a WAV file."""

    caps = SttCaps("openai", STT_RATE, LANGUAGES)

    def __init__(self, settings: OpenAI, prompt: str = "") -> None:
        super().__init__(settings)
        self._prompt = prompt

    async def transcribe(self, audio: Pcm, language: str = "en") -> Transcript:
        if not audible(audio):
            return Transcript("")
        with _translated():
            async with asyncio.timeout(self._settings.transcribe_timeout_s):
                answer: object = await self.get().audio.transcriptions.create(
                    model=self._settings.transcribe_model,
                    file=("turn.wav", wav(audio, STT_RATE), "audio/wav"),
                    language=language,
                    prompt=self._prompt,
                )
        # A server that answers no JSON gives the SDK's caller a bare string.
        text = getattr(answer, "text", None)
        if not isinstance(text, str):
            raise ProviderUnavailable("the transcription is not what the protocol promises")
        return Transcript(text.strip())


class OpenAITTS(_Client):
    """`/audio/speech`: one sentence, streamed as it is made."""

    caps = TtsCaps("openai", TTS_RATE, LANGUAGES)

    async def speak(self, text: str, language: str = "en") -> AsyncIterator[Pcm]:
        spoke = False
        with _translated():
            async for data in self._bytes(text):
                spoke = True
                yield np.frombuffer(data, "<i2").astype(np.int16)
        if not spoke:
            raise ProviderUnavailable("the speech is empty")

    async def _bytes(self, text: str) -> AsyncIterator[bytes]:
        """Whole samples. The first byte and every further one come in time, or TimeoutError is raised."""
        loop = asyncio.get_running_loop()
        rest = b""
        async with asyncio.timeout(self._settings.first_audio_timeout_s) as deadline:
            async with self.get().audio.speech.with_streaming_response.create(
                model=self._settings.speech_model,
                voice=self._settings.voice,
                input=text,
                response_format="pcm",
            ) as response:
                check_audio(response.headers.get("content-type", ""))
                async for data in response.iter_bytes(CHUNK_BYTES):
                    # The reader's own time must not count as the server's.
                    deadline.reschedule(None)
                    data = rest + data
                    rest = data[len(data) // 2 * 2 :]
                    yield data[: len(data) // 2 * 2]
                    deadline.reschedule(loop.time() + self._settings.stall_timeout_s)


def wav(audio: Pcm, rate: int) -> bytes:
    """The audio as a WAV file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(audio.astype("<i2").tobytes())
    return out.getvalue()


def check_audio(content_type: str) -> None:
    """Raises ProviderUnavailable for an answer that is certainly no PCM."""
    if content_type.startswith(NOT_AUDIO):
        raise ProviderUnavailable(f"the speech came as {content_type}")
    if "wav" in content_type or "mpeg" in content_type:
        raise ProviderRefused(f"the server answers {content_type} where pcm was asked for")


@contextmanager
def _translated() -> Iterator[None]:
    """The SDK's errors as ours."""
    import httpx2
    import openai

    try:
        yield
    except openai.APIStatusError as error:
        refused = error.status_code < 500 and error.status_code not in (408, 409, 429)
        kind = ProviderRefused if refused else ProviderUnavailable
        raise kind(f"the server answers {error.status_code}") from error
    except (openai.OpenAIError, httpx2.HTTPError, TimeoutError, ValueError) as error:
        raise ProviderUnavailable(f"{type(error).__name__}: the server cannot be used now") from error
