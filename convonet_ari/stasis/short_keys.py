"""Tells which keys Asterisk has told of before: of a short one that closely follows another it does so twice.

`main/channel.c` makes each key last 80 ms and be followed by 45 ms without one. What comes meanwhile is told
of as it comes, waits for its turn, and is told of once more then.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime
from typing import NamedTuple

LEAST_MS = 80
MADE_LONGER_MS = 80 + 45
# A turn comes with the next packet, and times are in whole milliseconds.
LATE_MS, EARLY_MS = 25, 5


class Key(NamedTuple):
    digit: str
    came: int
    duration_ms: int


class ShortKeys:
    """One channel's keys, in the order and by the clock in which Asterisk tells of them."""

    def __init__(self) -> None:
        self._waiting: deque[Key] = deque()
        # When the next turn is, at the soonest and at the latest.
        self._soonest = self._latest = 0
        self._last = 0

    def again(self, digit: str, duration_ms: int, timestamp: str) -> bool:
        """Whether this message tells of a key that an earlier one told of."""
        try:
            came = datetime.fromisoformat(timestamp)
        except ValueError:
            return False
        key = Key(digit, round(came.timestamp() * 1000), duration_ms)
        if key.came < self._last:
            # The clock was set back.
            self._waiting.clear()
            self._latest = 0
        self._last = key.came
        while self._waiting and key.came >= self._latest + LATE_MS:
            # It had not to wait.
            self._make_longer(self._waiting.popleft())
        if self._waiting and self._waiting[0].digit == digit and key.came >= self._soonest - EARLY_MS:
            self._waiting.popleft()
            self._soonest = self._latest = key.came + MADE_LONGER_MS
            return True
        if key.came < self._latest + LATE_MS:
            self._waiting.append(key)
        elif duration_ms < LEAST_MS:
            self._make_longer(key)
        return False

    def _make_longer(self, key: Key) -> None:
        """By what it lacks, or as if it had just begun where its beginning came too soon."""
        self._latest = key.came + MADE_LONGER_MS
        self._soonest = self._latest - key.duration_ms
