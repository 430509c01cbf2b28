"""The desk's watch: what it publishes, whom it tells, and what it finds again after a fault."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import pytest

from convonet_ari.callcenter import desk as desks
from convonet_ari.callcenter import events as ev
from convonet_ari.callcenter.board import QueueSnapshot
from convonet_ari.callcenter.desk import Desk
from convonet_ari.clock import Clock, SystemClock
from convonet_ari.errors import AmiLost, StoreUnavailable

pytestmark = pytest.mark.shell


class ScriptedAmi:
    def __init__(self) -> None:
        self.told: asyncio.Queue[ev.Event] = asyncio.Queue()
        self.status: list[ev.Event] = []
        self.channels: list[str] = []
        self.lost = 0
        self.untold: int | None = None

    async def __anext__(self) -> ev.Event:
        return await self.told.get()

    async def queue_status(self) -> Sequence[ev.Event]:
        self.untold = self.told.qsize()
        if self.lost:
            self.lost -= 1
            raise AmiLost("QueueStatus")
        return self.status

    async def core_show_channels(self) -> Sequence[ev.Channel]:
        return [ev.Channel(name, "PJSIP/x", "ext-queues", "2000", "Queue", "Up") for name in self.channels]


class RecordedPeople:
    """`faults` is how many of the next calls of `left` fail because PostgreSQL is away.

    Of `ours` the calls in `talking` have a session. `answered` returns when it is `free`.
    """

    def __init__(self) -> None:
        self.ours: set[str] = set()
        self.talking: set[str] = set()
        self.heard: asyncio.Queue[tuple[object, ...]] = asyncio.Queue()
        self.faults = 0
        self.free = asyncio.Event()
        self.free.set()

    async def open_calls(self) -> Mapping[str, bool]:
        return {channel_id: channel_id not in self.talking for channel_id in self.ours}

    async def came(self, channel_id: str, queue: str) -> None:
        self.talking.discard(channel_id)
        self.heard.put_nowait(("came", channel_id, queue))

    async def answered(self, channel_id: str, agent: str, held_s: int) -> None:
        self.heard.put_nowait(("answered", channel_id, agent, held_s))
        await self.free.wait()

    async def left(self, channel_id: str, cause: int) -> bool:
        if self.faults:
            self.faults -= 1
            raise StoreUnavailable("PostgreSQL is away")
        if cause and channel_id in self.talking:
            return False
        self.ours.discard(channel_id)
        self.heard.put_nowait(("left", channel_id, cause))
        return True

    async def queues(self, board: Sequence[QueueSnapshot]) -> None:
        self.heard.put_nowait(("queues", *((q.queue, q.available, q.waiting) for q in board)))

    async def until(self, kind: str) -> tuple[object, ...]:
        async with asyncio.timeout(5):
            while (told := await self.heard.get())[0] != kind:
                pass
        return told


class Late(SystemClock):
    late_s = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.late_s


@asynccontextmanager
async def desk(
    reconcile_s: float = 60.0, clock: Clock | None = None
) -> AsyncIterator[tuple[ScriptedAmi, RecordedPeople]]:
    ami, people = ScriptedAmi(), RecordedPeople()
    running = asyncio.create_task(Desk(ami, people, clock or SystemClock(), reconcile_s).run())
    try:
        yield ami, people
    finally:
        running.cancel()
        await asyncio.wait({running})


async def test_the_board_is_published_when_it_changes() -> None:
    async with desk() as (ami, people):
        ami.status = [ev.QueueKnown("2000")]
        ami.told.put_nowait(ev.Connected())
        assert await people.until("queues") == ("queues", ("2000", 0, 0))
        ami.told.put_nowait(ev.QueueCallerJoin("2000", "1.1", 1))
        assert await people.until("queues") == ("queues", ("2000", 0, 1))
        ami.told.put_nowait(ev.QueueMember("2000", "Local/1001", "Desk", 1, False, False))
        assert await people.until("queues") == ("queues", ("2000", 1, 1))


async def test_answers_and_hang_ups_are_told() -> None:
    async with desk() as (ami, people):
        ami.told.put_nowait(ev.AgentConnect("2000", "1.1", "Local/1001", "Desk", "1.2", 7))
        ami.told.put_nowait(ev.Hangup("1.1", "PJSIP/x", 16))
        assert await people.until("answered") == ("answered", "1.1", "Desk", 7)
        assert await people.until("left") == ("left", "1.1", 16)


async def test_a_list_does_not_overtake_what_came_before_it() -> None:
    """Older news after a newer list would end a wrap-up that has just begun."""
    clock = Late()
    async with desk(clock=clock) as (ami, people):
        people.free.clear()
        ami.told.put_nowait(ev.AgentConnect("2000", "1.1", "Local/1001", "Desk", "1.2", 7))
        await people.until("answered")
        ami.told.put_nowait(ev.AgentComplete("2000", "1.1", "Local/1001", 20, "caller"))
        clock.late_s = 60.0
        people.free.set()
        await people.until("queues")
        assert ami.untold == 0


async def test_a_call_that_ended_unseen_is_found_when_the_manager_comes_back() -> None:
    async with desk(reconcile_s=0.05) as (ami, people):
        people.ours = {"gone", "here"}
        ami.channels = ["here", "another"]
        ami.told.put_nowait(ev.Connected())
        assert await people.until("left") == ("left", "gone", 0)
        assert people.ours == {"here"}


async def test_a_hang_up_lost_to_the_database_is_told_at_the_next_look() -> None:
    async with desk(reconcile_s=0.05) as (ami, people):
        people.ours, people.faults, ami.channels = {"1.1"}, 1, ["1.1"]
        ami.told.put_nowait(ev.Hangup("1.1", "PJSIP/x", 16))
        ami.channels = []
        assert await people.until("left") == ("left", "1.1", 0)


async def test_a_call_whose_session_does_not_close_it_is_closed_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its worker was killed, and its caller hung up before another one had the call."""
    monkeypatch.setattr(desks, "CLOSING_S", 0.05)
    async with desk() as (ami, people):
        people.ours, people.talking = {"1.1"}, {"1.1"}
        ami.told.put_nowait(ev.Hangup("1.1", "PJSIP/x", 16))
        assert await people.until("left") == ("left", "1.1", 0)


async def test_a_call_that_its_session_closes_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "CLOSING_S", 0.05)
    async with desk() as (ami, people):
        people.ours, people.talking = {"1.1", "1.2"}, {"1.1", "1.2"}
        ami.told.put_nowait(ev.Hangup("1.1", "PJSIP/x", 16))
        ami.told.put_nowait(ev.Hangup("1.2", "PJSIP/x", 16))
        people.ours = {"1.2"}
        assert await people.until("left") == ("left", "1.2", 0)


async def test_a_call_that_the_dialplan_took_to_people_is_seen_in_their_queue() -> None:
    async with desk() as (ami, people):
        people.ours, people.talking = {"1.1", "1.2"}, {"1.1"}
        ami.channels = ["1.1", "1.2", "another"]
        ami.told.put_nowait(ev.Connected())
        assert await people.until("came") == ("came", "1.1", "2000")
        assert people.heard.empty()


async def test_the_desk_outlives_a_manager_that_goes_away_while_it_reads() -> None:
    async with desk(reconcile_s=0.05) as (ami, people):
        ami.lost, ami.status = 3, [ev.QueueKnown("2000")]
        ami.told.put_nowait(ev.Connected())
        assert await people.until("queues") == ("queues", ("2000", 0, 0))
