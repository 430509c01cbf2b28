"""Playout beside an Asterisk that plays exactly when the test says so."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import numpy as np
import pytest

from convonet_ari.call.events import PlaybackFinished, PlaybackStopped
from convonet_ari.errors import ProviderError, ProviderUnavailable
from convonet_ari.media.chan_websocket import Command, Mark, MarkProcessed, Order
from convonet_ari.media.frame import Pcm
from convonet_ari.media.playout import Playout

pytestmark = pytest.mark.shell

TEXT = "one two three four five six seven eight nine ten"
SECOND = 16000


class Asterisk:
    """A queue of audio and marks that `play` lets go of, frame by frame; it is the clock as well."""

    def __init__(self) -> None:
        self.now = 0.0
        self.queue: deque[int | str] = deque()
        self.heard = 0
        self.orders: list[Order] = []
        self.playout: Playout

    async def send_audio(self, pcm: Pcm) -> None:
        self.queue.extend([320] * (len(pcm) // 320))

    async def send(self, command: Command) -> None:
        if isinstance(command, Mark):
            self.queue.append(command.id)
        elif isinstance(command, Order):
            self.orders.append(command)
            if command is Order.FLUSH:
                self.queue.clear()

    def monotonic(self) -> float:
        return self.now

    def utc(self) -> datetime:
        return datetime.fromtimestamp(self.now, UTC)

    @property
    def waiting(self) -> int:
        return sum(part for part in self.queue if isinstance(part, int))

    async def play(self, seconds: float) -> None:
        for _ in range(round(seconds * 50)):
            await settle()
            self._frame()
            self.now += 0.02
        await settle()

    def _frame(self) -> None:
        while self.queue and isinstance(mark := self.queue[0], str):
            self.queue.popleft()
            self.playout.hear(MarkProcessed(mark))
        if self.queue:
            self.heard += 320
            self.queue.popleft()


async def settle() -> None:
    """Let every task run until it waits for something outside."""
    for _ in range(12):
        await asyncio.sleep(0)


class Mouth:
    def __init__(self) -> None:
        self.asterisk = Asterisk()
        self.told: list[PlaybackFinished | PlaybackStopped] = []
        self.failed: list[tuple[int, ProviderError]] = []
        self.stopped: list[tuple[str, int]] = []
        self.playout = self.asterisk.playout = Playout(
            self.asterisk,
            self.asterisk,
            self.told.append,
            lambda speech, error: self.failed.append((speech, error)),
            on_stopped=lambda text, ms: self.stopped.append((text, ms)),
        )


@asynccontextmanager
async def mouth() -> AsyncIterator[Mouth]:
    opened = Mouth()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(opened.playout.run())
        yield opened
        running.cancel()


async def sound(seconds: float, fails: bool = False, log: list[str] | None = None) -> AsyncIterator[Pcm]:
    """A synthesiser that says in `log` when it begins and when it is closed."""
    log = [] if log is None else log
    log.append("begun")
    try:
        for _ in range(round(seconds * 10)):
            yield np.ones(1600, np.int16)
        if fails:
            raise ProviderUnavailable("gone")
    finally:
        log.append("closed")


async def stalled() -> AsyncIterator[Pcm]:
    yield np.ones(1600, np.int16)
    await asyncio.Event().wait()


async def test_speeches_are_heard_to_their_end_one_after_the_other() -> None:
    async with mouth() as said:
        said.playout.play(7, TEXT, sound(1))
        said.playout.play(8, TEXT, sound(1))
        await said.asterisk.play(0.9)
        assert said.told == []
        await said.asterisk.play(0.2)
        assert said.told == [PlaybackFinished(7)]
        assert said.playout.speaking
        await said.asterisk.play(1)
        assert said.told == [PlaybackFinished(7), PlaybackFinished(8)]
        assert not said.playout.speaking


async def test_at_most_a_second_is_queued_in_asterisk() -> None:
    async with mouth() as said:
        said.playout.play(1, TEXT, sound(60))
        for _ in range(40):
            await said.asterisk.play(0.1)
            assert SECOND // 2 < said.asterisk.waiting <= SECOND
        assert said.asterisk.heard == 4 * SECOND


async def test_the_next_speech_is_synthesised_while_one_plays() -> None:
    async with mouth() as said:
        log: list[str] = []
        said.playout.play(1, TEXT, sound(8))
        said.playout.play(2, TEXT, sound(1, log=log))
        await said.asterisk.play(0.1)
        assert log == ["begun", "closed"]


async def test_synthesis_of_a_long_text_waits_for_its_playout() -> None:
    async with mouth() as said:
        log: list[str] = []
        said.playout.play(1, TEXT, sound(120, log=log))
        await said.asterisk.play(1)
        assert log == ["begun"]
        await said.playout.flush()
        await settle()
        assert log == ["begun", "closed"]


async def test_a_flush_tells_the_words_that_were_heard() -> None:
    async with mouth() as said:
        said.playout.play(1, TEXT, sound(4))
        said.playout.play(2, TEXT, sound(4))
        await said.asterisk.play(2)
        assert await said.playout.flush() == [(1, "one two three four five"), (2, "")]
        assert said.told == [PlaybackStopped(1, "one two three four five"), PlaybackStopped(2, "")]
        assert said.asterisk.orders == [Order.FLUSH]
        assert said.asterisk.waiting == 0
        await said.asterisk.play(1)
        assert said.asterisk.waiting == 0


async def test_a_flush_tells_for_how_long_each_speech_was_heard() -> None:
    async with mouth() as said:
        said.playout.play(1, TEXT, sound(4))
        said.playout.play(2, "Two.", sound(4))
        await said.asterisk.play(1.5)
        await said.playout.flush()
        (first, heard_ms), second = said.stopped
    assert first == TEXT
    assert heard_ms == pytest.approx(1500, abs=40)
    assert second == ("Two.", 0)


async def test_words_heard_of_a_speech_still_being_synthesised_are_estimated() -> None:
    async with mouth() as said:
        said.playout.play(1, "word " * 100, stalled())
        await said.asterisk.play(0.1)
        assert await said.playout.flush() == [(1, "")]


async def test_a_flush_with_nothing_to_say_says_nothing() -> None:
    async with mouth() as said:
        assert await said.playout.flush() == []
        assert said.asterisk.orders == []


async def test_a_speech_after_a_flush_is_heard() -> None:
    async with mouth() as said:
        said.playout.play(1, TEXT, stalled())
        await said.asterisk.play(0.3)
        await said.playout.flush()
        said.playout.play(2, TEXT, sound(1))
        await said.asterisk.play(1.1)
        assert said.told[-1] == PlaybackFinished(2)


async def test_a_pause_stops_the_count_and_a_flush_in_it_ends_the_pause() -> None:
    async with mouth() as said:
        said.playout.play(1, TEXT, sound(4))
        await said.asterisk.play(2)
        await said.playout.pause()
        said.asterisk.now += 60
        assert await said.playout.flush() == [(1, "one two three four five")]
        assert said.asterisk.orders == [Order.PAUSE, Order.FLUSH, Order.CONTINUE]


async def test_a_failed_synthesis_is_told_and_the_next_speech_is_heard() -> None:
    async with mouth() as said:
        said.playout.play(1, TEXT, sound(0.5, fails=True))
        said.playout.play(2, TEXT, sound(0.5))
        await said.asterisk.play(1.2)
        assert [(speech, str(error)) for speech, error in said.failed] == [(1, "gone")]
        assert said.told == [PlaybackFinished(1), PlaybackFinished(2)]


async def test_a_speech_without_a_sound_finishes_in_its_turn() -> None:
    async with mouth() as said:
        said.playout.play(1, TEXT, sound(0.5))
        said.playout.play(2, "", sound(0))
        await said.asterisk.play(0.4)
        assert said.told == []
        await said.asterisk.play(0.2)
        assert said.told == [PlaybackFinished(1), PlaybackFinished(2)]


async def test_the_recorder_gets_what_the_caller_was_hearing() -> None:
    async with mouth() as said:
        said.playout.play(1, TEXT, sound(1))
        taken = []
        for _ in range(60):
            await said.asterisk.play(0.02)
            taken.append(said.playout.take(320))
        assert int(np.count_nonzero(np.concatenate(taken))) == SECOND
