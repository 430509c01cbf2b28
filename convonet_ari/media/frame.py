"""The shape of sound inside the product: 16 kHz mono int16, in frames of 20 ms; and ways to other rates."""

from __future__ import annotations

from collections import deque

import numpy as np
import soxr
from numpy.typing import NDArray

from convonet_ari.errors import ProtocolError

Pcm = NDArray[np.int16]

RATE = 16_000
SAMPLES_PER_MS = RATE // 1000
FRAME_MS = 20
FRAME_SAMPLES = FRAME_MS * SAMPLES_PER_MS
FRAME_BYTES = FRAME_SAMPLES * 2
LEAST, MOST = np.float32(-32768), np.float32(32767)


def from_wire(data: bytes) -> Pcm:
    """Little-endian samples as they come from the media socket. Raises ProtocolError on half a sample."""
    if len(data) % 2:
        raise ProtocolError(f"{len(data)} bytes of audio are no whole number of samples")
    return np.frombuffer(data, "<i2").astype(np.int16, copy=False)


def to_wire(pcm: Pcm) -> bytes:
    return pcm.astype("<i2", copy=False).tobytes()


def silence(samples: int) -> Pcm:
    return np.zeros(samples, np.int16)


def resample(pcm: Pcm, source: int, target: int) -> Pcm:
    """One finished piece of sound at another rate."""
    if source == target or not len(pcm):
        return pcm
    return np.asarray(soxr.resample(pcm, source, target), np.int16)


class Latest:
    """The latest of a sound as it comes in; bounded by dropping the oldest."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts: deque[Pcm] = deque()
        self.samples = 0

    def add(self, pcm: Pcm) -> None:
        self._parts.append(pcm)
        self.samples += len(pcm)
        self.keep(self._limit)

    def keep(self, samples: int) -> None:
        """Drop all but the latest `samples`, to within a frame."""
        while self._parts and self.samples - len(self._parts[0]) >= samples:
            self.samples -= len(self._parts.popleft())

    def whole(self) -> Pcm:
        return np.concatenate(self._parts) if self._parts else silence(0)


class Framer:
    """Cuts chunks of any length into blocks of whole frames, none longer than `block_ms`.

    chan_websocket loses the odd tail of a message that is no multiple of its frame size.
    """

    def __init__(self, block_ms: int = 200) -> None:
        self._block = block_ms * SAMPLES_PER_MS // FRAME_SAMPLES * FRAME_SAMPLES
        self._rest = silence(0)

    def feed(self, chunk: Pcm) -> list[Pcm]:
        pcm = np.concatenate([self._rest, chunk]) if len(self._rest) else chunk
        whole = len(pcm) // FRAME_SAMPLES * FRAME_SAMPLES
        self._rest = pcm[whole:]
        return [pcm[at : min(at + self._block, whole)] for at in range(0, whole, self._block)]

    def end(self) -> list[Pcm]:
        """What was left of the last frame, filled up with silence."""
        rest, self._rest = self._rest, silence(0)
        return [np.concatenate([rest, silence(FRAME_SAMPLES - len(rest))])] if len(rest) else []


def _low_pass(taps: int, cut: float) -> NDArray[np.float32]:
    """A windowed sinc; `cut` is a fraction of the Nyquist frequency."""
    at = np.arange(taps) - (taps - 1) / 2
    kernel = np.sinc(cut * at) * np.kaiser(taps, 8.0)
    return np.asarray(kernel / kernel.sum(), np.float32)


class Halver:
    """16 kHz to 8 kHz while it streams: 48 taps, 1.5 ms of delay, no buffering of bursts."""

    def __init__(self, taps: int = 48) -> None:
        self._kernel = _low_pass(taps, 0.46)
        self._past = np.zeros(taps - 1, np.float32)
        self._skip = 0
        self._silent = taps

    def __call__(self, pcm: Pcm) -> Pcm:
        self._silent = 0 if np.count_nonzero(pcm) else self._silent + len(pcm)
        if self._silent - len(pcm) >= len(self._past):
            return self._still(len(pcm))
        line = np.concatenate([self._past, pcm.astype(np.float32)])
        self._past = line[len(pcm) :]
        if len(pcm) <= self._skip:
            self._skip -= len(pcm)
            return silence(0)
        half = np.rint(np.convolve(line, self._kernel, "valid")[self._skip :: 2])
        self._skip = (self._skip + len(pcm)) % 2
        return np.minimum(np.maximum(half, LEAST, out=half), MOST, out=half).astype(np.int16)

    def _still(self, samples: int) -> Pcm:
        """Of silence after silence: what is not said is most of a call."""
        half = silence(max(0, samples - self._skip + 1) // 2)
        self._skip = (self._skip + samples) % 2
        return half
