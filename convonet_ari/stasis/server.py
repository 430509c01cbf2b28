"""Takes the WebSocket that Asterisk opens for each call and runs that call's handler on it."""

from __future__ import annotations

import asyncio
import hmac
import socket
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from aiohttp import WSCloseCode, WSMsgType, web

from convonet_ari.errors import AriLost, ConfigError
from convonet_ari.stasis.ari.client import REQUEST_TIMEOUT_S, Ari

log = structlog.get_logger(__name__)

MAX_MESSAGE_BYTES = 1 << 20
# Messages read in one go before the other tasks of the loop get their turn.
READ_BURST = 32


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

    `handler` runs once for each socket, in a task of its own, and what it raises ends only that socket. Its
    iteration over `sock.ari` ends when Asterisk closes the socket; it is cancelled when a drain runs out.
    """

    def __init__(
        self, handler: Handler, *, user: str, password: str, patience: Patience | None = None
    ) -> None:
        if not password:
            raise ConfigError("listen.ari_password is empty; Asterisk must authenticate to the workers")
        self._handler = handler
        self._credentials = (user.encode(), password.encode())
        self._patience = patience or Patience()
        self._draining = asyncio.Event()
        self._sessions: set[asyncio.Task[Any]] = set()

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
            await self._serve(ws, _Wire(ws, request))
        finally:
            self._sessions.discard(task)
        return ws

    def _allowed(self, request: web.Request) -> bool:
        try:
            given = aiohttp.BasicAuth.decode(request.headers.get("Authorization", ""), encoding="utf-8")
        except ValueError:
            return False
        user, password = self._credentials
        same_user = hmac.compare_digest(given.login.encode(), user)
        return hmac.compare_digest(given.password.encode(), password) and same_user

    async def _serve(self, ws: web.WebSocketResponse, wire: _Wire) -> None:
        ari = Ari(wire, timeout_s=self._patience.request_s)
        async with asyncio.TaskGroup() as group:
            group.create_task(wire.read_into(ari))
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
        try:
            await self._handler(CallSocket(application, base, channel, ari))
        except Exception:
            log.exception("a call failed", application=application)
            ari.close()

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


class _Wire:
    """The WebSocket with its TCP socket kept from delaying acknowledgements.

    Asterisk writes a message's header and body apart, and Nagle holds the body back until the header is
    acknowledged: 40 ms late, unless TCP_QUICKACK is set again after each use of the socket (tcp(7)).
    """

    def __init__(self, ws: web.WebSocketResponse, request: web.Request) -> None:
        self._ws = ws
        self._tcp: socket.socket | None = request.get_extra_info("socket")

    async def send(self, text: str) -> None:
        await self._ws.send_str(text)
        self.acknowledge_at_once()

    async def read_into(self, ari: Ari) -> None:
        """Feed `ari` until the socket closes; waits for nothing else."""
        read = 0
        async for message in self._ws:
            self.acknowledge_at_once()
            if message.type is WSMsgType.TEXT:
                ari.feed(message.data)
            else:
                ari.malformed("a binary message")
            if ari.lost.is_set():
                break
            read += 1
            if read % READ_BURST == 0:
                await asyncio.sleep(0)
        ari.close()

    def acknowledge_at_once(self) -> None:
        if sys.platform == "linux" and self._tcp is not None and self._tcp.fileno() >= 0:
            self._tcp.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


@dataclass(frozen=True, slots=True)
class Listener:
    """A listening address; `port` is the one bound."""

    port: int
    _site: web.TCPSite
    _runner: web.AppRunner

    async def stop_accepting(self) -> None:
        """Close the listening socket; open connections stay."""
        await self._site.stop()

    async def close(self) -> None:
        """Close the connections too."""
        await self._runner.cleanup()


async def listen(app: web.Application, host: str, port: int) -> Listener:
    """Serve `app` on an address that other workers may share (SO_REUSEPORT); port 0 picks a free one."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, host, port, reuse_port=True)
    try:
        await site.start()
    except OSError:
        await runner.cleanup()
        raise
    return Listener(runner.addresses[0][1], site, runner)
