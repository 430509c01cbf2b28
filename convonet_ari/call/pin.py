"""The rules of the PIN: what may be one, whom it may name, and when guessing has to stop."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

DIGITS = frozenset("0123456789")
ONE_GUESS_IN = 1000
"""A PIN alone names a user only while one guess finds nobody in 999 of 1,000 cases."""

Naming = Literal["number", "pin", "needs_number"]


@dataclass(frozen=True, slots=True)
class PinLimits:
    """How many failures within which window lock a number, and a whole tenant."""

    per_number: int
    per_number_window_s: float
    per_tenant: int
    per_tenant_window_s: float


@dataclass(frozen=True, slots=True)
class Failures:
    """Failures within the windows; successes are not counted, for caller ID can be forged."""

    by_number: int
    by_tenant: int


def normalise(typed: str, min_digits: int = 4, max_digits: int = 6) -> str | None:
    """The digits of what was typed, without the closing `#`; None when they cannot be a PIN."""
    digits = typed.strip().removesuffix("#")
    if not min_digits <= len(digits) <= max_digits or not DIGITS.issuperset(digits):
        return None
    return digits


def is_weak(digits: str) -> bool:
    """Whether a stranger would try these digits first: few different ones, a run, or a year."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(digits)}
    year = len(digits) == 4 and digits[:2] in ("19", "20")
    return len(set(digits)) <= 2 or steps in ({1}, {9}) or year


def named_by(known_number: bool, users_with_pin: int, digits: str) -> Naming:
    """What names the user: the number that calls, the PIN alone, or a member number to be asked for."""
    if known_number:
        return "number"
    return "pin" if users_with_pin * ONE_GUESS_IN <= 10 ** len(digits) else "needs_number"


def is_locked(failures: Failures, limits: PinLimits, number_verified: bool) -> bool:
    """Whether another attempt is refused; strangers' failures do not block a verified number."""
    if failures.by_number >= limits.per_number:
        return True
    return not number_verified and failures.by_tenant >= limits.per_tenant
