"""Changing todos: another title, day or priority, and no todo at all."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from convonet_ari.errors import ToolError
from convonet_ari.store import work as store
from convonet_ari.store.work import Todo
from convonet_ari.tools.confirming import Intent
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.meaning import NewTitle, Which, meant
from convonet_ari.tools.moving import in_clock_words, moved, moved_day
from convonet_ari.tools.permissions import Perm
from convonet_ari.tools.registry import tool
from convonet_ari.tools.times import DURATION, moment, time_in
from convonet_ari.tools.todo_rules import require_delete, require_write
from convonet_ari.tools.todos import due_when, spoken_due
from convonet_ari.tools.wording import one_line

NEVER = re.compile(r"\b(?:no (?:date|day|due date|deadline)|never|none|any ?time|someday)\b", re.IGNORECASE)

NewDay = Annotated[
    str | None,
    Field(
        max_length=60,
        description="A new day or time in the caller's words: 'Thursday', 'three thirty', 'no date'.",
    ),
]


@tool(
    "update_todo",
    needs=Perm.TODO_WRITE,
    in_team=Perm.TEAM_TODO_WRITE,
    says="Changing your todo…",
    writes=True,
)
async def update_todo(
    ctx: ToolContext,
    work: Work,
    title: Which = None,
    new_title: NewTitle = None,
    due: NewDay = None,
    priority: Literal["low", "normal", "high"] | None = None,
) -> str:
    """Change an open todo's title, day or priority; what is left out stays. Also for "no, Thursday"."""
    todo = await meant(ctx, work, title, await work.find_todos(title or ""), "todos", "open todo")
    require_write(ctx.caller, todo)
    new = _due(todo, due, ctx.now) if due and due.strip() else todo
    if new_title and (line := one_line(new_title, 200)):
        new = replace(new, title=line)
    new = replace(new, priority=priority or todo.priority)
    if new == todo:
        raise ToolError(f"What shall I change about “{todo.title}”?")
    if await store.update_todo(work.tx, new) is None:
        raise ToolError(f"The todo “{todo.title}” is gone.")
    return _told(todo, new, ctx.now)


async def _intent(ctx: ToolContext, work: Work, title: str | None = None) -> Intent:
    todo = await meant(ctx, work, title, await work.find_todos(title or ""), "todos", "open todo")
    require_delete(ctx.caller, todo)
    return Intent(str(todo.id), f"Shall I delete the todo “{todo.title}”?")


@tool(
    "delete_todo",
    needs=Perm.TODO_WRITE,
    in_team=Perm.TEAM_TODO_WRITE,
    says="Deleting your todo…",
    confirms=_intent,
)
async def delete_todo(ctx: ToolContext, work: Work, title: Which = None) -> str:
    """Delete an open todo for good; one that is finished is marked as done instead."""
    todo = await meant(ctx, work, title, await work.find_todos(title or ""), "todos", "open todo")
    if not await store.delete_todo(work.tx, todo.id):
        raise ToolError(f"The todo “{todo.title}” is gone already.")
    return f"I deleted the todo “{todo.title}”."


def _due(todo: Todo, words: str, now: datetime) -> Todo:
    """A time alone keeps the day, and a day alone keeps the time."""
    if NEVER.search(words):
        return replace(todo, due=None, due_at=None)
    plain = in_clock_words(words)
    at, ahead = time_in(plain), DURATION.search(plain)
    if todo.due_at is not None or ahead or (todo.due is not None and at is not None):
        old = todo.due_at or moment(todo.due or now.date(), now.time(), now.tzinfo)
        then = moved(words, old, now)
        return replace(todo, due=then.date(), due_at=then)
    if todo.due is not None and (day := moved_day(plain, todo.due)):
        return replace(todo, due=day)
    when = due_when(plain, now)
    if when is None:
        return todo
    return replace(todo, due=when.day, due_at=moment(when.day, when.at, now.tzinfo) if when.at else None)


def _told(old: Todo, new: Todo, now: datetime) -> str:
    if new.due != old.due or new.due_at != old.due_at:
        return f"I changed the todo “{new.title}”: it is {spoken_due(new, now)}."
    if new.title != old.title:
        return f"I changed the todo “{old.title}” to “{new.title}”."
    return f"The todo “{new.title}” has {new.priority} priority now."
