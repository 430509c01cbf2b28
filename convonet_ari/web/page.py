"""One open page of an agent: what it is told waits its turn, and never keeps others waiting."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from aiohttp import web

from convonet_ari.store.agent_sessions import SignedIn

HELD = 200
SIGNED_OUT = 4001


class Page:
    """What a page cannot take in time is not worth telling: it is cut, connects again and begins anew."""

    def __init__(self, socket: web.WebSocketResponse, agent: SignedIn, session: str, *, claims: bool) -> None:
        self.agent = agent
        self.session = session
        self.limit: asyncio.Timeout | None = None
        self.claims = claims
        self._socket = socket
        self._waiting: asyncio.Queue[str] = asyncio.Queue(HELD)

    @property
    def agent_id(self) -> UUID:
        return self.agent.agent_id

    def send(self, message: Mapping[str, Any]) -> None:
        try:
            self._waiting.put_nowait(json.dumps(message))
        except asyncio.QueueFull:
            self._cut()

    async def write(self) -> None:
        """Until cancelled or cut."""
        while not self._socket.closed:
            try:
                await self._socket.send_str(await self._waiting.get())
            except ConnectionError:
                return

    def look_again(self) -> None:
        """Its agent may be signed out."""
        if self.limit and not self.limit.expired():
            self.limit.reschedule(asyncio.get_running_loop().time())

    async def close(self) -> None:
        """Its agent is signed out; said by the task that reads, or both would close it."""
        await self._socket.close(code=SIGNED_OUT, message=b"signed out")

    def _cut(self) -> None:
        transport = self._socket.get_extra_info("transport")
        if isinstance(transport, asyncio.Transport):
            transport.abort()
