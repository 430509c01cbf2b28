"""What a caller has before them, gathered from several tables inside a tenant's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from convonet_ari.store.pool import Tx
from convonet_ari.store.text import clean

# What is assigned to somebody else is theirs to do, whoever made it.
DUE = """
SELECT title, due, due_at FROM (
  (SELECT * FROM todos WHERE assignee = $1 AND done_at IS NULL AND due <= $2
   ORDER BY due, due_at, created_at LIMIT 20)
  UNION
  (SELECT * FROM todos WHERE assignee IS NULL AND created_by = $1 AND done_at IS NULL AND due <= $2
   ORDER BY due, due_at, created_at LIMIT 20)
  UNION
  SELECT t.* FROM memberships m CROSS JOIN LATERAL
    (SELECT * FROM todos WHERE assignee IS NULL AND team_id = m.team_id AND done_at IS NULL AND due <= $2
     ORDER BY due, due_at, created_at LIMIT 20) t
  WHERE m.user_id = $1
) due_now ORDER BY due, due_at, created_at LIMIT 20
"""
EVENTS = """
SELECT title, starts_at, all_day FROM calendar_events
WHERE user_id = $1 AND deleted_at IS NULL AND starts_at < $3 AND ends_at > $2 ORDER BY starts_at LIMIT 20
"""
REMINDERS = """
SELECT title, due_at FROM reminders
WHERE user_id = $1 AND state IN ('waiting', 'calling') AND due_at >= $2 AND due_at < $3
ORDER BY due_at LIMIT 20
"""
CALLBACKS = "SELECT count(*) FROM callbacks WHERE user_id = $1 AND state = 'waiting'"

# A team's todos apart from one's own: an index holds all that is read of them.
FOUND = """
(SELECT 'todo' AS kind, t.title AS text, coalesce(t.due_at, t.due::timestamptz) AS at, t.created_at AS made
 FROM (
   (SELECT id, title, due, due_at, done_at, created_at FROM todos
    WHERE (assignee = $1 OR created_by = $1) AND lower(title) LIKE ALL ($2)
    ORDER BY done_at NULLS FIRST, created_at DESC LIMIT $3)
   UNION
   (SELECT id, title, due, due_at, done_at, created_at FROM todos
    WHERE team_id = ANY (ARRAY(SELECT team_id FROM memberships WHERE user_id = $1))
      AND lower(title) LIKE ALL ($2)
    ORDER BY done_at NULLS FIRST, created_at DESC LIMIT $3)
 ) t
 ORDER BY t.done_at NULLS FIRST, t.created_at DESC LIMIT $3)
UNION ALL
(SELECT 'event', title, starts_at, created_at FROM calendar_events
 WHERE user_id = $1 AND deleted_at IS NULL AND lower(title || ' ' || coalesce(place, '')) LIKE ALL ($2)
 ORDER BY starts_at DESC LIMIT $3)
UNION ALL
(SELECT 'reminder', title, due_at, created_at FROM reminders
 WHERE user_id = $1 AND state <> 'done' AND lower(title) LIKE ALL ($2) ORDER BY due_at LIMIT $3)
UNION ALL
(SELECT 'note', text, NULL, created_at FROM memories
 WHERE user_id = $1 AND lower(text) LIKE ALL ($2) ORDER BY created_at DESC LIMIT $3)
"""


@dataclass(frozen=True, slots=True)
class DueTodo:
    title: str
    due: date
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Appointment:
    title: str
    starts_at: datetime
    all_day: bool


@dataclass(frozen=True, slots=True)
class Due:
    title: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """One day of one user; `todos` are those due on it or before."""

    todos: Sequence[DueTodo]
    events: Sequence[Appointment]
    reminders: Sequence[Due]
    callbacks: int


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that holds every word that was looked for."""

    kind: str
    text: str
    at: datetime | None


async def day(tx: Tx, user_id: UUID, on: date, start: datetime, end: datetime) -> Day:
    return Day(
        [DueTodo(**dict(row)) for row in await tx.fetch(DUE, user_id, on)],
        [Appointment(**dict(row)) for row in await tx.fetch(EVENTS, user_id, start, end)],
        [Due(**dict(row)) for row in await tx.fetch(REMINDERS, user_id, start, end)],
        await tx.fetchval(CALLBACKS, user_id),
    )


async def search(tx: Tx, user_id: UUID, words: Sequence[str], limit: int) -> list[Hit]:
    """At most `limit` of each kind, all that this user may see."""
    patterns = [f"%{_pattern(clean(word).lower())}%" for word in words]
    rows = await tx.fetch(FOUND, user_id, patterns, limit)
    return [Hit(row["kind"], row["text"], row["at"]) for row in rows]


def _pattern(word: str) -> str:
    literal = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return "".join("_" if _beyond_ascii(letter) else letter for letter in literal)


def _beyond_ascii(letter: str) -> bool:
    """Such a letter may be written without its accent, and not every collation knows its small form."""
    return not letter.isascii() and letter.lower() != letter.upper()
