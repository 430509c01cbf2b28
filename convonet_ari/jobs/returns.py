"""Gives callers back to the assistant when the person who has them says so."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Protocol

import structlog

from convonet_ari.errors import AmiError, StoreError
from convonet_ari.store.returns import Return

log = structlog.get_logger(__name__)

CONTEXT, EXTENSION = "convonet-return", "agent"
LOOK_EVERY_S = 2.0


class Orders(Protocol):
    """Raises StoreError."""

    async def claim(self) -> Return | None: ...

    async def done(self, order: Return) -> None: ...


class Redirects(Protocol):
    """Raises AmiError."""

    async def redirect(self, channel_name: str, context: str, extension: str) -> None: ...


class GiveBack:
    """Runs on the desk; `rung` is set whenever an order may have come."""

    def __init__(self, orders: Orders, ami: Redirects, rung: asyncio.Event) -> None:
        self._orders = orders
        self._ami = ami
        self._rung = rung

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._rung.clear()
            try:
                while order := await self._orders.claim():
                    await self._carry_out(order)
            except StoreError as error:
                log.debug("orders of people cannot be read", code=error.code)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._rung.wait()

    async def _carry_out(self, order: Return) -> None:
        """Once, come what may: the person sees whether it worked."""
        try:
            await self._ami.redirect(order.channel_id, CONTEXT, EXTENSION)
        except AmiError as error:
            log.warning("a caller was not given back", call_id=str(order.call_id), reason=str(error))
            return
        log.info("a person gives the caller back", call_id=str(order.call_id))
        await self._orders.done(order)
