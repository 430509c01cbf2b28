"""The caller's calendar: book, hear, move and delete appointments; overlaps are said before they are made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated

from pydantic import Field

from convonet_ari.errors import ToolError
from convonet_ari.store import calendar as store
from convonet_ari.store.calendar import Appointment, NewAppointment
from convonet_ari.tools import clearing, dates
from convonet_ari.tools.agenda import conflict_question, spoken_event, spoken_start
from convonet_ari.tools.confirming import Intent
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.meaning import SPOKEN_CHOICES, NewTitle, Which, meant
from convonet_ari.tools.moving import moved, new_moment
from convonet_ari.tools.permissions import Perm
from convonet_ari.tools.registry import tool
from convonet_ari.tools.spans import coming, span
from convonet_ari.tools.times import moment, stretch
from convonet_ari.tools.wording import counted, listed, one_line

WHOLE_DAY = "all day"
AHEAD_DAYS = 7
SPOKEN = 6
OF_A_DAY = re.compile(
    r"(?:the |my )?(?P<day>(?:today|tomorrow|\w+day))'s (?:appointment|meeting|event)", re.IGNORECASE
)
SHORTEST = timedelta(minutes=5)

Title = Annotated[
    str, Field(min_length=1, max_length=200, description="What it is, in the caller's own words.")
]
When = Annotated[
    str,
    Field(
        min_length=1,
        max_length=80,
        description="Day and time in the caller's own words: 'Friday at 3', 'tomorrow all day'.",
    ),
]
NewWhen = Annotated[
    str | None,
    Field(
        max_length=80, description="A new day or time in the caller's own words: 'Thursday', 'three thirty'."
    ),
]
Minutes = Annotated[int, Field(ge=5, le=1440, description="How long it takes.")]
NewMinutes = Annotated[int | None, Field(ge=5, le=1440, description="How long it takes now.")]
Longer = Annotated[
    int | None, Field(ge=-720, le=720, description="By how many minutes it gets longer; negative: shorter.")
]
AllOf = Annotated[
    str | None,
    Field(max_length=60, description="A day or week of which everything goes, as in 'everything on Friday'."),
]
Place = Annotated[str | None, Field(max_length=120, description="Where it is.")]
Attendees = Annotated[
    list[Annotated[str, Field(max_length=80)]] | None,
    Field(max_length=20, description="The names of those who come along."),
]
Days = Annotated[
    str | None,
    Field(
        max_length=60,
        description="A day or a week in the caller's own words; leave it out for the next days.",
    ),
]


@dataclass(frozen=True, slots=True)
class _Moved:
    """An appointment and what it is to become."""

    old: Appointment
    new: NewAppointment


async def _may_book(
    ctx: ToolContext,
    work: Work,
    title: str,
    when: str,
    minutes: int = 60,
    place: str | None = None,
    attendees: list[str] | None = None,
) -> Intent | None:
    new = _new(ctx.now, title, when, minutes)
    return None if new.all_day else await _overlap(ctx, work, new, None)


@tool("create_calendar_event", needs=Perm.CALENDAR_WRITE, says="Booking it…", confirms=_may_book)
async def create_calendar_event(
    ctx: ToolContext,
    work: Work,
    title: Title,
    when: When,
    minutes: Minutes = 60,
    place: Place = None,
    attendees: Attendees = None,
) -> str:
    """Put an appointment into the caller's calendar; if it overlaps another, the caller is asked."""
    new = _new(ctx.now, title, when, minutes, place, attendees)
    made = await store.create_event(work.tx, ctx.caller, new, ctx.call_id)
    return f"I put “{made.title}” into your calendar, {spoken_start(made, ctx.now)}."


@tool("get_calendar_events", needs=Perm.CALENDAR_READ, says="Looking at your calendar…")
async def get_calendar_events(ctx: ToolContext, work: Work, when: Days = None) -> str:
    """Tell what is in the caller's calendar on a day, in a week, or in the next days."""
    days = span(when, ctx.now) if when and when.strip() else coming(ctx.now, AHEAD_DAYS)
    found = await store.events_between(work.tx, ctx.caller, max(days.start, _today(ctx.now)), days.end)
    one_day = days.end - days.start < timedelta(days=1, hours=2)
    told = [spoken_event(event, ctx.now, day=not one_day) for event in found[:SPOKEN]]
    more = [f"{len(found) - SPOKEN} more"] if len(found) > SPOKEN else []
    if not found:
        return f"You have no appointments {days.words}."
    return f"You have {counted(len(found), 'appointment')} {days.words}: {'; '.join(told + more)}."


async def _may_move(
    ctx: ToolContext,
    work: Work,
    title: str | None = None,
    when: str | None = None,
    minutes: int | None = None,
    longer: int | None = None,
    new_title: str | None = None,
    place: str | None = None,
) -> Intent | None:
    change = await _moved(ctx, work, title, when, minutes, longer, new_title, place)
    if (change.new.starts_at, change.new.ends_at) == (change.old.starts_at, change.old.ends_at):
        return None
    return await _overlap(ctx, work, change.new, change.old)


@tool("update_calendar_event", needs=Perm.CALENDAR_WRITE, says="Changing your calendar…", confirms=_may_move)
async def update_calendar_event(
    ctx: ToolContext,
    work: Work,
    title: Which = None,
    when: NewWhen = None,
    minutes: NewMinutes = None,
    longer: Longer = None,
    new_title: NewTitle = None,
    place: Place = None,
) -> str:
    """Move or change an appointment; a time alone keeps the day. Also for "no, Thursday"."""
    change = await _moved(ctx, work, title, when, minutes, longer, new_title, place)
    new = await store.update_event(work.tx, ctx.caller, change.old.id, change.new)
    if new is None:
        raise ToolError(f"The appointment “{change.old.title}” is gone.")
    at = f" at {new.place}" if new.place and new.place != change.old.place else ""
    return f"I changed the appointment: “{new.title}” is {spoken_start(new, ctx.now)}{at}."


async def _intent(ctx: ToolContext, work: Work, title: str | None = None, day: str | None = None) -> Intent:
    if day:
        return clearing.intent(await clearing.coming_on(ctx, work, day), ctx.now)
    event = await _meant(ctx, work, title)
    return Intent(
        str(event.id), f"Shall I delete the appointment “{event.title}”, {spoken_start(event, ctx.now)}?"
    )


@tool("delete_calendar_event", needs=Perm.CALENDAR_WRITE, says="Deleting it…", confirms=_intent)
async def delete_calendar_event(ctx: ToolContext, work: Work, title: Which = None, day: AllOf = None) -> str:
    """Delete an appointment from the caller's calendar, or with `day` all there is then."""
    if day:
        return await clearing.clear(ctx, work, await clearing.coming_on(ctx, work, day))
    event = await _meant(ctx, work, title)
    if not await store.delete_event(work.tx, ctx.caller, event.id):
        raise ToolError(f"The appointment “{event.title}” is gone already.")
    return f"I deleted the appointment “{event.title}”."


def _new(
    now: datetime,
    title: str,
    when: str,
    minutes: int,
    place: str | None = None,
    attendees: list[str] | None = None,
) -> NewAppointment:
    whole = WHOLE_DAY in when.lower() or "whole day" in when.lower()
    if ranged := stretch(when):
        when, minutes = ranged
    start = new_moment(when, now, time(23, 59) if whole else None)
    names = [line for name in attendees or [] if (line := one_line(name, 80))]
    where = one_line(place or "", 120) or None
    if whole:
        start, end = (moment(start.date() + timedelta(days=n), time(), now.tzinfo) for n in (0, 1))
        return NewAppointment(one_line(title, 200), start, end, True, where, names)
    return NewAppointment(
        one_line(title, 200), start, start + timedelta(minutes=minutes), False, where, names
    )


async def _moved(
    ctx: ToolContext,
    work: Work,
    title: str | None,
    when: str | None,
    minutes: int | None,
    longer: int | None,
    new_title: str | None,
    place: str | None,
) -> _Moved:
    old = await _meant(ctx, work, title)
    starts_at = moved(when, old.starts_at, ctx.now) if when and when.strip() else old.starts_at
    length = timedelta(minutes=minutes) if minutes else old.ends_at - old.starts_at
    length += timedelta(minutes=longer or 0)
    if length < SHORTEST:
        raise ToolError(f"That would leave nothing of “{old.title}”. How long shall it be?")
    line = one_line(new_title or "", 200) or old.title
    where = one_line(place or "", 120) or old.place
    new = NewAppointment(line, starts_at, starts_at + length, old.all_day, where, old.attendees)
    if (new.starts_at, new.ends_at, line, where) == (old.starts_at, old.ends_at, old.title, old.place):
        raise ToolError(f"What shall I change about the appointment “{old.title}”?")
    return _Moved(old, new)


async def _overlap(
    ctx: ToolContext, work: Work, new: NewAppointment, old: Appointment | None
) -> Intent | None:
    but = old.id if old else None
    found = await store.conflicts(work.tx, ctx.caller, new.starts_at, new.ends_at, but)
    if not found:
        return None
    about = f"{but or ''} {new.starts_at.isoformat()} {new.ends_at.isoformat()}"
    return Intent(about, conflict_question(found, ctx.now))


async def _meant(ctx: ToolContext, work: Work, title: str | None) -> Appointment:
    end = ctx.now + timedelta(days=365)
    events = await store.events_between(work.tx, ctx.caller, _today(ctx.now), end, 300)
    if title and (day := OF_A_DAY.fullmatch(title.strip())) and (when := dates.parse(day["day"], ctx.now)):
        events = [event for event in events if event.starts_at.astimezone(ctx.now.tzinfo).date() == when.day]
        if len(events) > 1:
            named = listed([f"“{event.title}”" for event in events[:SPOKEN_CHOICES]], "or")
            raise ToolError(f"Which one do you mean: {named}?")
        title = events[0].title if events else title
    return await meant(ctx, work, title, events, "calendar_events", "appointment")


def _today(now: datetime) -> datetime:
    return moment(now.date(), time(), now.tzinfo)
