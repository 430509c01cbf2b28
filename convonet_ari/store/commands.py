"""Orders to a live call from outside its session: a row that waits, and a notification that it does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from convonet_ari.errors import StoreUnavailable
from convonet_ari.store.lease import Lease
from convonet_ari.store.pool import OUTAGE, Store
from convonet_ari.store.text import from_json, to_json

CHANNEL = "call_commands"
RECONNECT_S = 0.5
PROBE_S = 15.0

SEND = "INSERT INTO call_commands (org_id, call_id, kind, data) VALUES ($1, $2, $3, $4::jsonb) RETURNING id"
TAKE = """
WITH held AS (SELECT id FROM calls WHERE id = $1 AND fence = $2 FOR SHARE)
UPDATE call_commands c SET taken_at = now() FROM held
WHERE c.call_id = held.id AND c.taken_at IS NULL RETURNING c.id, c.kind, c.data
"""


@dataclass(frozen=True, slots=True)
class Command:
    id: int
    kind: str
    data: Mapping[str, Any]


async def send_command(
    store: Store, org_id: UUID, call_id: UUID, kind: str, data: Mapping[str, Any] | None = None
) -> int:
    """Leave a command for whoever owns the call; it is taken once."""
    async with store.tenant(org_id) as tx:
        command: int = await tx.fetchval(SEND, org_id, call_id, kind, to_json(data or {}))
    return command


class CommandFeed:
    """One listening connection for all calls of a worker. After a gap every call looks for what it missed.

    `rung` is set when a command came for any call.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._bells: dict[str, asyncio.Event] = {}
        self.listening = asyncio.Event()
        self.rung = asyncio.Event()

    async def run(self) -> None:
        """Listen until cancelled; a lost connection is made again."""
        while True:
            try:
                await self._listen()
            except (asyncpg.PostgresError, TimeoutError, *OUTAGE):
                await asyncio.sleep(RECONNECT_S)

    async def commands(self, lease: Lease) -> AsyncIterator[Command]:
        """The call's commands as they come, in order; `run` must be running."""
        with self._bell(str(lease.call_id)) as bell:
            while True:
                bell.clear()
                for command in await self._take(lease):
                    yield command
                await bell.wait()

    @contextmanager
    def _bell(self, call: str) -> Iterator[asyncio.Event]:
        bell = self._bells[call] = asyncio.Event()
        try:
            yield bell
        finally:
            if self._bells.get(call) is bell:
                del self._bells[call]

    async def _listen(self) -> None:
        connection = await asyncpg.connect(self._store.url, timeout=3, command_timeout=3)
        gone = asyncio.Event()
        connection.add_termination_listener(lambda _: gone.set())
        try:
            await connection.add_listener(CHANNEL, self._on_notify)
            self.listening.set()
            self.rung.set()
            for bell in self._bells.values():
                bell.set()
            while not await _set_within(gone, PROBE_S):
                await connection.execute("SELECT 1")
        finally:
            self.listening.clear()
            connection.terminate()

    def _on_notify(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        self.rung.set()
        if bell := self._bells.get(str(payload)):
            bell.set()

    async def _take(self, lease: Lease) -> list[Command]:
        """What waits for the call; nothing while PostgreSQL is away, for its return rings every bell."""
        try:
            async with self._store.tenant(lease.org_id) as tx:
                rows = await tx.fetch(TAKE, lease.call_id, lease.fence)
        except StoreUnavailable:
            return []
        return sorted((Command(row["id"], row["kind"], from_json(row["data"])) for row in rows), key=_order)


def _order(command: Command) -> int:
    return command.id


async def _set_within(event: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await event.wait()
    except TimeoutError:
        return False
