"""Moving the caller to people: what a tool asks for, and what somebody above must do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Line:
    """How the caller would stand in a queue: at `place`, 0 when somebody is free; None where nobody knows."""

    place: int | None = None
    expected_s: int | None = None


UNKNOWN = Line()


class Transfers(Protocol):
    """Fulfilled by whoever holds the caller's channel."""

    async def request(self, department: str, queue: str, reason: str, line: Line = UNKNOWN) -> None:
        """Have the caller moved to `queue` once the turn is over. Raises ToolError when that cannot be."""
        ...
