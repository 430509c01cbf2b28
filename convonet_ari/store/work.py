"""Todos, read and written inside a caller's transaction; who may do what is decided by the tools."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from convonet_ari.ids import row_id
from convonet_ari.store.people import Caller
from convonet_ari.store.pool import Record, Tx
from convonet_ari.store.text import clean

Priority = Literal["low", "normal", "high"]
Shown = Literal["open", "done", "all"]


@dataclass(frozen=True, slots=True)
class Todo:
    id: UUID
    title: str
    due: date | None
    due_at: datetime | None
    done_at: datetime | None
    priority: Priority
    assignee: UUID | None
    team_id: UUID | None
    created_by: UUID
    created_at: datetime


SPOKEN_OF = 40

CREATE = """
INSERT INTO todos (org_id, id, title, due, due_at, priority, assignee, team_id, created_by, created_call)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, (SELECT c.id FROM calls c WHERE c.id = $10))
RETURNING id, title, due, due_at, done_at, priority, assignee, team_id, created_by, created_at
"""

# A caller sees what is assigned to them, what they made, and what belongs to their teams.
LIST = """
SELECT id, title, due, due_at, done_at, priority, assignee, team_id, created_by, created_at FROM todos
WHERE (assignee = $1 OR created_by = $1
       OR team_id = ANY (ARRAY(SELECT team_id FROM memberships WHERE user_id = $1)))
  AND CASE $2 WHEN 'open' THEN done_at IS NULL WHEN 'done' THEN done_at IS NOT NULL ELSE true END
  AND ($3::date IS NULL OR due <= $3)
ORDER BY done_at DESC NULLS FIRST, due NULLS LAST, created_at LIMIT $4
"""

CANDIDATES = """
SELECT id, title, due, due_at, done_at, priority, assignee, team_id, created_by, created_at FROM todos
WHERE (assignee = $1 OR created_by = $1
       OR team_id = ANY (ARRAY(SELECT team_id FROM memberships WHERE user_id = $1))) AND done_at IS NULL
ORDER BY id = ANY (ARRAY(SELECT (c.key ->> 'id')::uuid FROM changes c
                         WHERE c.user_id = $1 AND c.table_name = 'todos' AND c.undone_at IS NULL
                           AND c.at > now() - interval '1 day'
                         ORDER BY c.id DESC LIMIT 20)) DESC,
         lower(title) LIKE ANY ($2) DESC, created_at DESC LIMIT $3
"""

COMPLETE = """
UPDATE todos SET done_at = now()
WHERE id = $2 AND done_at IS NULL AND (assignee = $1 OR created_by = $1
       OR team_id = ANY (ARRAY(SELECT team_id FROM memberships WHERE user_id = $1)))
RETURNING id, title, due, due_at, done_at, priority, assignee, team_id, created_by, created_at
"""

FIND = """
SELECT id, title, due, due_at, done_at, priority, assignee, team_id, created_by, created_at FROM todos
WHERE id = $2 AND (assignee = $1 OR created_by = $1
       OR team_id = ANY (ARRAY(SELECT team_id FROM memberships WHERE user_id = $1)))
"""

# Whoever may change a todo was asked before; the tenant is the only bound here.
UPDATE = """
UPDATE todos SET title = $2, due = $3, due_at = $4, priority = $5, assignee = $6 WHERE id = $1
RETURNING id, title, due, due_at, done_at, priority, assignee, team_id, created_by, created_at
"""

OF_TEAM = """
SELECT id, title, due, due_at, done_at, priority, assignee, team_id, created_by, created_at FROM todos
WHERE team_id = $1 AND done_at IS NULL
ORDER BY due NULLS LAST, created_at LIMIT $2
"""


async def create_todo(
    tx: Tx,
    caller: Caller,
    title: str,
    due: date | None = None,
    *,
    due_at: datetime | None = None,
    priority: Priority = "normal",
    assignee: UUID | None = None,
    team_id: UUID | None = None,
    call_id: UUID | None = None,
) -> Todo:
    """Add a todo, the caller's own unless it names another assignee or a team."""
    owner = assignee or (None if team_id else caller.user_id)
    places = (due, due_at, priority, owner, team_id, caller.user_id, call_id)
    row = await tx.fetchrow(CREATE, caller.org_id, row_id(), clean(title), *places)
    assert row is not None
    return _todo(row)


async def list_todos(
    tx: Tx, caller: Caller, shown: Shown = "open", due_until: date | None = None, limit: int = 50
) -> list[Todo]:
    """The caller's todos and their teams', the most urgent first."""
    return [_todo(row) for row in await tx.fetch(LIST, caller.user_id, shown, due_until, limit)]


async def find_todos_by_title(tx: Tx, caller: Caller, title: str, limit: int = 500) -> list[Todo]:
    """Open todos the caller may mean: first those of today's talk, then those that share a word with `title`.

    Without a title they mean one that was spoken of, or their only one.
    """
    words = [f"%{word}%" for word in re.findall(r"\w+", clean(title).lower())]
    few = limit if words else SPOKEN_OF
    return [_todo(row) for row in await tx.fetch(CANDIDATES, caller.user_id, words, few)]


async def complete_todo(tx: Tx, caller: Caller, todo_id: UUID) -> Todo | None:
    """Mark an open todo done; None when it is done already or not the caller's to see."""
    row = await tx.fetchrow(COMPLETE, caller.user_id, todo_id)
    return _todo(row) if row else None


async def find_todo(tx: Tx, caller: Caller, todo_id: UUID) -> Todo | None:
    """A todo the caller may see, open or done."""
    row = await tx.fetchrow(FIND, caller.user_id, todo_id)
    return _todo(row) if row else None


async def update_todo(tx: Tx, todo: Todo) -> Todo | None:
    """Write what `todo` says over the row of its id; None when it is gone."""
    row = await tx.fetchrow(
        UPDATE, todo.id, clean(todo.title), todo.due, todo.due_at, todo.priority, todo.assignee
    )
    return _todo(row) if row else None


async def delete_todo(tx: Tx, todo_id: UUID) -> bool:
    return (await tx.execute("DELETE FROM todos WHERE id = $1", todo_id)).endswith(" 1")


async def team_todos(tx: Tx, team_id: UUID, limit: int = 50) -> list[Todo]:
    """A team's open todos, the most urgent first."""
    return [_todo(row) for row in await tx.fetch(OF_TEAM, team_id, limit)]


def _todo(row: Record) -> Todo:
    return Todo(**dict(row))
