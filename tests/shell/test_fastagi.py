"""The desk's FastAGI server: answers what is asked, and ends with clients that vanish, stall or babble."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from convonet_ari.dialplan import fastagi
from convonet_ari.errors import StoreUnavailable
from convonet_ari.store.arrivals import Arrival

pytestmark = pytest.mark.shell

ASK = b"agi_network: yes\nagi_network_script: arrival\nagi_arg_1: +1234\nagi_arg_2: +1555\n\n"
KNOWN = Arrival("0190-tenant", "de", "people", True)
Client = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def known(dialled: str, caller: str) -> Arrival | None:
    return KNOWN if (dialled, caller) == ("+1234", "+1555") else None


async def never(dialled: str, caller: str) -> Arrival | None:
    await asyncio.Event().wait()
    return None


async def outage(dialled: str, caller: str) -> Arrival | None:
    raise StoreUnavailable("away")


@asynccontextmanager
async def client(
    lookup: Callable[[str, str], Awaitable[Arrival | None]] = known,
) -> AsyncIterator[Client]:
    server = await fastagi.listen(lookup, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    try:
        yield reader, writer
    finally:
        writer.close()
        server.close()


async def told(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> list[str]:
    """What Asterisk is ordered, each order confirmed, to the end of the conversation."""
    orders = []
    async with asyncio.timeout(3):
        while line := await reader.readline():
            orders.append(line.decode().strip())
            writer.write(b"200 result=1\n")
    return orders


async def test_a_known_call_sets_the_variables_of_the_dialplan() -> None:
    async with client() as (reader, writer):
        writer.write(ASK)
        assert await told(reader, writer) == [
            'SET VARIABLE CONVONET_TENANT "0190-tenant"',
            'SET VARIABLE CONVONET_LANGUAGE "de"',
            'SET VARIABLE CONVONET_VIP "1"',
            'SET VARIABLE CONVONET_ROUTE "people"',
        ]


@pytest.mark.parametrize(
    "request_",
    [
        ASK.replace(b"+1555", b"+1999"),
        ASK.replace(b": arrival", b": other"),
        b"\n\n",
        b"GET / HTTP/1.1\r\n\r\n\n\n",
        b"\xff\xfe\x00\n\n",
        b"x" * 100_000,
    ],
)
async def test_what_is_not_known_or_not_understood_is_closed_without_a_word(request_: bytes) -> None:
    async with client() as (reader, writer):
        writer.write(request_)
        with suppress(ConnectionResetError):
            assert await told(reader, writer) == []


async def test_a_request_that_arrives_in_pieces_is_answered() -> None:
    async with client() as (reader, writer):
        for piece in (ASK[:7], ASK[7:30], ASK[30:-1], ASK[-1:]):
            writer.write(piece)
            await writer.drain()
        assert len(await told(reader, writer)) == 4


@pytest.mark.parametrize("lookup", [never, outage])
async def test_a_lookup_that_hangs_or_fails_ends_the_request(
    lookup: Callable[[str, str], Awaitable[Arrival | None]],
) -> None:
    async with client(lookup) as (reader, writer):
        writer.write(ASK)
        assert await told(reader, writer) == []


async def test_clients_that_connect_and_close_or_stall_leave_the_server_answering() -> None:
    server = await fastagi.listen(known, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    stalled = [await asyncio.open_connection(*address) for _ in range(20)]
    for _ in range(50):
        _, writer = await asyncio.open_connection(*address)
        writer.close()
    began = asyncio.get_running_loop().time()
    reader, writer = await asyncio.open_connection(*address)
    writer.write(ASK)
    assert len(await told(reader, writer)) == 4
    assert asyncio.get_running_loop().time() - began < 1
    async with asyncio.timeout(3):
        assert await asyncio.gather(*(reader.read() for reader, _ in stalled)) == [b""] * 20
    for _, open_writer in [*stalled, (reader, writer)]:
        open_writer.close()
    server.close()


def test_nothing_but_letters_digits_and_dashes_reaches_the_dialplan() -> None:
    told = fastagi.variables(Arrival('a"\n${X}', "e n;", "assistant", False))
    assert told["CONVONET_TENANT"] == "aX"
    assert told["CONVONET_LANGUAGE"] == "en"
