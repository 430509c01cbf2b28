"""Follows every call of one organisation in PostgreSQL while it happens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from convonet_ari.demo.story import Story
from convonet_ari.demo.timeline import Line
from convonet_ari.errors import StoreError
from convonet_ari.store.history import CallLine, CallStory, History

LOOK_EVERY_S = 0.1
IDLE_LOOK_S = 0.3
RECENT = 8

OnLines = Callable[["Followed", list[Line]], None]


@dataclass(slots=True)
class Followed:
    """One call as PostgreSQL has it so far."""

    call_id: UUID
    number: str
    began: float
    story: Story
    rows: CallStory | None = None
    over: bool = False

    @property
    def phase(self) -> str:
        return str(self.rows.call["phase"]) if self.rows else "ringing"


class Watch:
    """`run` until cancelled; calls that began before it are left alone."""

    def __init__(self, history: History, org_id: UUID, on_lines: OnLines) -> None:
        self._history = history
        self._org_id = org_id
        self._on_lines = on_lines
        self._since = time.time()
        self._changed = asyncio.Condition()
        self.calls: dict[UUID, Followed] = {}

    async def run(self) -> None:
        while True:
            try:
                await self._look()
            except StoreError:
                await asyncio.sleep(1)  # PostgreSQL is away; the workers say so, and it may come back
            busy = any(not call.over for call in self.calls.values())
            await asyncio.sleep(LOOK_EVERY_S if busy else IDLE_LOOK_S)

    async def until(self, holds: Callable[[], bool], within_s: float) -> None:
        """Wait until `holds` after some look. Raises TimeoutError."""
        async with asyncio.timeout(within_s), self._changed:
            await self._changed.wait_for(holds)

    async def _look(self) -> None:
        for line in reversed(await self._history.recent(self._org_id, RECENT)):
            if line.call_id not in self.calls and line.started_at.timestamp() >= self._since:
                self.calls[line.call_id] = _followed(line)
        for call in list(self.calls.values()):
            if not call.over:
                await self._read(call)
        async with self._changed:
            self._changed.notify_all()

    async def _read(self, call: Followed) -> None:
        call.rows = await self._history.show(call.call_id)
        if call.rows is None:
            return
        ended = call.rows.call["ended_at"]
        call.over = ended is not None
        lines = call.story.feed(call.rows.events)
        if ended is not None:
            lines.append(Line(ended.timestamp(), "call", f"over: {call.rows.call['end_reason']}"))
        if lines:
            self._on_lines(call, lines)


def _followed(line: CallLine) -> Followed:
    began = line.started_at.timestamp()
    return Followed(line.call_id, line.caller_number, began, Story(began))
