"""What PostgreSQL tells of the doctor's own call, and the doctor's own user, who exists for its length."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from convonet_ari.config import Settings
from convonet_ari.doctor.database import connected
from convonet_ari.errors import MissingPart
from convonet_ari.ids import row_id
from convonet_ari.store.people import People
from convonet_ari.store.pool import Store

POLL_S = 0.1
NAME = "Convonet doctor"
# Nobody's number: +990 is assigned to no country.
NUMBER = "+990000000000"
FIND = "SELECT id FROM users WHERE name = $1 AND number = $2"
MAKE = "INSERT INTO users (org_id, id, name, number) VALUES ($1, $2, $3, $4)"
WAKE = "UPDATE users SET active = true WHERE id = $1"
RETIRE = "UPDATE users SET active = false, pin_hash = NULL, pin_index = NULL WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Entry:
    org_id: UUID
    call_id: UUID
    phase: str


class Ledger:
    """Reads as the application's role."""

    def __init__(self, url: str, channel: str) -> None:
        self._url = url
        self._channel = channel
        self.entry: Entry | None = None

    async def phase(self, wanted: Collection[str]) -> str:
        """Wait until the call is in one of these phases, and say which; "" is a call that has ended."""
        while True:
            row = await self._row("SELECT org_id, call_id, phase FROM call_by_channel($1)", self._channel)
            if row is not None:
                self.entry = Entry(row["org_id"], row["call_id"], row["phase"])
            elif self.entry is not None:
                self.entry = Entry(self.entry.org_id, self.entry.call_id, "")
            if self.entry is not None and self.entry.phase in wanted:
                return self.entry.phase
            await asyncio.sleep(POLL_S)

    async def heard(self, more_than: int) -> int:
        """Wait until more utterances of the caller than these were understood."""
        statement = "SELECT count(*) AS n FROM utterances WHERE call_id = $1 AND who = 'caller'"
        while True:
            row = await self._mine(statement)
            if row is not None and row["n"] > more_than:
                return int(row["n"])
            await asyncio.sleep(POLL_S)

    async def recording(self) -> tuple[str, float]:
        """Wait for the first segment: its path, and its seconds."""
        while True:
            row = await self._mine(
                "SELECT path, duration FROM recordings WHERE call_id = $1 ORDER BY segment"
            )
            if row is not None:
                return str(row["path"]), float(row["duration"])
            await asyncio.sleep(POLL_S)

    async def recorded(self) -> bool:
        """Whether the organisation wants recordings."""
        row = await self._mine("SELECT recording <> 'off' AS wanted, $1::uuid FROM organisations")
        return bool(row and row["wanted"])

    async def _mine(self, statement: str) -> asyncpg.Record | None:
        assert self.entry is not None
        async with connected(self._url) as connection, connection.transaction(readonly=True):
            await connection.execute("SELECT set_config('app.tenant', $1, true)", str(self.entry.org_id))
            return await connection.fetchrow(statement, self.entry.call_id)

    async def _row(self, statement: str, *values: Any) -> asyncpg.Record | None:
        async with connected(self._url) as connection:
            return await connection.fetchrow(statement, *values)


@asynccontextmanager
async def own_user(settings: Settings, did: str) -> AsyncIterator[str]:
    """The PIN of a user who can do nothing before this block, and nothing after it."""
    store = Store(settings.database.url.get_secret_value(), settings.database)
    people = People(store, settings.pin)
    await store.open()
    try:
        organisation = await people.organisation(did)
        if organisation is None:
            raise MissingPart(f"Nobody owns the number {did}", "See `convonet organisation list`.")
        async with store.tenant(organisation.org_id) as tx:
            user = await tx.fetchval(FIND, NAME, NUMBER) or row_id()
            if not await tx.fetchval(WAKE + " RETURNING true", user):
                await tx.execute(MAKE, organisation.org_id, user, NAME, NUMBER)
        try:
            yield await people.assign_pin(organisation.org_id, user)
        finally:
            async with store.tenant(organisation.org_id) as tx:
                await tx.execute(RETIRE, user)
    finally:
        people.close()
        await store.close()
