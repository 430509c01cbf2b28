"""A user's reminders, read and written inside a caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from convonet_ari.ids import row_id
from convonet_ari.store.people import Caller
from convonet_ari.store.pool import Record, Tx
from convonet_ari.store.text import clean

Delivery = Literal["call", "next_call"]


@dataclass(frozen=True, slots=True)
class Reminder:
    id: UUID
    title: str
    due_at: datetime
    state: str
    delivery: Delivery
    snoozed: int


CREATE = """
INSERT INTO reminders (org_id, id, user_id, title, due_at, next_at, delivery, created_call)
VALUES ($1, $2, $3, $4, $5, $5, $6, (SELECT c.id FROM calls c WHERE c.id = $7))
RETURNING id, title, due_at, state, delivery, snoozed
"""

# The next ones first; `done` ones are wanted by who snoozes what was told a moment ago.
LIST = """
SELECT id, title, due_at, state, delivery, snoozed FROM reminders
WHERE user_id = $1 AND state <> 'done' AND due_at >= $2 AND due_at < $3 ORDER BY due_at LIMIT $4
"""
OPEN = """
SELECT id, title, due_at, state, delivery, snoozed FROM reminders
WHERE user_id = $1 AND state <> 'done' ORDER BY due_at LIMIT $2
"""
TOLD = """
SELECT id, title, due_at, state, delivery, snoozed FROM (
  SELECT * FROM reminders WHERE user_id = $1 AND state <> 'done' AND state IN ('calling', 'missed')
  UNION
  SELECT * FROM reminders WHERE user_id = $1 AND done_at > $2
) told ORDER BY due_at DESC LIMIT 20
"""

UPDATE = """
UPDATE reminders SET title = $3, due_at = $4, next_at = $4, state = 'waiting', tries = 0,
  snoozed = snoozed + $5, claimed_at = NULL, claimed_by = NULL, done_at = NULL
WHERE user_id = $1 AND id = $2 RETURNING id, title, due_at, state, delivery, snoozed
"""

# Only a number that we verified is ever called.
DELIVERY = """
SELECT CASE WHEN u.number_verified AND u.number_digits IS NOT NULL
            THEN coalesce(p.reminder_delivery, 'call') ELSE 'next_call' END
FROM users u LEFT JOIN preferences p ON p.user_id = u.id WHERE u.id = $1
"""


async def delivery(tx: Tx, caller: Caller) -> Delivery:
    """How the caller's reminders reach them."""
    way: Delivery = await tx.fetchval(DELIVERY, caller.user_id)
    return way


async def create_reminder(
    tx: Tx, caller: Caller, title: str, due_at: datetime, way: Delivery, call_id: UUID | None
) -> Reminder:
    values = (caller.user_id, clean(title), due_at, way, call_id)
    row = await tx.fetchrow(CREATE, caller.org_id, row_id(), *values)
    assert row is not None
    return _reminder(row)


async def list_reminders(
    tx: Tx, caller: Caller, start: datetime, end: datetime, limit: int = 50
) -> list[Reminder]:
    """What is still to be told, the next one first."""
    return _all(await tx.fetch(LIST, caller.user_id, start, end, limit))


async def open_reminders(tx: Tx, caller: Caller, limit: int = 200) -> list[Reminder]:
    return _all(await tx.fetch(OPEN, caller.user_id, limit))


async def told_reminders(tx: Tx, caller: Caller, since: datetime) -> list[Reminder]:
    """What the caller is being called for or was told since, the latest first."""
    return _all(await tx.fetch(TOLD, caller.user_id, since))


async def set_reminder(
    tx: Tx, caller: Caller, reminder_id: UUID, title: str, due_at: datetime, *, snoozed: bool = False
) -> Reminder | None:
    """Have it told then, as if for the first time; None when it is gone."""
    row = await tx.fetchrow(UPDATE, caller.user_id, reminder_id, clean(title), due_at, int(snoozed))
    return _reminder(row) if row else None


async def delete_reminder(tx: Tx, caller: Caller, reminder_id: UUID) -> bool:
    done = await tx.execute(
        "DELETE FROM reminders WHERE user_id = $1 AND id = $2", caller.user_id, reminder_id
    )
    return done.endswith(" 1")


def _all(rows: Sequence[Record]) -> list[Reminder]:
    return [_reminder(row) for row in rows]


def _reminder(row: Record) -> Reminder:
    return Reminder(**dict(row))
