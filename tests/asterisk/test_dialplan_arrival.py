"""Before a call begins the dialplan asks the desk; one that hangs or talks nonsense costs half a second."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import quote

import pytest

from convonet_ari.dialplan import fastagi
from convonet_ari.embedded.installation import Installation
from convonet_ari.embedded.ports import free_ports
from convonet_ari.store.arrivals import Arrival
from tests.asterisk.dialplan_rig import DID, Pbx, TinyWorker, pbx

pytestmark = pytest.mark.asterisk

CLOSED = "[convonet-closed]\nexten => s,1,Congestion(1)\n"
ANY_NUMBER = (
    "[ext-did](+)\nexten => _[!-~].,1,Set(__FROM_DID=${EXTEN})\n same => n,Goto(customdests,dest-1,1)\n"
)
Serving = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class DeskDouble:
    """Answers as told: `behave` stands in front of the real server."""

    answers: dict[str, Arrival] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    behave: Serving | None = None

    async def lookup(self, dialled: str, caller: str) -> Arrival | None:
        self.asked.append((dialled, caller))
        return self.answers.get(caller)

    @asynccontextmanager
    async def serving(self, port: int) -> AsyncIterator[None]:
        real = fastagi.application(self.lookup).handler

        async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await (self.behave or real)(reader, writer)

        server = await asyncio.start_server(handler, "127.0.0.1", port)
        yield
        server.close()


async def hang(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    while await reader.read(1000):
        pass


async def close(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def babble(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5000 + b"\n")
    await writer.drain()
    writer.close()


@asynccontextmanager
async def house(
    installation: Installation, extra: str = CLOSED
) -> AsyncIterator[tuple[DeskDouble, TinyWorker, Pbx]]:
    desk, (port,) = DeskDouble(), free_ports(1)
    async with (
        TinyWorker() as worker,
        desk.serving(port),
        pbx(installation, replace(worker.dialplan, agi_port=port), extra) as server,
    ):
        yield desk, worker, server


async def test_a_desk_that_does_not_answer_delays_a_call_by_half_a_second(
    asterisk_installation: Installation,
) -> None:
    async with house(asterisk_installation) as (desk, worker, server), server.trunk() as trunk:
        took = {}
        for behave in (None, close, babble, hang):
            desk.behave = behave
            dialled = time.monotonic()
            call = await trunk.dial(DID)
            session = await worker.session()
            took[behave] = time.monotonic() - dialled
            assert session.arguments == ["1", DID, ""]
            assert await session.post("answer") == 204
            await call.answered()
            if behave is hang:
                # The half second was the desk's, and is no limit on the call.
                with pytest.raises(TimeoutError):
                    await call.ended(1.0)
            await call.hangup()
        assert 0.4 < took[hang] - took[None] < 1.5, took
        assert max(took[close], took[babble]) - took[None] < 0.4, took
        assert desk.asked == [(DID, "+15551234567")]
        assert "desk did not answer in time" in server.log()


async def test_the_desk_s_answer_decides_where_a_call_goes(asterisk_installation: Installation) -> None:
    async with (
        house(asterisk_installation) as (desk, worker, server),
        server.agent() as agent,
        server.trunk() as trunk,
    ):
        desk.answers = {
            "+15550000001": Arrival("t", "en", "blocked", False),
            "+15550000002": Arrival("t", "en", "people", True),
            "+15550000003": Arrival("t", "en", "closed", False),
            "+15550000004": Arrival("t", "de", "assistant", True),
        }
        blocked = await (await trunk.dial(DID, caller="+15550000001")).ended(5)
        assert blocked.status == 403
        people = await trunk.dial(DID, caller="+15550000002")
        await (await agent.incoming(5)).answer()
        await people.hangup()
        assert (await (await trunk.dial(DID, caller="+15550000003")).ended(5)).status == 503
        await trunk.dial(DID, caller="+15550000004")
        session = await worker.session()
        assert session.channel["language"] == "de"
        assert server.log().count('"1?Set(QUEUE_PRIO=10)"') == 2


async def test_what_a_caller_calls_itself_reaches_the_desk_as_digits(
    asterisk_installation: Installation,
) -> None:
    async with (
        house(asterisk_installation, ANY_NUMBER) as (desk, worker, server),
        server.trunk() as trunk,
    ):
        host, port = server.sip
        for hostile in ('+1${SHELL(id)},x"\n', "1|2;3,4/../admin", "${EVAL(${SYSTEM(id)})}"):
            number = quote("+1999" + hostile, safe="+")
            call = await trunk.dial(f"sip:{number}@{host}:{port}", caller=quote(hostile), name=hostile[:9])
            await worker.session()
            await call.hangup()
        assert len(desk.asked) == 3
        assert not set("".join(text for asked in desk.asked for text in asked)) - set("+0123456789")
