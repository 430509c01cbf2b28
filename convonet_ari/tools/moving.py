"""A new time in the caller's words for something that has one: what is left unsaid stays as it is."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from convonet_ari.errors import ToolError
from convonet_ari.tools import dates
from convonet_ari.tools.numerals import NUMBER, number
from convonet_ari.tools.times import DURATION, TIME, after, duration_in, moment, time_in
from convonet_ari.tools.wording import one_line

SHIFT = re.compile(
    rf"\b(?:by )?(?P<n>half an|(?:a )?quarter of an|{NUMBER}) (?P<unit>minute|hour|day|week)s?"
    r"(?P<half> and a half)? (?P<side>later|earlier)\b"
)
_BARE = re.compile(
    r"^(?:to |until |for )?(?=\d{1,2}(?:[:. ]?\d\d)?(?: ?[ap]m)?$"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
    r"(?! (?:minute|hour|day|week)s?\b))"
)
_RUN_TOGETHER = re.compile(r"\b(?P<hour>\d{1,2})(?P<minute>[0-5]\d)(?= ?[ap]m\b|$| (?:today|tomorrow|on)\b)")
SURE = re.compile(
    r"\b(?:[ap]m|morning|afternoon|evening|night|tonight|noon|midday|midnight|1[3-9]|2[0-3]|0\d)\b|\d[ap]m\b"
)
PARTS = {"afternoon": time(14), "evening": time(18), "night": time(20), "tonight": time(20)}
_PART = re.compile(rf"\b(?:{'|'.join(PARTS)})\b")
PORTIONS = {"half an": 0.5, "quarter of an": 0.25, "a quarter of an": 0.25}
SPANS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(1),
    "week": timedelta(7),
}


def in_clock_words(text: str) -> str:
    """ "330" and a bare "three" as a time: for places where only a time or a day can be meant."""
    words = _RUN_TOGETHER.sub(r"\g<hour>:\g<minute>", dates.plain(text))
    return words if dates.day_in(words, date(2000, 1, 1)) else _BARE.sub("at ", words)


def new_moment(text: str, now: datetime, default: time | None = None) -> datetime:
    """When `text` says, in the zone of `now`. Raises ToolError when it names no time and none is given."""
    words = in_clock_words(text)
    when = dates.parse(words, now)
    if when is None:
        raise ToolError(f"I did not understand the time “{one_line(text, 60)}”. When shall it be?")
    at = when.at or (part_of_day(words, default) if default else None)
    if at is None:
        raise ToolError(f"At what time {dates.spoken(when.day, now.date())}?")
    return not_past(moment(when.day, at, now.tzinfo), now)


def part_of_day(text: str, default: time) -> time:
    """An hour for "tomorrow evening", where no hour was said."""
    found = _PART.search(text.lower())
    return PARTS[found[0]] if found else default


def moved(text: str, old: datetime, now: datetime) -> datetime:
    """Where something that was at `old` goes: "three thirty", "Thursday", "an hour later", "in two hours"."""
    words = in_clock_words(text)
    old = old.astimezone(now.tzinfo)
    if shift := SHIFT.search(words):
        return not_past(_shifted(old, shift), now)
    if DURATION.search(words):
        return after(now, duration_in(words) or timedelta())
    at = time_in(words)
    day = dates.day_in(TIME.sub(" ", words), now.date())
    if at is None and day is None:
        raise ToolError(f"I did not understand the time “{one_line(text, 60)}”. When shall it be?")
    if day is None and at is not None:
        at = _nearer(at, old.time(), words)
    return not_past(moment(day or old.date(), at or old.time(), now.tzinfo), now)


def _nearer(at: time, old: time, words: str) -> time:
    """ "No, seven" of what was at six in the evening is the evening too: of an hour's two, the nearer one."""
    if not at.hour % 12 >= 1 or SURE.search(words):
        return at
    other = at.replace(hour=(at.hour + 12) % 24)
    return other if abs(_hours(other) - _hours(old)) < abs(_hours(at) - _hours(old)) else at


def _hours(at: time) -> float:
    return at.hour + at.minute / 60


def moved_day(text: str, old: date) -> date | None:
    """ "Two days later" than `old`; None when `text` says something else."""
    shift = SHIFT.fullmatch(dates.plain(text))
    if shift is None or shift["unit"] not in ("day", "week") or shift["n"] in PORTIONS or shift["half"]:
        return None
    return old + number(shift["n"]) * SPANS[shift["unit"]] * (-1 if shift["side"] == "earlier" else 1)


def not_past(then: datetime, now: datetime) -> datetime:
    """Raises ToolError."""
    if then < now:
        raise ToolError(
            f"{dates.spoken(then.date(), now.date(), then.time())} is in the past. When shall it be?"
        )
    return then


def _shifted(old: datetime, shift: re.Match[str]) -> datetime:
    n = PORTIONS[shift["n"]] if shift["n"] in PORTIONS else number(shift["n"])
    n += 0.5 if shift["half"] else 0
    ahead = n * SPANS[shift["unit"]] * (-1 if shift["side"] == "earlier" else 1)
    if shift["unit"] in ("day", "week"):
        return moment((old + ahead).date(), old.time(), old.tzinfo)
    return after(old, ahead)
