"""Is this speech? Silero's network at 8 kHz, loaded once for all calls, cheap enough to run on the loop."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from convonet_ari.speech.base import Pcm
from convonet_ari.speech.silero import WINDOW, Silero, network

RATE = 8000
QUIET = 0.15
RESET_AFTER_S = 3.0


class SileroVad:
    """Frames of any length in, a probability out; windows of 32 ms are gathered inside.

    The network drifts when it hears silence for long, so its state is reset there.
    """

    def __init__(self) -> None:
        self._network = Silero(network())
        self._rest = np.zeros(0, np.float32)
        self.reset()

    @property
    def sample_rate(self) -> int:
        return RATE

    def probability(self, frame: Pcm) -> float:
        """The highest of the windows this 8 kHz `frame` completed, or the last one known."""
        line = np.concatenate([self._rest, frame.astype(np.float32) / 32768])
        scores = []
        while len(line) >= WINDOW:
            scores.append(self._score(line[:WINDOW]))
            line = line[WINDOW:]
        self._rest = line
        if scores:
            self._last = max(scores)
        return self._last

    def reset(self) -> None:
        """Before an unrelated stretch of sound."""
        self._forget()
        self._rest = self._rest[:0]
        self._last = 0.0

    def _forget(self) -> None:
        self._network.forget()
        self._quiet = 0

    def _score(self, window: NDArray[np.float32]) -> float:
        score = self._network.score(window)
        self._quiet = self._quiet + WINDOW if score < QUIET else 0
        if self._quiet >= RESET_AFTER_S * RATE:
            self._forget()
        return score
