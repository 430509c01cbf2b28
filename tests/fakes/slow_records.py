"""The records of PostgreSQL behind a delay, as a busy server has it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID

from convonet_ari.store.people import Caller
from convonet_ari.store.pool import Store
from convonet_ari.tools.context import Run, Work
from convonet_ari.tools.records import StoredRecords


class SlowRecords:
    """Most answers come at once, some late, a few after any tool's limit."""

    def __init__(self, store: Store, dice: random.Random, longest_s: float) -> None:
        self._records = StoredRecords(store)
        self._dice = dice
        self._longest_s = longest_s

    async def _delay(self) -> None:
        await asyncio.sleep(self._longest_s * self._dice.choice((0, 0, 0, 0.1, 0.3, 1)))

    @asynccontextmanager
    async def reading(self, caller: Caller, call_id: UUID) -> AsyncIterator[Work]:
        await self._delay()
        async with self._records.reading(caller, call_id) as work:
            yield work

    async def once(self, caller: Caller, run: Run, body: Callable[[Work], Awaitable[str]]) -> str:
        await self._delay()
        answer = await self._records.once(caller, run, body)
        await self._delay()
        return answer

    async def answer(self, caller: Caller, call_id: UUID, tool_call_id: str) -> str | None:
        return await self._records.answer(caller, call_id, tool_call_id)
