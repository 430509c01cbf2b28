"""What an examination finds: good, doubtful or wrong, and for the latter two how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from convonet_ari.doctor.faults import FAULTS


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """`part` names what was looked at, `what` says what was seen; neither ever holds a secret.

    `fault` is the name of a known one in `faults.py`; `ms` is how long a step of a call took.
    """

    part: str
    level: Level
    what: str
    mend: str = ""
    fault: str = ""
    ms: int | None = None


def ok(part: str, what: str) -> Finding:
    return Finding(part, Level.OK, what)


def warn(part: str, what: str, mend: str) -> Finding:
    """A call would work all the same."""
    return Finding(part, Level.WARN, what, mend)


def fail(part: str, what: str, mend: str) -> Finding:
    """A call would not work, or whether it would cannot be told."""
    return Finding(part, Level.FAIL, what, mend)


def known(part: str, fault: str, what: str, level: Level = Level.FAIL) -> Finding:
    """A fault with a name: its likely cause and what to edit come from the table."""
    return Finding(part, level, what, FAULTS[fault].mend, fault)


def healthy(findings: list[Finding]) -> bool:
    """Whether a call would work."""
    return all(finding.level is not Level.FAIL for finding in findings)
