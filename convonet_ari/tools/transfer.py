"""Moving the caller to people: what a tool asks for, and what somebody above must do about it."""

from __future__ import annotations

from typing import Protocol


class Transfers(Protocol):
    """Fulfilled by whoever holds the caller's channel."""

    async def request(self, department: str, queue: str, reason: str) -> None:
        """Have the caller moved to `queue` once the turn is over. Raises ToolError when that cannot be."""
        ...
