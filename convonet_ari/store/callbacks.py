"""Calls that people have promised to return, inside a tenant's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from convonet_ari.ids import row_id
from convonet_ari.store.pool import Tx
from convonet_ari.store.text import clean

# The user's own number if it was verified, else the one this very call came from: never one that was said.
NUMBER = """
SELECT coalesce((SELECT number FROM users WHERE id = $1 AND number_verified),
                (SELECT nullif(caller_number, '') FROM calls WHERE id = $2))
"""
# Who came back from a queue keeps the place they had there.
CREATE = """
INSERT INTO callbacks (org_id, id, user_id, number, department_id, reason, not_before, created_call, since)
VALUES ($1, $2, $3, $4, $5, $6, $7, (SELECT id FROM calls WHERE id = $8), coalesce((
  SELECT c.started_at + e.at_ms * interval '1 millisecond' FROM call_events e JOIN calls c ON c.id = e.call_id
  WHERE e.call_id = $8 AND e.kind = 'QueueEntered' ORDER BY e.seq LIMIT 1), now()))
"""
WAITING = """
SELECT c.id, c.not_before, coalesce(d.spoken, '') AS department FROM callbacks c
LEFT JOIN departments d ON d.id = c.department_id
WHERE c.user_id = $1 AND c.state IN ('waiting', 'calling') ORDER BY c.not_before, c.id
"""
CANCEL = """
UPDATE callbacks SET state = 'cancelled'
WHERE id = $2 AND user_id = $1 AND state IN ('waiting', 'calling') RETURNING true
"""


@dataclass(frozen=True, slots=True)
class Callback:
    """`department` is empty when anybody may call."""

    id: UUID
    not_before: datetime
    department: str


async def number_for(tx: Tx, user_id: UUID, call_id: UUID) -> str | None:
    """Where this caller can be called back."""
    number: str | None = await tx.fetchval(NUMBER, user_id, call_id)
    return number


async def request_callback(
    tx: Tx,
    org_id: UUID,
    user_id: UUID,
    number: str,
    not_before: datetime,
    department_id: UUID | None,
    reason: str,
    call_id: UUID,
) -> None:
    await tx.execute(
        CREATE, org_id, row_id(), user_id, number, department_id, clean(reason), not_before, call_id
    )


async def waiting_callbacks(tx: Tx, user_id: UUID) -> list[Callback]:
    return [Callback(**dict(row)) for row in await tx.fetch(WAITING, user_id)]


async def cancel_callback(tx: Tx, user_id: UUID, callback_id: UUID) -> bool:
    """A place held in a queue is given up; False when it is over already."""
    return bool(await tx.fetchval(CANCEL, user_id, callback_id))
