"""A user's appointments, read and written inside a caller's transaction; deleted ones stay as a mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from convonet_ari.ids import row_id
from convonet_ari.store.people import Caller
from convonet_ari.store.pool import Record, Tx
from convonet_ari.store.text import clean


@dataclass(frozen=True, slots=True)
class Appointment:
    id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    place: str | None
    attendees: Sequence[str]


@dataclass(frozen=True, slots=True)
class NewAppointment:
    title: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool = False
    place: str | None = None
    attendees: Sequence[str] = ()


CREATE = """
INSERT INTO calendar_events (org_id, id, user_id, title, starts_at, ends_at, all_day, place, attendees,
                             created_call)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, (SELECT c.id FROM calls c WHERE c.id = $10))
RETURNING id, title, starts_at, ends_at, all_day, place, attendees
"""

BETWEEN = """
SELECT id, title, starts_at, ends_at, all_day, place, attendees FROM calendar_events
WHERE user_id = $1 AND deleted_at IS NULL AND starts_at < $3 AND ends_at > $2
  AND starts_at > $2 - interval '31 days'
ORDER BY starts_at, ends_at LIMIT $4
"""

# Whole days mark a day and do not fill it.
CONFLICTS = """
SELECT id, title, starts_at, ends_at, all_day, place, attendees FROM calendar_events
WHERE user_id = $1 AND deleted_at IS NULL AND NOT all_day AND starts_at < $3 AND ends_at > $2
  AND starts_at > $2 - interval '31 days' AND id IS DISTINCT FROM $4
ORDER BY starts_at LIMIT 3
"""

UPDATE = """
UPDATE calendar_events SET title = $3, starts_at = $4, ends_at = $5, all_day = $6, place = $7, attendees = $8
WHERE user_id = $1 AND id = $2 AND deleted_at IS NULL
RETURNING id, title, starts_at, ends_at, all_day, place, attendees
"""

DELETE = """
UPDATE calendar_events SET deleted_at = now()
WHERE user_id = $1 AND id = $2 AND deleted_at IS NULL RETURNING true
"""


async def create_event(tx: Tx, caller: Caller, new: NewAppointment, call_id: UUID | None) -> Appointment:
    row = await tx.fetchrow(CREATE, caller.org_id, row_id(), caller.user_id, *_values(new), call_id)
    assert row is not None
    return _event(row)


async def events_between(
    tx: Tx, caller: Caller, start: datetime, end: datetime, limit: int = 100
) -> list[Appointment]:
    """What touches that span, in order."""
    return [_event(row) for row in await tx.fetch(BETWEEN, caller.user_id, start, end, limit)]


async def conflicts(
    tx: Tx, caller: Caller, start: datetime, end: datetime, but: UUID | None = None
) -> list[Appointment]:
    """What the caller has in that span already, apart from the appointment that is moved there."""
    return [_event(row) for row in await tx.fetch(CONFLICTS, caller.user_id, start, end, but)]


async def update_event(tx: Tx, caller: Caller, event_id: UUID, new: NewAppointment) -> Appointment | None:
    """None when it is gone."""
    row = await tx.fetchrow(UPDATE, caller.user_id, event_id, *_values(new))
    return _event(row) if row else None


async def delete_event(tx: Tx, caller: Caller, event_id: UUID) -> bool:
    return bool(await tx.fetchval(DELETE, caller.user_id, event_id))


def _values(new: NewAppointment) -> tuple[object, ...]:
    place = clean(new.place) if new.place else None
    attendees = [clean(attendee) for attendee in new.attendees]
    return (clean(new.title), new.starts_at, new.ends_at, new.all_day, place, attendees)


def _event(row: Record) -> Appointment:
    return Appointment(**dict(row))
