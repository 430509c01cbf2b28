"""Work that rows stand for: claimed one by one, carried out side by side, never more of it than allowed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from convonet_ari.errors import StoreError

log = structlog.get_logger(__name__)

EVERY_S = 1.0
Work = TypeVar("Work")


async def attend(
    claim: Callable[[], Awaitable[Work | None]], carry_out: Callable[[Work], Awaitable[None]], at_once: int
) -> None:
    """Until cancelled. Any number of desks may run it: a claim is one desk's alone, and lapses with it."""
    under_way: set[asyncio.Task[None]] = set()
    async with asyncio.TaskGroup() as tasks:
        while True:
            work = await _next(claim) if len(under_way) < at_once else None
            if work is None:
                await asyncio.sleep(EVERY_S)
                continue
            task = tasks.create_task(_carried_out(carry_out, work))
            under_way.add(task)
            task.add_done_callback(under_way.discard)


async def _next(claim: Callable[[], Awaitable[Work | None]]) -> Work | None:
    try:
        return await claim()
    except StoreError as error:
        log.debug("claims cannot be read", code=error.code)
        return None


async def _carried_out(carry_out: Callable[[Work], Awaitable[None]], work: Work) -> None:
    try:
        await carry_out(work)
    except StoreError as error:
        log.warning("what was done could not be noted", work=type(work).__name__, code=error.code)
