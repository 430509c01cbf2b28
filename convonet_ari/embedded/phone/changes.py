"""Waiting for a condition that others bring about, under a deadline."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Changes:
    """Whoever changes something calls `tell`; each waiter then looks again."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiters: set[asyncio.Future[None]] = set()

    def tell(self) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)

    def tell_from_thread(self) -> None:
        run_in(self._loop, self.tell)

    async def until(self, look: Callable[[], T | None], timeout_s: float, what: Callable[[], str]) -> T:
        """What `look` returns once it is not None; `what` is the text of the TimeoutError."""
        try:
            async with asyncio.timeout(timeout_s):
                return await self._look_until(look)
        except TimeoutError as error:
            raise TimeoutError(what()) from error

    async def _look_until(self, look: Callable[[], T | None]) -> T:
        while True:
            found = look()
            if found is not None:
                return found
            waiter: asyncio.Future[None] = self._loop.create_future()
            self._waiters.add(waiter)
            try:
                await waiter
            finally:
                self._waiters.discard(waiter)


def run_in(loop: asyncio.AbstractEventLoop, callback: Callable[[], None]) -> None:
    """From another thread; a loop that is closed has nobody left to tell."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(callback)
