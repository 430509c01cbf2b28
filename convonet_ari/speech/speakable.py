"""Turns written text into text a voice can say: no markdown, links, emojis or machine notation."""

from __future__ import annotations

import html
import re
import unicodedata
from calendar import month_name
from collections.abc import Callable
from datetime import date

Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]

_MARKS = re.compile(r"[*_`#]+")
SILENT_CATEGORIES = frozenset({"So", "Sk", "Cf", "Co", "Cs", "Cn"})


def speakable(text: str) -> str:
    """What to hand to a voice; empty when nothing can be said."""
    text = html.unescape(text)
    for pattern, by in RULES:
        text = pattern.sub(by, text)
    text = "".join(c for c in text if unicodedata.category(c) not in SILENT_CATEGORIES)
    text = _tidy(" ".join(filter(None, map(_sentence, text.splitlines()))))
    return text if any(c.isalnum() for c in text) else ""


def legible(text: str) -> str:
    """The same in a language without rules of its own: no markdown and no signs; its voice reads numbers."""
    text = "".join(c for c in html.unescape(text) if unicodedata.category(c) not in SILENT_CATEGORIES)
    text = " ".join(_MARKS.sub("", text).split())
    return text if any(c.isalnum() for c in text) else ""


def digits(text: str) -> str:
    """Each character by itself: "1001" → "1 0 0 1"."""
    return " ".join(c for c in text if c.isalnum())


def ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def spoken_date(day: date) -> str:
    return f"{month_name[day.month]} {ordinal(day.day)}, {day.year}"


def spoken_time(hour: int, minute: int) -> str:
    """Twelve-hour words for a time of day: 15:30 → "3:30 p.m."."""
    if minute == 0 and hour in (0, 12):
        return "noon" if hour else "midnight"
    clock = f"{hour % 12 or 12}" + (f":{minute:02}" if minute else "")
    return f"{clock} {'a.m.' if hour < 12 else 'p.m.'}"


def _date(m: re.Match[str]) -> str:
    try:
        said = spoken_date(date(int(m["y"]), int(m["m"]), int(m["d"])))
    except ValueError:
        return m[0]
    return f"{said} at {_time(m)}" if m["h"] else said


def _time(m: re.Match[str]) -> str:
    hour, minute = int(m["h"]), int(m["min"])
    return spoken_time(hour, minute) if hour < 24 and minute < 60 else m[0]


def _phone(m: re.Match[str]) -> str:
    number = re.sub(r"\D", "", m[0])
    plus = "plus " if m[0].lstrip("(").startswith("+") else ""
    if len(number) < 7:
        return plus + digits(number)
    head, tail = number[:-10], number[-10:]
    groups = [head, tail[:-7], tail[-7:-4], tail[-4:]]
    return plus + ", ".join(digits(group) for group in groups if group)


def _host(m: re.Match[str]) -> str:
    return m["host"].lower().removeprefix("www.").replace(".", " dot ") + m["end"]


def _mail(m: re.Match[str]) -> str:
    return m[0].replace("@", " at ").replace(".", " dot ").replace("_", " underscore ")


def _item(m: re.Match[str]) -> str:
    return f"{m['n']}: "


def _rule(pattern: str, by: str | Callable[[re.Match[str]], str], flags: int = 0) -> Rule:
    return re.compile(pattern, flags), by


_URL = r"\b(?:https?://|www\.)(?P<host>[\w.-]+\w)(?:[:/?#][^\s<>()]*?)?(?P<end>[.,;!?]?)(?=[\s)]|$)"
_UUID = r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{8}([0-9a-f]{4})\b"
_DAY = r"\b(?P<y>20\d\d|19\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"
_CLOCK = r"(?P<h>\d\d):(?P<min>\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?"
_NAMED = r"\b(?P<what>extension|ext|queue|agent|pin|code|room|member number)(?P<dot>\.?)\s+(?P<n>\d{3,6})\b"

RULES: tuple[Rule, ...] = (
    _rule(r"```\w*\n?|`", ""),
    _rule(r"!?\[([^\]]*)\]\([^)]*\)", r"\1"),
    _rule(r"</?[a-zA-Z][^<>]*>", " "),
    _rule(r"^\s*\|?[\s:|-]{3,}\|?\s*$", "", re.M),
    _rule(r"^\s*(?:#{1,6}|>)\s+", "", re.M),
    _rule(r"^\s*[-*+•·]\s+(?:\[[ xX]\]\s+)?", "", re.M),
    _rule(r"^\s*(?P<n>\d{1,3})[.)]\s+", _item, re.M),
    _rule(r"(\*\*\*|\*\*|~~|__)(?=\S)(.+?)(?<=\S)\1", r"\2"),
    _rule(r"(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2"),
    _rule(r"\s*\|\s*", ", "),
    _rule(_URL, _host),
    _rule(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b", _mail),
    _rule(_UUID, lambda m: f"ending in {digits(m[1])}", re.I),
    _rule(_DAY + rf"(?:[T ]{_CLOCK})?", _date),
    _rule(r"(?<![\d:])(?P<h>1[3-9]|2[0-3]|0\d|12):(?P<min>[0-5]\d)(?![\d:]|\s*[ap]\.?m)", _time, re.I),
    _rule(r"(\d{1,2}):00(?=\s*[ap]\.?m)", r"\1", re.I),
    _rule(_NAMED, lambda m: f"{m['what']}{m['dot']} {digits(m['n'])}", re.I),
    _rule(r"(?<![\w.])(?:\+\d{1,3}[\s.-]?)?\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}\b", _phone),
    _rule(r"(?<![\w.,])\+?\d{5,}(?![\w,]|\.\d)", _phone),
    _rule(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{6,}\b", lambda m: digits(m[0])),
    _rule(r"\b([A-Z]{1,5})-?(\d{3,})\b", lambda m: f"{digits(m[1])} {digits(m[2])}"),
    _rule(r"#\s?(?=\d)", "number "),
    _rule(r"\be\.g\.,?", "for example,"),
    _rule(r"\bi\.e\.,?", "that is,"),
    _rule(r"\bvs\.?(?=\s)", "versus"),
    _rule(r"\s*&\s*", " and "),
    _rule(r"\s*(?:→|->|=>)\s*", " to "),
    _rule(r"~(?=\d)", "about "),
    _rule(r"[*_#`^<>{}\[\]\\|~]+", " "),
)


def _sentence(line: str) -> str:
    line = line.strip()
    return line if not line or line[-1] in ".,;:!?…\"”')" else f"{line}."


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+([.,;:!?])", r"\1", text)
    text = re.sub(r"([ap]\.m\.)\.(?!\.)", r"\1", text)
    text = re.sub(r",(?:\s*,)+|,(?=[.!?])", ",", text)
    return re.sub(r"^[\s.,;:]+", "", text).strip()
