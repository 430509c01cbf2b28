"""Times of the day as callers say them: "half past three", "three thirty", "noon", "in two hours"."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from convonet_ari.tools.numerals import NUMBER, number

_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_UNIT = "one|two|three|four|five|six|seven|eight|nine"
_SPOKEN_MINUTE = rf"(?:oh |o )(?:{_UNIT})|ten|fifteen|(?:twenty|thirty|forty|fifty)(?:[ -](?:{_UNIT}))?"
_HOUR = rf"(?P<hour>\d{{1,2}}|{_WORDS})"
_BARE_HOUR = rf"(?:\d{{1,2}}|{_WORDS})"
_MINUTE = rf"(?:[:. ](?P<minute>[0-5]\d)| (?P<spoken>{_SPOKEN_MINUTE}))"
_CLOCK = r"(?: ?(?P<half>[ap]m)| ?o'?clock)"
_PAST = rf"(?P<fraction>half|(?:a )?quarter|{NUMBER})(?: minutes?)? (?P<side>past|after|to|before)"
_NEXT_UNIT = r"(?! ?(?:days?|weeks?|months?|hours?|minutes?|people|percent)\b)"

TIME = re.compile(
    rf"\b(?:at |by )?(?:(?P<named>noon|midday|midnight)"
    rf"|(?:{_PAST} (?={_BARE_HOUR}\b)"
    rf"|(?<=at )|(?<=by )"
    rf"|(?={_BARE_HOUR} ?(?:[ap]m|o'?clock)\b)"
    rf"|(?=\d{{1,2}}:[0-5]\d\b|\d{{1,2}}[. ][0-5]\d ?[ap]m\b|(?:{_WORDS}) (?:{_SPOKEN_MINUTE})\b))"
    rf"{_HOUR}{_MINUTE}?{_CLOCK}?)\b(?![-/]){_NEXT_UNIT}"
)
DURATION = re.compile(
    rf"\b(?:in|within) (?:(?P<halves>half an hour)|(?P<quarters>a quarter|three quarters) of an hour"
    rf"|(?P<n>{NUMBER})(?P<and> and a half)? "
    r"(?P<unit>hour|minute)s?(?P<tail> and a half)?)\b"
)


_CLOCKED = (
    rf"(?:(?:half|(?:a )?quarter) (?:past|to) )?{_BARE_HOUR}(?:[:. ][0-5]\d| (?:{_SPOKEN_MINUTE}))?"
    r"(?: ?(?:[ap]m|o'?clock))?|noon|midday"
)
RANGE = re.compile(
    rf"\b(?:from|between) (?P<start>{_CLOCKED}) (?:to|until|till|and|-) (?P<end>{_CLOCKED})\b"
    r"(?! (?:of|in)\b)",
    re.IGNORECASE,
)


def stretch(text: str) -> tuple[str, int] | None:
    """ "Thursday from two to four" is Thursday at two, and how many minutes that takes."""
    match = RANGE.search(text)
    if match is None:
        return None
    part = " ".join(re.findall(r"\b(?:morning|afternoon|evening|night)\b", text.lower()))
    start, end = (time_in(f"{_at(match[name].lower())} {part}") for name in ("start", "end"))
    if start is None or end is None or start == end:
        return None
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    half_a_day = 12 * 60
    length = minutes if minutes > 0 else minutes % half_a_day or half_a_day
    return f"{text[: match.start()]}{_at(match['start'])}{text[match.end() :]}", length


def _at(clock: str) -> str:
    return clock if "past" in clock or " to " in clock else f"at {clock}"


def time_in(text: str) -> time | None:
    """The time that `text` names, in lower case and without punctuation."""
    match = TIME.search(text)
    if match is None:
        return None
    if match["named"]:
        return {"noon": time(12), "midday": time(12), "midnight": time(23, 59)}[match["named"]]
    hour = number(match["hour"])
    minute = _minute(match["minute"], match["spoken"])
    clock = _clock(hour, minute, match["half"] or _half_by_day_part(text, hour))
    return _shifted(clock, match["fraction"], match["side"]) if clock and match["fraction"] else clock


def duration_in(text: str) -> timedelta | None:
    """How far ahead "in two hours" is."""
    match = DURATION.search(text)
    if match is None:
        return None
    if match["halves"]:
        return timedelta(minutes=30)
    if match["quarters"]:
        return timedelta(minutes=15 if match["quarters"].startswith("a") else 45)
    n = number(match["n"]) + (0.5 if match["and"] or match["tail"] else 0)
    return timedelta(hours=n) if match["unit"] == "hour" else timedelta(minutes=n)


def after(now: datetime, ahead: timedelta) -> datetime:
    """So much later by any watch, in the zone of `now`, to the minute."""
    later = (now.astimezone(UTC) + ahead).astimezone(now.tzinfo)
    return later.replace(second=0, microsecond=0)


def moment(day: date, at: time, zone: tzinfo | None) -> datetime:
    """That time on that day; one that the clocks skip is as much later, one they repeat is the first."""
    return datetime.combine(day, at, zone).astimezone(UTC).astimezone(zone)


def _minute(digits: str | None, spoken: str | None) -> int:
    if digits:
        return int(digits)
    return number(re.sub(r"^(?:oh|o) ", "", spoken)) if spoken else 0


def _clock(hour: int, minute: int, half: str) -> time | None:
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _shifted(clock: time, fraction: str, side: str) -> time:
    """Half past three, quarter to four."""
    minutes = {"half": 30, "quarter": 15, "a quarter": 15}.get(fraction) or number(fraction)
    sign = 1 if side in ("past", "after") else -1
    return (datetime.combine(date(2000, 1, 1), clock) + sign * timedelta(minutes=minutes)).time()


def _half_by_day_part(text: str, hour: int) -> str:
    """Without am or pm: the part of the day decides, else office hours do."""
    if re.search(r"\bmorning\b", text):
        return "am"
    if re.search(r"\b(?:afternoon|evening|tonight|night)\b", text):
        return "pm"
    return "pm" if 1 <= hour <= 6 else ""
