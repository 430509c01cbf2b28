"""Days and times as callers say them, understood from now in their own zone, preferring the future."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from convonet_ari.tools.numerals import NUMBER, ORDINAL, number, ordinal
from convonet_ari.tools.times import DURATION, TIME, after, duration_in, time_in

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = tuple(name.lower() for name in calendar.month_name[1:])
_DAY = "|".join(DAYS)
_MONTH = "|".join(MONTHS) + "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_UNIT = r"day|week|month|year"

Rule = Callable[[re.Match[str], date], date]


@dataclass(frozen=True, slots=True)
class When:
    """A day, and the time on it when one was named."""

    day: date
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase about time inside a text: its words, and the text without them."""

    phrase: str
    rest: str


def parse(text: str, now: datetime) -> When | None:
    """What `text` means at `now`; None when it names no day and no time.

    What is left out is the next one to come: weekday, month, year. "Next Friday" is Friday of next week.
    """
    text = plain(text)
    if (ahead := duration_in(text)) is not None:
        then = after(now, ahead)
        return When(then.date(), then.time())
    at = time_in(text)
    day = day_in(TIME.sub(" ", text), now.date())
    if day is not None:
        return When(day, at)
    if at is None:
        return None
    today = now.date()
    return When(today if at > now.time() else today + timedelta(days=1), at)


@lru_cache(maxsize=32)
def find(text: str) -> Found | None:
    """The last phrase of `text` that tells a day or a time, with its preposition; adjoining ones are one."""
    spans = sorted(match.span() for match in _ANY.finditer(text))
    if not spans:
        return None
    start, end = spans[-1]
    for earlier, close in reversed(spans[:-1]):
        if text[close:start].strip(" ,"):
            break
        start = earlier
    phrase = _LEADING.sub("", text[start:end].strip(" ,"))
    return Found(phrase, f"{text[:start].rstrip(' ,')} {text[end:].lstrip(' ,')}".strip())


def spoken(day: date, today: date, at: time | None = None) -> str:
    """ "tomorrow, Monday the 23rd"; the month is said beyond a week, the year when it is another."""
    words = _spoken_day(day, today)
    return f"{words} at {spoken_time(at)}" if at else words


def spoken_time(at: time) -> str:
    if (at.hour, at.minute) == (12, 0):
        return "noon"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'am' if at.hour < 12 else 'pm'}"


def _spoken_day(day: date, today: date) -> str:
    ahead = (day - today).days
    named = f"{day:%A} the {ordinal(day.day)}"
    if ahead in (-1, 0, 1):
        return f"{('yesterday', 'today', 'tomorrow')[ahead + 1]}, {named}"
    if 0 < ahead < 7:
        return named
    year = "" if day.year == today.year or 0 < ahead < 60 else f" {day.year}"
    return f"{day:%A}, {day:%B} {ordinal(day.day)}{year}"


def plain(text: str) -> str:
    """In lower case, without punctuation, a.m. and p.m. as words."""
    text = re.sub(r"\b([ap])\.\s?m\.?", r"\1m", text.lower())
    return " ".join(re.sub(r"[?!,;]|\.(?=\s|$)", " ", text).split())


def day_in(text: str, today: date) -> date | None:
    """The day that plain `text` names."""
    for pattern, rule in _RULES:
        if (match := pattern.search(text)) and (day := _ruled(rule, match, today)):
            return day
    return None


def _ruled(rule: Rule, match: re.Match[str], today: date) -> date | None:
    try:
        return rule(match, today)
    except (ValueError, OverflowError):
        return None


def _weekday(match: re.Match[str], today: date) -> date:
    return _coming(DAYS.index(match["day"]), match["which"], today)


def _weeks_after(match: re.Match[str], today: date) -> date:
    return _weekday(match, today) + timedelta(weeks=number(match["n"]))


def _after_next(match: re.Match[str], today: date) -> date:
    return _coming(DAYS.index(match["day"]), "next", today) + timedelta(weeks=1)


def _weekend(match: re.Match[str], today: date) -> date:
    return _coming(DAYS.index("saturday"), match["which"], today)


def _coming(weekday: int, which: str | None, today: date) -> date:
    ahead = weekday - today.weekday()
    if which == "next":
        return today + timedelta(days=7 + ahead)
    return today + timedelta(days=ahead % 7 or (0 if which == "this" else 7))


def _ahead(match: re.Match[str], today: date) -> date:
    start = today + timedelta(days=1) if match[0].endswith("tomorrow") else today
    return _plus(start, number(match["n"]), match["unit"])


def _plus(day: date, n: int, unit: str) -> date:
    if unit in ("day", "week"):
        return day + timedelta(days=n * (7 if unit == "week" else 1))
    months = day.month - 1 + n * (12 if unit == "year" else 1)
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _next_period(match: re.Match[str], today: date) -> date:
    if match["unit"] == "week":
        return today + timedelta(days=7 - today.weekday())
    return _plus(today, 1, match["unit"]).replace(day=1)


def _end_of(match: re.Match[str], today: date) -> date:
    if match.groupdict().get("next"):
        today = _next_period(match, today)
    if match["unit"] == "week":
        return today + timedelta(days=(4 - today.weekday()) % 7)
    return _plus(today, 1, "month").replace(day=1) - timedelta(days=1)


def days_left_in_month(today: date) -> int:
    return calendar.monthrange(today.year, today.month)[1] - today.day + 1


def _last_of(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=6 - today.weekday()) if match["unit"] == "week" else _end_of(match, today)


def _month_day(match: re.Match[str], today: date) -> date:
    month = next(i for i, name in enumerate(MONTHS, 1) if name.startswith(match["month"][:3]))
    if match["year"]:
        return date(int(match["year"]), month, number(match["n"]))
    day = date(today.year, month, number(match["n"]))
    return day if day >= today else day.replace(year=today.year + 1)


def _day_of_month(match: re.Match[str], today: date) -> date:
    first = today.replace(day=1)
    for ahead in range(12):
        month = _plus(first, ahead, "month")
        wanted = number(match["n"])
        if wanted <= calendar.monthrange(month.year, month.month)[1] and month.replace(day=wanted) >= today:
            return month.replace(day=wanted)
    raise ValueError("no month has such a day")


_SOURCES: tuple[tuple[str, Rule], ...] = (
    (r"(?P<iso>\d{4}-\d{2}-\d{2})", lambda m, _: date.fromisoformat(m["iso"])),
    (rf"(?P<n>{NUMBER}) (?P<unit>{_UNIT})s? from (?:now|today|tomorrow)", _ahead),
    (r"(?:the )?day after tomorrow", lambda _, today: today + timedelta(days=2)),
    (r"tomorrow", lambda _, today: today + timedelta(days=1)),
    (r"today|tonight|this (?:morning|afternoon|evening)", lambda _, today: today),
    (
        rf"(?P<n>{NUMBER}) weeks? (?:from|after) (?:(?P<which>this|next|coming) )?(?P<day>{_DAY})",
        _weeks_after,
    ),
    (rf"the (?P<day>{_DAY}) after(?: next| that|(?=\s*$))", _after_next),
    (r"the week after next", lambda _, today: today + timedelta(days=14 - today.weekday())),
    (rf"(?:in|within) (?P<n>{NUMBER}) (?P<unit>{_UNIT})s?", _ahead),
    (rf"(?:the )?(?P<n>{ORDINAL}) (?:of )?(?P<month>{_MONTH})\b,? ?(?P<year>20\d\d)?", _month_day),
    (rf"(?P<month>{_MONTH}) (?:the )?(?P<n>{ORDINAL})\b,? ?(?P<year>20\d\d)?", _month_day),
    (r"(?:the )?end of (?:the|this|(?P<next>next)) (?P<unit>week|month)", _end_of),
    (r"this (?P<unit>week|month)", _last_of),
    (rf"(?:{_DAY}) the (?P<n>{ORDINAL})", _day_of_month),
    (rf"(?:(?:(?:this|the) (?=coming))?(?P<which>this|next|coming) )?(?P<day>{_DAY})", _weekday),
    (r"next (?P<unit>week|month|year)", _next_period),
    (r"(?:the |(?P<which>this|next) )weekend", _weekend),
    (rf"the (?P<n>{ORDINAL})", _day_of_month),
)
_RULES = tuple((re.compile(rf"\b(?:{source})\b(?!'s)"), rule) for source, rule in _SOURCES)

_PART = r"(?: (?:in the )?(?:morning|afternoon|evening|night))?"
_PREPOSITION = r"(?:(?:which is |that is |is )?due )?(?:on |by |for |until |till |before |at )?"
_LEADING = re.compile(r"^(?:(?:which is |that is |is )?due )?(?:on |by |for |until |till |before )?", re.I)
_NAMELESS = "|".join(re.sub(r"\?P<\w+>", "?:", source) for source, _ in _SOURCES[:-1])
# The fifth may be a floor; who names the fifteenth means a day.
_LATE = (
    r"(?:\d\d\s?(?:st|nd|rd|th)|(?:thir|four|fif|six|seven|eigh|nine)teenth|tenth|eleventh|twelfth|twentieth"
    r"|twenty[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|thirty[ -]first)"
)
_THE_DAY = (
    rf"(?:(?:on |by |until |due )the {ORDINAL}"
    rf"|(?:for |from |till |to )the {_LATE}(?! (?:anniversary|birthday|century|floor|time|edition|street"
    r"|quarter)\b))"
)
_NAMELESS_TIME = "|".join(re.sub(r"\?P<\w+>", "?:", pattern.pattern) for pattern in (DURATION, TIME))
_ANY = re.compile(
    rf"\b{_PREPOSITION}(?:{_THE_DAY}|{_NAMELESS}|{_NAMELESS_TIME})\b{_PART}(?!'s)", re.IGNORECASE
)
