"""Takes the WebSocket that Asterisk opens for each call and runs that call's handler on it."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import WSCloseCode, web

from convonet_ari.errors import AriError, AriLost, ConfigError, FenceLost, ProtocolError
from convonet_ari.stasis.ari.client import REQUEST_TIMEOUT_S, Ari
from convonet_ari.stasis.ari.websocket import WebSocketTransport

log = structlog.get_logger(__name__)

MAX_MESSAGE_BYTES = 1 << 20
# A call whose handler failed here this often is not tried again but sent on in the dialplan.
TRIES = 2
# Asterisk opens the socket half a second before the channel enters the application and may leave it again.
ENTERING_S = 0.6
LATELY_S = 30.0


@dataclass(frozen=True, slots=True)
class CallSocket:
    """One call's socket, from `ApplicationRegistered` to the moment Asterisk closes it."""

    application: str
    """Unique for the call: `convonet-1:PJSIP/trunk-00000003`."""
    base: str
    """The name that `Stasis()` in the dialplan was given: `convonet-1`."""
    channel_name: str
    """The caller's channel: `PJSIP/trunk-00000003`."""
    ari: Ari


Handler = Callable[[CallSocket], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the server waits, in seconds, and for what."""

    request_s: float = REQUEST_TIMEOUT_S
    register_s: float = 5.0
    # Asterisk closes the socket 3.0-3.5 s after the channel left the application.
    linger_s: float = 5.0
    heartbeat_s: float = 10.0
    close_s: float = 1.0


class CallServer:
    """The worker's side of `type=outbound_websocket` with `connection_type=per_call_config`.

    `handler` runs once for each socket, in a task of its own. Its iteration over `sock.ari` ends when
    Asterisk closes the socket; it is cancelled when a drain runs out. What it raises ends only its own
    socket, whereupon Asterisk connects again, here or to a sibling; at the second failure of a call its
    caller goes on in the dialplan.
    """

    def __init__(
        self, handler: Handler, *, user: str, password: str, patience: Patience | None = None
    ) -> None:
        if not password:
            raise ConfigError("listen.ari_password is empty; Asterisk must authenticate to the workers")
        self._handler = handler
        self._credentials = f"{user}:{password}".encode()
        self._patience = patience or Patience()
        self._draining = asyncio.Event()
        self._sessions: set[asyncio.Task[Any]] = set()
        self._failures: dict[str, list[float]] = {}

    @property
    def live(self) -> int:
        """Sockets open now."""
        return len(self._sessions)

    def app(self) -> web.Application:
        """The application to hand to `listen`; more routes may be added to it."""
        app = web.Application()
        app.router.add_get("/ari", self._accept)
        return app

    async def drain(self, deadline_s: float) -> None:
        """Refuse new calls, wait for those that are on, then close their sockets: Asterisk goes elsewhere."""
        self._draining.set()
        if self._sessions:
            log.warning("ending with calls on: they go to another worker, else to people", calls=self.live)
            _, late = await asyncio.wait(self._sessions, timeout=deadline_s)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=2 * self._patience.close_s)

    async def _accept(self, request: web.Request) -> web.StreamResponse:
        if not self._allowed(request):
            log.warning("a socket with wrong credentials was refused")
            raise web.HTTPUnauthorized(headers={"WWW-Authenticate": 'Basic realm="convonet"'})
        if self._draining.is_set():
            raise web.HTTPServiceUnavailable
        ws = web.WebSocketResponse(
            protocols=["ari"],
            heartbeat=self._patience.heartbeat_s,
            timeout=self._patience.close_s,
            compress=False,
            max_msg_size=MAX_MESSAGE_BYTES,
            decode_text=False,
        )
        await ws.prepare(request)
        task = asyncio.current_task()
        assert task is not None
        self._sessions.add(task)
        try:
            await self._serve(ws, WebSocketTransport(ws, request.get_extra_info("socket")))
        finally:
            self._sessions.discard(task)
        return ws

    def _allowed(self, request: web.Request) -> bool:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        try:
            given = base64.b64decode(token, validate=True)
        except (binascii.Error, ValueError):
            return False
        return hmac.compare_digest(given, self._credentials) and scheme.lower() == "basic"

    async def _serve(self, ws: web.WebSocketResponse, transport: WebSocketTransport) -> None:
        ari = Ari(transport, timeout_s=self._patience.request_s)
        async with asyncio.TaskGroup() as group:
            group.create_task(transport.read_into(ari))
            try:
                await self._run(ari)
                await self._linger(ari)
            finally:
                ari.close()
                await ws.close(code=WSCloseCode.GOING_AWAY)

    async def _run(self, ari: Ari) -> None:
        if (application := await self._registered(ari)) is None:
            return
        base, colon, channel = application.partition(":")
        if not colon:
            log.error("this socket is not of one call; set connection_type=per_call_config", application=base)
            return
        call = CallSocket(application, base, channel, ari)
        try:
            await self._handler(call)
        except* (AriLost, FenceLost):
            log.info("a session lost its socket or its call", application=application)
        except* Exception:
            log.exception("a call failed", application=application)
            await self._give_up(call)

    async def _give_up(self, call: CallSocket) -> None:
        if self._failed(call.application) >= TRIES:
            with suppress(TimeoutError):
                await asyncio.wait_for(call.ari.lost.wait(), ENTERING_S)
            if await _send_on(call):
                return
        call.ari.close()

    def _failed(self, application: str) -> int:
        """How often lately: Asterisk begins anew with its channels' names when it is started anew."""
        now = asyncio.get_running_loop().time()
        self._failures.setdefault(application, []).append(now)
        recent = {name: [at for at in when if now - at < LATELY_S] for name, when in self._failures.items()}
        self._failures = {name: when for name, when in recent.items() if when}
        return len(self._failures[application])

    async def _registered(self, ari: Ari) -> str | None:
        try:
            async with asyncio.timeout(self._patience.register_s):
                return await ari.registered()
        except (TimeoutError, AriLost):
            log.warning("a socket named no application")
            ari.close()
            return None

    async def _linger(self, ari: Ari) -> None:
        waits = [asyncio.ensure_future(ari.lost.wait()), asyncio.ensure_future(self._draining.wait())]
        try:
            await asyncio.wait(waits, timeout=self._patience.linger_s, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()


async def _send_on(call: CallSocket) -> bool:
    """The last resort: let the caller's channel go on in the dialplan, behind `Stasis()`, to people.

    True when it went. The socket is then Asterisk's to close: closed by us, it would be opened once more.
    """
    try:
        for channel in await call.ari.channels.list():
            if channel.name == call.channel_name:
                await call.ari.channels.continue_in_dialplan(channel.id)
                log.warning("the caller was sent on in the dialplan", application=call.application)
                return True
    except AriLost:
        log.info("the caller had gone", application=call.application)
    except (AriError, ProtocolError):
        log.exception("the caller could not be sent on", application=call.application)
    return False
