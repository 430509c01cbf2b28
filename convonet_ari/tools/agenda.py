"""Appointments in spoken words, and the gaps between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated

from pydantic import Field

from convonet_ari.store import calendar as store
from convonet_ari.store.calendar import Appointment
from convonet_ari.tools import dates
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.moving import in_clock_words
from convonet_ari.tools.permissions import Perm
from convonet_ari.tools.registry import tool
from convonet_ari.tools.spans import Span, coming, span
from convonet_ari.tools.times import moment, stretch
from convonet_ari.tools.wording import listed

OPENS, CLOSES = time(9), time(18)
SEARCH_DAYS = 7
SPOKEN = 3

Minutes = Annotated[int, Field(ge=5, le=540, description="How long it has to be.")]
Days = Annotated[
    str | None,
    Field(
        max_length=60,
        description="A day or a week in the caller's own words; leave it out for the next days.",
    ),
]


@dataclass(frozen=True, slots=True)
class Gap:
    start: datetime
    end: datetime


@tool("find_free_time", needs=Perm.CALENDAR_READ, says="Looking for free time…")
async def find_free_time(ctx: ToolContext, work: Work, when: Days = None, minutes: Minutes = 60) -> str:
    """Tell when the caller is free on weekdays from nine to six for so long, or whether at a time."""
    if when and (at := _time_asked(when, minutes, ctx.now)):
        return _told(at, await store.events_between(work.tx, ctx.caller, at.start, at.end), ctx.now)
    days = span(when, ctx.now) if when and when.strip() else coming(ctx.now, SEARCH_DAYS)
    events = await store.events_between(work.tx, ctx.caller, days.start, days.end)
    named = days.end - days.start < timedelta(days=1, hours=2)
    found = gaps(days, [event for event in events if not event.all_day], minutes, ctx.now, weekends=named)
    if not found:
        return f"You have no {minutes} minutes free {days.words}."
    told = listed([_spoken_gap(gap, ctx.now, day=not named) for gap in found[:SPOKEN]])
    return f"You are free {told}{f' {days.words}' if named else ''}."


def _time_asked(when: str, minutes: int, now: datetime) -> Gap | None:
    """The stretch that begins at the time in `when`; None when it names days alone."""
    words, length = stretch(when) or (when, minutes)
    asked = dates.parse(in_clock_words(words), now)
    if asked is None or asked.at is None:
        return None
    start = moment(asked.day, asked.at, now.tzinfo)
    return Gap(start, start + timedelta(minutes=length))


def _told(at: Gap, events: Sequence[Appointment], now: datetime) -> str:
    """What stands in the way of that time, or that nothing does."""
    soon = at.start.date() <= now.date() + timedelta(days=1)
    spoken = f"{'' if soon else 'on '}{dates.spoken(at.start.date(), now.date(), at.start.time())}"
    busy = [event for event in events if not event.all_day]
    if not busy:
        return f"You are free {spoken}."
    first = min(busy, key=lambda event: event.starts_at)
    if first.starts_at > at.start:
        return f"You are free {spoken}, until {spoken_event(first, now, day=False)}."
    over = dates.spoken_time(first.ends_at.astimezone(now.tzinfo).time())
    return f"You are not free {spoken}: there is “{first.title}” until {over}."


def gaps(
    days: Span, events: Sequence[Appointment], minutes: int, now: datetime, *, weekends: bool
) -> list[Gap]:
    """The free stretches of working time, in order."""
    found: list[Gap] = []
    day = days.start.date()
    while moment(day, OPENS, now.tzinfo) < days.end:
        if weekends or day.weekday() < 5:
            start = max(moment(day, OPENS, now.tzinfo), _next_quarter(now))
            found += _between(start, moment(day, CLOSES, now.tzinfo), events)
        day += timedelta(days=1)
    return [gap for gap in found if gap.end - gap.start >= timedelta(minutes=minutes)]


def _between(start: datetime, end: datetime, events: Sequence[Appointment]) -> list[Gap]:
    found = []
    for event in events:
        if event.ends_at <= start or event.starts_at >= end:
            continue
        found.append(Gap(start, event.starts_at))
        start = max(start, event.ends_at)
    return [*found, Gap(start, end)]


def _next_quarter(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0) + timedelta(minutes=-now.minute % 15)


def _spoken_gap(gap: Gap, now: datetime, *, day: bool) -> str:
    start, end = gap.start.astimezone(now.tzinfo), gap.end.astimezone(now.tzinfo)
    on = f"{dates.spoken(start.date(), now.date())} " if day else ""
    return f"{on}from {dates.spoken_time(start.time())} to {dates.spoken_time(end.time())}"


def spoken_event(event: Appointment, now: datetime, *, day: bool) -> str:
    where = f" at {event.place}" if event.place else ""
    return f"“{event.title}” {spoken_start(event, now, day=day)}{where}"


def spoken_start(event: Appointment, now: datetime, *, day: bool = True) -> str:
    start = event.starts_at.astimezone(now.tzinfo)
    if event.all_day:
        return f"{dates.spoken(start.date(), now.date())}, all day" if day else "all day"
    if not day:
        return f"at {dates.spoken_time(start.time())}"
    return dates.spoken(start.date(), now.date(), start.time())


def conflict_question(found: Sequence[Appointment], now: datetime) -> str:
    """What is said before two things are booked for one time."""
    names = listed([spoken_event(event, now, day=False) for event in found])
    return f"That overlaps {names}. Shall I book it anyway?"
