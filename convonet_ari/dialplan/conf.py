"""Reads configuration files as Asterisk does: sections, templates and includes, each line with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path

Source = Callable[[str], list[tuple[str, str]]]
"""Names and texts of the files that an include names; none when there is no such file."""

DEEPEST = 16
_SECTION = re.compile(r"\[([^\]]*)\](?:\(([^)]*)\))?")
_INCLUDE = re.compile(r"#(?:try)?include\s+[\"<]?([^\">]+?)[\">]?\s*$")


@dataclass(frozen=True, slots=True)
class Place:
    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class Section:
    """`options` is what follows the name in parentheses: `!`, `+` or templates."""

    name: str
    options: tuple[str, ...]
    place: Place
    entries: tuple[Entry, ...] = ()

    def get(self, key: str, default: str = "") -> str:
        """The last value of a key, as for Asterisk's own settings."""
        return next((entry.value for entry in reversed(self.entries) if entry.key == key), default)

    def all(self, key: str) -> list[str]:
        return [entry.value for entry in self.entries if entry.key == key]

    @property
    def is_template(self) -> bool:
        return "!" in self.options

    @property
    def is_addition(self) -> bool:
        return any(option.startswith("+") for option in self.options)


@dataclass(slots=True)
class Config:
    """One file with all it includes."""

    sections: list[Section] = field(default_factory=list)
    absent: list[tuple[str, Place]] = field(default_factory=list)

    def named(self, name: str) -> list[Section]:
        return [section for section in self.sections if section.name == name]

    def resolved(self) -> list[Section]:
        """Sections as they count: additions joined to what they add to, templates laid beneath."""
        templates: dict[str, Section] = {}
        found: list[Section] = []
        for section in self.sections:
            whole = replace(section, entries=_inherited(section, templates) + section.entries)
            if section.is_addition and section.name in templates:
                whole = _joined(found, templates[section.name], section)
            else:
                found.append(whole)
            templates.setdefault(section.name, whole)
            if section.is_addition:
                templates[section.name] = whole
        return [section for section in found if not section.is_template]

    def value(self, section: str, key: str, default: str = "") -> str:
        values = [entry.value for part in self.named(section) for entry in part.entries if entry.key == key]
        return values[-1] if values else default


def read(source: Source, name: str) -> Config:
    """`name` and what it includes; an absent file reads as empty and is told of."""
    config = Config()
    reader = _Reader(source, config)
    for file, text in source(name):
        reader.file(file, text, 0)
    return config


def from_texts(texts: dict[str, str]) -> Source:
    return lambda name: [(file, text) for file, text in sorted(texts.items()) if fnmatch(file, name)]


def from_directory(etc: Path) -> Source:
    """Files below `etc`, as its Asterisk would find them; one that may not be read counts as absent."""

    def source(name: str) -> list[tuple[str, str]]:
        relative = name.removeprefix("/etc/asterisk/")
        places = [Path(relative)] if relative.startswith("/") else sorted(etc.glob(relative))
        return [(_shown(place, etc), _text(place)) for place in places if place.is_file()]

    return source


def _shown(place: Path, etc: Path) -> str:
    return str(place.relative_to(etc)) if place.is_relative_to(etc) else str(place)


def _text(place: Path) -> str:
    try:
        return place.read_text(encoding="utf-8", errors="replace")
    except PermissionError:
        return ""


class _Reader:
    def __init__(self, source: Source, config: Config) -> None:
        self._source = source
        self._config = config

    def file(self, name: str, text: str, depth: int) -> None:
        for number, line in _lines(text):
            self._line(line, Place(name, number), depth)

    def _line(self, line: str, place: Place, depth: int) -> None:
        sections = self._config.sections
        if included := _INCLUDE.match(line):
            self._include(included[1], place, depth)
        elif section := _SECTION.match(line):
            options = tuple(option.strip() for option in (section[2] or "").split(",") if option.strip())
            sections.append(Section(section[1].strip(), options, place))
        elif sections and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            entry = Entry(key.strip(), value.removeprefix(">").strip().replace("\\;", ";"), place)
            sections[-1] = replace(sections[-1], entries=(*sections[-1].entries, entry))

    def _include(self, name: str, place: Place, depth: int) -> None:
        files = self._source(name) if depth < DEEPEST else []
        if not files:
            self._config.absent.append((name, place))
        for file, text in files:
            self.file(file, text, depth + 1)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines without comments; `;--` begins one that ends with `--;`."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if inside:
            inside = "--;" not in line
            continue
        if line.lstrip().startswith(";--") and not line.lstrip().startswith(";---"):
            inside = "--;" not in line
            continue
        if bare := re.split(r"(?<!\\);", line, maxsplit=1)[0].strip():
            yield number, bare


def _inherited(section: Section, templates: dict[str, Section]) -> tuple[Entry, ...]:
    parents = (templates[name] for name in section.options if name in templates)
    return tuple(entry for parent in parents for entry in parent.entries)


def _joined(found: list[Section], first: Section, addition: Section) -> Section:
    whole = replace(first, entries=first.entries + addition.entries)
    for index, section in enumerate(found):
        if section is first:
            found[index] = whole
    return whole
