"""Measures how long anything kept the event loop from its other tasks."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Lag:
    """The longest the loop kept one task waiting: by the clock, and by the processor time it took itself."""

    wall = 0.0
    cpu = 0.0

    async def watch(self) -> None:
        while True:
            wall, cpu = time.perf_counter(), time.thread_time()
            await asyncio.sleep(0)
            self.wall = max(self.wall, time.perf_counter() - wall)
            self.cpu = max(self.cpu, time.thread_time() - cpu)

    def __str__(self) -> str:
        return f"the loop was held for {self.wall * 1e3:.1f} ms, {self.cpu * 1e3:.1f} ms of it computing"


@asynccontextmanager
async def loop_lag() -> AsyncIterator[Lag]:
    # What other tests left in this process is looked through before, and not in the middle of a message.
    gc.collect()
    gc.freeze()
    lag = Lag()
    task = asyncio.create_task(lag.watch())
    try:
        yield lag
    finally:
        task.cancel()
        gc.unfreeze()
