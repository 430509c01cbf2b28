"""One session of a realtime model: what the caller says goes up, and answers come back when asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from convonet_ari.config import OpenAI
from convonet_ari.errors import ProviderError, ProviderUnavailable
from convonet_ari.speech.openai.client import Client
from convonet_ari.speech.openai.forms import Form
from convonet_ari.speech.openai.transcriber import Transcriber, Words
from convonet_ari.speech.openai.wire import Event
from convonet_ari.speech.realtime.ledger import Create, Entry, Ledger, item_of
from convonet_ari.speech.realtime.response import Response

CANCELLED_S = 1.0

Tools = Sequence[Mapping[str, Any]]


class TalkLine(Transcriber):
    """Its conversation is made the call's thread before each answer; after an `error` it is of no use."""

    def __init__(self, client: Client, settings: OpenAI, session: Event, form: Form) -> None:
        super().__init__(client, settings, session, form, settings.realtime_model)
        self._ledger = Ledger()
        self._responses: dict[str, Response] = {}
        self._current: Response | None = None
        self._asked = 0
        self._left: set[str] = set()
        self._noted: set[str] = set()
        self._tools: Tools = ()

    def heard(self, stretch: Words) -> None:
        """This stretch of sound is part of a turn."""
        if (item := self.names.get(stretch)) is not None:
            self._ledger.heard(item, stretch.result())

    async def ask(self, thread: Sequence[Entry], given: Mapping[str, Any], tools: Tools) -> Response:
        """Have the model answer `thread`, one answer at a time. Raises ProviderError."""
        await self._quiet()
        if self.error is not None:
            raise self.error
        if tools is not self._tools:
            self._tools = tools
            self.send("session.update", session={"type": "realtime", "tools": list(tools)})
        for step in self._ledger.steps(thread):
            if isinstance(step, Create):
                self.send("conversation.item.create", item=item_of(step), previous_item_id=step.after)
            else:
                self.send("conversation.item.delete", item_id=step.id)
        self._asked += 1
        self._current = response = Response(f"answer_{self._asked}", self._settings, self._form)
        self.send("response.create", response={**given, "metadata": {"name": response.name}})
        return response

    def leave(self, response: Response) -> None:
        """Nobody waits for more of it; what it said stays in the conversation until the thread says else."""
        self._note(response)
        self._left.add(response.name)
        if not response.over.is_set():
            self.send("response.cancel", **({"response_id": response.id} if response.id else {}))

    def truncate(self, item: str, ms: int) -> None:
        self.send("conversation.item.truncate", item_id=item, content_index=0, audio_end_ms=ms)

    def abandon(self, error: ProviderError) -> None:
        super().abandon(error)
        if self._current is not None and not self._current.over.is_set():
            self._current.fail(error)

    async def _quiet(self) -> None:
        """The answer before this one is over: the protocol knows one at a time."""
        if self._current is None or self.error is not None:
            return
        try:
            async with asyncio.timeout(CANCELLED_S):
                await self._current.over.wait()
        except TimeoutError:
            self.abandon(ProviderUnavailable("Timeout: an answer does not end"))

    def _take(self, event: Event) -> None:
        super()._take(event)
        if event["type"] == "input_audio_buffer.committed":
            self._ledger.heard(str(event.get("item_id")), "")
        if event["type"] == "response.created":
            self._name(event.get("response"))
        if (response := self._responses.get(_response_id(event))) is not None:
            response.take(event)
            if response.over.is_set():
                del self._responses[response.id]
                if response.name in self._left:
                    self._note(response)

    def _note(self, response: Response) -> None:
        """An item is in the conversation from its first event on."""
        for entry, item in response.items:
            if item not in self._noted:
                self._noted.add(item)
                self._ledger.answered(entry, item)

    def _name(self, told: object) -> None:
        given = told if isinstance(told, dict) else {}
        name = (given.get("metadata") or {}).get("name")
        current = self._current
        if current is not None and name in (None, current.name) and not current.id:
            current.id = str(given.get("id"))
            self._responses[current.id] = current


def _response_id(event: Event) -> str:
    told = event.get("response")
    return str(event.get("response_id") or (told.get("id") if isinstance(told, dict) else ""))
