"""A move made ready while its announcement is heard, so that nothing is left to ask for when it is over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from convonet_ari.call.effects import EnterQueue
from convonet_ari.errors import ConvonetError

log = structlog.get_logger(__name__)


class Ahead:
    """`prepare` tells whether there is such a queue; it may be asked again for the same order."""

    def __init__(self, prepare: Callable[[EnterQueue], Awaitable[bool]]) -> None:
        self._prepare = prepare
        self._begun: tuple[EnterQueue, asyncio.Task[bool | None]] | None = None

    def begin(self, order: EnterQueue, tasks: asyncio.TaskGroup) -> None:
        self._begun = order, tasks.create_task(self._try(order))

    async def ready(self, order: EnterQueue) -> bool:
        """What was found for `order`; asked for now when nobody did or it failed, which is raised then."""
        begun, self._begun = self._begun, None
        found = await begun[1] if begun is not None and begun[0] == order else None
        return await self._prepare(order) if found is None else found

    async def _try(self, order: EnterQueue) -> bool | None:
        try:
            return await self._prepare(order)
        except ConvonetError as error:
            log.info("the move could not be made ready ahead", code=error.code)
            return None
