"""Bugs of Asterisk that users of its WebSockets met, by the versions they were reported against."""

from __future__ import annotations

from dataclasses import dataclass

from convonet_ari.doctor.finding import Finding, warn

PART = "Known bugs"
Version = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bug:
    """`first` and `last` are the versions it was reported against; others may have it too."""

    issue: str
    first: Version
    last: Version
    what: str
    advice: str


BUGS = (
    Bug(
        "asterisk#1604",
        (22, 6),
        (22, 7),
        "a key pressed on a chan_websocket channel ends Asterisk",
        "Install 22.8 or newer.",
    ),
    Bug(
        "asterisk#1643",
        (22, 6),
        (22, 6),
        "a call hung up while its media socket opens ends Asterisk",
        "Install 22.8 or newer.",
    ),
    Bug(
        "asterisk#1985",
        (22, 9),
        (22, 10, 1),
        "many calls that hang up at once can end Asterisk in pjsip",
        "Let systemd restart Asterisk, and watch for a release that names the issue.",
    ),
)


def of(text: str) -> list[Finding]:
    """What is known of a version such as 22.10.1."""
    version = tuple(int(part) for part in text.split(".") if part.isdigit())
    return [
        warn(PART, f"{bug.issue}: {bug.what}", bug.advice)
        for bug in BUGS
        if version and bug.first <= version and version[: len(bug.last)] <= bug.last
    ]
