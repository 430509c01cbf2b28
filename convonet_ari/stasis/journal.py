"""Writes what happened to the call's record: in order, fenced, and never on the call's own path."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog

from convonet_ari.call import events as ev
from convonet_ari.errors import FenceLost, StoreError

log = structlog.get_logger(__name__)

Entry = tuple[int, int, ev.Event]
Write = Callable[[], Awaitable[None]]

RETRY_S = 0.25


class Appender(Protocol):
    """Append (sequence, milliseconds into the call, event) entries. Raises FenceLost and StoreError."""

    async def __call__(self, entries: list[Entry]) -> None: ...


class Journal:
    """One call's writer.

    `lost` is called once when PostgreSQL stays away for `patience_s`, `fenced` when another session owns the
    call. What could not be written is tried again until the journal is closed, unless PostgreSQL refuses it.
    """

    def __init__(
        self,
        append: Appender,
        *,
        lost: Callable[[], None],
        fenced: Callable[[], None],
        first: int = 1,
        patience_s: float = 2.0,
    ) -> None:
        self._append = append
        self._lost = lost
        self._fenced = fenced
        self._next = first
        self._patience_s = patience_s
        self._entries: deque[Entry] = deque()
        self._writes: deque[Write] = deque()
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._down_since: float | None = None
        self._told = False
        self._fenced_off = False
        self._refused = False
        self._at_rows = False

    def event(self, at_ms: int, event: ev.Event) -> None:
        if self._fenced_off:
            return
        self._entries.append((self._next, at_ms, event))
        self._next += 1
        self._woken()

    def write(self, write: Write) -> None:
        """Another fenced write, after the events noted so far."""
        if self._fenced_off:
            return
        self._writes.append(write)
        self._woken()

    async def flushed(self, timeout_s: float) -> bool:
        """Wait until everything noted is stored; False when it is not within `timeout_s`."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._idle.wait()
        except TimeoutError:
            return False
        return True

    async def run(self) -> None:
        """Until cancelled or fenced."""
        while True:
            await self._wake.wait()
            try:
                await self._drain()
            except FenceLost:
                log.warning("another session owns the call")
                self._fenced_off = True
                self._idle.set()
                self._fenced()
                return
            except StoreError as error:
                await self._retry_later(error)

    async def _drain(self) -> None:
        while self._entries or self._writes:
            self._at_rows = not self._entries
            if self._entries:
                batch = [self._entries[0]] if self._refused else list(self._entries)
                await self._append(batch)
                for _ in batch:
                    self._entries.popleft()
            elif self._writes:
                await self._writes[0]()
                self._writes.popleft()
            self._down_since = None
        self._refused = False
        self._wake.clear()
        self._idle.set()

    async def _retry_later(self, error: StoreError) -> None:
        now = asyncio.get_running_loop().time()
        if self._down_since is None:
            self._down_since = now
            log.warning("the call's record cannot be written", code=error.code)
        if now - self._down_since >= self._patience_s and not self._told:
            self._told = True
            self._lost()
        if not error.retryable:
            self._give_up_one()
        await asyncio.sleep(RETRY_S)

    def _give_up_one(self) -> None:
        """What PostgreSQL refuses it would refuse again. Which of many events, they tell one by one."""
        if self._at_rows:
            self._writes.popleft()
        elif self._refused or len(self._entries) == 1:
            number, _, event = self._entries.popleft()
            log.error("an event cannot be stored", seq=number, kind=type(event).__name__)
        else:
            self._refused = True

    def _woken(self) -> None:
        self._idle.clear()
        self._wake.set()
