"""One response of a realtime session: words with their sound, or tool calls."""

from __future__ import annotations

import asyncio
import base64
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from convonet_ari.embedded.openai_double.forms import Form
from convonet_ari.embedded.openai_double.script import RATE, Delays, Fault, Reply, Script, ToolCall, tokens
from convonet_ari.embedded.openai_double.stream import Cut, Garbled, paced

BLOCK = RATE * 2 // 10
PIECE = 12


class Session(Protocol):
    """What a response needs of the session it belongs to."""

    script: Script
    delays: Delays
    fault: Fault
    settings: dict[str, Any]
    items: list[dict[str, Any]]

    async def send(self, kind: str, **fields: Any) -> None: ...
    async def garble(self) -> None: ...
    def name(self, kind: str) -> str: ...
    def spoke(self, item: str, sound: bytes) -> None: ...
    def form_of(self, side: str) -> Form: ...
    def drop(self) -> None: ...


class Response:
    """A response outside the conversation reads its input aloud; one within it answers."""

    def __init__(self, session: Session, given: Mapping[str, Any], name: str) -> None:
        self.id = name
        self._session = session
        self._given = given
        self._aside = given.get("conversation") == "none"
        self._output: list[dict[str, Any]] = []
        self._sound = 0
        self._written = 0

    async def run(self) -> None:
        session = self._session
        try:
            await session.send("response.created", response=self._state("in_progress"))
            await self._answer(self._reply())
        except Cut:
            session.drop()
        except Garbled:
            await session.garble()
        except asyncio.CancelledError:
            await session.send("response.done", response=self._state("cancelled"))
        else:
            await session.send("response.done", response=self._state("completed"))

    def _reply(self) -> Reply:
        session = self._session
        if self._aside:
            return Reply(last_text(self._given.get("input") or []))
        body = {"items": session.items, **session.settings, **self._given}
        return session.script.answer(body)

    async def _answer(self, reply: Reply) -> None:
        if reply.text:
            await self._speak(reply)
        for call in reply.calls:
            await self._call(call)

    async def _speak(self, reply: Reply) -> None:
        session, item = self._session, self._session.name("item")
        await self._added({"id": item, "type": "message", "role": "assistant", "content": []})
        place = {
            "response_id": self.id,
            "item_id": item,
            "output_index": len(self._output),
            "content_index": 0,
        }
        for token in tokens(reply.text):
            self._written += 1
            await session.send("response.output_audio_transcript.delta", delta=token, **place)
        sound = await session.script.sound(reply.text)
        delays, form = session.delays, session.form_of("output")
        async for block in paced(
            blocks(sound, reply.endless), delays.first_audio, delays.audio, session.fault
        ):
            self._sound += len(block)
            session.spoke(item, block)
            delta = base64.b64encode(form.of_24k(block)).decode()
            await session.send("response.output_audio.delta", delta=delta, **place)
        await session.send("response.output_audio.done", **place)
        await session.send("response.output_audio_transcript.done", transcript=reply.text, **place)
        content = [{"type": "output_audio", "transcript": reply.text}]
        await self._done({"id": item, "type": "message", "role": "assistant", "content": content})

    async def _call(self, call: ToolCall) -> None:
        call_id = call.id or self._session.name("call")
        item = self._session.name("item")
        place = {"response_id": self.id, "item_id": item, "output_index": len(self._output)}
        given = {"call_id": call_id, "name": call.name, "arguments": call.arguments}
        await self._added({"id": item, "type": "function_call", "call_id": call_id, "name": call.name})
        delta = "response.function_call_arguments.delta"
        for at in range(0, len(call.arguments), PIECE):
            await self._session.send(delta, **place, call_id=call_id, delta=call.arguments[at : at + PIECE])
        await self._session.send("response.function_call_arguments.done", **place, **given)
        await self._done({"id": item, "type": "function_call", "status": "completed", **given})

    async def _added(self, item: dict[str, Any]) -> None:
        added = "response.output_item.added"
        if not self._aside:
            self._session.items.append(item)
        await self._session.send(added, response_id=self.id, output_index=len(self._output), item=item)

    async def _done(self, item: dict[str, Any]) -> None:
        index = len(self._output)
        self._output.append(item)
        self._session.items = [item if held["id"] == item["id"] else held for held in self._session.items]
        done = "response.output_item.done"
        await self._session.send(done, response_id=self.id, output_index=index, item=item)

    def _state(self, status: str) -> dict[str, Any]:
        return {
            "id": self.id,
            "object": "realtime.response",
            "status": status,
            "output": self._output,
            "metadata": self._given.get("metadata"),
            "usage": self._usage() if status != "in_progress" else None,
        }

    def _usage(self) -> dict[str, Any]:
        """Twenty audio tokens a second of speech."""
        audio = self._sound * 20 // (2 * RATE)
        text = 10 * (len(self._session.items) + 1)
        return {
            "total_tokens": text + audio + self._written,
            "input_tokens": text,
            "output_tokens": audio + self._written,
            "input_token_details": {"text_tokens": text, "audio_tokens": 0, "cached_tokens": 0},
            "output_token_details": {"text_tokens": self._written, "audio_tokens": audio},
        }


def blocks(sound: bytes, endless: bool) -> Iterator[bytes]:
    """A tenth of a second each."""
    once = [sound[at : at + BLOCK] for at in range(0, len(sound), BLOCK)]
    return itertools.cycle(once) if endless else iter(once)


def last_text(items: Sequence[Mapping[str, Any]]) -> str:
    """The words to be read aloud: the last text of the input."""
    texts = [str(part.get("text", "")) for item in items for part in item.get("content", [])]
    return texts[-1] if texts else ""


def spoken_ms(sound: bytes) -> int:
    return len(sound) * 1000 // (2 * RATE)
