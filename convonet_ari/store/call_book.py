"""A user's calls as they look back on them, inside a tenant's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from convonet_ari.store.pool import Tx

# `$1` is the call in which this is asked, `$5` whose calls are meant. One statement for both would be planned
# for everybody's.
CALLS = """
SELECT c.id, c.started_at, c.answered_at, c.ended_at, c.end_reason, c.queue, u.name AS caller,
       (SELECT coalesce(sum(duration), 0) FROM recordings r
        WHERE r.call_id = c.id AND r.deleted_at IS NULL)::float8 AS recorded_s,
       coalesce(n.summary, '') AS summary
FROM calls c LEFT JOIN users u ON u.id = c.user_id LEFT JOIN call_notes n ON n.call_id = c.id
WHERE {whose}c.id <> $1 AND c.answered_at IS NOT NULL AND c.started_at >= $2 AND c.started_at < $3
ORDER BY c.started_at DESC LIMIT $4
"""
EVERYBODYS = CALLS.format(whose="")
ONES = CALLS.format(whose="c.user_id = $5 AND ")
UTTERANCES = """
SELECT who, coalesce(heard, text) AS text FROM utterances WHERE call_id = $1 ORDER BY at, id
"""
DELETE_RECORDINGS = """
UPDATE recordings SET deleted_at = now() WHERE call_id = $1 AND deleted_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class PastCall:
    """`recorded_s` is 0 when there is no recording, or none any more."""

    id: UUID
    started_at: datetime
    answered_at: datetime
    ended_at: datetime | None
    end_reason: str | None
    queue: str | None
    caller: str | None
    recorded_s: float
    summary: str = ""


async def past_calls(
    tx: Tx, user_id: UUID | None, but: UUID, since: datetime, until: datetime, limit: int
) -> list[PastCall]:
    """The newest first, without `but`."""
    places = (but, since, until, limit)
    rows = await (tx.fetch(ONES, *places, user_id) if user_id else tx.fetch(EVERYBODYS, *places))
    return [PastCall(**dict(row)) for row in rows]


async def transcript(tx: Tx, call_id: UUID) -> list[tuple[str, str]]:
    """Who said what, as far as it was heard."""
    return [(row["who"], row["text"]) for row in await tx.fetch(UTTERANCES, call_id)]


async def delete_recordings(tx: Tx, call_id: UUID) -> bool:
    """Hide a call's recordings at once; the files go with the next round of tidying."""
    status: str = await tx.execute(DELETE_RECORDINGS, call_id)
    return status != "UPDATE 0"
