"""Notes of calls that are over: a summary, and what the caller meant to do, in a tenant's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from convonet_ari.store.people import Caller
from convonet_ari.store.pool import Tx
from convonet_ari.store.text import clean

SAVE = """
INSERT INTO call_notes (org_id, call_id, user_id, summary, actions, made_by) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (call_id) DO NOTHING
"""
READ = "SELECT summary, actions, made_by, made_at, offered_at FROM call_notes WHERE call_id = $1"
# The oldest thing of the newest call: one is enough to be asked about.
TO_OFFER = """
SELECT n.actions[1] FROM call_notes n LEFT JOIN preferences p ON p.user_id = n.user_id
WHERE n.user_id = $1 AND n.call_id <> $2 AND n.actions <> '{}' AND n.made_at > now() - interval '14 days'
  AND coalesce(p.remember, true)
ORDER BY n.made_at DESC LIMIT 1
"""
OFFERED = """
UPDATE call_notes SET actions = array_remove(actions, $2), offered_at = now()
WHERE user_id = $1 AND $2 = ANY (actions)
"""


@dataclass(frozen=True, slots=True)
class CallNotes:
    summary: str
    actions: Sequence[str]
    made_by: str
    made_at: datetime
    offered_at: datetime | None


async def save(
    tx: Tx, caller: Caller, call_id: UUID, summary: str, actions: Sequence[str], made_by: str
) -> None:
    """A call's notes are written once."""
    titles = [clean(title) for title in actions]
    await tx.execute(SAVE, caller.org_id, call_id, caller.user_id, clean(summary), titles, made_by)


async def read(tx: Tx, call_id: UUID) -> CallNotes | None:
    row = await tx.fetchrow(READ, call_id)
    return CallNotes(**dict(row)) if row else None


async def to_offer(tx: Tx, user_id: UUID, but: UUID) -> str:
    """What this user meant to do after an earlier call and was not asked about; one thing in a call."""
    return await tx.fetchval(TO_OFFER, user_id, but) or ""


async def offered(tx: Tx, user_id: UUID, title: str) -> None:
    await tx.execute(OFFERED, user_id, title)
