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
from convonet_ari.tools.matching import matches
from convonet_ari.tools.permissions import Perm
from convonet_ari.tools.registry import tool
from convonet_ari.tools.wording import counted, listed, one_line

SPOKEN_TODOS = 5
SPOKEN_CHOICES = 3
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
async def create_todo(ctx: ToolContext, work: Work, title: Title, due: Day = None) -> str:
    """Create a todo for the caller. Leave `due` out when the caller named no day."""
    when = _when(due, ctx.now)
    title = one_line(title, 200)
    due_at = datetime.combine(when.day, when.at, ctx.now.tzinfo) if when and when.at else None
    await work.create_todo(title, when.day if when else None, due_at)
    if when is None:
        return f"I created the todo “{title}”."
    return f"I created the todo “{title}”, due {dates.spoken(when.day, ctx.now.date(), when.at)}."


@tool("get_todos", needs=Perm.TODO_READ, says="Looking up your todos…")
async def get_todos(
    ctx: ToolContext, work: Work, which: Literal["open", "done", "all"] = "open", due: Day = None
) -> str:
    """Tell the caller's todos: the open ones, the finished ones or all; `due` narrows it to a day or week."""
    when = _when(due, ctx.now, past=True)
    found = await work.list_todos(which, when.day if when else None, 50)
    if due and when and not _is_span(due, when, ctx.now.date()):
        found = [todo for todo in found if todo.due == when.day]
    about = f"{counted(len(found), KINDS[which])}{f' for {due}' if when else ''}"
    names = [_spoken(todo, ctx.now) for todo in found[:SPOKEN_TODOS]]
    more = [f"{len(found) - SPOKEN_TODOS} more"] if len(found) > SPOKEN_TODOS else []
    return f"You have {about}: {'; '.join(names + more)}." if found else f"You have {about}."


@tool("complete_todo", needs=Perm.TODO_WRITE, says="Marking it as done…", writes=True)
async def complete_todo(ctx: ToolContext, work: Work, title: Title) -> str:
    """Mark one of the caller's open todos as done; `title` may be a part of its title."""
    found = matches(title, await work.find_todos(title), lambda todo: todo.title)
    if not found:
        raise ToolError(f"I found no open todo called “{one_line(title, 80)}”.")
    if len(found) > 1:
        names = [f"“{todo.title}”" for todo in found[:SPOKEN_CHOICES]]
        raise ToolError(f"Which one do you mean: {listed(names, 'or')}?")
    if not await work.complete_todo(found[0]):
        raise ToolError(f"The todo “{found[0].title}” is done already.")
    return f"I marked “{found[0].title}” as done."


def _when(text: str | None, now: datetime, *, past: bool = False) -> When | None:
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


def _spoken(todo: Todo, now: datetime) -> str:
    if todo.due is None:
        return todo.title
    late = "overdue since" if todo.due < now.date() and todo.done_at is None else "due"
    at = todo.due_at.astimezone(now.tzinfo).time() if todo.due_at else None
    return f"{todo.title}, {late} {dates.spoken(todo.due, now.date(), at)}"
