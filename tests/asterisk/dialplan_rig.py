"""A PBX of FreePBX's shape, telephones around it, and a worker of a few lines that a test scripts."""

from __future__ import annotations

import asyncio
import itertools
import json
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import numpy as np
from aiohttp import WSMsgType, web

from convonet_ari.dialplan.render import DialplanOptions, render
from convonet_ari.embedded.asterisk import EmbeddedAsterisk
from convonet_ari.embedded.installation import Installation
from convonet_ari.embedded.pbx import Agent, PbxOptions, Queue, render_pbx
from convonet_ari.embedded.pbx import Phone as OwnPhone
from convonet_ari.embedded.phone import Phone
from convonet_ari.embedded.ports import free_ports, free_udp_block
from convonet_ari.ulaw import Pcm

DID = "+12344007818"
AGENT = Agent("1001", "agent-secret", "Desk Agent")
DIALPLAN = DialplanOptions(
    worker_password="worker-secret",
    ari_password="ari-secret",
    ami_secret="ami-secret",
    agi_port=9,
    trunk_networks=("127.0.0.2",),
    trunk_media_encryption="no",
    web_did=DID,
    web_secret="web-secret",
)


@dataclass(frozen=True, slots=True)
class Pbx:
    asterisk: EmbeddedAsterisk
    options: PbxOptions

    @property
    def sip(self) -> tuple[str, int]:
        return self.options.sip_host, self.options.sip_port

    def trunk(self) -> Phone:
        return Phone("127.0.0.2", user="+15551234567", server=self.sip)

    @asynccontextmanager
    async def agent(self) -> AsyncIterator[Phone]:
        async with Phone("127.0.0.1", user=AGENT.extension, password=AGENT.secret, server=self.sip) as phone:
            await phone.register()
            yield phone

    def log(self) -> str:
        return (self.asterisk.log_dir / "messages.log").read_text(encoding="utf-8", errors="replace")

    def complaints(self) -> list[str]:
        return [line for line in self.log().splitlines() if "WARNING[" in line or "ERROR[" in line]


@asynccontextmanager
async def pbx(
    installation: Installation,
    dialplan: DialplanOptions = DIALPLAN,
    extra: str = "",
    max_wait_s: int = 300,
    files: Mapping[str, str] | None = None,
) -> AsyncIterator[Pbx]:
    """`extra` is dialplan of the test's own, `files` stand for ours. Queue 2000 is patient, 2001 strict."""
    sip, ami, http = free_ports(3)
    first, last = free_udp_block(100)
    options = PbxOptions(
        sip_port=sip,
        ami_port=ami,
        rtp_start=first,
        rtp_end=last,
        agents=(AGENT, Agent("1002", "browser-secret", "Browser Agent", "ws")),
        queues=(
            Queue("2000", "Front desk", ("1001",), max_wait_s=max_wait_s),
            Queue("2001", "Strict", ("1001",), strict=True),
        ),
        dids=(DID,),
        phone=OwnPhone("7000", "phone-secret"),
    )
    rendered = render_pbx(options, render(replace(dialplan, http_port=http))) | dict(files or {})
    rendered["extensions_additional.conf"] += "\n" + extra
    with tempfile.TemporaryDirectory(prefix="convonet-dialplan-") as directory:
        async with EmbeddedAsterisk(installation, Path(directory), rendered) as asterisk:
            yield Pbx(asterisk, options)


@dataclass(slots=True)
class Session:
    """One per-call socket: the events it brought, and requests over it."""

    socket: web.WebSocketResponse
    application: str
    started: dict[str, Any] = field(default_factory=dict)
    digits: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    answers: dict[str, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    @property
    def arguments(self) -> list[str]:
        """Number of this entry, number dialled, status of the queue; one more in a reminder."""
        entry, number, status, reminder = (str(argument) for argument in self.started["args"])
        return [entry, number, status, *([reminder] if reminder else [])]

    @property
    def base_application(self) -> str:
        return str(self.started["application"]).partition(":")[0]

    @property
    def channel(self) -> dict[str, Any]:
        return dict(self.started["channel"])

    async def post(self, action: str, **query: str) -> int:
        """POST channels/<the caller>/<action>; the status."""
        return await self._ask("POST", f"channels/{quote(self.channel['id'])}/{action}?{urlencode(query)}")

    async def hang_up(self) -> None:
        assert await self._ask("DELETE", f"channels/{quote(self.channel['id'])}") == 204

    async def _ask(self, method: str, uri: str) -> int:
        number = str(next(self.numbers))
        self.answers[number] = asyncio.get_running_loop().create_future()
        request = {"type": "RESTRequest", "transaction_id": number, "request_id": number, "method": method}
        await self.socket.send_str(json.dumps({**request, "uri": uri}))
        async with asyncio.timeout(5):
            return int((await self.answers[number])["status_code"])

    async def set_variables(self, **variables: str) -> None:
        for name, value in variables.items():
            assert await self.post("variable", variable=name, value=value) == 204

    async def to_queue(self, queue: str) -> None:
        assert await self.post("continue", context="ext-queues", extension=queue, priority="1") == 204

    def take(self, message: dict[str, Any]) -> bool:
        """True when the caller's channel has arrived."""
        match message["type"]:
            case "RESTResponse":
                self.answers[message["request_id"]].set_result(message)
            case "ChannelDtmfReceived":
                self.digits.put_nowait(message["digit"])
            case "StasisStart":
                self.started = message
                return True
        return False


class TinyWorker:
    """Takes every call's socket; a test awaits `session()` and orders what happens."""

    def __init__(self) -> None:
        self.port = free_ports(1)[0]
        self._sessions: asyncio.Queue[Session] = asyncio.Queue()

    @property
    def dialplan(self) -> DialplanOptions:
        return replace(DIALPLAN, worker_uri=f"ws://127.0.0.1:{self.port}/ari")

    async def session(self, timeout: float = 10) -> Session:
        """The next caller who has entered Stasis."""
        async with asyncio.timeout(timeout):
            return await self._sessions.get()

    async def __aenter__(self) -> TinyWorker:
        application = web.Application()
        application.router.add_get("/ari", self._socket)
        self._runner = web.AppRunner(application, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=["ari"])
        await socket.prepare(request)
        session = Session(socket, "")
        async for message in socket:
            if message.type is WSMsgType.TEXT and session.take(json.loads(message.data)):
                self._sessions.put_nowait(session)
        return socket


def tone(hz: float, seconds: float) -> Pcm:
    samples: Pcm = (9000 * np.sin(2 * np.pi * hz * np.arange(int(8000 * seconds)) / 8000)).astype(np.int16)
    return samples


def strongest_hz(pcm: Pcm) -> float:
    spectrum = np.abs(np.fft.rfft(pcm * np.hanning(len(pcm))))
    return float(np.argmax(spectrum) * 8000 / len(pcm))
