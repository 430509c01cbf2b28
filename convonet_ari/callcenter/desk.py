"""The desk's watch over people: publishes the queue board and tells of calls that people answered or lost."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Protocol

import structlog

from convonet_ari.callcenter.board import Board, QueueSnapshot
from convonet_ari.callcenter.events import AgentConnect, Channel, Connected, Event, Hangup
from convonet_ari.clock import Clock
from convonet_ari.errors import AmiError, StoreError

log = structlog.get_logger(__name__)

UNKNOWN_CAUSE = 0
AFTER_A_FAULT_S = 1.0
# A session closes the call that has just ended; what it has not closed by then, it will not.
CLOSING_S = 3.0
QUEUE = "Queue"


class Manager(Protocol):
    """The part of `ami.Ami` that is used here."""

    async def __anext__(self) -> Event: ...

    async def queue_status(self) -> Sequence[Event]: ...

    async def core_show_channels(self) -> Sequence[Channel]: ...


class People(Protocol):
    """What the desk tells; a channel that is no call of ours is nobody's, and must be borne."""

    async def open_calls(self) -> Mapping[str, bool]:
        """Channel ids of the calls that are not known to have ended, and whether they are with people."""
        ...

    async def came(self, channel_id: str, queue: str) -> None:
        """One of `open_calls` is in a queue, where no session has brought it."""
        ...

    async def answered(self, channel_id: str, agent: str, held_s: int) -> None: ...

    async def left(self, channel_id: str, cause: int) -> bool:
        """False when its session has yet to close the call."""
        ...

    async def queues(self, board: Sequence[QueueSnapshot]) -> None: ...


class Watcher(Protocol):
    """Somebody else who wants every event, in order, and every look at the queues."""

    def on(self, event: Event) -> None: ...

    async def look(self, status: Sequence[Event]) -> None: ...


class Desk:
    """Run `run` beside `ami.run()`, in one task group."""

    def __init__(
        self,
        ami: Manager,
        people: People,
        clock: Clock,
        reconcile_s: float = 10.0,
        watchers: Sequence[Watcher] = (),
    ) -> None:
        self._ami = ami
        self._people = people
        self._watchers = watchers
        self._clock = clock
        self._reconcile_s = reconcile_s
        self.board = Board()
        self._missing: set[str] = set()
        self._trouble = ""

    def ahead(self, queue: str, waited_s: float) -> int:
        """How many callers wait in `queue` who have waited longer than that."""
        return self.board.ahead(queue, waited_s, self._clock.monotonic())

    async def run(self) -> None:
        """One task does both, so that a list read from Asterisk never overtakes the events behind it."""
        due = self._clock.monotonic() + self._reconcile_s
        while True:
            event = await self._next(due - self._clock.monotonic())
            if event is None:
                due = self._clock.monotonic() + self._reconcile_s
            if not await self._guarded(event):
                due = min(due, self._clock.monotonic() + AFTER_A_FAULT_S)
            if self._missing:
                due = min(due, self._clock.monotonic() + CLOSING_S)

    async def _next(self, within_s: float) -> Event | None:
        """What has come already is heard before a list is asked for, which would be newer."""
        try:
            async with asyncio.timeout(max(0.0, within_s)):
                return await self._ami.__anext__()
        except TimeoutError:
            return None

    async def _guarded(self, event: Event | None) -> bool:
        """What an event could not tell, since it was missed or PostgreSQL was away, the next look finds."""
        try:
            if event is None or isinstance(event, Connected):
                await self._reconcile()
            else:
                await self._on(event)
        except (AmiError, StoreError) as error:
            if str(error) != self._trouble:
                log.warning("desk will look again", reason=str(error))
            self._trouble = str(error)
            return False
        self._trouble = ""
        return True

    async def _on(self, event: Event) -> None:
        changed = self.board.on(event, self._clock.monotonic())
        for watcher in self._watchers:
            watcher.on(event)
        match event:
            case Hangup(channel_id, _, cause):
                if not await self._people.left(channel_id, cause):
                    self._missing.add(channel_id)
            case AgentConnect():
                await self._people.answered(event.channel_id, event.name, event.held_s)
        if changed:
            await self._publish()

    async def _reconcile(self) -> None:
        status = await self._ami.queue_status()
        self.board.load(status, self._clock.monotonic())
        await self._publish()
        for watcher in self._watchers:
            await watcher.look(status)
        # Our list first: a call that leaves for the queue after it cannot be missing among the channels.
        ours = await self._people.open_calls()
        live = {channel.channel_id: channel for channel in await self._ami.core_show_channels()}
        for channel_id in sorted(set(ours) & set(live)):
            if not ours[channel_id] and live[channel_id].application == QUEUE:
                await self._people.came(channel_id, live[channel_id].extension)
        missing = set(ours) - set(live)
        # Not at the first look: a session may be about to close the call that has just ended.
        for channel_id in sorted(missing & self._missing):
            await self._people.left(channel_id, UNKNOWN_CAUSE)
        self._missing = missing - self._missing

    async def _publish(self) -> None:
        await self._people.queues(self.board.snapshot(self._clock.monotonic()))
