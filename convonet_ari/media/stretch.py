"""Speech made slower without making it deeper: overlapping pieces laid where they fit each other best."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator

import numpy as np
from numpy.typing import NDArray

from convonet_ari.media.frame import SAMPLES_PER_MS, Pcm

SLOWER = 1.25
PIECE = 30 * SAMPLES_PER_MS
STEP = PIECE // 2
# Half a period of the deepest voice, to either side.
SEARCH = 5 * SAMPLES_PER_MS
_WINDOW = np.hanning(PIECE + 1)[:PIECE]

Line = NDArray[np.float64]


class Stretcher:
    """WSOLA: each piece continues the one before as its neighbour in the recording would have."""

    def __init__(self, factor: float = SLOWER) -> None:
        self._stride = STEP / factor
        self._line: Line = np.zeros(0)
        self._tail: Line = np.zeros(STEP)
        self._dropped = 0
        self._ideal = 0.0
        self._last: int | None = None

    def feed(self, chunk: Pcm) -> Pcm:
        self._line = np.concatenate([self._line, chunk.astype(np.float64)])
        return self._laid(PIECE + SEARCH)

    def flush(self) -> Pcm:
        """What is still held back."""
        self._line = np.concatenate([self._line, np.zeros(PIECE + SEARCH)])
        end = self._laid(PIECE + SEARCH)
        tail, self._tail = self._tail, np.zeros(STEP)
        return np.concatenate([end, _pcm(tail)])

    def _laid(self, needed: int) -> Pcm:
        parts: list[Line] = []
        while round(self._ideal) - self._dropped + needed + STEP <= len(self._line):
            parts.append(self._next())
        self._forget()
        return _pcm(np.concatenate(parts)) if parts else np.zeros(0, np.int16)

    def _next(self) -> Line:
        at = self._best(round(self._ideal) - self._dropped)
        piece = self._line[at : at + PIECE] * _WINDOW
        out = self._tail + piece[:STEP]
        self._tail = piece[STEP:].copy()
        self._last = at + self._dropped
        self._ideal += self._stride
        return out

    def _best(self, ideal: int) -> int:
        """Where, near `ideal`, the sound is most like what would follow the last piece."""
        if self._last is None:
            return ideal
        follow = self._last - self._dropped + STEP
        wanted = self._line[follow : follow + STEP]
        first = max(0, ideal - SEARCH)
        likeness = np.correlate(self._line[first : ideal + SEARCH + STEP], wanted, "valid")
        return first + int(np.argmax(likeness))

    def _forget(self) -> None:
        keep = min(round(self._ideal) - SEARCH, self._last if self._last is not None else 0) - self._dropped
        if keep > 0:
            self._line = self._line[keep:]
            self._dropped += keep


async def slower(chunks: AsyncIterator[Pcm]) -> AsyncGenerator[Pcm, None]:
    """The same speech, a quarter longer."""
    stretcher = Stretcher()
    try:
        async for chunk in chunks:
            yield stretcher.feed(chunk)
    finally:
        if isinstance(chunks, AsyncGenerator):
            await chunks.aclose()
    yield stretcher.flush()


def _pcm(line: Line) -> Pcm:
    return np.clip(np.rint(line), -32768, 32767).astype(np.int16)
