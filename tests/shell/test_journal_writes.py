"""The journal above a scripted PostgreSQL, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from convonet_ari.call import events as ev
from convonet_ari.errors import FenceLost, StoreError, StoreUnavailable
from convonet_ari.stasis.journal import Entry, Journal
from tests.fakes.virtual_time import in_virtual_time

pytestmark = pytest.mark.shell

BEGAN = ev.SpeechBegan()
REFUSED = ev.SpeechRecognized("nobody can store this")


class Database:
    """`down` is raised instead of writing; the gate holds writes back."""

    def __init__(self) -> None:
        self.batches: list[list[Entry]] = []
        self.rows: list[str] = []
        self.down: StoreError | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.told: list[str] = []
        self.journal = Journal(
            self.append,
            lost=lambda: self.told.append("lost"),
            fenced=lambda: self.told.append("fenced"),
            first=5,
            patience_s=2.0,
        )

    async def append(self, entries: list[Entry]) -> None:
        await self.gate.wait()
        if self.down is not None:
            raise self.down
        if any(event == REFUSED for _, _, event in entries):
            raise StoreError("refused")
        self.batches.append(entries)

    def write(self, row: str, error: StoreError | None = None) -> None:
        async def write() -> None:
            if failure := error or self.down:
                raise failure
            self.rows.append(row)

        self.journal.write(write)

    @property
    def numbers(self) -> list[list[int]]:
        return [[number for number, _, _ in batch] for batch in self.batches]


@asynccontextmanager
async def database() -> AsyncIterator[Database]:
    found = Database()
    task = asyncio.create_task(found.journal.run())
    yield found
    task.cancel()


@in_virtual_time
async def test_events_are_numbered_on_and_those_of_a_busy_moment_go_together() -> None:
    async with database() as store:
        store.gate.clear()
        store.journal.event(10, BEGAN)
        await asyncio.sleep(0.1)
        store.journal.event(20, BEGAN)
        store.journal.event(30, BEGAN)
        store.gate.set()
        assert await store.journal.flushed(1)
        assert store.numbers == [[5], [6, 7]]


@in_virtual_time
async def test_rows_follow_the_events_noted_before_them_in_their_order() -> None:
    async with database() as store:
        store.gate.clear()
        store.journal.event(10, BEGAN)
        store.write("phase")
        store.write("utterance")
        await asyncio.sleep(0.1)
        assert store.rows == []
        store.gate.set()
        assert await store.journal.flushed(1)
        assert store.rows == ["phase", "utterance"]


@in_virtual_time
async def test_what_could_not_be_written_is_written_once_postgresql_is_back() -> None:
    async with database() as store:
        store.down = StoreUnavailable("away")
        store.journal.event(10, BEGAN)
        store.write("phase")
        await asyncio.sleep(1.5)
        assert store.told == []
        store.journal.event(20, BEGAN)
        store.down = None
        assert await store.journal.flushed(1)
        assert store.numbers == [[5, 6]]
        assert store.rows == ["phase"]
        assert store.told == []


@in_virtual_time
async def test_a_lost_postgresql_is_told_once_and_only_after_patience() -> None:
    async with database() as store:
        store.down = StoreUnavailable("away")
        store.journal.event(10, BEGAN)
        await asyncio.sleep(1.9)
        assert store.told == []
        await asyncio.sleep(0.4)
        assert store.told == ["lost"]
        await asyncio.sleep(60)
        assert store.told == ["lost"]


@in_virtual_time
async def test_waiting_for_a_flush_ends_in_time() -> None:
    async with database() as store:
        store.down = StoreUnavailable("away")
        store.journal.event(10, BEGAN)
        assert not await store.journal.flushed(0.5)


@in_virtual_time
async def test_a_fenced_call_is_written_no_more() -> None:
    async with database() as store:
        store.down = FenceLost("adopted")
        store.journal.event(10, BEGAN)
        assert await store.journal.flushed(1)
        assert store.told == ["fenced"]
        store.down = None
        store.journal.event(20, BEGAN)
        await asyncio.sleep(1)
        assert store.batches == []


@in_virtual_time
async def test_a_row_that_postgresql_refuses_does_not_hold_up_the_others() -> None:
    async with database() as store:
        store.write("wrong", StoreError("refused"))
        store.write("right")
        assert await store.journal.flushed(1)
        assert store.rows == ["right"]
        assert store.told == []


@in_virtual_time
async def test_nobody_waits_for_what_a_session_notes_after_it_lost_the_call() -> None:
    async with database() as store:
        store.down = FenceLost("adopted")
        store.journal.event(10, BEGAN)
        assert await store.journal.flushed(1)
        store.journal.event(20, BEGAN)
        store.write("recording")
        assert await store.journal.flushed(1)
        assert store.told == ["fenced"]


@in_virtual_time
async def test_an_event_that_postgresql_refuses_does_not_hold_up_those_around_it() -> None:
    async with database() as store:
        for event in (BEGAN, REFUSED, BEGAN):
            store.journal.event(10, event)
        store.write("phase")
        assert await store.journal.flushed(2)
        assert store.numbers == [[5], [7]]
        assert store.rows == ["phase"]
        store.journal.event(20, BEGAN)
        store.journal.event(30, BEGAN)
        assert await store.journal.flushed(1)
        assert store.numbers[2:] == [[8, 9]]
        assert store.told == []


@in_virtual_time
async def test_a_refused_row_takes_no_event_with_it() -> None:
    async with database() as store:
        store.gate.clear()

        async def refused() -> None:
            await store.gate.wait()
            raise StoreError("refused")

        store.journal.write(refused)
        await asyncio.sleep(0.1)
        store.journal.event(10, BEGAN)
        store.gate.set()
        assert await store.journal.flushed(2)
        assert store.numbers == [[5]]
