"""The page /call: a pass for one call, its way to Asterisk, and its captions while it lasts."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass

from aiohttp import ClientSession, WSMsgType, web

from convonet_ari.call.policy import Policy
from convonet_ari.clock import Clock
from convonet_ari.config import CallPage, Settings
from convonet_ari.errors import StoreError
from convonet_ari.store.live_call import LiveCalls
from convonet_ari.store.pool import Store
from convonet_ari.web.captions import Captions, told
from convonet_ari.web.pages import HEADERS, STATIC
from convonet_ari.web.passes import Passes, Refusal, Visit
from convonet_ari.web.sip_gate import USER, SipGate

KEY_WITHIN_S = 5.0
WORDS: dict[Refusal, str] = {
    "busy": "All lines are busy. Try again in a minute.",
    "too_many": "Too many calls were made from here. Try again in a few minutes.",
}


@dataclass(frozen=True, slots=True)
class CallPages:
    """`routes` belong to the desk's HTTP server."""

    settings: CallPage
    passes: Passes
    gate: SipGate
    calls: LiveCalls
    policy: Policy
    clock: Clock

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/call", self._page),
            web.post("/call/pass", self._pass),
            web.get("/call/sip/{number}", self.gate.carry),
            web.get("/call/captions", self._captions),
        ]

    def admit(self, number: str, channel: str) -> bool:
        """The dialplan asks whether a call with this pass may enter."""
        return self.passes.admit(number, channel, self.clock.monotonic())

    async def _page(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(STATIC / "call" / "index.html", headers=HEADERS)

    async def _pass(self, request: web.Request) -> web.Response:
        if not _from_our_page(request):
            return _refused(403, "foreign", "This page may not call.")
        now = self.clock.monotonic()
        try:
            self.passes.keep(await self.calls.channels(), now)
        except StoreError:
            return _refused(503, "unavailable", "The assistant cannot take calls right now.")
        visit = self.passes.issue(self._address(request), now)
        if isinstance(visit, str):
            return _refused(429, visit, WORDS[visit])
        return web.json_response(self._told(visit), headers={"Cache-Control": "no-store"})

    def _told(self, visit: Visit) -> dict[str, object]:
        return {
            "number": visit.number,
            "key": visit.key,
            "sip": {"user": USER, "password": self.settings.sip_password.get_secret_value()},
            "hint": self.settings.hint,
            "ice_servers": [{"urls": url} for url in self.settings.ice_servers],
        }

    def _address(self, request: web.Request) -> str:
        """The proxy's own word is the last one in its list."""
        named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        return (named if self.settings.behind_proxy else "") or request.remote or ""

    async def _captions(self, request: web.Request) -> web.WebSocketResponse:
        """The page says its key first; then it is told its call and no other."""
        socket = web.WebSocketResponse(max_msg_size=1024, heartbeat=15)
        await socket.prepare(request)
        visit = await self._visit(socket)
        if visit is None:
            await socket.close(code=4403)
            return socket
        telling = asyncio.create_task(self._tell(socket, visit))
        try:
            async for _ in socket:
                """Nothing the page says changes anything."""
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
        return socket

    async def _visit(self, socket: web.WebSocketResponse) -> Visit | None:
        try:
            message = await socket.receive(KEY_WITHIN_S)
            key = json.loads(message.data)["key"] if message.type is WSMsgType.TEXT else ""
        except (TimeoutError, ValueError, KeyError, TypeError):
            return None
        return self.passes.by_key(key) if isinstance(key, str) and key.isascii() else None

    async def _tell(self, socket: web.WebSocketResponse, visit: Visit) -> None:
        async for caption in told(self.calls, visit, Captions(self.policy)):
            await socket.send_json(caption)
        await socket.close()


def call_pages(
    settings: Settings, store: Store, http: ClientSession, clock: Clock, policy: Policy
) -> CallPages | None:
    """The page, where it is switched on."""
    page = settings.call_page
    if not page.enabled:
        return None
    passes = Passes(page)
    gate = SipGate(passes, http, settings.asterisk)
    return CallPages(page, passes, gate, LiveCalls(store), policy, clock)


def _from_our_page(request: web.Request) -> bool:
    """Browsers say where a request comes from; one that does not say is no browser's page."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def _refused(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": message}}, status=status)
