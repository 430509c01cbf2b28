"""Keeps a worker's memory small: few heaps, and what calls no longer need goes back to the machine."""

from __future__ import annotations

import asyncio
import ctypes
import gc
from collections.abc import Callable

M_ARENA_MAX = -8
HEAPS = 2
LOOK_EVERY_S = 2.0

_libc = ctypes.CDLL(None)


def few_heaps() -> None:
    """Call it before threads start. Each thread of glibc may else keep a heap of its own."""
    if hasattr(_libc, "mallopt"):
        _libc.mallopt(M_ARENA_MAX, HEAPS)


async def give_back(busy: Callable[[], bool], every_s: float = LOOK_EVERY_S) -> None:
    """Collect garbage and trim the heaps, some 30 ms, whenever `busy` is over; until cancelled."""
    if not hasattr(_libc, "malloc_trim"):
        return
    was_busy = True
    while True:
        await asyncio.sleep(every_s)
        is_busy = busy()
        if was_busy and not is_busy:
            gc.collect()
            await asyncio.to_thread(_libc.malloc_trim, 0)
        was_busy = is_busy
