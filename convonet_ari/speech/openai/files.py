"""`/audio/transcriptions` and `/audio/speech`: one request for each turn heard and each sentence spoken."""

from __future__ import annotations

import asyncio
import io
import json
import wave
from collections.abc import AsyncIterator

import numpy as np

from convonet_ari import usage
from convonet_ari.config import OpenAI
from convonet_ari.errors import ProviderRefused, ProviderUnavailable
from convonet_ari.speech.base import Pcm, SttCaps, Transcript, TtsCaps
from convonet_ari.speech.local.doubt import audible
from convonet_ari.speech.openai.client import LANGUAGES, translated
from convonet_ari.speech.openai.post import PostClient, form

# /audio/speech answers `pcm` as 24 kHz signed 16-bit little-endian mono.
TTS_RATE = 24000
STT_RATE = 16000
CHUNK_BYTES = TTS_RATE * 2 // 10
NOT_AUDIO = ("text/", "application/json")
NAMED = {"english": "en", "spanish": "es", "castilian": "es", "chinese": "zh", "mandarin": "zh"}
LONGEST_TAG = len("zh-hans")


class OpenAISTT(PostClient):
    """`/audio/transcriptions`: one finished utterance as a WAV file."""

    caps = SttCaps("openai", STT_RATE, LANGUAGES, detects=True)

    def __init__(self, settings: OpenAI, prompt: str = "") -> None:
        super().__init__(settings)
        self._prompt = prompt

    async def transcribe(self, audio: Pcm, language: str = "en") -> Transcript:
        if not audible(audio):
            return Transcript("")
        fields = {"model": self._settings.transcribe_model} | told_or_asked(
            self._settings.transcribe_model, language
        )
        if self._prompt:
            fields["prompt"] = self._prompt
        body, kind = form(fields, "turn.wav", wav(audio, STT_RATE), "audio/wav")
        with translated():
            async with asyncio.timeout(self._settings.transcribe_timeout_s):
                async with self.post("audio/transcriptions", body, kind) as response:
                    answer: object = json.loads(await response.read())
        told = answer if isinstance(answer, dict) else {}
        if not isinstance(text := told.get("text"), str):
            raise ProviderUnavailable("the transcription is not what the protocol promises")
        self._count(len(audio) / STT_RATE)
        return Transcript(text.strip(), language=tag(told.get("language")))

    def _count(self, seconds: float) -> None:
        model = self._settings.transcribe_model
        usage.note(usage.Used("hearing", model, seconds=seconds), self._settings.price(model))


class OpenAITTS(PostClient):
    """`/audio/speech`: one sentence, streamed as it is made."""

    caps = TtsCaps("openai", TTS_RATE, LANGUAGES)

    async def speak(self, text: str, language: str = "en") -> AsyncIterator[Pcm]:
        samples = 0
        try:
            with translated():
                async for data in self._bytes(text):
                    samples += len(data) // 2
                    yield np.frombuffer(data, "<i2").astype(np.int16)
        finally:
            self._count(samples / TTS_RATE)
        if not samples:
            raise ProviderUnavailable("the speech is empty")

    def _count(self, seconds: float) -> None:
        model = self._settings.speech_model
        usage.note(usage.Used("speaking", model, seconds=seconds), self._settings.price(model))

    async def _bytes(self, text: str) -> AsyncIterator[bytes]:
        """Whole samples. The first byte and every further one come in time, or TimeoutError is raised."""
        loop = asyncio.get_running_loop()
        rest = b""
        settings = self._settings
        wanted = {"model": settings.speech_model, "voice": settings.voice, "input": text}
        body = json.dumps(wanted | {"response_format": "pcm"}).encode()
        async with asyncio.timeout(self._settings.first_audio_timeout_s) as deadline:
            async with self.post("audio/speech", body, "application/json") as response:
                check_audio(response.headers.get("Content-Type", ""))
                async for data in response.content.iter_chunked(CHUNK_BYTES):
                    # The reader's own time must not count as the server's.
                    deadline.reschedule(None)
                    data = rest + data
                    rest = data[len(data) // 2 * 2 :]
                    yield data[: len(data) // 2 * 2]
                    deadline.reschedule(loop.time() + self._settings.stall_timeout_s)


def told_or_asked(model: str, language: str) -> dict[str, str]:
    """The language, or the wish to be told it: whisper alone has the longer answer."""
    if language:
        return {"language": language}
    return {"response_format": "verbose_json"} if "whisper" in model else {}


def tag(language: object) -> str:
    """Of a language as it is told: by its tag or by its English name."""
    told = str(language or "").lower()
    return NAMED.get(told, told if len(told) <= LONGEST_TAG else "")


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
