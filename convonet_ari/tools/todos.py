"""The caller's todos: create one, hear them, mark one done."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from convonet_ari.errors import ToolError
from convonet_ari.store.work import Todo
from convonet_ari.tools import dates
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.dates import When
from convonet_ari.tools.meaning import Which, meant
from convonet_ari.tools.permissions import Perm
from convonet_ari.tools.registry import tool
from convonet_ari.tools.times import moment
from convonet_ari.tools.todo_rules import require_write
from convonet_ari.tools.wording import counted, one_line

SPOKEN_TODOS = 5
KINDS = {"open": "open todo", "done": "finished todo", "all": "todo"}

Title = Annotated[str, Field(min_length=1, max_length=200, description="The todo in the caller's own words.")]
Day = Annotated[
    str | None,
    Field(
        max_length=60,
        description="YYYY-MM-DD, or the caller's own words such as 'tomorrow at 5 pm' or 'next Friday'.",
    ),
]


@tool("create_todo", needs=Perm.TODO_WRITE, says="Creating your todo…", writes=True)
async def create_todo(
    ctx: ToolContext,
    work: Work,
    title: Title,
    due: Day = None,
    priority: Literal["low", "normal", "high"] = "normal",
) -> str:
    """Create a todo for the caller. Leave `due` out when the caller named no day."""
    when = due_when(due, ctx.now)
    title = one_line(title, 200)
    due_at = moment(when.day, when.at, ctx.now.tzinfo) if when and when.at else None
    await work.create_todo(title, when.day if when else None, due_at, priority)
    urgent = "" if priority == "normal" else f" with {priority} priority"
    if when is None:
        return f"I created the todo “{title}”{urgent}."
    return f"I created the todo “{title}”{urgent}, due {dates.spoken(when.day, ctx.now.date(), when.at)}."


@tool("get_todos", needs=Perm.TODO_READ, says="Looking up your todos…")
async def get_todos(
    ctx: ToolContext, work: Work, which: Literal["open", "done", "all"] = "open", due: Day = None
) -> str:
    """Tell the caller's todos: the open ones, the finished ones or all; `due` narrows it to a day or week."""
    when = due_when(due, ctx.now, past=True)
    found = await work.list_todos(which, when.day if when else None, 50)
    if due and when and not _is_span(due, when, ctx.now.date()):
        found = [todo for todo in found if todo.due == when.day]
    about = f"{counted(len(found), KINDS[which])}{f' for {due}' if when else ''}"
    names = [spoken_todo(todo, ctx.now) for todo in found[:SPOKEN_TODOS]]
    more = [f"{len(found) - SPOKEN_TODOS} more"] if len(found) > SPOKEN_TODOS else []
    return f"You have {about}: {'; '.join(names + more)}." if found else f"You have {about}."


@tool(
    "complete_todo",
    needs=Perm.TODO_WRITE,
    in_team=Perm.TEAM_TODO_WRITE,
    says="Marking it as done…",
    writes=True,
)
async def complete_todo(ctx: ToolContext, work: Work, title: Which = None) -> str:
    """Mark one of the caller's open todos, or one of their teams, as done."""
    todo = await meant(ctx, work, title, await work.find_todos(title or ""), "todos", "open todo")
    require_write(ctx.caller, todo)
    if not await work.complete_todo(todo):
        raise ToolError(f"The todo “{todo.title}” is done already.")
    return f"I marked “{todo.title}” as done."


def due_when(text: str | None, now: datetime, *, past: bool = False) -> When | None:
    """The day, and the time on it, by which something is due. Raises ToolError."""
    if not text or not text.strip():
        return None
    when = dates.parse(text, now)
    if when is None:
        raise ToolError(f"I did not understand the date “{one_line(text, 60)}”. Which day do you mean?")
    if when.day < now.date() and not past:
        raise ToolError(f"{dates.spoken(when.day, now.date())} is in the past. Which day do you mean?")
    return when


def _is_span(text: str, when: When, today: date) -> bool:
    """Whether everything up to that day is asked for: what is overdue belongs to today."""
    return when.day == today or re.search(r"\b(?:week|month|by|until|before)\b", text, re.I) is not None


def spoken_todo(todo: Todo, now: datetime) -> str:
    return todo.title if todo.due is None else f"{todo.title}, {spoken_due(todo, now)}"


def spoken_due(todo: Todo, now: datetime) -> str:
    """When it is due, or since when it is overdue."""
    if todo.due is None:
        return "due on no day"
    late = "overdue since" if todo.due < now.date() and todo.done_at is None else "due"
    at = todo.due_at.astimezone(now.tzinfo).time() if todo.due_at else None
    return f"{late} {dates.spoken(todo.due, now.date(), at)}"
