"""What a worker and the desk are both made of."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from convonet_ari.config import Settings
from convonet_ari.store.pool import Store


async def opened_store(stack: AsyncExitStack, settings: Settings) -> Store:
    store = Store(settings.database.url.get_secret_value(), settings.database)
    await store.open()
    stack.push_async_callback(store.close)
    return store


@asynccontextmanager
async def background(*jobs: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Endless jobs that end with the block; one that fails ends the process."""
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(job) for job in jobs]
        yield
        for task in running:
            task.cancel()
