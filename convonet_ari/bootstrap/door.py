"""An address to listen on: had as soon as it is free, and told by whom it is held until then."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from convonet_ari.errors import CannotListen
from convonet_ari.obs import ports

log = structlog.get_logger(__name__)

CALLS = "calls from Asterisk"
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 5.0


@dataclass(slots=True)
class Door:
    """`setting` chooses the port, `purpose` is what comes in there, `bind` raises OSError where it cannot."""

    setting: str
    purpose: str
    host: str
    port: int
    bind: Callable[[], Awaitable[None]]
    tried: asyncio.Event = field(default_factory=asyncio.Event)
    _closed: CannotListen | None = None

    async def open(self) -> None:
        """Return when it is open; each reason why it is not is told once."""
        pause_s = FIRST_PAUSE_S
        while not await self._try():
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    async def check(self) -> None:
        """Raise CannotListen while it is closed."""
        if self._closed:
            raise self._closed

    async def _try(self) -> bool:
        try:
            await self.bind()
        except OSError as error:
            await self._tell(error)
            return False
        finally:
            self.tried.set()
        if self._closed:
            log.info("listening at last", setting=self.setting, port=self.port)
        self._closed = None
        return True

    async def _tell(self, error: OSError) -> None:
        reason = await asyncio.to_thread(ports.why_not, error, self.port)
        closed = CannotListen(self.setting, self.purpose, f"{self.host}:{self.port}", reason)
        if str(closed) != str(self._closed):
            log.error("cannot listen, will try again", error=str(closed))
        self._closed = closed
