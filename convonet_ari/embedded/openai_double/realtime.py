"""/v1/realtime: a transcription session, or one that speaks, over a WebSocket."""

from __future__ import annotations

import asyncio
import base64
import binascii
import itertools
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from aiohttp import WSMsgType, web

from convonet_ari.embedded.openai_double.forms import FORMS, Form
from convonet_ari.embedded.openai_double.response import Response, spoken_ms
from convonet_ari.embedded.openai_double.script import RATE, Delays, Fault, Pcm, Script, tokens
from convonet_ari.embedded.openai_double.stream import Cut, Garbled, paced

# The protocol refuses to commit less than 100 ms.
LEAST_MS = 100


class Session:
    """`events` holds what the client sent, without its audio; `items` is the conversation so far."""

    def __init__(
        self,
        socket: web.WebSocketResponse,
        query: Mapping[str, str],
        script: Script,
        delays: Delays,
        fault: Fault,
        transport: asyncio.Transport | None,
    ) -> None:
        self.query = query
        self.script = script
        self.delays = delays
        self.fault = fault
        self.settings: dict[str, Any] = {}
        self.items: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.audio = bytearray()
        self._socket = socket
        self._transport = transport
        self._numbers = itertools.count(1)
        self._work: dict[str, asyncio.Task[None]] = {}
        self._ends: dict[str, int] = {}

    async def run(self) -> None:
        """Until the client leaves."""
        await self.send("session.created", session={"id": "sess_1", **self.query})
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    await self._receive(message.data)
        finally:
            for task in self._work.values():
                task.cancel()
            await asyncio.gather(*self._work.values(), return_exceptions=True)

    async def send(self, kind: str, **fields: Any) -> None:
        event = {"type": kind, "event_id": f"event_{next(self._numbers)}", **fields}
        if not self._socket.closed:
            await self._socket.send_str(json.dumps(event))

    async def refuse(self, code: str, message: str = "no") -> None:
        error = {"type": "invalid_request_error", "code": code, "message": message}
        await self.send("error", error=error)

    def name(self, kind: str) -> str:
        return f"{kind}_{next(self._numbers)}"

    async def _receive(self, text: str) -> None:
        event = json.loads(text)
        match event.get("type"):
            case "input_audio_buffer.append":
                await self._append(event.get("audio", ""))
                return
            case kind:
                self.events.append(event)
        if self.fault.refuse and kind in ("session.update", "response.create"):
            await self.refuse(self.fault.refuse)
            return
        match kind:
            case "session.update":
                self.settings = {**self.settings, **event["session"]}
                await self.send("session.updated", session=self.settings)
            case "input_audio_buffer.commit":
                await self._commit()
            case "input_audio_buffer.clear":
                self.audio.clear()
                await self.send("input_audio_buffer.cleared")
            case "conversation.item.create":
                await self._add(event["item"], event.get("previous_item_id"))
            case "conversation.item.delete":
                await self._delete(str(event["item_id"]))
            case "conversation.item.truncate":
                await self._truncate(event)
            case "response.create":
                await self._respond(event.get("response") or {})
            case "response.cancel":
                await self._cancel(event.get("response_id"))
            case _:
                await self.refuse("unknown_event", str(kind))

    async def _append(self, audio: str) -> None:
        try:
            self.audio += base64.b64decode(audio, validate=True)
        except binascii.Error:
            await self.refuse("invalid_audio")

    async def _commit(self) -> None:
        sound = self.form_of("input").to_24k(bytes(self.audio))
        if len(sound) * 1000 < LEAST_MS * RATE * 2:
            await self.refuse("input_audio_buffer_commit_empty")
            return
        item = self.name("item")
        self.audio.clear()
        self.items.append({"id": item, "type": "message", "role": "user", "sound_ms": spoken_ms(sound)})
        await self.send("input_audio_buffer.committed", item_id=item, previous_item_id=None)
        self._start(item, self._transcribe(item, sound))

    async def _transcribe(self, item: str, sound: bytes) -> None:
        kind = "conversation.item.input_audio_transcription"
        place = {"item_id": item, "content_index": 0}
        text = await self.script.words(_to_16k(sound), self._language())
        try:
            async for token in paced([*tokens(text), ""], self.delays.recognition, 0, self.fault):
                if token:
                    await self.send(f"{kind}.delta", delta=token, **place)
        except Cut:
            self.drop()
            return
        except Garbled:
            await self._socket.send_str("{")
            return
        for held in self.items:
            if held["id"] == item:
                held["transcript"] = text
        usage = {"type": "duration", "seconds": len(sound) / 2 / RATE}
        await self.send(f"{kind}.completed", transcript=text, usage=usage, **place)

    def _language(self) -> str:
        given = self.settings.get("audio", {}).get("input", {}).get("transcription") or {}
        return str(given.get("language", "en"))

    def form_of(self, side: str) -> Form:
        audio = self.settings.get("audio", {}).get(side, {})
        return FORMS[(audio.get("format") or {}).get("type", "audio/pcm")]

    async def _add(self, item: dict[str, Any], after: str | None) -> None:
        added = {"id": self.name("item"), **item}
        names = [held["id"] for held in self.items]
        if after not in (None, "root", *names):
            await self.refuse("invalid_value", "there is no such previous item")
            return
        at = {None: len(names), "root": 0}.get(after)
        self.items.insert(names.index(after) + 1 if at is None else at, added)
        await self.send("conversation.item.added", item=added, previous_item_id=None)
        await self.send("conversation.item.done", item=added, previous_item_id=None)

    async def _delete(self, name: str) -> None:
        if name not in [held["id"] for held in self.items]:
            await self.refuse("item_delete_invalid_item_id")
            return
        self.items = [held for held in self.items if held["id"] != name]
        await self.send("conversation.item.deleted", item_id=name)

    async def _truncate(self, event: Mapping[str, Any]) -> None:
        item, end = str(event["item_id"]), int(event["audio_end_ms"])
        if end > self._ends.get(item, 0):
            await self.refuse("invalid_value", "audio_end_ms is past the end of the audio")
            return
        self._ends[item] = end
        for held in self.items:
            if held["id"] == item:
                held["content"] = [{"type": "output_audio", "audio_end_ms": end}]
        await self.send("conversation.item.truncated", item_id=item, content_index=0, audio_end_ms=end)

    async def _respond(self, given: dict[str, Any]) -> None:
        if given.get("conversation") != "none" and any(name.startswith("resp") for name in self._work):
            await self.refuse("conversation_already_has_active_response")
            return
        response = Response(self, given, self.name("resp"))
        self._start(response.id, response.run())
        # It begins before it may be cancelled: a task that never ran could not tell of its end.
        await asyncio.sleep(0)

    async def _cancel(self, name: str | None) -> None:
        running = [key for key, task in self._work.items() if key.startswith("resp") and not task.done()]
        if not running:
            await self.refuse("response_cancel_not_active")
        for key in running:
            if name in (None, key):
                self._work[key].cancel()

    def _start(self, name: str, work: Any) -> None:
        task = self._work[name] = asyncio.create_task(work)
        task.add_done_callback(lambda _: self._work.pop(name, None))

    def spoke(self, item: str, sound: bytes) -> None:
        """So much of the item may be truncated later."""
        self._ends[item] = self._ends.get(item, 0) + spoken_ms(sound)

    async def garble(self) -> None:
        await self._socket.send_str("{")

    def drop(self) -> None:
        """Cut the line without a word."""
        if self._transport is not None:
            self._transport.abort()


def _to_16k(sound: bytes) -> Pcm:
    """Each 16 kHz sample is the 24 kHz one it falls on, or the mean of its neighbours."""
    pcm = np.frombuffer(sound, "<i2")
    pcm = pcm[: len(pcm) // 3 * 3].reshape(-1, 3).astype(np.int32)
    out: Pcm = np.stack([pcm[:, 0], (pcm[:, 1] + pcm[:, 2]) // 2], axis=1).reshape(-1).astype(np.int16)
    return out
