"""One answer of the model: its words, its sound and the tools it calls, as their events come in."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

from convonet_ari.config import OpenAI
from convonet_ari.errors import ProviderError, ProviderUnavailable
from convonet_ari.speech.openai.forms import Form
from convonet_ari.speech.openai.spent import count
from convonet_ari.speech.openai.wire import Event, failure
from convonet_ari.speech.realtime.ledger import Called, Said
from convonet_ari.speech.realtime.sound import Sound

Piece = str | Called


class Response:
    """`pieces` may be left at any time; the sound that came by then stays."""

    def __init__(self, name: str, settings: OpenAI, form: Form) -> None:
        self.name = name
        self.id = ""
        self.sounds: list[Sound] = []
        self.calls: dict[str, Called] = {}
        self.over = asyncio.Event()
        self._settings = settings
        self._form = form
        self._pieces: asyncio.Queue[Piece | ProviderError | None] = asyncio.Queue()

    @property
    def items(self) -> list[tuple[Said | Called, str]]:
        """What it left in the session's conversation."""
        said = [(Said("assistant", sound.text), sound.item) for sound in self.sounds]
        return [*said, *((call, item) for item, call in self.calls.items())]

    async def pieces(self) -> AsyncGenerator[Piece, None]:
        """Words and whole tool calls; the empty word is a sign of life. Raises ProviderError."""
        patience = self._settings.first_token_timeout_s
        while (piece := await self._next(patience)) is not None:
            patience = self._settings.token_timeout_s
            yield piece

    def take(self, event: Event) -> None:
        """Raises ProviderUnavailable for what is not the protocol's."""
        match event["type"]:
            case "response.output_audio_transcript.delta":
                self._write(self._sound(event), str(event.get("delta", "")))
            case "response.output_audio.delta":
                self._hear(self._sound(event), str(event.get("delta", "")))
            case "response.output_audio.done":
                self._sound(event).end()
            case "response.output_item.done":
                self._item(event.get("item"))
            case "response.done":
                self._end(event.get("response"))

    def fail(self, error: ProviderError) -> None:
        """Nothing more comes of it."""
        for sound in self.sounds:
            sound.fail(error)
        self._pieces.put_nowait(error)
        self.over.set()

    async def _next(self, patience_s: float) -> Piece | None:
        try:
            async with asyncio.timeout(patience_s):
                piece = await self._pieces.get()
        except TimeoutError:
            raise ProviderUnavailable("Timeout: the model stalls") from None
        if isinstance(piece, ProviderError):
            raise piece
        return piece

    def _write(self, sound: Sound, words: str) -> None:
        sound.text += words
        self._pieces.put_nowait(words)

    def _hear(self, sound: Sound, delta: str) -> None:
        """Of sound that goes on and on without words no more is taken."""
        if sound.endless:
            sound.end()
            self._pieces.put_nowait(None)
            return
        sound.feed(delta)
        self._pieces.put_nowait("")

    def _item(self, item: object) -> None:
        if not isinstance(item, dict) or item.get("type") != "function_call":
            return
        arguments = ordered(str(item.get("arguments") or "{}"))
        call = Called(str(item.get("call_id")), str(item.get("name", "")), arguments)
        self.calls[str(item.get("id"))] = call
        self._pieces.put_nowait(call)

    def _end(self, response: object) -> None:
        told: dict[str, Any] = response if isinstance(response, dict) else {}
        count(told.get("usage"), "thinking", self._settings)
        for sound in self.sounds:
            sound.end()
        self._pieces.put_nowait(self._fault(told))
        self.over.set()

    def _fault(self, told: dict[str, Any]) -> ProviderError | None:
        """An answer that was broken off is one as far as it goes."""
        details = told.get("status_details")
        given = details if isinstance(details, dict) else {}
        if told.get("status") == "failed":
            return failure(given.get("error")) or ProviderUnavailable("the response failed")
        if told.get("status") == "incomplete" and not self.sounds:
            return ProviderUnavailable("the response ended before it began")
        return None

    def _sound(self, event: Event) -> Sound:
        item = str(event.get("item_id", ""))
        found = next((sound for sound in self.sounds if sound.item == item), None)
        if found is None:
            found = Sound(item, self._form)
            self.sounds.append(found)
        return found


def ordered(arguments: str) -> str:
    """The same JSON with its keys in order; what is none stays as it is."""
    try:
        return json.dumps(json.loads(arguments), sort_keys=True)
    except ValueError:
        return arguments
