"""A desk's console on real records and scripted queues, and browsers that use it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from aiohttp import ClientResponse, ClientWebSocketResponse, CookieJar
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from convonet_ari.call import events as ev_call
from convonet_ari.callcenter import events as ev
from convonet_ari.callcenter.desk import Desk
from convonet_ari.callcenter.floor import Floor
from convonet_ari.clock import SystemClock
from convonet_ari.config import Console
from convonet_ari.jobs.floor_records import FloorRecords
from convonet_ari.jobs.people_desk import PeopleDesk
from convonet_ari.store.agent_desk import AgentDesk
from convonet_ari.store.agent_sessions import SignedIn
from convonet_ari.store.passwords import Passwords
from convonet_ari.store.sealed import Seal
from convonet_ari.store.seed import admit_agents
from convonet_ari.web import pages
from convonet_ari.web.app import make_app
from convonet_ari.web.console import Behind, console
from convonet_ari.web.view import View
from tests.db.house import House
from tests.fakes.floor import ScriptedQueues

PASSWORD = "correct horse battery"
SIP_SECRET = "a secret for the telephone"
SETTINGS = Console(sip_ws_url="wss://pbx.example.com:8089/ws", wrap_up_s=60)
SEAL = Seal("a key for tests, nowhere else")

Client = TestClient[Request, Application]


@dataclass
class Browser:
    """One agent's browser, with its cookies and the token its pages know."""

    client: Client
    me: dict[str, Any] = field(default_factory=dict)

    async def sign_in(self, login: str, password: str = PASSWORD) -> ClientResponse:
        answer = await self.client.post("/api/session", json={"login": login, "password": password})
        self.me = await answer.json()
        return answer

    async def ask(self, method: str, path: str, body: object = None) -> tuple[int, dict[str, Any]]:
        headers = {"X-CSRF-Token": self.me.get("csrf", "")}
        async with self.client.request(method, path, json=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def live(self, query: str = "") -> Live:
        return Live(await self.client.ws_connect(f"/api/live{query}"))


@dataclass
class Live:
    """What a page is told, in order."""

    socket: ClientWebSocketResponse

    async def next(self, kind: str, **fields: object) -> dict[str, Any]:
        """The next message of this kind with these fields; others are passed over."""
        async with asyncio.timeout(20):
            while True:
                message: dict[str, Any] = await self.socket.receive_json()
                if message["type"] == kind and fields.items() <= message.items():
                    return message


class Supervised:
    """Whom supervisors asked to hear, and where the assistant was called in, which is there once."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []

    async def supervise(self, who: SignedIn, call_id: UUID, extension: str, mode: str) -> bool:
        self.asked.append((who.extension, extension, mode))
        return True

    async def call_in(self, who: SignedIn, call_id: UUID, channel_id: str) -> bool:
        self.asked.append((who.extension, channel_id, "assist"))
        return len(self.asked) == 1

    async def send_away(self, who: SignedIn, call_id: UUID) -> bool:
        self.asked.append((who.extension, str(call_id), "send away"))
        return len([one for one in self.asked if one[2] == "send away"]) == 1


@dataclass
class Rig:
    house: House
    supervision: Supervised
    ami: ScriptedQueues
    floor: Floor
    server: TestServer
    clients: list[Client] = field(default_factory=list)

    async def browser(self, login: str = "", password: str = PASSWORD) -> Browser:
        client = TestClient(self.server, cookie_jar=CookieJar(unsafe=True))
        self.clients.append(client)
        browser = Browser(client)
        if login:
            assert (await browser.sign_in(login, password)).status == 200
        return browser

    async def with_people(self, channel: str) -> UUID:
        """A call of Ann's that the assistant has given to queue 2000."""
        demo, calls = self.house.demo, self.house.calls
        lease = await calls.open(demo.org_id, demo.did, demo.number, channel, "worker-1")
        asked = ev_call.TransferAsked(2, "support", "2000", "billing question")
        await calls.append(lease, [(1, 0, asked)])
        await calls.identify(lease, demo.user_id)
        await calls.utterance(lease, 1, "caller", "My invoice is wrong.")
        await calls.utterance(lease, 1, "assistant", "I will look into it.", "I will look")
        await calls.with_human(lease, "2000")
        return lease.call_id

    def called(self, channel: str, extension: str, queue: str = "2000") -> None:
        """The queue rings this agent's phone for the caller."""
        self.ami.tell(ev.QueueCallerJoin(queue, channel, 1), ev.AgentCalled(queue, channel, local(extension)))

    def connected(self, channel: str, extension: str, queue: str = "2000") -> None:
        gone = ev.QueueCallerLeave(queue, channel)
        self.ami.tell(gone, ev.AgentConnect(queue, channel, local(extension), "x", "1.2", 3))

    def completed(self, channel: str, extension: str, queue: str = "2000") -> None:
        self.ami.tell(ev.AgentComplete(queue, channel, local(extension), 12, "caller"))


def local(extension: str) -> str:
    return f"Local/{extension}@from-queue/n"


@asynccontextmanager
async def rigged(
    house: House, settings: Console = SETTINGS, queues: Sequence[str] = ("2000", "2001", "2002")
) -> AsyncIterator[Rig]:
    """The console over this house; Maria supervises on a desk phone, Tom answers in the browser."""
    clock, ami, passwords = SystemClock(), ScriptedQueues(*queues), Passwords()
    sealed = {"1002": SEAL.seal(SIP_SECRET)}
    await admit_agents(house.owner, house.demo.org_id, await passwords.hash(PASSWORD), sealed)
    floor = Floor(ami, FloorRecords(AgentDesk(house.store)), clock, settings.wrap_up_s)
    desk = Desk(ami, PeopleDesk(house.store, house.calls), clock, 60, (floor,))
    view = View(
        house.store,
        floor,
        lambda: desk.board.snapshot(clock.monotonic()),
        lambda channel: desk.board.waited_s(channel, clock.monotonic()),
    )
    supervision = Supervised()
    parts = console(Behind(house.store, passwords, SEAL, view, supervision, supervision, clock), settings)
    floor.audience = parts.live
    server = TestServer(make_app({}, [*pages.routes(), *parts.routes]))
    await server.start_server()
    jobs = [asyncio.create_task(job) for job in (desk.run(), floor.run(), parts.live.run())]
    ami.tell(ev.Connected())
    rig = Rig(house, supervision, ami, floor, server)
    try:
        yield rig
    finally:
        for client in rig.clients:
            # A client's own `close` would also close the server, which waits for the others' sockets.
            await client.session.close()
        await server.close()
        for job in jobs:
            job.cancel()
        await asyncio.wait(jobs)
        passwords.close()
