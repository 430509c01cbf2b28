"""Days gone by as callers say them; what lies ahead is understood by `dates`."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from convonet_ari.tools import dates
from convonet_ari.tools.dates import DAYS, When
from convonet_ari.tools.numerals import NUMBER, number

_YESTERDAY = re.compile(r"\b(?P<before>the day before )?yesterday\b|\blast night\b", re.I)
_AGO = re.compile(rf"\b(?P<n>{NUMBER}) (?P<unit>day|week)s? ago\b", re.I)
_WEEKDAY = re.compile(rf"\b(?:last |on |this |past )*(?P<day>{'|'.join(DAYS)})\b", re.I)


def parse_past(text: str, now: datetime) -> When | None:
    """The latest day that `text` can mean, with the time on it when one was named."""
    today = now.date()
    for pattern, day in ((_YESTERDAY, _yesterday), (_AGO, _ago), (_WEEKDAY, _weekday)):
        if match := pattern.search(text):
            rest = f"{text[: match.start()]} {text[match.end() :]}"
            at = dates.parse(rest, now)
            return When(day(match, today), at.at if at else None)
    when = dates.parse(text, now)
    if when is None or when.day <= today:
        return when
    return _earlier(when, today)


def _yesterday(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=2 if match["before"] else 1)


def _ago(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=number(match["n"].lower()) * (7 if match["unit"].lower() == "week" else 1))


def _weekday(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=(today.weekday() - DAYS.index(match["day"].lower())) % 7 or 7)


def _earlier(when: When, today: date) -> When:
    """A day of the year that is still to come was last year's; a time still to come, yesterday's."""
    if when.day == today + timedelta(days=1):
        return When(today, when.at)
    try:
        return When(when.day.replace(year=when.day.year - 1), when.at)
    except ValueError:
        return When(when.day - timedelta(days=366), when.at)
