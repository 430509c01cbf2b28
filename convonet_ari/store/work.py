"""Todos, read and written inside a caller's transaction; who may do what is decided by the tools."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from convonet_ari.ids import row_id
from convonet_ari.store import todo_sql as sql
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
    row = await tx.fetchrow(sql.CREATE, caller.org_id, row_id(), clean(title), *places)
    assert row is not None
    return _todo(row)


async def list_todos(
    tx: Tx, caller: Caller, shown: Shown = "open", due_until: date | None = None, limit: int = 50
) -> list[Todo]:
    """The caller's todos and their teams', the most urgent first."""
    if shown != "open":
        places = (shown == "all", due_until, limit)
        return [_todo(row) for row in await tx.fetch(sql.DONE_TOO, caller.user_id, *places)]
    if due_until is None:
        return [_todo(row) for row in await tx.fetch(sql.OPEN, caller.user_id, limit)]
    return [_todo(row) for row in await tx.fetch(sql.OPEN_UNTIL, caller.user_id, limit, due_until)]


async def find_todos_by_title(tx: Tx, caller: Caller, title: str, limit: int = 500) -> list[Todo]:
    """Open todos the caller may mean: first those of today's talk, then those that share a word with `title`.

    Without a title they mean one that was spoken of, or their only one.
    """
    words = [f"%{word}%" for word in re.findall(r"\w+", clean(title).lower())]
    if not words:
        return [_todo(row) for row in await tx.fetch(sql.SPOKEN_OF, caller.user_id)]
    return [_todo(row) for row in await tx.fetch(sql.CANDIDATES, caller.user_id, words, limit)]


async def complete_todo(tx: Tx, caller: Caller, todo_id: UUID) -> Todo | None:
    """Mark an open todo done; None when it is done already or not the caller's to see."""
    row = await tx.fetchrow(sql.COMPLETE, caller.user_id, todo_id)
    return _todo(row) if row else None


async def find_todo(tx: Tx, caller: Caller, todo_id: UUID) -> Todo | None:
    """A todo the caller may see, open or done."""
    row = await tx.fetchrow(sql.FIND, caller.user_id, todo_id)
    return _todo(row) if row else None


async def update_todo(tx: Tx, todo: Todo) -> Todo | None:
    """Write what `todo` says over the row of its id; None when it is gone."""
    row = await tx.fetchrow(
        sql.UPDATE, todo.id, clean(todo.title), todo.due, todo.due_at, todo.priority, todo.assignee
    )
    return _todo(row) if row else None


async def delete_todo(tx: Tx, todo_id: UUID) -> bool:
    return (await tx.execute("DELETE FROM todos WHERE id = $1", todo_id)).endswith(" 1")


async def team_todos(tx: Tx, team_id: UUID, limit: int = 50) -> list[Todo]:
    """A team's open todos, the most urgent first."""
    return [_todo(row) for row in await tx.fetch(sql.OF_TEAM, team_id, limit)]


def _todo(row: Record) -> Todo:
    return Todo(**dict(row))
