"""Keeps loaded voice detectors: loading one takes a tenth of a second, which no call can wait for."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from convonet_ari.speech.vad import SileroVad

SPARE = 8
KEPT = 100


class VadPool:
    """Each call takes one and gives it back; some are loaded ahead, for the calls of a lost sibling."""

    def __init__(self, spare: int = SPARE) -> None:
        self._spare = spare
        self._free: list[SileroVad] = []
        self._loader = ThreadPoolExecutor(1, "vad")

    async def fill(self) -> None:
        """Load the spare ones, off the loop."""
        while len(self._free) < self._spare:
            self._free.append(await self._load())

    async def take(self) -> SileroVad:
        """One that has heard nothing yet."""
        return self._free.pop() if self._free else await self._load()

    def give(self, vad: SileroVad) -> None:
        if len(self._free) < KEPT:
            vad.reset()
            self._free.append(vad)

    async def warm(self) -> None:
        """Have one for the first call."""
        self._free.append(await self._load())

    async def close(self) -> None:
        self._free.clear()
        self._loader.shutdown(wait=False, cancel_futures=True)

    async def _load(self) -> SileroVad:
        return await asyncio.get_running_loop().run_in_executor(self._loader, SileroVad)
