"""The stretch of days that a caller asks about: "Friday", "this week", "the weekend"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from convonet_ari.errors import ToolError
from convonet_ari.tools import dates
from convonet_ari.tools.times import moment
from convonet_ari.tools.wording import one_line

WEEK = re.compile(r"\b(?P<which>this|next|the|coming) (?P<unit>week|weekend|month)\b|\bweek\b")
DAYS = {"week": 7, "weekend": 2, "month": 31}


@dataclass(frozen=True, slots=True)
class Span:
    """From the beginning of a day to that of another; `words` can be said behind "you have nothing"."""

    start: datetime
    end: datetime
    words: str


def span(text: str, now: datetime) -> Span:
    """The days that `text` means. Raises ToolError."""
    plain = dates.plain(text)
    if match := WEEK.search(plain):
        return _stretch(match, plain, now)
    when = dates.parse(plain, now)
    if when is None:
        raise ToolError(f"I did not understand the day “{one_line(text, 60)}”. Which day do you mean?")
    spoken = dates.spoken(when.day, now.date())
    return _days(when.day, 1, spoken if when.day <= now.date() + timedelta(days=1) else f"on {spoken}", now)


def coming(now: datetime, days: int) -> Span:
    return _days(now.date(), days, f"in the next {days} days", now)


def _stretch(match: re.Match[str], plain: str, now: datetime) -> Span:
    unit, which = match["unit"] or "week", match["which"] or "this"
    today = now.date()
    if unit == "week" and which != "next":
        return _days(today, 7 - today.weekday(), "this week", now)
    if unit == "month" and which != "next":
        return _days(today, dates.days_left_in_month(today), "this month", now)
    day = dates.day_in(plain, today) or today
    return _days(day, DAYS[unit], f"{which if which == 'next' else 'this'} {unit}", now)


def _days(first: date, count: int, words: str, now: datetime) -> Span:
    zone = now.tzinfo
    return Span(moment(first, time(), zone), moment(first + timedelta(days=count), time(), zone), words)
