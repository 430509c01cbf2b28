"""The desk as the pages see it: one agent, whose state and calls a test decides."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from convonet_ari.web import pages

Json = dict[str, Any]
CSRF = "carried-by-every-change"


def ann_calls(**changed: Any) -> Json:
    """What is known of a verified caller who waits for support."""
    return {
        "call_id": "6f0c1f7e-0000-4000-8000-000000000001",
        "caller": {"name": "Ann Lee", "number": "+15551234567", "verified": True},
        "department": "Support",
        "reason": "Her invoice for October was charged twice",
        "summary": "Ann Lee, verified by PIN. She asked for her todos, then about a double charge.",
        "done": ["Created the todo “Check the October invoice”", "Read the todos for today"],
        "last_turns": [
            {"who": "caller", "text": "I was charged twice in October.", "at": _now()},
            {"who": "assistant", "text": "I wrote that down. Shall I get you a person?", "at": _now()},
            {"who": "caller", "text": "Yes, please.", "at": _now()},
        ],
        "notes": "",
        "disposition": "",
        "waiting_s": 42.0,
        "status": "ringing",
        **changed,
    }


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _stand(state: str, reason: str | None = None) -> Json:
    return {"state": state, "reason": reason, "since": _now(), "until": None}


@dataclass
class DeskApi:
    """`asked` is every change a page wanted; `tell` says something to the open pages."""

    role: str = "agent"
    sip: Json | None = None
    signed_in: bool = True
    state: Json = field(default_factory=lambda: _stand("ready"))
    calls: list[Json] = field(default_factory=list)
    board: Json = field(default_factory=lambda: {"type": "board", "queues": [], "agents": []})
    directory: list[Json] = field(default_factory=list)
    history: list[Json] = field(default_factory=list)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    heard: list[Json] = field(default_factory=list)
    url: str = ""
    _pages: list[web.WebSocketResponse] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def served(self) -> AsyncIterator[DeskApi]:
        app = web.Application()
        app.add_routes([*pages.routes(), *self._routes()])
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()

    async def tell(self, message: Mapping[str, Any]) -> None:
        """To the open pages, of which there has to be one."""
        await self._until(lambda: bool(self._pages))
        for page in self._pages:
            await page.send_json(message)

    async def stand(self, state: str, reason: str | None = None, until: str | None = None) -> None:
        self.state = {**_stand(state, reason), "until": until}
        await self.tell({"type": "state", **self.state})

    async def wanted(self, method: str, path: str, within_s: float = 15) -> Any:
        """The body of such a change, as soon as a page has asked for it."""

        def found() -> list[Any]:
            return [body for kind, where, body in self.asked if (kind, where) == (method, path)]

        await self._until(lambda: bool(found()), within_s)
        return found()[-1]

    async def _until(self, holds: Callable[[], bool], within_s: float = 15) -> None:
        async with asyncio.timeout(within_s):
            while not holds():
                self._changed.clear()
                await self._changed.wait()

    async def cut(self) -> None:
        """The network to the open pages is lost."""
        for page in list(self._pages):
            await page.close(code=1012)

    def _routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/me", self._me),
            web.get("/api/live", self._live),
            web.get("/api/directory", self._given(lambda: {"agents": self.directory})),
            web.get("/api/calls", self._given(lambda: {"calls": self.history})),
            web.get("/api/board", self._given(lambda: self.board)),
            web.get("/api/calls/{id}", self._given(lambda: self.calls[0] if self.calls else ann_calls())),
            web.route("*", "/api/{path:.+}", self._change),
        ]

    def _given(self, answer: Any) -> Any:
        async def serve(request: web.Request) -> web.Response:
            return web.json_response(answer())

        return serve

    async def _me(self, request: web.Request) -> web.Response:
        if not self.signed_in:
            return _refused(401, "signed_out", "Sign in first.")
        return web.json_response(
            {
                "agent": {"id": "a1", "name": "Alice Moreno", "extension": "1002", "role": self.role},
                "csrf": CSRF,
                "sip": self.sip,
                "departments": [{"name": "Support", "queue": "2000", "member": True}],
                "reasons": ["Break", "Lunch", "Training"],
                "dispositions": ["Solved", "To follow up", "Sold", "Wrong number"],
                "state": self.state,
                "wrap_up_s": 30,
            }
        )

    async def _change(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        body: Any = await request.json() if request.can_read_body else None
        if path == "session" and request.method == "POST":
            return self._sign_in(body)
        if request.headers.get("X-CSRF-Token") != CSRF:
            return _refused(403, "csrf", "The page must be loaded again.")
        self.asked.append((request.method, path, body))
        self._changed.set()
        if path == "state":
            await self.stand(body["state"], body.get("reason"))
        return web.json_response({})

    def _sign_in(self, body: Json) -> web.Response:
        if body["password"] != "correct":
            return _refused(401, "wrong", "Login or password is wrong.")
        self.signed_in = True
        return web.json_response({})

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "state": self.state, "calls": self.calls})
        await socket.send_json(self.board)
        self._pages.append(socket)
        self._changed.set()
        async for message in socket:
            self.heard.append(json.loads(message.data))
            if self.heard[-1]["type"] == "ping":
                await socket.send_json({"type": "pong"})
        self._pages.remove(socket)
        return socket


def _refused(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": message}}, status=status)
