"""The dialplan that files describe: contexts, extensions and numbered steps, as Asterisk would load them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from convonet_ari.dialplan.conf import Config, Entry, Place

NOT_CONTEXTS = frozenset({"general", "globals"})
_STEP = re.compile(r"\s*(n(?:[+-]\d+)?|s(?:[+-]\d+)?|\d+|hint)\s*(?:\(([^)]*)\))?\s*,(.*)", re.DOTALL)
_APPLICATION = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)\s*(?:\((.*)\))?\s*$", re.DOTALL)
_SETS = {"X": "0-9", "Z": "1-9", "N": "2-9"}


@dataclass(frozen=True, slots=True)
class Step:
    priority: int
    label: str
    application: str
    data: str
    place: Place


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that Asterisk would not take, or that follows nothing."""

    text: str
    place: Place


@dataclass(slots=True)
class Context:
    name: str
    places: list[Place] = field(default_factory=list)
    extensions: dict[str, list[Step]] = field(default_factory=dict)
    includes: list[tuple[str, Place]] = field(default_factory=list)
    hints: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Dialplan:
    contexts: dict[str, Context] = field(default_factory=dict)
    unreadable: list[Unreadable] = field(default_factory=list)

    def steps(self) -> Iterator[tuple[Context, str, Step]]:
        for context in self.contexts.values():
            for extension, steps in context.extensions.items():
                yield from ((context, extension, step) for step in steps)

    def find(self, context: str, extension: str, seen: frozenset[str] = frozenset()) -> list[Step]:
        """The steps a call to `extension` would take in `context`; none when nothing matches."""
        found = self.contexts.get(context)
        if found is None or context in seen:
            return []
        if extension in found.extensions:
            return found.extensions[extension]
        for pattern, steps in found.extensions.items():
            if matches(pattern, extension):
                return steps
        lookups = (self.find(name, extension, seen | {context}) for name, _ in found.includes)
        return next((steps for steps in lookups if steps), [])


def matches(pattern: str, extension: str) -> bool:
    """Asterisk's patterns: `_`, X Z N, [sets], and `.` or `!` for the rest."""
    if not pattern.startswith("_"):
        return False
    expression = "".join(_piece(piece) for piece in re.findall(r"\[[^\]]*\]|.", pattern[1:]))
    return re.fullmatch(expression, extension) is not None


def _piece(piece: str) -> str:
    if piece.startswith("["):
        return f"[{re.escape(piece[1:-1]).replace(chr(92) + '-', '-')}]"
    special = {".": ".+", "!": ".*", "-": ""}
    return f"[{_SETS[piece.upper()]}]" if piece.upper() in _SETS else special.get(piece, re.escape(piece))


def dialplan(config: Config) -> Dialplan:
    plan = Dialplan()
    for section in config.sections:
        if section.name in NOT_CONTEXTS:
            continue
        context = plan.contexts.setdefault(section.name, Context(section.name))
        context.places.append(section.place)
        current = ""
        for entry in section.entries:
            current = _entry(plan, context, current, entry)
    return plan


def _entry(plan: Dialplan, context: Context, current: str, entry: Entry) -> str:
    """Adds one line to a context; returns the extension that `same` goes on with."""
    match entry.key:
        case "exten":
            current, _, rest = (part.strip() for part in entry.value.partition(","))
            _step(plan, context, current, rest, entry.place)
        case "same":
            _step(plan, context, current, entry.value, entry.place)
        case "include":
            context.includes.append((entry.value.split(",")[0].strip(), entry.place))
    return current


def _step(plan: Dialplan, context: Context, extension: str, text: str, place: Place) -> None:
    found = _STEP.match(text)
    name = extension.split("/")[0]
    application = _APPLICATION.match(found[3]) if found else None
    if found and found[1] == "hint":
        context.hints.add(name)
        return
    if not found or not application or not extension:
        plan.unreadable.append(Unreadable(text.strip(), place))
        return
    steps = context.extensions.setdefault(name, [])
    number = _priority(found[1], steps)
    steps.append(Step(number, found[2] or "", application[1], application[2] or "", place))


def _priority(text: str, steps: list[Step]) -> int:
    last = steps[-1].priority if steps else 0
    if text.isdigit():
        return int(text)
    offset = int(text[1:] or 0)
    return last + (1 if text[0] == "n" else 0) + offset
