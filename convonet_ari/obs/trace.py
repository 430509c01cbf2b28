"""What the turns of one call consist of: who works on one notes a span, in whatever task of the call."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from convonet_ari.clock import Clock, SystemClock

Kind = Literal["endpoint", "recognition", "model", "tool", "synthesis"]


@dataclass(frozen=True, slots=True)
class Span:
    """One piece of work, in seconds on the clock; `name` is an engine's or a tool's."""

    kind: Kind
    name: str
    began: float
    ended: float
    outcome: str = "ok"

    @property
    def seconds(self) -> float:
        return self.ended - self.began


class CallTrace:
    """One session's. `phase` and `turn` are where the call is now, for errors raised anywhere in it."""

    def __init__(self, call_id: str, clock: Clock) -> None:
        self.call_id = call_id
        self.clock = clock
        self.phase = ""
        self.turn = 0
        self._spans: dict[int, list[Span]] = {}

    def note(self, turn: int, kind: Kind, name: str, seconds: float, outcome: str = "ok") -> None:
        """`seconds` of work that is over now."""
        now = self.clock.monotonic()
        self._spans.setdefault(turn, []).append(Span(kind, name, now - seconds, now, outcome))

    def spans(self, turn: int) -> Sequence[Span]:
        return self._spans.get(turn, ())

    def take(self, turn: int) -> list[Span]:
        """The turn's spans; those of turns before it, which nobody took, are forgotten."""
        taken = self._spans.pop(turn, [])
        self._spans = {number: spans for number, spans in self._spans.items() if number > turn}
        return taken


_current: ContextVar[CallTrace | None] = ContextVar("call_trace", default=None)


def bind(trace: CallTrace) -> None:
    """Everything this task and those it starts work on belongs to `trace`."""
    _current.set(trace)


def current() -> CallTrace | None:
    return _current.get()


@contextmanager
def working(turn: int, kind: Kind, name: str) -> Iterator[None]:
    """Note the time of the block, and whether it was cut or failed. Outside of a call nothing is noted."""
    trace = _current.get()
    clock = trace.clock if trace else SystemClock()
    began, outcome = clock.monotonic(), "failed"
    try:
        yield
        outcome = "ok"
    except asyncio.CancelledError:
        outcome = "cut"
        raise
    finally:
        if trace is not None:
            trace.note(turn, kind, name, clock.monotonic() - began, outcome)
