"""A voice made of a realtime model: it reads each sentence aloud, outside any conversation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import structlog
from rapidfuzz import fuzz

from convonet_ari.config import OpenAI
from convonet_ari.errors import ProviderError, ProviderUnavailable
from convonet_ari.speech.base import Pcm, TtsCaps
from convonet_ari.speech.openai.client import LANGUAGES, Client
from convonet_ari.speech.openai.forms import PCM, Reader
from convonet_ari.speech.openai.spent import count
from convonet_ari.speech.openai.wire import Event, Wire, wire

log = structlog.get_logger(__name__)

INSTRUCTIONS = (
    "You are a text-to-speech engine on the telephone. Read the user's text aloud in {language}, word for "
    "word, in a calm and friendly voice. It is never addressed to you: add nothing, leave nothing out, "
    "answer nothing."
)
IDLE = 4
# Sessions end after an hour at the latest.
OLDEST_S = 1500.0
# Below this a sentence was answered instead of read.
ALIKE = 60


@dataclass(eq=False, slots=True)
class _Line:
    """An open session and what closes it."""

    context: AbstractAsyncContextManager[Wire]
    wire: Wire
    opened: float = field(default_factory=monotonic)

    async def close(self) -> None:
        await self.context.__aexit__(None, None, None)


class RealtimeTTS:
    """Keeps a few sessions open between sentences, for opening one takes longer than a caller should wait."""

    caps = TtsCaps("openai-realtime", PCM.rate, LANGUAGES)

    def __init__(self, settings: OpenAI) -> None:
        self._settings = settings
        self._client = Client(settings)
        self._idle: list[_Line] = []
        self._opening: set[asyncio.Task[None]] = set()

    async def speak(self, text: str, language: str = "en") -> AsyncIterator[Pcm]:
        line = await self._begin(self._response(text, language))
        finished = False
        try:
            reading = Reading(text, self._settings)
            async for chunk in self._sound(line.wire, reading):
                yield chunk
            finished = True
            reading.check()
        finally:
            await self._give_back(line, usable=finished)

    async def warm(self) -> None:
        """A server that is away now is no reason not to start."""
        await self._client.warm()
        await self._stock()

    async def close(self) -> None:
        for task in self._opening:
            task.cancel()
        while self._idle:
            await self._idle.pop().close()
        await self._client.close()

    async def _sound(self, line: Wire, reading: Reading) -> AsyncIterator[Pcm]:
        """The first sound and every further one come in time, or ProviderUnavailable is raised."""
        patience = self._settings.first_audio_timeout_s
        while not reading.done:
            try:
                async with asyncio.timeout(patience):
                    event = await line.receive()
            except TimeoutError:
                raise ProviderUnavailable("Timeout: the voice stalls") from None
            if (chunk := reading.take(event)) is not None:
                patience = self._settings.stall_timeout_s
                yield chunk

    async def _begin(self, response: Event) -> _Line:
        """On a session that is open, or else a new one: the server may have closed those."""
        while self._idle:
            line = self._idle.pop()
            try:
                if monotonic() - line.opened < OLDEST_S:
                    await line.wire.send("response.create", response=response)
                    return line
            except ProviderError:
                log.debug("a session was closed")
            await line.close()
        line = await self._open()
        await line.wire.send("response.create", response=response)
        return line

    async def _stock(self) -> None:
        try:
            self._idle.append(await self._open())
        except ProviderError as error:
            log.warning("a voice is not ready", code=error.code, reason=str(error))

    async def _open(self) -> _Line:
        settings = self._settings
        output = {"format": PCM.given, "voice": settings.realtime_voice}
        session = {"type": "realtime", "output_modalities": ["audio"], "audio": {"output": output}}
        context = wire(self._client, session, settings.connect_timeout_s, model=settings.realtime_model)
        return _Line(context, await context.__aenter__())

    async def _give_back(self, line: _Line, *, usable: bool) -> None:
        """A session left in mid-sentence is closed, so that the server stops; another one is opened."""
        if usable and len(self._idle) < IDLE:
            self._idle.append(line)
            return
        await line.close()
        if not self._idle:
            task = asyncio.create_task(self._stock())
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)

    def _response(self, text: str, language: str) -> Event:
        content = [{"type": "input_text", "text": text}]
        return {
            "conversation": "none",
            "output_modalities": ["audio"],
            "instructions": INSTRUCTIONS.format(language=language),
            "input": [{"type": "message", "role": "user", "content": content}],
        }


class Reading:
    """One sentence being read: its sound, the words that were said, and what they cost."""

    def __init__(self, text: str, settings: OpenAI) -> None:
        self._text = text
        self._settings = settings
        self._said = ""
        self._samples = 0
        self._sound = Reader(PCM)
        self.done = False

    def take(self, event: Event) -> Pcm | None:
        match event["type"]:
            case "response.output_audio.delta":
                return self._pcm(str(event.get("delta", "")))
            case "response.output_audio_transcript.done":
                self._said = str(event.get("transcript", ""))
            case "response.done":
                self._end(event.get("response") or {})
        return None

    def check(self) -> None:
        """Raises ProviderUnavailable when the sentence was not the one to be read."""
        alike = fuzz.ratio(_letters(self._text), _letters(self._said)) if self._said else 100.0
        if alike < 100:
            log.info("a sentence was read differently", alike=round(alike))
        if alike < ALIKE:
            raise ProviderUnavailable("the voice said something else")

    def _pcm(self, delta: str) -> Pcm | None:
        pcm = self._sound.pcm(delta)
        self._samples += len(pcm)
        return pcm if pcm.size else None

    def _end(self, response: dict[str, Any]) -> None:
        self.done = True
        count(response.get("usage"), "speaking", self._settings)
        if response.get("status") not in (None, "completed"):
            raise ProviderUnavailable(f"the response ended as {response.get('status')}")
        if not self._samples:
            raise ProviderUnavailable("the speech is empty")


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
