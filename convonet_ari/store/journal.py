"""What tools wrote, row by row, and how it is taken back.

Triggers write the journal: every row of a journaled table (see migration 0002) that is inserted, updated or
deleted after `begin` in the same transaction is noted with what it was and what it became. `runs.once`
does the same for every tool that writes in a call, so a tool writes as always. A new table joins in its
migration: `CALL convonet.journal('name', 'columns', 'of its', 'primary key')`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from convonet_ari.store.pool import Record, Tx
from convonet_ari.store.text import from_json

# What stands for a call may be the session of another client, which is none: its changes have no call.
BEGIN = """
SELECT set_config('app.user', $1, true),
       set_config('app.call', coalesce((SELECT id::text FROM calls WHERE id = $2), ''), true),
       set_config('app.tool', $3, true), set_config('app.tool_call', $4, true)
"""

# The rows of one tool call are one change to the caller; the latest come first. A tool writes a few rows:
# five hundred hold all those of the last few tool calls, however much a call has changed.
LATEST = """
WITH last AS (
  SELECT id, tool_call_id FROM changes
  WHERE user_id = $1 AND undone_at IS NULL AND at > $3
    AND call_id IS NOT DISTINCT FROM (SELECT id FROM calls WHERE id = $2)
  ORDER BY id DESC LIMIT 500
), runs AS (
  SELECT tool_call_id, max(id) AS last FROM last GROUP BY tool_call_id ORDER BY last DESC LIMIT $4
)
SELECT c.id, c.tool_call_id, c.tool, c.table_name, c.key, c.before, c.after, c.at
FROM last JOIN runs USING (tool_call_id) JOIN changes c ON c.id = last.id
ORDER BY runs.last DESC, c.id DESC
"""

# Of any call, or of none; the rows of one tool call are one change.
RECENT = """
SELECT id, call_id, tool_call_id, tool, table_name, key, before, after, at FROM changes
WHERE user_id = $1 AND undone_at IS NULL AND at > $2 ORDER BY id DESC LIMIT $3
"""
OF_CALL = """
SELECT id, tool_call_id, tool, table_name, key, before, after, at FROM changes
WHERE user_id = $1 AND call_id = $2 AND undone_at IS NULL ORDER BY id LIMIT $3
"""
LAST_CALL = """
SELECT call_id FROM changes WHERE user_id = $1 AND undone_at IS NULL AND at > $2 ORDER BY id DESC LIMIT 1
"""

# By the change's own id: a bare `id` were the row's, and the last one made instead of the last one touched.
TOUCHED = """
SELECT table_name, (key ->> 'id')::uuid AS id FROM changes
WHERE user_id = $1 AND call_id IS NOT DISTINCT FROM (SELECT id FROM calls WHERE id = $2)
  AND table_name = ANY($3) AND undone_at IS NULL AND after IS NOT NULL
ORDER BY changes.id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One row that a tool wrote; `before` is None for a new row, `after` for a deleted one."""

    id: int
    tool_call_id: str
    tool: str
    table: str
    key: Mapping[str, Any]
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Touched:
    """The row a caller means by "it"."""

    table: str
    id: UUID


async def begin(tx: Tx, user_id: UUID, call_id: UUID | None, tool: str, tool_call_id: str) -> None:
    """Note every write of this transaction from now on as made by this user through this tool call."""
    await tx.execute(BEGIN, str(user_id), call_id, tool, tool_call_id)


async def latest(
    tx: Tx, user_id: UUID, call_id: UUID | None, since: datetime, tool_calls: int = 1
) -> list[Change]:
    """What the user's last tool calls of one call changed and nobody took back yet."""
    return [_change(row) for row in await tx.fetch(LATEST, user_id, call_id, since, tool_calls)]


async def recent(
    tx: Tx, user_id: UUID, since: datetime, limit: int = 200
) -> list[tuple[UUID | None, Change]]:
    """What the user changed and nobody took back, each with the call it was made in, the latest first."""
    return [(row["call_id"], _change(row)) for row in await tx.fetch(RECENT, user_id, since, limit)]


async def of_call(tx: Tx, user_id: UUID, call_id: UUID, limit: int = 200) -> list[Change]:
    """What the user changed in this call and did not take back, the oldest first."""
    return [_change(row) for row in await tx.fetch(OF_CALL, user_id, call_id, limit)]


async def last_call(tx: Tx, user_id: UUID, since: datetime) -> UUID | None:
    """The call in which the user last changed something that still stands."""
    call_id: UUID | None = await tx.fetchval(LAST_CALL, user_id, since)
    return call_id


async def undo(tx: Tx, change: Change) -> bool:
    """Put the row back; False when it has been changed since. What follows in `tx` is not noted any more."""
    return bool(await tx.fetchval("SELECT undo_change($1)", change.id))


async def touched(tx: Tx, user_id: UUID, call_id: UUID, tables: Sequence[str]) -> Touched | None:
    """What the user created or changed last in this call, among `tables`."""
    row = await tx.fetchrow(TOUCHED, user_id, call_id, list(tables))
    return Touched(row["table_name"], row["id"]) if row else None


def _change(row: Record) -> Change:
    before, after = (from_json(row[name]) if row[name] else None for name in ("before", "after"))
    return Change(
        row["id"],
        row["tool_call_id"],
        row["tool"],
        row["table_name"],
        from_json(row["key"]),
        before,
        after,
        row["at"],
    )
