"""Waits that the media thread keeps: for a sound of the far end, and for its silence."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from convonet_ari.embedded.phone.stream import FRAME_S, Frame
from convonet_ari.ulaw import Pcm

QUIET_DB = -40.0


def level_db(pcm: Pcm) -> float:
    """Root mean square against full scale; digital silence is -96."""
    wide = pcm.astype(np.float64)
    energy = float(wide @ wide)
    return max(-96.0, 10 * math.log10(energy / len(pcm) / 32768**2)) if energy else -96.0


class Sound:
    """Finds the arrival of the first frame of `ms` of sound without a pause."""

    def __init__(self, heard: Sequence[Frame], since: float, ms: int, quiet_db: float) -> None:
        self._heard = heard
        self._next = bisect_left(heard, since, key=_at)
        self._wanted = max(1, ms // 20)
        self._quiet_db = quiet_db
        self._run = 0
        self._began = since

    def __call__(self, now: float) -> float | None:
        while self._next < len(self._heard):
            frame = self._heard[self._next]
            self._next += 1
            loud = level_db(frame.pcm) > self._quiet_db
            self._began = frame.at if self._run == 0 else self._began
            self._run = self._run + 1 if loud else 0
            if self._run >= self._wanted:
                return self._began
        return None


class Silence:
    """Finds when the last sound ended once `ms` have passed without one; packets need not come."""

    def __init__(self, heard: Sequence[Frame], now: float, ms: int, quiet_db: float) -> None:
        self._heard = heard
        self._silent_s = ms / 1000
        self._quiet_db = quiet_db
        self._ended = now - self._silent_s
        self._next = bisect_left(heard, self._ended, key=_at)

    def __call__(self, now: float) -> float | None:
        while self._next < len(self._heard):
            frame = self._heard[self._next]
            self._next += 1
            if level_db(frame.pcm) > self._quiet_db:
                self._ended = frame.at + FRAME_S
        return self._ended if now - self._ended >= self._silent_s else None


def _at(frame: Frame) -> float:
    return frame.at
