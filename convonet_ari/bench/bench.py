"""What every measurement is handed: the world, the result it writes into, and how much effort to make."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from convonet_ari.bench.result import Result
from convonet_ari.bench.world import World

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


QUICK = Effort(8, 4, 6, 2, 3, 4, (1, 8, 16), 2)
FULL = Effort(40, 20, 24, 6, 4, 20, (1, 4, 8, 16, 24, 32, 40), 4)
TURNS_A_CALL = 10


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
