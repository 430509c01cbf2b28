"""The manager facade, the board and the desk's watch on a real Asterisk with real telephones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from convonet_ari.callcenter.ami import Ami, AmiLogin
from convonet_ari.callcenter.board import QueueSnapshot
from convonet_ari.callcenter.connection import Connection
from convonet_ari.callcenter.desk import Desk
from convonet_ari.clock import SystemClock
from convonet_ari.dialplan.render import render
from convonet_ari.embedded.installation import Installation
from convonet_ari.errors import AmiError
from tests.asterisk.dialplan_rig import DIALPLAN, DID, Pbx, pbx

pytestmark = pytest.mark.asterisk

STRAIGHT_TO_PEOPLE = replace(DIALPLAN, worker_uri="ws://127.0.0.1:9/ari", reconnect_attempts=1)


class Notes:
    """What the desk told, to be waited for."""

    def __init__(self) -> None:
        self.ours: list[str] = []
        self.told: asyncio.Queue[tuple[str, str, int]] = asyncio.Queue()
        self.board: dict[str, QueueSnapshot] = {}
        self.changed = asyncio.Condition()

    async def open_calls(self) -> Mapping[str, bool]:
        return dict.fromkeys(self.ours, True)

    async def came(self, channel_id: str, queue: str) -> None:
        self.told.put_nowait((f"came to {queue}", channel_id, 0))

    async def answered(self, channel_id: str, agent: str, held_s: int) -> None:
        self.told.put_nowait(("answered by " + agent, channel_id, held_s))

    async def left(self, channel_id: str, cause: int) -> bool:
        self.told.put_nowait(("left", channel_id, cause))
        return True

    async def queues(self, board: Sequence[QueueSnapshot]) -> None:
        async with self.changed:
            self.board = {snapshot.queue: snapshot for snapshot in board}
            self.changed.notify_all()

    async def shows(self, available: int, waiting: int) -> None:
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(lambda: self._is(available, waiting))

    def _is(self, available: int, waiting: int) -> bool:
        found = self.board.get("2000")
        return found is not None and (found.available, found.waiting) == (available, waiting)


@asynccontextmanager
async def watched(server: Pbx, notes: Notes, reconcile_s: float = 10) -> AsyncIterator[Ami]:
    ami = Ami(AmiLogin("127.0.0.1", server.options.ami_port, "convonet", DIALPLAN.ami_secret))
    desk = Desk(ami, notes, SystemClock(), reconcile_s)
    tasks = [asyncio.create_task(ami.run()), asyncio.create_task(desk.run())]
    try:
        yield ami
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def test_the_board_follows_a_call_from_ringing_to_its_end(asterisk_installation: Installation) -> None:
    notes = Notes()
    async with (
        pbx(asterisk_installation, STRAIGHT_TO_PEOPLE) as server,
        watched(server, notes) as ami,
        server.trunk() as trunk,
    ):
        await notes.shows(available=0, waiting=0)
        async with server.agent() as agent:
            await notes.shows(available=1, waiting=0)
            call = await trunk.dial(DID)
            leg = await agent.incoming(10)
            await leg.ring()
            await notes.shows(available=0, waiting=1)
            assert notes.board["2000"].members == 1
            await leg.answer()
            await notes.shows(available=0, waiting=0)
            caller = next(c for c in await ami.core_show_channels() if c.application == "Queue")
            assert (caller.context, caller.extension) == ("ext-queues", "2000")
            await call.hangup()
            await notes.shows(available=1, waiting=0)
        assert ("answered by Desk Agent", caller.channel_id, 0) == await notes.told.get()
        async with asyncio.timeout(5):
            while await notes.told.get() != ("left", caller.channel_id, 16):
                pass


async def test_a_call_that_ended_while_nobody_watched_is_found(asterisk_installation: Installation) -> None:
    notes = Notes()
    notes.ours = ["1700000000.1"]
    async with pbx(asterisk_installation, STRAIGHT_TO_PEOPLE) as server, watched(server, notes, 0.2):
        async with asyncio.timeout(5):
            assert await notes.told.get() == ("left", "1700000000.1", 0)


async def test_the_published_rights_do_not_allow_to_place_calls(asterisk_installation: Installation) -> None:
    notes = Notes()
    async with pbx(asterisk_installation, STRAIGHT_TO_PEOPLE) as server, watched(server, notes) as ami:
        await notes.shows(available=0, waiting=0)
        with pytest.raises(AmiError, match="Permission denied"):
            await ami.originate("PJSIP/1001", "from-internal", "2000", channel_id="call-1")


async def test_an_originated_call_rings_with_its_own_channel_id(asterisk_installation: Installation) -> None:
    notes = Notes()
    async with pbx(asterisk_installation, STRAIGHT_TO_PEOPLE) as server:
        rights = render(DIALPLAN)["manager_custom.conf"].replace("write = ", "write = originate,")
        server.asterisk.write("manager_custom.conf", rights)
        await server.asterisk.cli("manager reload")
        async with watched(server, notes) as ami, server.agent() as agent:
            await notes.shows(available=1, waiting=0)
            await ami.originate(
                "PJSIP/1001",
                "ext-queues",
                "2000",
                channel_id="call-1",
                caller_id="Call-back <2000>",
                ring_s=10,
            )
            leg = await agent.incoming(5)
            assert leg.caller_name == "Call-back"
            assert "call-1" in {channel.channel_id for channel in await ami.core_show_channels()}
            await leg.reject()


async def test_a_wrong_secret_is_refused(asterisk_installation: Installation) -> None:
    async with pbx(asterisk_installation, STRAIGHT_TO_PEOPLE) as server:
        login = AmiLogin("127.0.0.1", server.options.ami_port, "convonet", "wrong")
        connection = Connection(login, 5.0, lambda event: None)
        with pytest.raises(AmiError, match="Authentication failed"):
            await connection.open(login)
        connection.close()
