"""Finds which of several things a caller named, although they named it roughly."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from rapidfuzz import fuzz, process, utils

T = TypeVar("T")

LIKELY = 72
CLEARLY = 8

# What every second title has counts for nothing: "write the manual" is not "write the press release".
_ARTICLE = re.compile(r"\b(?:the|an?|my|our) (?=\w)")
_PLURAL = re.compile(r"(?<=[a-rt-z])s\b")


def matches(wanted: str, items: Sequence[T], name: Callable[[T], str]) -> list[T]:
    """The items that may be meant, best first: one when it is clear, several when the caller must choose."""
    if not items:
        return []
    plain = utils.default_process(wanted)
    names = [utils.default_process(name(item)) for item in items]
    if plain in names:
        return [items[names.index(plain)]]
    scores = _scores(plain, names)
    best = max(scores)
    if best < LIKELY:
        return []
    near = [place for place, score in enumerate(scores) if score >= best - CLEARLY]
    return [items[place] for place in sorted(near, key=lambda place: -scores[place])]


def _scores(wanted: str, names: Sequence[str]) -> Sequence[float]:
    """A part of a name is as good as the whole, one thing as good as several.

    A name inside a longer wish counts a little less. A team's thousands of names are scored at once.
    """
    singular = _PLURAL.sub("", _ARTICLE.sub("", "\n".join([wanted, *names]))).split("\n")
    part = process.cdist(singular[:1], singular[1:], scorer=fuzz.token_set_ratio, dtype=np.float64)[0]
    joined = [name.replace(" ", "") for name in names]
    whole = process.cdist([wanted.replace(" ", "")], joined, scorer=fuzz.ratio, dtype=np.float64)[0]
    return list(np.maximum(part, whole).tolist())
