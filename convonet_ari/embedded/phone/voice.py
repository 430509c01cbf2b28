"""What one says and hears on a call: speech and keys out, sounds, silences and recordings in."""

from __future__ import annotations

import asyncio
import time
import wave
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path

import numpy as np

from convonet_ari.embedded.phone.changes import Changes, run_in
from convonet_ari.embedded.phone.cues import Cue, Keys, Speech
from convonet_ari.embedded.phone.errors import CallEnded
from convonet_ari.embedded.phone.listening import QUIET_DB, Silence, Sound
from convonet_ari.embedded.phone.pacer import Pacer
from convonet_ari.embedded.phone.stream import Digit, Frame, Stream, laid_out
from convonet_ari.ulaw import Pcm


class Voice(ABC):
    """Times are monotonic seconds; audio is int16 at 8 kHz."""

    def __init__(self, ip: str, pacer: Pacer) -> None:
        self._loop = asyncio.get_running_loop()
        self._changes = Changes()
        self._pacer = pacer
        self._stream = Stream(ip, self._changes.tell_from_thread)
        self._pending: set[asyncio.Future[float]] = set()

    @abstractmethod
    def _must_be_up(self) -> None: ...

    @abstractmethod
    def _must_not_be_over(self) -> None: ...

    @abstractmethod
    def _missing(self, what: str) -> str:
        """The text of a TimeoutError: what did not come, and what did."""

    @abstractmethod
    def _span(self) -> tuple[float, float]:
        """From the answer to the end, or to now."""

    @property
    def frames(self) -> list[Frame]:
        """Every audio packet heard: kernel arrival time, sequence number, samples."""
        return list(self._stream.heard)

    @property
    def dtmf(self) -> list[Digit]:
        return list(self._stream.digits)

    @property
    def digits(self) -> str:
        """The keys the far end pressed, in order."""
        return "".join(digit.digit for digit in self._stream.digits)

    async def say(self, pcm: Pcm) -> float:
        """Queues int16 audio at 8 kHz; returns, when the last sample is sent, the time of its packet."""
        return await self._perform(lambda done: Speech(pcm, done))

    async def press(self, digits: str, *, on_ms: int = 100, gap_ms: int = 100) -> float:
        """Telephone events; returns when the last gap is over."""
        return await self._perform(lambda done: Keys(digits, on_ms, gap_ms, done))

    def shift(self, seconds: float) -> None:
        """Send packets later by a part of 20 ms from now on, as another caller's clock would."""
        self._pacer.shift(self._stream, seconds)

    def hush(self) -> None:
        """Stops what is being said at once; keys queued behind it stay."""
        for cue in list(self._stream.cues):
            cue.over = cue.over or cue.audible

    async def sound(
        self, timeout: float = 10, *, since: float | None = None, ms: int = 60, quiet_db: float = QUIET_DB
    ) -> float:
        """The arrival of the first of `ms` of unbroken sound, looked for from `since` (now) on."""
        start = time.monotonic() if since is None else since
        return await self._listen(Sound(self._stream.heard, start, ms, quiet_db), timeout, "no sound")

    async def silence(self, ms: int = 700, timeout: float = 30, *, quiet_db: float = QUIET_DB) -> float:
        """Once nothing was heard for `ms`: the time at which the last sound ended."""
        look = Silence(self._stream.heard, time.monotonic(), ms, quiet_db)
        return await self._listen(look, timeout, "no silence")

    async def utterance(self, timeout: float = 30, *, quiet_ms: int = 700, since: float | None = None) -> Pcm:
        """What the far end says next, from its first sound to `quiet_ms` of silence."""
        began = await self.sound(timeout, since=since)
        ended = await self.silence(quiet_ms, timeout)
        return self.audio(since=began - 0.1, until=max(began, ended) + 0.1)

    async def pressed(self, digits: str, timeout: float = 10) -> None:
        """Until the far end's keys so far contain `digits`."""

        def look() -> bool | None:
            if digits in self.digits:
                return True
            return self._must_not_be_over()

        await self._changes.until(look, timeout, lambda: self._missing("the keys were not pressed"))

    def audio(self, *, since: float | None = None, until: float | None = None) -> Pcm:
        """What was heard, on a line of 8 kHz; gaps of the packets are silence."""
        return laid_out(self._stream.heard, *self._between(since, until))

    def spoken(self, *, since: float | None = None, until: float | None = None) -> Pcm:
        """What we said, on the same line; keys are not in it."""
        return laid_out(self._stream.said, *self._between(since, until))

    def save(self, path: Path) -> None:
        """A WAV with what we said left and what we heard right."""
        since, until = self._span()
        sides = [self.spoken(since=since, until=until), self.audio(since=since, until=until)]
        with wave.open(str(path), "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(8000)
            file.writeframes(np.stack(sides, axis=1).astype("<i2").tobytes())

    def _over(self, reason: str) -> None:
        """Nobody may wait for a call that has ended."""
        self._pacer.remove(self._stream)
        for waiting in self._pending:
            if not waiting.done():
                waiting.set_exception(CallEnded(reason))

    def _between(self, since: float | None, until: float | None) -> tuple[float, float]:
        start, end = self._span()
        return start if since is None else since, end if until is None else until

    async def _perform(self, make: Callable[[Callable[[float], None]], Cue]) -> float:
        self._must_be_up()
        waiting = self._waiting()
        cue = make(lambda at: run_in(self._loop, lambda: _resolve(waiting, at)))
        self._stream.cues.append(cue)
        try:
            return await waiting
        finally:
            cue.over = True
            self._pending.discard(waiting)

    async def _listen(self, look: Callable[[float], float | None], timeout: float, what: str) -> float:
        self._must_not_be_over()
        waiting = self._waiting()

        def tick(now: float) -> bool:
            found = None if waiting.done() else look(now)
            if found is not None:
                run_in(self._loop, lambda: _resolve(waiting, found))
            return found is not None or waiting.done()

        self._pacer.watch(self._stream, tick)
        try:
            async with asyncio.timeout(timeout):
                return await waiting
        except TimeoutError as error:
            raise TimeoutError(self._missing(what)) from error
        finally:
            self._pending.discard(waiting)

    def _waiting(self) -> asyncio.Future[float]:
        waiting: asyncio.Future[float] = self._loop.create_future()
        self._pending.add(waiting)
        return waiting


def _resolve(waiting: asyncio.Future[float], value: float) -> None:
    if not waiting.done():
        waiting.set_result(value)
