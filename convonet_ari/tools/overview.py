"""The caller's day, and finding something again without knowing what it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Annotated

from pydantic import Field

from convonet_ari.errors import ToolError
from convonet_ari.store import directory, overview
from convonet_ari.store.overview import Appointment, Day, DueTodo, Hit
from convonet_ari.tools import dates
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.naming import find
from convonet_ari.tools.permissions import Perm
from convonet_ari.tools.registry import tool
from convonet_ari.tools.sounds import bare
from convonet_ari.tools.wording import counted, listed, one_line

EACH = 3
# The hours of the day that each part of it is from and to.
PARTS = {
    "morning": ("morning", 0, 12),
    "afternoon": ("afternoon", 12, 18),
    "evening": ("evening", 17, 24),
    "night": ("evening", 17, 24),
    "tonight": ("evening", 17, 24),
}
PART = re.compile(rf"\b(?P<part>{'|'.join(PARTS)})\b", re.IGNORECASE)
KINDS = {"todo": "todo", "event": "appointment", "reminder": "reminder", "note": "note"}
IDLE = frozenset(
    (
        "the",
        "a",
        "an",
        "my",
        "our",
        "about",
        "for",
        "to",
        "with",
        "of",
        "on",
        "in",
        "and",
        "everything",
        "anything",
    )
)

Words = Annotated[
    str, Field(min_length=1, max_length=100, description="The words to look for, in the caller's own words.")
]
Which = Annotated[
    str | None,
    Field(max_length=60, description="The day, such as 'tomorrow' or 'Friday'; leave it out for today."),
]


@tool("search_everything", needs=Perm.SEARCH, says="Looking through everything…")
async def search_everything(ctx: ToolContext, work: Work, words: Words) -> str:
    """Look for something among the caller's todos, appointments, reminders and notes, and the people."""
    wanted = [word for word in bare(words).split() if word not in IDLE][:6]
    if not wanted:
        raise ToolError("What shall I look for?")
    hits = await overview.search(work.tx, work.caller.user_id, wanted, EACH)
    people = find(" ".join(wanted), await directory.people(work.tx), lambda person: person.name).meant
    told = [_kind(kind, hits, ctx.now) for kind in KINDS if any(hit.kind == kind for hit in hits)]
    if people:
        told.append(listed([person.name for person in people[:EACH]]))
    if not told:
        return f"I found nothing about {one_line(words, 60)}."
    return f"I found {'; '.join(told)}."


@tool("get_daily_briefing", needs=Perm.SEARCH, says="Looking at your day…")
async def get_daily_briefing(ctx: ToolContext, work: Work, day: Which = None) -> str:
    """Tell what a day holds for the caller: appointments, todos due, reminders, callbacks."""
    when = dates.parse(day, ctx.now) if day and day.strip() else dates.When(ctx.now.date())
    if when is None:
        raise ToolError(f"I did not understand the day “{one_line(day or '', 60)}”. Which day do you mean?")
    start = datetime.combine(when.day, time(), ctx.now.tzinfo)
    end = datetime.combine(when.day + timedelta(days=1), time(), ctx.now.tzinfo)
    part = PART.search(day or "")
    name = dates.spoken(when.day, ctx.now.date())
    if part:
        named, first, last = PARTS[part["part"].lower()]
        start, end, name = (
            start + timedelta(hours=first),
            start + timedelta(hours=last),
            f"{name} in the {named}",
        )
    found = await overview.day(work.tx, work.caller.user_id, when.day, start, end)
    none = ["You have no appointments."] if part and not found.events and found.todos else []
    sentences = [
        *none,
        *_events(found.events, ctx.now),
        *_todos(found, when.day),
        *_reminders(found, ctx.now),
    ]
    if found.callbacks and when.day == ctx.now.date():
        sentences.append(f"You are waiting for {counted(found.callbacks, 'callback')}.")
    return (
        f"{name[:1].upper()}{name[1:]}: {' '.join(sentences)}"
        if sentences
        else f"You have nothing {_on(name)}."
    )


def _events(events: Sequence[Appointment], now: datetime) -> list[str]:
    if not events:
        return []
    told = [_appointment(event, now) for event in events[:EACH]]
    return [f"You have {counted(len(events), 'appointment')}: {listed(told + _more(len(events)))}."]


def _todos(found: Day, day: object) -> list[str]:
    today = [todo for todo in found.todos if todo.due == day]
    late = [todo for todo in found.todos if todo.due != day]
    sentences = []
    if today:
        sentences.append(f"{counted(len(today), 'todo').capitalize()} due: {_titles(today)}.")
    if late:
        sentences.append(f"{counted(len(late), 'todo').capitalize()} overdue: {_titles(late)}.")
    return sentences


def _reminders(found: Day, now: datetime) -> list[str]:
    if not found.reminders:
        return []
    told = [f"{due.title} at {_clock(due.due_at, now)}" for due in found.reminders[:EACH]]
    count = counted(len(found.reminders), "reminder").capitalize()
    return [f"{count}: {listed(told + _more(len(found.reminders)))}."]


def _kind(kind: str, hits: Sequence[Hit], now: datetime) -> str:
    mine = [hit for hit in hits if hit.kind == kind]
    told = [_hit(hit, now) for hit in mine]
    return f"{counted(len(mine), KINDS[kind])}: {listed(told)}"


def _hit(hit: Hit, now: datetime) -> str:
    text = one_line(hit.text, 80)
    if hit.at is None:
        return text
    at = hit.at.astimezone(now.tzinfo)
    # A day without a time is kept as its first moment.
    clock = at.time().replace(second=0, microsecond=0) if at.time() != time() else None
    return f"{text}, {dates.spoken(at.date(), now.date(), clock)}"


def _titles(todos: Sequence[DueTodo]) -> str:
    return listed([todo.title for todo in todos[:EACH]] + _more(len(todos)))


def _more(count: int) -> list[str]:
    return [f"{count - EACH} more"] if count > EACH else []


def _appointment(event: Appointment, now: datetime) -> str:
    return f"{event.title}, all day" if event.all_day else f"{event.title} at {_clock(event.starts_at, now)}"


def _clock(at: datetime, now: datetime) -> str:
    return dates.spoken_time(at.astimezone(now.tzinfo).time())


def _on(name: str) -> str:
    return name if name.startswith(("today", "tomorrow", "yesterday")) else f"on {name}"
