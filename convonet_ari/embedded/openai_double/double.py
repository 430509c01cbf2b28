"""The double itself: routes, faults, what was asked, and who left."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from convonet_ari.embedded.openai_double import audio, chat
from convonet_ari.embedded.openai_double.realtime import Session
from convonet_ari.embedded.openai_double.script import Delays, Fault, Faults, Part, Script

LARGEST_REQUEST = 32 * 2**20
BLOCK = 4800

Handler = Callable[[web.Request, Fault], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class OpenAIDouble:
    """`asked` holds each request's part and body, unless `forgets`.

    `came` is set when a session begins, `left` when a client goes before its answer ends.
    """

    script: Script = field(default_factory=Script)
    delays: Delays = field(default_factory=Delays)
    faults: Faults = field(default_factory=Faults)
    block: int = BLOCK
    key: str = ""
    forgets: bool = False
    asked: list[tuple[Part, dict[str, Any]]] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    sessions: list[Session] = field(default_factory=list)

    @asynccontextmanager
    async def running(self, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
        """Serve until the block ends; yields the base URL, `/v1` included."""
        runner = web.AppRunner(self.app(), handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
            yield f"http://{host}:{runner.addresses[0][1]}/v1"
        finally:
            await runner.cleanup()

    def app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_REQUEST)
        app.router.add_post("/v1/chat/completions", self._guarded("chat", self._chat))
        app.router.add_post("/v1/audio/transcriptions", self._guarded("transcription", self._transcription))
        app.router.add_post("/v1/audio/speech", self._guarded("speech", self._speech))
        app.router.add_get("/v1/realtime", self._guarded("realtime", self._realtime))
        return app

    def bodies(self, part: Part) -> list[dict[str, Any]]:
        """What was asked of this part."""
        return [body for name, body in self.asked if name == part]

    def _guarded(
        self, part: Part, handler: Handler
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            live = request.query.get("intent") == "transcription"
            fault = self.faults.take("live" if live else part)
            if self.key and request.headers.get("Authorization") != f"Bearer {self.key}":
                fault = Fault(status=401)
            if fault.status:
                return web.json_response({"error": {"message": "no", "code": "no"}}, status=fault.status)
            if fault.body is not None:
                return web.Response(content_type=fault.body[0], body=fault.body[1])
            try:
                return await handler(request, fault)
            except (ConnectionResetError, asyncio.CancelledError):
                self.left.set()
                raise

        return answer

    async def _chat(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        since = _now()
        body = await self._json("chat", request)
        return await chat.answer(request, body, self.script, self.delays, fault, since)

    async def _transcription(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        since = _now()
        fields, file = await audio.fields_and_file(request)
        self._note("transcription", dict(fields))
        return await audio.transcription(fields, file, self.script, self.delays, fault, since)

    async def _speech(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        since = _now()
        body = await self._json("speech", request)
        return await audio.speech(request, body, self.script, self.delays, fault, self.block, since)

    async def _realtime(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        socket = web.WebSocketResponse(max_msg_size=LARGEST_REQUEST)
        await socket.prepare(request)
        query = dict(request.query)
        session = Session(socket, query, self.script, self.delays, fault, request.transport)
        self._note("realtime", query)
        self.sessions.append(session)
        self.came.set()
        try:
            await session.run()
        finally:
            self.sessions.remove(session)
            self.left.set()
        return socket

    async def _json(self, part: Part, request: web.Request) -> dict[str, Any]:
        body: dict[str, Any] = await request.json()
        self._note(part, body)
        return body

    def _note(self, part: Part, body: dict[str, Any]) -> None:
        if not self.forgets:
            self.asked.append((part, body))


def _now() -> float:
    """A request's delays begin with it."""
    return asyncio.get_running_loop().time()
