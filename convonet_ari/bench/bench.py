"""What every measurement is handed: the world, the result it writes into, and how much effort to make."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from convonet_ari.bench.figures import Figure
from convonet_ari.bench.result import Result
from convonet_ari.bench.world import World
from convonet_ari.embedded.phone.errors import PhoneError

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Effort:
    """How often each thing is tried; `steps` are calls at once, `load_turns` each caller's turns there."""

    gap_turns: int
    local_turns: int
    interruptions: int
    rounds: int
    noise_calls: int
    entries: int
    steps: tuple[int, ...]
    load_turns: int


QUICK = Effort(8, 4, 6, 3, 1, 4, (1, 8, 16), 2)
FULL = Effort(40, 12, 24, 3, 2, 15, (1, 8, 16, 24, 32, 40), 3)
TURNS_A_CALL = 10


@contextmanager
def lost_calls(figure: Figure) -> Iterator[None]:
    """A call that breaks off is a failed try, not the end of the bench."""
    try:
        yield
    except (TimeoutError, PhoneError):
        figure.failed += 1


@dataclass(slots=True)
class Bench:
    world: World
    result: Result
    effort: Effort
    tell: Progress
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def number(self) -> int:
        """Of a caller who never called before."""
        return next(self._numbers)
