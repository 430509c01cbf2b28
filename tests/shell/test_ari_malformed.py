"""Ten thousand messages no Asterisk should send: none crashes a call's socket, none holds up the worker."""

from __future__ import annotations

import asyncio
import base64
import json
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convonet_ari.errors import ProtocolError
from convonet_ari.stasis.ari.wire import decode
from convonet_ari.stasis.listener import listen
from convonet_ari.stasis.server import MAX_MESSAGE_BYTES, CallServer, CallSocket
from tests.shell.loop_lag import loop_lag

pytestmark = pytest.mark.shell

# One message of each kind, as Asterisk 22.10.1 sent it.
SPOKEN = [json.loads(line) for line in Path(__file__).with_name("ari_events.jsonl").read_text().splitlines()]
LAST = "TheLastOne"
MESSAGES = 10_000
WORST_LAG_S = 0.05
REGISTERED = {"type": "ApplicationRegistered", "application": "convonet-0:x", "timestamp": ""}

junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=200) | junk.map(lambda value: json.dumps(value).encode()))
def test_whatever_arrives_is_an_event_a_response_or_a_protocol_error(data: bytes) -> None:
    _decode_or_refuse(data)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(SPOKEN), st.data())
def test_a_real_message_with_one_value_replaced_is_still_taken(
    message: dict[str, Any], data: st.DataObject
) -> None:
    field = data.draw(st.sampled_from(sorted(message)))
    _decode_or_refuse(json.dumps(message | {field: data.draw(junk)}).encode())


def _decode_or_refuse(data: bytes) -> None:
    with suppress(ProtocolError):
        assert decode(data).type


Spoiler = Callable[[dict[str, Any], random.Random], str | bytes]


def mutants(seed: int) -> Iterator[str | bytes]:
    """Real messages, each spoilt in one of the ways below; the same seed spoils them the same way."""
    dice = random.Random(seed)
    spoil: list[Spoiler] = [
        _cut,
        _flip,
        _retype,
        _drop,
        _nest,
        _swell,
        _stranger,
        _lost_response,
        _binary,
        _doubled,
    ]
    while True:
        yield dice.choice(spoil)(json.loads(json.dumps(dice.choice(SPOKEN))), dice)


def _cut(message: dict[str, Any], dice: random.Random) -> str:
    text = json.dumps(message)
    return text[: dice.randrange(len(text))]


def _flip(message: dict[str, Any], dice: random.Random) -> str:
    text = list(json.dumps(message))
    for _ in range(dice.randint(1, 6)):
        text[dice.randrange(len(text))] = chr(dice.randrange(1, 0x2FF))
    return "".join(text)


def _retype(message: dict[str, Any], dice: random.Random) -> str:
    place = message
    while (
        isinstance(inner := place[key := dice.choice(sorted(place))], dict) and inner and dice.random() < 0.8
    ):
        place = inner
    place[key] = dice.choice([None, True, -1, 10**400, 1e308, "", "\u0000", [], {}, [[]], {"": ""}])
    return json.dumps(message)


def _drop(message: dict[str, Any], dice: random.Random) -> str:
    del message[dice.choice(sorted(message))]
    return json.dumps(message)


def _nest(message: dict[str, Any], dice: random.Random) -> str:
    depth = dice.choice([10, 150, 5_000])
    return json.dumps(message)[:-1] + ',"deep":' + '{"a":' * depth + "1" + "}" * (depth + 1)


def _swell(message: dict[str, Any], dice: random.Random) -> str:
    message[dice.choice(sorted(message))] = "x" * dice.choice([1_000, 30_000])
    return json.dumps(message)


def _stranger(message: dict[str, Any], dice: random.Random) -> str:
    return json.dumps(message | {"type": f"Event{dice.randrange(50)}"})


def _lost_response(message: dict[str, Any], dice: random.Random) -> str:
    return json.dumps(message | {"type": "RESTResponse", "request_id": str(dice.randrange(10**6))})


def _binary(message: dict[str, Any], dice: random.Random) -> bytes:
    return dice.randbytes(dice.randrange(400))


def _doubled(message: dict[str, Any], dice: random.Random) -> str:
    return json.dumps(message) * 2


@asynccontextmanager
async def one_call() -> AsyncIterator[tuple[int, asyncio.Future[CallSocket]]]:
    """A worker whose single call reads its events until LAST; the future then holds its socket."""
    finished: asyncio.Future[CallSocket] = asyncio.get_running_loop().create_future()

    async def handle(sock: CallSocket) -> None:
        async for event in sock.ari:
            if event.type == LAST:
                break
        finished.set_result(sock)

    server = CallServer(handle, user="convonet", password="secret")
    listener = await listen(server.app(), "127.0.0.1", 0)
    try:
        async with asyncio.timeout(60):
            yield listener.port, finished
    finally:
        await server.drain(0)
        await listener.close()


async def test_ten_thousand_malformed_messages_neither_crash_the_call_nor_block_the_loop() -> None:
    headers = {"Authorization": aiohttp.encode_basic_auth("convonet", "secret")}
    spoilt = mutants(seed=22)
    async with (
        one_call() as (port, finished),
        aiohttp.ClientSession(headers=headers) as http,
        http.ws_connect(f"http://127.0.0.1:{port}/ari", protocols=["ari"]) as peer,
        loop_lag() as lag,
    ):
        await peer.send_json(REGISTERED)
        for _ in range(MESSAGES):
            await _send(peer, next(spoilt))
            await asyncio.sleep(0)
        await peer.send_json({"type": LAST})
        counters = (await finished).ari.counters
    print(lag, counters)
    taken = counters.events + counters.responses + counters.malformed
    assert taken == MESSAGES + 2
    assert min(counters.malformed, counters.unknown, counters.unmatched) > 500
    assert lag.cpu < WORST_LAG_S


async def _send(peer: aiohttp.ClientWebSocketResponse, message: str | bytes) -> None:
    if isinstance(message, str):
        await peer.send_str(message)
    else:
        await peer.send_bytes(message)


async def test_a_burst_in_one_write_leaves_the_loop_its_turns() -> None:
    burst = b"".join(frame(0x81, json.dumps({"type": f"Storm{n}"}).encode()) for n in range(1_500))
    async with one_call() as (port, finished), raw_socket(port) as writer, loop_lag() as lag:
        writer.write(frame(0x81, json.dumps(REGISTERED).encode()) + burst)
        writer.write(frame(0x81, json.dumps({"type": LAST}).encode()))
        counters = (await finished).ari.counters
    print(lag)
    assert counters.unknown == 1_501
    assert lag.cpu < WORST_LAG_S


async def test_a_message_in_fragments_and_in_single_bytes_is_one_message() -> None:
    first, second = json.dumps(REGISTERED).encode(), json.dumps({"type": LAST}).encode()
    wire = frame(0x01, first[:10]) + frame(0x00, first[10:20]) + frame(0x80, first[20:]) + frame(0x81, second)
    async with one_call() as (port, finished), raw_socket(port) as writer:
        for byte in wire:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0)
        assert (await finished).ari.counters.malformed == 0


@pytest.mark.parametrize("bad", [b"\x83\x80\0\0\0\0", b"\xf1\x80\0\0\0\0", b"\x89\xfe\x00\x7e\0\0\0\0"])
async def test_a_broken_frame_ends_the_socket_but_not_the_worker(bad: bytes) -> None:
    async with one_call() as (port, finished), raw_socket(port) as writer:
        writer.write(frame(0x81, json.dumps(REGISTERED).encode()) + bad)
        assert (await finished).ari.lost.is_set()


async def test_a_message_over_the_limit_ends_the_socket() -> None:
    async with one_call() as (port, finished), raw_socket(port) as writer:
        writer.write(frame(0x81, json.dumps(REGISTERED).encode()))
        writer.write(frame(0x81, b"x" * (MAX_MESSAGE_BYTES + 1)))
        assert (await finished).ari.lost.is_set()


def frame(head: int, payload: bytes) -> bytes:
    """A client's frame (RFC 6455, 5.2) with a mask of zeros."""
    size = len(payload)
    if size < 126:
        length = bytes([0x80 | size])
    elif size < 1 << 16:
        length = b"\xfe" + size.to_bytes(2, "big")
    else:
        length = b"\xff" + size.to_bytes(8, "big")
    return bytes([head]) + length + bytes(4) + payload


@asynccontextmanager
async def raw_socket(port: int) -> AsyncIterator[asyncio.StreamWriter]:
    """A WebSocket past its handshake, for bytes that a proper client would not send."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    token = base64.b64encode(b"convonet:secret").decode()
    lines = [
        "GET /ari HTTP/1.1",
        "Host: x",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Authorization: Basic {token}",
    ]
    lines += ["Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Version: 13", "", ""]
    writer.write("\r\n".join(lines).encode())
    assert b"101" in await reader.readuntil(b"\r\n\r\n")
    try:
        yield writer
    finally:
        writer.close()
