"""What the assistant knows before a turn: what this call changed, what it remembers, what it has to offer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog

from convonet_ari.errors import StoreError
from convonet_ari.store import call_notes, memories, profiles
from convonet_ari.store.people import Caller
from convonet_ari.store.pool import Store
from convonet_ari.tools import recap

log = structlog.get_logger(__name__)

LOOK_S = 0.5
NOTES = 10
CALLS = 3


@dataclass(frozen=True, slots=True)
class Known:
    """`done` is a sentence; `offer` is what the caller meant to do after an earlier call."""

    done: str = ""
    notes: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    offer: str = ""


NOTHING = Known()


class Knows(Protocol):
    async def known(self, caller: Caller, call_id: UUID, now: datetime) -> Known:
        """Never raises, and never keeps a turn waiting for long."""
        ...

    async def offered(self, caller: Caller, title: str) -> None:
        """The caller has heard it; it is not offered again."""
        ...


class Knowledge:
    """From PostgreSQL; without it the assistant knows nothing and goes on."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def known(self, caller: Caller, call_id: UUID, now: datetime) -> Known:
        try:
            async with asyncio.timeout(LOOK_S):
                return await self._look(caller, call_id, now)
        except (StoreError, TimeoutError):
            return NOTHING

    async def offered(self, caller: Caller, title: str) -> None:
        try:
            async with self._store.tenant(caller.org_id) as tx:
                await call_notes.offered(tx, caller.user_id, title)
        except StoreError as error:
            log.warning("an offer was not noted", code=error.code)

    async def _look(self, caller: Caller, call_id: UUID, now: datetime) -> Known:
        async with self._store.tenant(caller.org_id) as tx:
            done = await recap.done(tx, caller.user_id, call_id, now)
            offer = await call_notes.to_offer(tx, caller.user_id, call_id)
            notes = await memories.known(tx, caller.user_id, "note", NOTES)
            calls: list[memories.Memory] = []
            if (await profiles.read_profile(tx, caller.user_id)).remember:
                calls = await memories.known(tx, caller.user_id, "summary", CALLS)
        return Known(
            recap.sentence(done), tuple(m.title for m in notes), tuple(m.title for m in calls), offer
        )


class CallKnowledge:
    """Of one call: read when its first turn begins, then after each turn, while nobody waits."""

    def __init__(self, knows: Knows, caller: Caller, call_id: UUID) -> None:
        self._knows = knows
        self._caller = caller
        self._call_id = call_id
        self._known: Known | None = None
        self._offered = False

    async def known(self, now: datetime) -> Known:
        if self._known is None:
            self._known = await self._knows.known(self._caller, self._call_id, now)
        return replace(self._known, offer="") if self._offered else self._known

    async def learn(self, said: str, now: datetime) -> None:
        """After a turn in which the assistant said this; one thing is offered in a call."""
        offer = (await self.known(now)).offer
        if offer and offer.lower() in said.lower():
            self._offered = True
            await self._knows.offered(self._caller, offer)
        self._known = await self._knows.known(self._caller, self._call_id, now)
