"""One thread of its own for a model, with a bounded queue in front: the event loop is never blocked."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from convonet_ari.errors import ProviderUnavailable

T = TypeVar("T")


class Lane:
    """Jobs run one after another; a job whose waiter was cancelled before its turn never runs."""

    def __init__(self, name: str, waiting: int) -> None:
        self._name = name
        self._limit = waiting + 1
        self._inside = 0
        self._lock = threading.Lock()
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def run(self, job: Callable[[], T]) -> T:
        """The job's result. Raises ProviderUnavailable when the queue is full."""
        self._enter()
        try:
            future = self._executor.submit(job)
        except RuntimeError as error:
            self._leave()
            raise ProviderUnavailable(f"{self._name} is closed") from error
        future.add_done_callback(self._leave)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Drop what waits; a running job ends by itself."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _enter(self) -> None:
        with self._lock:
            if self._inside >= self._limit:
                raise ProviderUnavailable(f"{self._name}: {self._inside} jobs are running or waiting already")
            self._inside += 1

    def _leave(self, _: object = None) -> None:
        with self._lock:
            self._inside -= 1
