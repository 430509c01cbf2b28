"""One call's media socket: audio both ways and chan_websocket's words, until it is closed or lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import TypeVar

import aiohttp
import structlog

from convonet_ari.errors import MediaError, ProtocolError
from convonet_ari.media.chan_websocket import Command, MediaStart, Message, build, parse
from convonet_ari.media.frame import FRAME_BYTES, Pcm, from_wire, to_wire

log = structlog.get_logger(__name__)

WIRE_FORMAT = "slin16"
# chan_websocket drops the socket on a message of 64 KiB.
SEND_BYTES = 32_000
SEND_TIMEOUT_S = 2.0
HEARTBEAT_S = 10.0
CLOSE_TIMEOUT_S = 1.0

Raw = TypeVar("Raw")
Read = TypeVar("Read")


class MediaSocket:
    """`connect` returns after MEDIA_START, so no audio can be sent too early; `run` belongs into a task.

    A lost socket is told once, by `run` raising MediaError; what is sent afterwards vanishes.
    """

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, started: MediaStart) -> None:
        self._ws = ws
        self._lost = ""
        self._closing = False
        self.started = started

    @classmethod
    async def connect(
        cls, http: aiohttp.ClientSession, base_url: str, connection: str, user: str, password: str
    ) -> MediaSocket:
        """`base_url` is Asterisk's HTTP server, `connection` the channel's MEDIA_WEBSOCKET_CONNECTION_ID."""
        url = f"{base_url.rstrip('/')}/media/{connection}"
        try:
            async with asyncio.timeout(5), AsyncExitStack() as stack:
                ws = await http.ws_connect(
                    url,
                    protocols=("media",),
                    headers={"Authorization": aiohttp.encode_basic_auth(user, password)},
                    heartbeat=HEARTBEAT_S,
                    timeout=aiohttp.ClientWSTimeout(ws_close=CLOSE_TIMEOUT_S),
                )
                stack.push_async_callback(ws.close)
                started = await _wait_for_start(ws)
                stack.pop_all()
                return cls(ws, started)
        except (aiohttp.ClientError, OSError, ProtocolError) as error:
            raise MediaError(f"no media socket: {type(error).__name__}") from error

    async def run(self, on_audio: Callable[[Pcm], None], on_message: Callable[[Message], None]) -> None:
        """Read until `close` (returns) or a loss (raises MediaError); both callbacks must be quick."""
        while not self._lost:
            incoming = await self._ws.receive()
            match incoming.type:
                case aiohttp.WSMsgType.BINARY:
                    _deliver(from_wire, incoming.data, on_audio)
                case aiohttp.WSMsgType.TEXT:
                    _deliver(parse, incoming.data, on_message)
                case other:
                    self._lost = self._lost or f"{other.name} {self._ws.close_code}"
        if not self._closing:
            raise MediaError(f"the media socket is lost: {self._lost}")

    async def send_audio(self, pcm: Pcm) -> None:
        """Queue whole frames in Asterisk; it drops the tail of others, so that is a ProtocolError here."""
        data = to_wire(pcm)
        if len(data) % FRAME_BYTES:
            raise ProtocolError(f"{len(data)} bytes are no whole number of frames")
        for at in range(0, len(data), SEND_BYTES):
            await self._send(self._ws.send_bytes(data[at : at + SEND_BYTES]))

    async def send(self, command: Command) -> None:
        await self._send(self._ws.send_str(build(command)))

    def expect_close(self) -> None:
        """The channel is about to end: the socket going with it is no loss."""
        self._closing = True

    async def close(self) -> None:
        self.expect_close()
        await self._ws.close()

    async def _send(self, sending: Awaitable[None]) -> None:
        try:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                await sending
        except OSError as error:
            self._lost = self._lost or type(error).__name__
            await self._ws.close()


def _deliver(read: Callable[[Raw], Read], raw: Raw, take: Callable[[Read], None]) -> None:
    try:
        value = read(raw)
    except ProtocolError as error:
        log.warning("media message ignored", error=str(error))
        return
    take(value)


async def _wait_for_start(ws: aiohttp.ClientWebSocketResponse) -> MediaStart:
    """Audio sent before MEDIA_START is lost (asterisk#1712)."""
    while True:
        incoming = await ws.receive()
        if incoming.type not in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY):
            raise MediaError("Asterisk closed the media socket before MEDIA_START")
        message = parse(incoming.data) if incoming.type is aiohttp.WSMsgType.TEXT else None
        if isinstance(message, MediaStart):
            return _checked(message)


def _checked(start: MediaStart) -> MediaStart:
    if start.format != WIRE_FORMAT or start.frame_bytes != FRAME_BYTES:
        raise MediaError(f"the media channel speaks {start.format} in {start.frame_bytes} bytes")
    return start
