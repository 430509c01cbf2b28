"""Calendar events on their way from and to Google: of two changes to one event the later one stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from convonet_ari.ids import row_id
from convonet_ari.store.pool import Store, Tx
from convonet_ari.store.text import clean

# Google's name of an event of ours is its own id, so that one sent twice is there once.
NAME = """
UPDATE calendar_events SET external_id = replace(id::text, '-', '')
WHERE user_id = $1 AND external_id IS NULL AND deleted_at IS NULL
"""

CANCEL = """
UPDATE calendar_events SET deleted_at = coalesce(deleted_at, now()), synced_at = now()
WHERE user_id = $1 AND external_id = $2
  AND (NOT unsent(changed_at, synced_at) OR changed_at < $3 OR deleted_at IS NOT NULL)
"""

OVERWRITE = """
UPDATE calendar_events SET etag = $4, title = $5, starts_at = $6, ends_at = $7, all_day = $8, place = $9,
  attendees = $10, deleted_at = NULL, synced_at = now()
WHERE user_id = $1 AND external_id = $2 AND (NOT unsent(changed_at, synced_at) OR changed_at < $3)
RETURNING true
"""

# Ours is the later change: it will be written over this very version.
KEEP_OURS = "UPDATE calendar_events SET etag = $3 WHERE user_id = $1 AND external_id = $2 RETURNING true"

ADD = """
INSERT INTO calendar_events (org_id, id, user_id, external_id, etag, title, starts_at, ends_at, all_day,
  place, attendees, source, synced_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'google', now())
"""

VANISHED = """
UPDATE calendar_events SET deleted_at = now(), synced_at = now()
WHERE user_id = $1 AND NOT unsent(changed_at, synced_at) AND deleted_at IS NULL AND starts_at >= $2
  AND external_id <> ALL($3)
"""

UNSENT = """
SELECT id, external_id, coalesce(etag, '') AS etag, synced_at IS NOT NULL AS known,
  deleted_at IS NOT NULL AS deleted, changed_at, title, starts_at, ends_at, all_day, place, attendees
FROM calendar_events
WHERE user_id = $1 AND external_id IS NOT NULL AND unsent(changed_at, synced_at)
ORDER BY changed_at LIMIT 500
"""

# A change made while this one was on its way stays to be sent.
SENT = """
UPDATE calendar_events SET etag = $3, synced_at = now() WHERE id = $1 AND changed_at = $2
"""


class Remote(Protocol):
    """An event as Google has it; of a cancelled one only `id` and `updated` count."""

    @property
    def id(self) -> str: ...
    @property
    def cancelled(self) -> bool: ...
    @property
    def updated(self) -> datetime: ...
    @property
    def etag(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def ends_at(self) -> datetime | None: ...
    @property
    def all_day(self) -> bool: ...
    @property
    def place(self) -> str | None: ...
    @property
    def attendees(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Unsent:
    """A change that Google has yet to hear of; `known` tells that Google had the event at some time."""

    id: UUID
    external_id: str
    etag: str
    known: bool
    deleted: bool
    changed_at: datetime
    title: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    place: str | None
    attendees: Sequence[str]


class GoogleEvents:
    """One user's events. Raises StoreError."""

    def __init__(self, store: Store, org_id: UUID, user_id: UUID) -> None:
        self._store = store
        self._org_id = org_id
        self._user_id = user_id

    async def name(self) -> None:
        """Give every new event the name under which Google will know it."""
        async with self._store.tenant(self._org_id) as tx:
            await tx.execute(NAME, self._user_id)

    async def take(self, events: Sequence[Remote], *, all_since: datetime | None = None) -> None:
        """What Google has. `all_since`: every event that begins after it, so what is missing was deleted."""
        async with self._store.tenant(self._org_id) as tx:
            for event in events:
                await self._take(tx, event)
            if all_since is not None:
                present = [event.id for event in events if not event.cancelled]
                await tx.execute(VANISHED, self._user_id, all_since, present)

    async def unsent(self) -> list[Unsent]:
        async with self._store.tenant(self._org_id) as tx:
            return [Unsent(**dict(row)) for row in await tx.fetch(UNSENT, self._user_id)]

    async def sent(self, event: Unsent, etag: str) -> None:
        async with self._store.tenant(self._org_id) as tx:
            await tx.execute(SENT, event.id, event.changed_at, etag)

    async def _take(self, tx: Tx, event: Remote) -> None:
        if event.cancelled:
            await tx.execute(CANCEL, self._user_id, event.id, event.updated)
            return
        place = clean(event.place) if event.place else None
        when = (event.starts_at, event.ends_at, event.all_day)
        values = (event.etag, clean(event.title), *when, place, list(event.attendees))
        if await tx.fetchval(OVERWRITE, self._user_id, event.id, event.updated, *values):
            return
        if not await tx.fetchval(KEEP_OURS, self._user_id, event.id, event.etag):
            await tx.execute(ADD, self._org_id, row_id(), self._user_id, event.id, *values)
