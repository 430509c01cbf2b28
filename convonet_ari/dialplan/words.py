"""Takes the text of a dialplan step apart: arguments, conditions, and the variables it reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

OPENING, CLOSING = "([{", ")]}"


@dataclass(frozen=True, slots=True)
class Read:
    """`${name}` with the functions it is wrapped in, outermost first."""

    name: str
    within: tuple[str, ...]


def split(text: str, mark: str) -> list[str]:
    """At each `mark` that stands in no parentheses and no quotes."""
    parts, depth, quoted, begin = [], 0, False, 0
    for index, letter in enumerate(text):
        if letter == '"' and not text[:index].endswith("\\"):
            quoted = not quoted
        elif letter in OPENING:
            depth += 1
        elif letter in CLOSING:
            depth -= 1
        elif letter == mark and depth == 0 and not quoted:
            parts.append(text[begin:index])
            begin = index + 1
    return [*parts, text[begin:]]


def branches(text: str) -> list[str]:
    """What `condition?yes:no` leads to."""
    parts = split(text, "?")
    return split(parts[1], ":") if len(parts) > 1 else []


def reads(text: str, within: tuple[str, ...] = ()) -> Iterator[Read]:
    """Every `${…}`, the ones inside another's arguments too."""
    for content in _contents(text):
        name, bracket, arguments = content.partition("(")
        if bracket and re.fullmatch(r"[A-Za-z_0-9]+", name):
            yield Read(content, within)
            yield from reads(arguments, (*within, name.upper()))
        else:
            yield Read(content, within)
            yield from reads(content, within)


def _contents(text: str) -> Iterator[str]:
    """The insides of the outermost `${…}`."""
    start = text.find("${")
    while start >= 0:
        end = _end(text, start + 1)
        yield text[start + 2 : end]
        start = text.find("${", end)


def _end(text: str, start: int) -> int:
    depth = 0
    for index in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[index], 0)
        if depth == 0:
            return index
    return len(text)
