"""Shortens the manual that Asterisk reads at every start to what its modules look up there."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

# Asterisk needs each option of its configuration files described, and complains of what has no entry.
WHOLE = ("configInfo",)
NAMED = ("application", "function", "manager", "agi")
PROSE = ("description", "example", "note", "see-also", "since", "warning")


def shorten(file: Path) -> None:
    """Of applications, functions and commands the one line that says what they do; of options what they are.

    To read all of it is three quarters of a start.
    """
    manual = ElementTree.parse(file)
    root = manual.getroot()
    for entry in list(root):
        if entry.tag not in (*WHOLE, *NAMED):
            root.remove(entry)
    for entry in root:
        _without(entry, PROSE if entry.tag in WHOLE else _all_but_synopsis(entry))
    manual.write(file, encoding="UTF-8", xml_declaration=True)


def _all_but_synopsis(entry: ElementTree.Element) -> tuple[str, ...]:
    return tuple(child.tag for child in entry if child.tag != "synopsis")


def _without(entry: ElementTree.Element, tags: tuple[str, ...]) -> None:
    for parent in list(entry.iter()):
        for child in [child for child in parent if child.tag in tags]:
            parent.remove(child)
