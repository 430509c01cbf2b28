"""Finds which of several things a caller named, although they named it roughly."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from rapidfuzz import fuzz, utils

T = TypeVar("T")

LIKELY = 72
CLEARLY = 8

_PLURAL = re.compile(r"(?<=[a-rt-z])s\b")


def matches(wanted: str, items: Sequence[T], name: Callable[[T], str]) -> list[T]:
    """The items that may be meant, best first: one when it is clear, several when the caller must choose."""
    plain = utils.default_process(wanted)
    exact = [item for item in items if utils.default_process(name(item)) == plain]
    if exact:
        return exact[:1]
    scored = [(_score(plain, utils.default_process(name(item))), item) for item in items]
    best = max((score for score, _ in scored), default=0.0)
    if best < LIKELY:
        return []
    near = [(score, item) for score, item in scored if score >= best - CLEARLY]
    return [item for _, item in sorted(near, key=lambda pair: -pair[0])]


def _score(wanted: str, name: str) -> float:
    """A part of the name is as good as the whole, one thing as good as several.

    A name inside a longer wish counts a little less.
    """
    whole = fuzz.ratio(wanted.replace(" ", ""), name.replace(" ", ""))
    return max(fuzz.token_set_ratio(_PLURAL.sub("", wanted), _PLURAL.sub("", name)), whole)
