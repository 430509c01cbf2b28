"""Compares files that were installed with those the settings would write, without telling a secret."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path

from convonet_ari.dialplan.install import manifest
from convonet_ari.dialplan.render import FILES, unfilled
from convonet_ari.errors import MissingPart

SECRET_KEYS = ("password", "secret")


def compare(directory: Path, wanted: Mapping[str, str]) -> list[str]:
    """One line for each difference that Asterisk would notice; comments and blanks do not count.

    Files that belong at the end of an administrator's own are looked for inside them.
    """
    found: list[str] = []
    for name, text in installed(directory, wanted).items():
        place = _place(directory, name)
        found += [f"{name}: absent"] if place is None else differences(name, _read(place), text)
    return found


def installed(directory: Path, wanted: Mapping[str, str]) -> Mapping[str, str]:
    """What `install` put there, for trunk and HTTP may be the GUI's; files that were copied by hand, all."""
    ours = manifest(directory).files
    return {name: text for name, text in wanted.items() if not ours or name in ours}


def left_unfilled(directory: Path) -> list[str]:
    """The installed placeholders, as `file: PLACEHOLDER`."""
    places = ((name, _place(directory, name)) for name in FILES)
    return unfilled({name: _read(place) for name, place in places if place is not None})


def differences(name: str, installed: str, wanted: str) -> list[str]:
    have, want = _lines(installed), _lines(wanted)
    if _contains(have, want):
        return []
    return [f"{name}: {_shown(line)}" for line in difflib.ndiff(have, want) if line[:1] in "+-"]


def _place(directory: Path, name: str) -> Path | None:
    places = (directory / "convonet" / name, directory / name)
    return next((place for place in places if place.is_file()), None)


def _read(place: Path) -> str:
    try:
        return place.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise MissingPart(
            f"{place} cannot be read ({error.strerror})", "Run this as a user who may read it."
        ) from None


def _lines(text: str) -> list[str]:
    return list(_significant(text))


def _significant(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if bare := line.partition(";")[0].strip():
            yield bare


def _contains(have: list[str], want: list[str]) -> bool:
    return any(have[start : start + len(want)] == want for start in range(len(have) - len(want) + 1))


def _shown(change: str) -> str:
    """`- ` is installed and not wanted, `+ ` is missing; a secret's value is never shown."""
    sign, line = change[:1], change[2:]
    key, equals, _ = line.partition("=")
    if key.strip() in SECRET_KEYS:
        line = f"{key}{equals} (another secret)"
    return f"{'installed, not wanted' if sign == '-' else 'missing'}: {line}"
