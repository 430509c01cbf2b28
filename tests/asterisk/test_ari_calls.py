"""The per-call sockets at a real Asterisk: registration, requests, acknowledgement, and workers that die."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from convonet_ari.embedded.asterisk import EmbeddedAsterisk
from convonet_ari.embedded.installation import Installation
from convonet_ari.embedded.ports import free_ports
from convonet_ari.errors import AriError
from convonet_ari.stasis.ari import Ari, UnknownEvent, codegen
from convonet_ari.stasis.ari.generated import ChannelDtmfReceived, StasisEnd, StasisStart
from convonet_ari.stasis.ari.websocket import WebSocketTransport
from convonet_ari.stasis.listener import listen
from convonet_ari.stasis.server import CallServer, CallSocket

pytestmark = pytest.mark.asterisk

DEADLINE_S = 20
STALL_S = (0.035, 0.060)
EXTENSIONS = """
[test]
exten => s,1,Stasis(convonet-0,in)
 same => n,UserEvent(WentOn)
 same => n,Stasis(convonet-1,back)
exten => caller,1,Answer()
 same => n,Wait(30)
exten => digits,1,Answer()
 same => n,Wait(1)
 same => n,SendDTMF(4711)
 same => n,Wait(30)
"""


class Pbx:
    """A running Asterisk that offers its calls to the workers on `worker_port`."""

    def __init__(self, installation: Installation, folder: Path) -> None:
        self.http_port, self.worker_port = free_ports(2)
        self.server = EmbeddedAsterisk(installation, folder, self._files())

    def _files(self) -> dict[str, str]:
        client = "type=websocket_client\nconnection_type=per_call_config\nprotocols=ari\nusername=convonet\n"
        client += f"uri=ws://127.0.0.1:{self.worker_port}/ari\npassword=of-the-workers\n"
        client += "reconnect_interval=100\nreconnect_attempts=40\nconnection_timeout=300\n"
        outbound = "type=outbound_websocket\nwebsocket_client_id=workers\napps=convonet-0,convonet-1\n"
        return {
            "http.conf": f"[general]\nenabled=yes\nbindaddr=127.0.0.1\nbindport={self.http_port}\n",
            "ari.conf": "[general]\nenabled=yes\n[convonet]\ntype=user\nread_only=no\npassword=of-asterisk\n"
            f"[workers]\n{outbound}local_ari_user=convonet\n",
            "websocket_client.conf": f"[workers]\n{client}",
            "extensions.conf": EXTENSIONS,
        }

    async def call(self, other_end: str = "caller") -> None:
        """A Local channel whose one half enters our application and whose other half is the caller."""
        url = f"http://127.0.0.1:{self.http_port}/ari/channels"
        query = {"endpoint": "Local/s@test/n", "context": "test", "extension": other_end, "priority": "1"}
        headers = {"Authorization": aiohttp.encode_basic_auth("convonet", "of-asterisk")}
        async with aiohttp.ClientSession(headers=headers) as http, http.post(url, params=query) as answer:
            assert answer.status == 200, await answer.text()


@pytest.fixture
async def pbx(asterisk_installation: Installation, tmp_path: Path) -> AsyncIterator[Pbx]:
    pbx = Pbx(asterisk_installation, tmp_path)
    async with asyncio.timeout(60), pbx.server:
        yield pbx


@asynccontextmanager
async def worker(pbx: Pbx, handler: Callable[[CallSocket], Awaitable[None]]) -> AsyncIterator[CallServer]:
    server = CallServer(handler, user="convonet", password="of-the-workers")
    listener = await listen(server.app(), "127.0.0.1", pbx.worker_port)
    try:
        async with asyncio.timeout(DEADLINE_S):
            yield server
    finally:
        await listener.stop_accepting()
        await server.drain(0)
        await listener.close()


async def started(ari: Ari) -> str:
    """Wait for the caller; the id of the channel."""
    async for event in ari:
        if isinstance(event, StasisStart):
            return event.channel.id
    raise AssertionError("the socket ended before the call began")


def test_the_generated_module_is_what_this_asterisk_describes(asterisk_installation: Installation) -> None:
    fresh = codegen.generate(codegen.load(asterisk_installation.rest_api_dir))
    assert fresh == codegen.TARGET.read_text(encoding="utf-8"), (
        f"run python -m convonet_ari.stasis.ari.codegen {asterisk_installation.rest_api_dir}"
    )


async def test_a_call_opens_its_own_socket_and_is_driven_over_it(pbx: Pbx) -> None:
    seen: asyncio.Queue[object] = asyncio.Queue()

    async def handle(sock: CallSocket) -> None:
        seen.put_nowait(sock)
        channel_id = await started(sock.ari)
        await sock.ari.channels.answer(channel_id)
        bridge = await sock.ari.bridges.create(type="mixing", bridge_id="convonet-1", name="a, b")
        await sock.ari.bridges.add_channel(bridge.id, channel=channel_id)
        await sock.ari.channels.set_channel_vars(channel_id, {"NAME": "Zoë, 2"})
        seen.put_nowait(await sock.ari.channels.get_channel_var(channel_id, "NAME"))
        seen.put_nowait(await sock.ari.applications.get(sock.application))
        with pytest.raises(AriError) as refused:
            await sock.ari.channels.get("no/such;channel")
        seen.put_nowait(refused.value.status)
        await sock.ari.bridges.destroy(bridge.id)
        await sock.ari.channels.hangup(channel_id)
        async for event in sock.ari:
            if isinstance(event, StasisEnd):
                seen.put_nowait(event.channel.id == channel_id)

    async with worker(pbx, handle):
        await pbx.call()
        sock, name, application, status, ended = [await seen.get() for _ in range(5)]
    assert isinstance(sock, CallSocket)
    assert (sock.base, sock.channel_name.endswith(";2")) == ("convonet-0", True)
    assert sock.application == f"convonet-0:{sock.channel_name}"
    assert getattr(name, "value", None) == "Zoë, 2"
    assert getattr(application, "bridge_ids", None) == ("convonet-1",)
    assert (status, ended) == (404, True)
    assert sock.ari.counters.malformed == sock.ari.counters.unknown == sock.ari.counters.unmatched == 0


async def test_digits_keyed_by_the_caller_arrive_in_order(pbx: Pbx) -> None:
    digits: asyncio.Queue[str] = asyncio.Queue()

    async def handle(sock: CallSocket) -> None:
        await sock.ari.channels.answer(await started(sock.ari))
        async for event in sock.ari:
            assert not isinstance(event, UnknownEvent)
            if isinstance(event, ChannelDtmfReceived):
                digits.put_nowait(event.digit)

    async with worker(pbx, handle):
        await pbx.call("digits")
        assert [await digits.get() for _ in range(4)] == list("4711")


@pytest.mark.parametrize("quick", [False, True], ids=["delayed", "quick"])
async def test_quick_acknowledgement_keeps_nagle_from_holding_answers_back(
    pbx: Pbx, quick: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: asyncio.Future[list[float]] = asyncio.get_running_loop().create_future()

    async def handle(sock: CallSocket) -> None:
        channel_id, took = await started(sock.ari), []
        for _ in range(160):
            before = time.perf_counter()
            await sock.ari.channels.set_channel_var(channel_id, "X", value="1", report_events=True)
            took.append(time.perf_counter() - before)
        times.set_result(took)

    if not quick:
        monkeypatch.setattr(WebSocketTransport, "acknowledge_at_once", lambda self: None)
    async with worker(pbx, handle):
        await pbx.call()
        took = sorted(await times)
    stalls = sum(STALL_S[0] < one < STALL_S[1] for one in took)
    print(f"quick={quick}: p50 {took[80] * 1e3:.1f} p95 {took[152] * 1e3:.1f} ms, {stalls} of 160 stalled")
    if quick:
        assert stalls <= 8
        assert statistics.median(took) < 0.025


# Answers its one call, bridges it and then waits to be killed.
DOOMED = """
import asyncio, sys
from convonet_ari.stasis.ari.generated import StasisStart
from convonet_ari.stasis.listener import listen
from convonet_ari.stasis.server import CallServer

async def handle(sock):
    async for event in sock.ari:
        if isinstance(event, StasisStart):
            bridge = await sock.ari.bridges.create(type="mixing", bridge_id="convonet-7")
            await sock.ari.channels.answer(event.channel.id)
            await sock.ari.bridges.add_channel(bridge.id, channel=event.channel.id)
            print("talking", sock.application, flush=True)

async def main():
    server = CallServer(handle, user="convonet", password="of-the-workers")
    await listen(server.app(), "127.0.0.1", int(sys.argv[1]))
    print("listening", flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


@asynccontextmanager
async def doomed_worker(pbx: Pbx) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", DOOMED, str(pbx.worker_port), stdout=subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def line(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().strip()


async def test_a_killed_workers_call_goes_on_at_another(pbx: Pbx) -> None:
    adopted: asyncio.Queue[object] = asyncio.Queue()

    async def adopt(sock: CallSocket) -> None:
        adopted.put_nowait((sock.application, time.perf_counter()))
        application = await sock.ari.applications.get(sock.application)
        adopted.put_nowait(application.bridge_ids)
        for channel_id in application.channel_ids:
            await sock.ari.channels.set_channel_var(channel_id, "ADOPTED", value="yes")
            adopted.put_nowait((await sock.ari.channels.get(channel_id)).state)
        async for _ in sock.ari:
            pass

    async with doomed_worker(pbx) as process:
        assert await line(process) == "listening"
        await pbx.call()
        _, application = (await line(process)).split(maxsplit=1)
        async with worker(pbx, adopt):
            killed = time.perf_counter()
            process.kill()
            match await adopted.get():
                case (found, float(when)):
                    print(f"adopted {(when - killed) * 1e3:.0f} ms after the kill")
                    assert found == application
            assert await adopted.get() == ("convonet-7",)
            assert await adopted.get() == "Up"


async def test_a_call_whose_session_keeps_failing_goes_on_in_the_dialplan(pbx: Pbx) -> None:
    tries: asyncio.Queue[str] = asyncio.Queue()

    async def handle(sock: CallSocket) -> None:
        tries.put_nowait(sock.base)
        if sock.base == "convonet-0":
            raise RuntimeError("as scripted")
        async for _ in sock.ari:
            pass

    async with worker(pbx, handle):
        await pbx.call()
        assert [await tries.get() for _ in range(3)] == ["convonet-0", "convonet-0", "convonet-1"]
