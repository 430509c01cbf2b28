"""Turns what a session sees into rows: events, utterances, phases, and the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from itertools import count
from typing import Any, Literal, Protocol
from uuid import UUID

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call.machine import Phase
from convonet_ari.media.recorder import Recorded
from convonet_ari.stasis.journal import Entry, Journal
from convonet_ari.stasis.turn_clock import TurnClock
from convonet_ari.stasis.turn_watch import TurnWatch
from convonet_ari.store.lease import Lease
from convonet_ari.store.people import Caller
from convonet_ari.usage import Meter, Used

LAST_WRITES_S = 8.0


class Rows(Protocol):
    """Where a call is kept; every write raises FenceLost or StoreError."""

    async def append(self, lease: Lease, events: Sequence[Entry]) -> None: ...

    async def utterance(
        self,
        lease: Lease,
        turn: int,
        who: Literal["caller", "assistant"],
        text: str,
        heard: str | None = None,
        timings: Mapping[str, Any] | None = None,
    ) -> None: ...

    async def recording(
        self, lease: Lease, path: str, seconds: float, segment: int = 0, *, broken_off: bool = False
    ) -> None: ...

    async def usage(self, lease: Lease, entry: int, turn: int, spent: Sequence[Used]) -> None: ...

    async def set_phase(self, lease: Lease, phase: str) -> None: ...

    async def identify(self, lease: Lease, user_id: UUID) -> None: ...

    async def with_human(self, lease: Lease, queue: str) -> None: ...

    async def finish(self, lease: Lease, reason: str) -> None: ...


class CallRecord:
    """One session's view of the call's rows. Without a lease nothing is stored."""

    def __init__(
        self,
        calls: Rows,
        lease: Lease | None,
        turns: TurnClock,
        watch: TurnWatch,
        *,
        lost: Callable[[], None],
        fenced: Callable[[], None],
        first_event: int,
        turn: int = 0,
        meter: Meter | None = None,
    ) -> None:
        self._calls = calls
        self._meter = meter or Meter()
        self._entries = count(1)
        self._lease = lease
        self._speeches: dict[int, fx.Say] = {}
        self._turns = turns
        self._watch = watch
        self._turn = turn
        self._phase: Phase | None = None
        self.journal = Journal(self._append, lost=lost, fenced=fenced, first=first_event)

    def event(self, at_ms: int, event: ev.Event, phase: Phase) -> None:
        self._turns.event(event)
        self._watch.saw(event, phase)
        if self._lease is None:
            return
        self.journal.event(at_ms, event)
        if phase is not self._phase and phase not in (Phase.WITH_HUMAN, Phase.ENDED):
            self._phase = phase
            self._write(partial(self._calls.set_phase, self._lease, phase.value))
        match event:
            case ev.SpeechRecognized(text) if text:
                self._said_by_caller(text)
            case ev.PlaybackFinished(speech):
                self._heard(speech, None)
            case ev.PlaybackStopped(speech, heard):
                self._heard(speech, heard)
            case ev.ThinkingFinished():
                self._spent()

    def order(self, effect: fx.Effect) -> None:
        """Note what is about to be carried out."""
        self._watch.ordered(effect)
        self._turns.order(effect)
        match effect:
            case fx.Say(id_):
                self._speeches[id_] = effect
            case fx.Think(turn):
                self._turn = turn

    def identified(self, caller: Caller) -> None:
        if self._lease is not None:
            self._write(partial(self._calls.identify, self._lease, caller.user_id))

    def recorded(self, file: Recorded) -> None:
        if self._lease is not None:
            lease, path, number = self._lease, str(file.path), int(file.path.stem)
            write = partial(self._calls.recording, broken_off=file.broken_off)
            self._write(partial(write, lease, path, file.duration_s, number))

    def note(self, write: Callable[[], Awaitable[None]]) -> None:
        """Write something else that this call brought about, in its turn and before the call is closed."""
        if self._lease is not None:
            self._write(write)

    def with_human(self, queue: str) -> None:
        self._spent()
        if self._lease is not None:
            self._write(partial(self._calls.with_human, self._lease, queue))

    def finished(self, reason: str) -> None:
        self._spent()
        if self._lease is not None:
            self._write(partial(self._calls.finish, self._lease, reason))

    async def flushed(self, timeout_s: float = LAST_WRITES_S) -> bool:
        return await self.journal.flushed(timeout_s)

    async def _append(self, entries: list[Entry]) -> None:
        if self._lease is not None:
            await self._calls.append(self._lease, entries)

    def _spent(self) -> None:
        """What providers did since the last turn was counted."""
        spent = self._meter.take()
        if spent and self._lease is not None:
            entry = next(self._entries)
            self._write(partial(self._calls.usage, self._lease, entry, self._turn, spent))

    def _said_by_caller(self, text: str) -> None:
        lease, figures = self._lease, self._turns.words()
        assert lease is not None
        self._write(partial(self._calls.utterance, lease, self._turn + 1, "caller", text, None, figures))

    def _heard(self, speech: int, heard: str | None) -> None:
        said = self._speeches.pop(speech, None)
        if said is None or self._lease is None:
            return
        words = said.text if heard is None else heard
        turn = said.turn or self._turn
        figures = {**self._turns.take(turn), **self._watch.take(turn)}
        self._write(partial(self._calls.utterance, self._lease, turn, "assistant", said.text, words, figures))

    def _write(self, write: Callable[[], Awaitable[None]]) -> None:
        self.journal.write(write)
