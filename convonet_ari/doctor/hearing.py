"""What the doctor hears on its own line: when a sound began, and when it was quiet."""

from __future__ import annotations

import asyncio
import time
from collections import deque

import numpy as np

from convonet_ari.media.frame import FRAME_MS, Pcm

# Of int16; speech at a telephone's level is above a thousand, a codec's idle noise below a hundred.
LOUD = 300.0
FRAMES_KEPT = 3000
POLL_S = 0.02


class Hearing:
    """Fed with what the media socket brings; waiting is done under the caller's deadline."""

    def __init__(self) -> None:
        self._loud: deque[float] = deque(maxlen=FRAMES_KEPT)

    def feed(self, pcm: Pcm) -> None:
        if len(pcm) and float(np.sqrt(np.mean(np.square(pcm, dtype=np.float64)))) > LOUD:
            self._loud.append(time.monotonic())

    async def sound(self, since: float, frames: int = 5) -> float:
        """When the first sound of at least `frames` frames after `since` began."""
        while True:
            heard = [at for at in self._loud if at >= since]
            for first, last in zip(heard, heard[frames - 1 :], strict=False):
                if last - first < frames * FRAME_MS / 1000 * 2:
                    return first
            await asyncio.sleep(POLL_S)

    async def quiet(self, for_s: float = 0.7) -> float:
        """When the last sound ended, once nothing was heard for so long."""
        began = time.monotonic()
        while True:
            last = self._loud[-1] if self._loud else began
            if time.monotonic() - max(last, began) > for_s:
                return last
            await asyncio.sleep(POLL_S)
