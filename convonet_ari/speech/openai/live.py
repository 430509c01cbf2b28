"""Hearing while the caller speaks, over one transcription session for each call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from convonet_ari.config import OpenAI
from convonet_ari.errors import ProviderUnavailable
from convonet_ari.speech.base import Pcm, SttCaps, Transcript
from convonet_ari.speech.local.doubt import audible
from convonet_ari.speech.openai.client import LANGUAGES, Client
from convonet_ari.speech.openai.forms import PCM, Form
from convonet_ari.speech.openai.transcriber import Transcriber, Words
from convonet_ari.speech.openai.wire import Event
from convonet_ari.speech.to16k import EMPTY, Resampler

HEARD_RATE = 16000
# One message for a tenth of a second instead of one for each frame.
BLOCK = HEARD_RATE // 10
# The protocol refuses to commit less of a second.
LEAST = 10
# That model takes no prompt: developers.openai.com/api/docs/guides/realtime-transcription.
WITHOUT_PROMPT = "gpt-realtime-whisper"


class RealtimeSTT:
    """`transcribe` is for a finished utterance; in a call, `live` hears it while it is spoken."""

    caps = SttCaps("openai-realtime", HEARD_RATE, LANGUAGES)

    def __init__(self, settings: OpenAI, prompt: str = "") -> None:
        self._settings = settings
        self._client = Client(settings)
        self._prompt = prompt

    def live(self, language: str = "en") -> RealtimeLive:
        settings, session = self._settings, self._session(language)
        connect = partial(Transcriber, self._client, settings, session)
        return RealtimeLive(connect, settings.live_transcribe_timeout_s)

    async def transcribe(self, audio: Pcm, language: str = "en") -> Transcript:
        if not audible(audio):
            return Transcript("")
        live = self.live(language)
        try:
            live.feed(audio)
            return await live.words(audio)
        finally:
            await live.close()

    async def warm(self) -> None:
        await self._client.warm()

    async def close(self) -> None:
        await self._client.close()

    def _session(self, language: str) -> Event:
        transcription = transcription_of(self._settings, language, self._prompt)
        return {"type": "transcription", "audio": {"input": input_of(PCM, transcription)}}


def input_of(form: Form, transcription: Event) -> Event:
    """What a session is told about the caller's sound. The ear decides where a turn ends."""
    return {"format": form.given, "transcription": transcription, "turn_detection": None}


def transcription_of(settings: OpenAI, language: str, prompt: str) -> Event:
    asked = {"model": settings.live_transcribe_model} | ({"language": language} if language else {})
    return {**asked, "prompt": prompt} if prompt and asked["model"] != WITHOUT_PROMPT else asked


class Uplink:
    """The caller's frames as blocks for the session."""

    def __init__(self, rate: int) -> None:
        self._resampler = Resampler(HEARD_RATE, rate)
        self._frames: list[Pcm] = []
        self._held = 0

    def feed(self, pcm: Pcm) -> Pcm:
        """A block, or nothing yet."""
        self._frames.append(pcm)
        self._held += len(pcm)
        return self._resampler.feed(self._take()) if self._held >= BLOCK else EMPTY

    def rest(self) -> Pcm:
        """What is still held."""
        last = self._resampler.feed(self._take()) if self._held else EMPTY
        return np.concatenate((last, self._resampler.flush()))

    def _take(self) -> Pcm:
        whole = np.concatenate(self._frames)
        self._frames, self._held = [], 0
        return whole


class RealtimeLive:
    """One call's turns. A session that is lost fails the turn under way; the next turn opens another."""

    def __init__(self, connect: Callable[[], Transcriber], patience_s: float, form: Form = PCM) -> None:
        self._connect = connect
        self._patience_s = patience_s
        self._form = form
        self._stretches: list[Words] = []
        self._uplink = Uplink(form.rate)
        self._uncommitted = 0
        self._line = connect()

    @property
    def stretches(self) -> Sequence[Words]:
        """What the turn was committed in so far."""
        return self._stretches

    def feed(self, pcm: Pcm) -> None:
        """More of the turn, at 16 kHz; returns at once."""
        self._append(self._uplink.feed(pcm))

    async def words(self, turn: Pcm) -> Transcript:
        """The words so far of the `turn` that was fed; it may go on afterwards. Raises ProviderError."""
        if not audible(turn):
            return Transcript("")
        self._append(self._uplink.rest())
        if self._uncommitted >= self._form.rate // LEAST:
            self._stretches.append(self._line.commit())
            self._uncommitted = 0
        # The next turn may begin while these are waited for.
        line, stretches = self._line, list(self._stretches)
        if stretches:
            await asyncio.wait(stretches, timeout=self._patience_s)
        if not all(words.done() for words in stretches):
            line.abandon(ProviderUnavailable("Timeout: no transcript came"))
        if line.error is not None:
            raise line.error
        return Transcript(" ".join(filter(None, (words.result() for words in stretches))))

    def forget(self) -> None:
        """What was fed belongs to no turn any more; the next one begins."""
        self._stretches = []
        if self._line.error is not None:
            self._line = self._connect()
        elif self._uncommitted:
            self._line.clear()
        self._uplink, self._uncommitted = Uplink(self._form.rate), 0

    async def close(self) -> None:
        await self._line.close()

    def _append(self, pcm: Pcm) -> None:
        if pcm.size and self._line.error is None:
            self._uncommitted += len(pcm)
            self._line.append(pcm)
