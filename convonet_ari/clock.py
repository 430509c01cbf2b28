"""Time as a parameter: the session asks a Clock, tests hand in one they move by hand."""

from __future__ import annotations

import time
from datetime import UTC, datetime, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        ...

    def utc(self) -> datetime:
        """An aware datetime in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def monotonic(self) -> float:
        return time.monotonic()

    def utc(self) -> datetime:
        return datetime.now(UTC)


def zone(name: str) -> tzinfo:
    """The IANA zone `name`, or UTC when it is unknown on this machine."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC
