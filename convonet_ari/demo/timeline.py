"""Lines of what happened, told by several tellers, in the order in which it happened."""

from __future__ import annotations

import heapq
import textwrap
from dataclasses import dataclass, field

# The record of a call is written a moment after the fact: later lines wait for earlier ones this long.
HOLD_BACK_S = 0.4
WHO_WIDTH = 10
LEAST_WIDTH = 40


@dataclass(frozen=True, slots=True)
class Line:
    """`at` and `began`, its call's begin, are wall clock seconds; `who` names the teller and its colour."""

    at: float
    who: str
    text: str
    began: float = 0.0
    tag: str = ""


@dataclass(slots=True)
class Timeline:
    hold_back_s: float = HOLD_BACK_S
    _waiting: list[tuple[float, int, Line]] = field(default_factory=list)
    _count: int = 0

    def add(self, *lines: Line) -> None:
        for line in lines:
            self._count += 1
            heapq.heappush(self._waiting, (line.at, self._count, line))

    def due(self, now: float) -> list[Line]:
        """Lines that nothing earlier is expected before any more."""
        ready: list[Line] = []
        while self._waiting and self._waiting[0][0] <= now - self.hold_back_s:
            ready.append(heapq.heappop(self._waiting)[2])
        return ready

    def rest(self) -> list[Line]:
        return self.due(float("inf"))


def laid_out(line: Line, width: int) -> list[str]:
    """Seconds since its call began, who, and the text with a hanging indent."""
    tag = f"{line.tag}  " if line.tag else ""
    head = f"{tag}{max(0.0, line.at - line.began):6.1f}  {line.who:<{WHO_WIDTH}}  "
    room = max(LEAST_WIDTH, width - len(head))
    first, *others = textwrap.wrap(line.text, room) or [""]
    return [head + first, *(" " * len(head) + other for other in others)]
