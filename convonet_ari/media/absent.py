"""Silence in the place of frames that do not come: of a muted telephone, or of one that sends no silence."""

from __future__ import annotations

TICK_MS = 100
# What is only late comes within it; a network's worst hole is no end of a turn before words were recognised.
PATIENCE_MS = 400


class Absence:
    """Ask it at every tick how much of the line is missing."""

    def __init__(self) -> None:
        self._came = False
        self._absent_ms = 0

    def came(self) -> None:
        """A frame has arrived."""
        self._came = True

    def missing_ms(self, late_ms: float) -> int:
        """Silence to be heard now; a tick that comes late itself may well find frames waiting behind it."""
        if self._came or late_ms >= TICK_MS:
            self._came, self._absent_ms = False, 0
            return 0
        self._absent_ms += TICK_MS
        if self._absent_ms < PATIENCE_MS:
            return 0
        return PATIENCE_MS if self._absent_ms == PATIENCE_MS else TICK_MS
