"""One Realtime transcription session: audio goes up, and each commit becomes words."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from convonet_ari import usage
from convonet_ari.config import OpenAI
from convonet_ari.errors import ProviderError, ProviderUnavailable
from convonet_ari.speech.base import Pcm
from convonet_ari.speech.openai.client import Client
from convonet_ari.speech.openai.forms import PCM, Form
from convonet_ari.speech.openai.wire import Event, Wire, wire

TRANSCRIPT = "conversation.item.input_audio_transcription"

Words = asyncio.Future[str]


class Transcriber:
    """Connects by itself, at once. After an `error` nothing more comes of it.

    `names` holds the item of each stretch of speech, once the session has named it.
    """

    def __init__(
        self, client: Client, settings: OpenAI, session: Event, form: Form = PCM, model: str = ""
    ) -> None:
        self.error: ProviderError | None = None
        self.names: dict[Words, str] = {}
        self._out: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._form = form
        self._model = model
        self._committing: deque[Words] = deque()
        self._items: dict[str, Words] = {}
        self._settings = settings
        self._task = asyncio.create_task(self._run(client, session), name="live transcription")

    def append(self, pcm: Pcm) -> None:
        """At the form's rate."""
        self.send("input_audio_buffer.append", audio=self._form.encoded(pcm))

    def clear(self) -> None:
        self.send("input_audio_buffer.clear")

    def commit(self) -> Words:
        """What was appended since the last commit is a stretch of speech; the words of it."""
        words: Words = asyncio.get_running_loop().create_future()
        if self.error is not None:
            words.cancel()
            return words
        self._committing.append(words)
        self.send("input_audio_buffer.commit")
        return words

    def send(self, kind: str, **fields: Any) -> None:
        """In order, as soon as the session is open; returns at once."""
        self._out.put_nowait({"kind": kind, **fields})

    def abandon(self, error: ProviderError) -> None:
        """Words not there by now are cancelled; `error` says why."""
        if self.error is None:
            self.error = error
        for words in (*self._committing, *self._items.values()):
            words.cancel()
        self._task.cancel()

    async def close(self) -> None:
        self.abandon(ProviderUnavailable("the session is closed"))
        await asyncio.wait({self._task})

    async def _run(self, client: Client, session: Event) -> None:
        connect_s, model = self._settings.connect_timeout_s, self._model
        try:
            async with wire(client, session, connect_s, model, "" if model else "transcription") as line:
                await self._talk(line)
        except ProviderError as error:
            self.abandon(error)

    async def _talk(self, line: Wire) -> None:
        both = {asyncio.create_task(self._write(line)), asyncio.create_task(self._read(line))}
        try:
            done, _ = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in both:
                task.cancel()
            await asyncio.gather(*both, return_exceptions=True)

    async def _write(self, line: Wire) -> None:
        while True:
            await line.send(**await self._out.get())

    async def _read(self, line: Wire) -> None:
        while True:
            self._take(await line.receive())

    def _take(self, event: Event) -> None:
        match event["type"]:
            case "input_audio_buffer.committed" if self._committing:
                item, words = str(event.get("item_id")), self._committing.popleft()
                self._items[item] = words
                self.names[words] = item
            case kind if kind == f"{TRANSCRIPT}.completed":
                self._count(event.get("usage"))
                heard = self._items.pop(str(event.get("item_id")), None)
                if heard is not None and not heard.done():
                    heard.set_result(str(event.get("transcript", "")).strip())
            case kind if kind == f"{TRANSCRIPT}.failed":
                raise ProviderUnavailable("a transcription failed")

    def _count(self, given: object) -> None:
        """By duration or by tokens, as the model is billed."""
        used = given if isinstance(given, dict) else {}
        details = used.get("input_token_details") or {}
        model = self._settings.live_transcribe_model
        spent = usage.Used(
            "hearing",
            model,
            text_in=int(details.get("text_tokens") or 0),
            audio_in=int(details.get("audio_tokens") or 0),
            text_out=int(used.get("output_tokens") or 0),
            seconds=float(used.get("seconds") or 0),
        )
        usage.note(spent, self._settings.price(model))
