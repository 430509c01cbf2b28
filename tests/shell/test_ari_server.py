"""The worker's per-call sockets, with a client that behaves, and misbehaves, like Asterisk."""

from __future__ import annotations

import asyncio
import json
import socket
from asyncio.trsock import TransportSocket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from convonet_ari.errors import ConfigError
from convonet_ari.stasis.ari import UnknownEvent
from convonet_ari.stasis.listener import listen
from convonet_ari.stasis.server import CallServer, CallSocket, Handler, Patience

pytestmark = pytest.mark.shell

PATIENCE = Patience(request_s=1, register_s=0.2, linger_s=0.2, close_s=0.2)
DEADLINE_S = 5
NAME = "convonet-1:PJSIP/trunk-00000003"
Peer = aiohttp.ClientWebSocketResponse


class Place:
    """A worker listening on a free port, and the means to connect to it as Asterisk does."""

    def __init__(self, server: CallServer, port: int, http: aiohttp.ClientSession) -> None:
        self.server = server
        self.port = port
        self._http = http

    @asynccontextmanager
    async def connect(self, password: str = "secret", register: str | None = NAME) -> AsyncIterator[Peer]:
        headers = {"Authorization": aiohttp.encode_basic_auth("convonet", password)}
        url = f"http://127.0.0.1:{self.port}/ari"
        async with self._http.ws_connect(url, protocols=["ari"], headers=headers) as peer:
            if register is not None:
                await peer.send_str(event("ApplicationRegistered", application=register))
            yield peer


def event(kind: str, **fields: Any) -> str:
    return json.dumps({"type": kind, "application": NAME, "timestamp": ""} | fields)


@asynccontextmanager
async def worker(handler: Callable[[CallSocket], Awaitable[None]]) -> AsyncIterator[Place]:
    server = CallServer(handler, user="convonet", password="secret", patience=PATIENCE)
    listener = await listen(server.app(), "127.0.0.1", 0)
    try:
        async with asyncio.timeout(DEADLINE_S), aiohttp.ClientSession() as http:
            yield Place(server, listener.port, http)
    finally:
        await server.drain(0)
        await listener.close()


async def closed(peer: Peer) -> int | None:
    """Wait for the worker to close; its code."""
    while (await peer.receive()).type not in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED):
        pass
    return peer.close_code


async def serve_requests(peer: Peer, *, body: Any, count: int) -> list[str]:
    """Answer `count` requests as Asterisk would and return what they asked."""
    asked = []
    for _ in range(count):
        request = json.loads((await peer.receive()).data)
        asked.append(f"{request['method']} {request['uri']}")
        frame = {"type": "RESTResponse", "transaction_id": "", "request_id": request["request_id"], "uri": ""}
        await peer.send_json(
            frame | {"status_code": 200, "reason_phrase": "OK", "message_body": json.dumps(body)}
        )
    return asked


async def test_a_handler_knows_its_call_and_reads_its_events() -> None:
    seen: asyncio.Queue[Any] = asyncio.Queue()

    async def handle(sock: CallSocket) -> None:
        seen.put_nowait((sock.application, sock.base, sock.channel_name))
        async for one in sock.ari:
            seen.put_nowait(one)
        seen.put_nowait("the end")

    async with worker(handle) as place:
        async with place.connect() as peer:
            await peer.send_str(event("ChannelSang"))
            assert peer.protocol == "ari"
            assert await seen.get() == (NAME, "convonet-1", "PJSIP/trunk-00000003")
            assert isinstance(await seen.get(), UnknownEvent)
        assert await seen.get() == "the end"


async def test_requests_are_answered_while_the_handler_waits_in_its_event_loop() -> None:
    answers: asyncio.Queue[object] = asyncio.Queue()

    async def handle(sock: CallSocket) -> None:
        async for _ in sock.ari:
            answers.put_nowait(await sock.ari.asterisk.ping())

    async with worker(handle) as place, place.connect() as peer:
        await peer.send_str(event("ChannelSang"))
        body = {"asterisk_id": "x", "ping": "pong", "timestamp": ""}
        assert await serve_requests(peer, body=body, count=1) == ["GET asterisk/ping"]
        assert getattr(await answers.get(), "ping", None) == "pong"


@pytest.mark.parametrize(
    "header", [None, "Basic !", "Basic Y29udm9uZXQ6d3Jvbmc=", "Bearer Y29udm9uZXQ6c2VjcmV0"]
)
async def test_a_stranger_is_refused(header: str | None) -> None:
    async with worker(_never) as place, aiohttp.ClientSession() as http:
        headers = {"Authorization": header} if header else {}
        async with http.get(f"http://127.0.0.1:{place.port}/ari", headers=headers) as answer:
            assert answer.status == 401
            assert answer.headers["WWW-Authenticate"].startswith("Basic")


async def test_an_empty_password_is_a_configuration_error() -> None:
    with pytest.raises(ConfigError):
        CallServer(_never, user="convonet", password="")


async def test_a_socket_that_names_no_application_is_closed() -> None:
    async with worker(_never) as place, place.connect(register=None) as peer:
        assert await closed(peer) == aiohttp.WSCloseCode.GOING_AWAY


async def test_a_socket_that_is_not_of_one_call_is_closed() -> None:
    async with worker(_never) as place, place.connect(register="convonet-1") as peer:
        await closed(peer)


async def test_one_calls_failure_leaves_the_other_call_alone() -> None:
    ended: asyncio.Queue[str] = asyncio.Queue()

    async def handle(sock: CallSocket) -> None:
        async for one in sock.ari:
            if one.type == "Explode":
                raise RuntimeError("as scripted")
            ended.put_nowait(f"{sock.channel_name} {one.type}")

    async with (
        worker(handle) as place,
        place.connect(register="a:1") as bad,
        place.connect("secret", "b:2") as good,
    ):
        await bad.send_str(event("Explode"))
        await closed(bad)
        await good.send_str(event("Sing"))
        assert await ended.get() == "2 Sing"


async def test_a_call_that_fails_twice_is_sent_on_in_the_dialplan() -> None:
    async def handle(sock: CallSocket) -> None:
        raise RuntimeError("as scripted")

    channel = {
        "id": "c1",
        "name": "PJSIP/trunk-00000003",
        "state": "Up",
        "protocol_id": "",
        "accountcode": "",
    }
    channel |= {"creationtime": "", "language": "en"}
    party = {"name": "", "number": ""}
    place_in_dialplan = {"context": "", "exten": "", "priority": 1, "app_name": "", "app_data": ""}
    whole = channel | {"caller": party, "connected": party, "dialplan": place_in_dialplan}
    async with worker(handle) as place:
        async with place.connect() as peer:
            await closed(peer)
        async with place.connect() as peer:
            asked = await serve_requests(peer, body=[whole], count=2)
            await closed(peer)
    assert asked == ["GET channels", "POST channels/c1/continue"]


async def test_a_finished_handler_leaves_the_closing_to_asterisk_for_a_while() -> None:
    async def handle(sock: CallSocket) -> None:
        await anext(sock.ari)

    async with worker(handle) as place, place.connect() as peer:
        await peer.send_str(event("Done"))
        before = asyncio.get_running_loop().time()
        await closed(peer)
        assert asyncio.get_running_loop().time() - before >= PATIENCE.linger_s / 2


async def test_a_drain_refuses_new_calls_and_cancels_those_that_outstay_it() -> None:
    started, cancelled = asyncio.Event(), asyncio.Event()

    async def handle(sock: CallSocket) -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    with capture_logs() as logs:
        await _drained(handle, started)
    assert cancelled.is_set()
    [told] = [line for line in logs if line["event"].startswith("ending with calls on")]
    assert told["calls"] == 1


async def _drained(handle: Handler, started: asyncio.Event) -> None:
    async with worker(handle) as place, place.connect() as peer:
        await started.wait()
        draining = asyncio.create_task(place.server.drain(0.05))
        await asyncio.sleep(0)
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            async with place.connect():
                pass
        assert refused.value.status == 503
        assert await closed(peer) == aiohttp.WSCloseCode.GOING_AWAY
        await draining
        assert place.server.live == 0


async def test_two_workers_share_one_address() -> None:
    async with worker(_never) as first:
        server = CallServer(_never, user="convonet", password="secret")
        second = await listen(server.app(), "127.0.0.1", first.port)
        assert second.port == first.port
        await second.close()


async def test_quick_acknowledgement_is_set_on_the_calls_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    options: list[tuple[int, int, int]] = []
    real = TransportSocket.setsockopt

    def spy(sock: TransportSocket, level: int, name: int, value: int) -> None:
        options.append((level, name, value))
        real(sock, level, name, value)

    heard = asyncio.Event()

    async def handle(sock: CallSocket) -> None:
        await anext(sock.ari)
        heard.set()

    monkeypatch.setattr(TransportSocket, "setsockopt", spy)
    async with worker(handle) as place, place.connect() as peer:
        await peer.send_str(event("Sing"))
        await heard.wait()
    assert options.count((socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)) >= 2


async def _never(sock: CallSocket) -> None:
    raise AssertionError("no call belongs here")
