"""The media socket against a peer that misbehaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import numpy as np
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from convonet_ari.errors import MediaError
from convonet_ari.media.chan_websocket import MarkProcessed, Message, Order
from convonet_ari.media.frame import Pcm
from convonet_ari.media.socket import MediaSocket

pytestmark = pytest.mark.shell

START = (
    '{"event":"MEDIA_START","connection_id":"c","channel":"WebSocket/1","channel_id":"1.2",'
    '"format":"slin16","optimal_frame_size":640,"ptime":20}'
)
MARK = '{"event":"MEDIA_MARK_PROCESSED","channel_id":"1.2","correlation_id":"9"}'

Script = Callable[[web.WebSocketResponse], Awaitable[None]]


@asynccontextmanager
async def peer(script: Script) -> AsyncIterator[tuple[aiohttp.ClientSession, str, list[str]]]:
    """A server that runs `script` on each media socket; the list takes the headers and path it saw."""
    seen: list[str] = []

    async def media(request: web.Request) -> web.WebSocketResponse:
        seen.extend(
            [request.path, request.headers["Sec-WebSocket-Protocol"], request.headers["Authorization"]]
        )
        ws = web.WebSocketResponse(protocols=("media",))
        await ws.prepare(request)
        await script(ws)
        return ws

    app = web.Application()
    app.router.add_get("/media/{connection}", media)
    async with TestServer(app) as server, aiohttp.ClientSession() as http:
        yield http, str(server.make_url("/")), seen


def sends(*messages: str | bytes) -> Script:
    async def script(ws: web.WebSocketResponse) -> None:
        for message in messages:
            await (ws.send_bytes(message) if isinstance(message, bytes) else ws.send_str(message))
        await ws.close()

    return script


async def collect(script: Script) -> tuple[list[Pcm], list[Message]]:
    """Everything that came before the loss."""
    audio: list[Pcm] = []
    words: list[Message] = []
    async with peer(script) as (http, url, _):
        socket = await MediaSocket.connect(http, url, "c", "user", "secret")
        with pytest.raises(MediaError):
            await socket.run(audio.append, words.append)
    return audio, words


async def test_it_asks_for_its_connection_with_protocol_and_credentials() -> None:
    async with peer(sends(START)) as (http, url, seen):
        await MediaSocket.connect(http, url, "5cf6", "user", "secret")
        assert seen == ["/media/5cf6", "media", aiohttp.encode_basic_auth("user", "secret")]


async def test_nothing_can_be_sent_before_media_start() -> None:
    started = asyncio.Event()
    got: list[bytes] = []

    async def script(ws: web.WebSocketResponse) -> None:
        await ws.send_bytes(bytes(640))
        await started.wait()
        await ws.send_str(START)
        got.append(await ws.receive_bytes())

    async with peer(script) as (http, url, _):
        connecting = asyncio.create_task(MediaSocket.connect(http, url, "c", "user", "secret"))
        done, _ = await asyncio.wait({connecting}, timeout=0.05)
        assert not done
        started.set()
        socket = await connecting
        await socket.send_audio(np.ones(320, np.int16))
        with pytest.raises(MediaError):
            await socket.run(lambda pcm: None, lambda message: None)
    assert got == [b"\x01\x00" * 320]


@pytest.mark.parametrize(
    "first",
    [START.replace("slin16", "ulaw"), START.replace("640", "320"), "MEDIA_START connection_id:c", "[]"],
)
async def test_a_channel_of_another_shape_is_a_media_error(first: str) -> None:
    async with peer(sends(first)) as (http, url, _):
        with pytest.raises(MediaError):
            await MediaSocket.connect(http, url, "c", "user", "secret")


async def test_a_peer_that_hangs_up_before_media_start_is_a_media_error() -> None:
    async with peer(sends()) as (http, url, _):
        with pytest.raises(MediaError):
            await MediaSocket.connect(http, url, "c", "user", "secret")


async def test_nonsense_is_skipped_and_what_follows_is_heard() -> None:
    audio, words = await collect(sends(START, "nonsense", b"abc", "{}", "[" * 5000, bytes(640), MARK))
    assert [len(pcm) for pcm in audio] == [320]
    assert words == [MarkProcessed("9")]


async def test_a_closed_socket_ends_its_reader_without_an_error() -> None:
    async def script(ws: web.WebSocketResponse) -> None:
        await ws.send_str(START)
        await ws.receive()

    async with peer(script) as (http, url, _):
        socket = await MediaSocket.connect(http, url, "c", "user", "secret")
        running = asyncio.create_task(socket.run(lambda pcm: None, lambda message: None))
        await asyncio.sleep(0)
        await socket.close()
        async with asyncio.timeout(2):
            await running


async def test_what_is_sent_after_a_loss_vanishes() -> None:
    async with peer(sends(START)) as (http, url, _):
        socket = await MediaSocket.connect(http, url, "c", "user", "secret")
        with pytest.raises(MediaError):
            await socket.run(lambda pcm: None, lambda message: None)
        await socket.send_audio(np.ones(320, np.int16))
        await socket.send(Order.FLUSH)
