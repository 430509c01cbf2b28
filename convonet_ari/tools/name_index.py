"""Many names compared with what was said, all at once: a thousand within a millisecond or two."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from convonet_ari.tools.nicknames import groups_of
from convonet_ari.tools.sounds import Written, sound, written

KEPT = 128
SAME = 97.0
BEGINNING = 92.0
ALIKE = 75.0

Scores = NDArray[np.float64]
K = TypeVar("K", str, int)


class NameIndex:
    """The names as they are written; how alike they are is prepared when one is asked for that is none."""

    def __init__(self, names: Sequence[str]) -> None:
        self._every = [written(name) for name in names]
        self._exact = _places((each.text, row) for row, each in enumerate(self._every))

    def exact(self, wanted: Written) -> Sequence[int]:
        return self._exact.get(wanted.text, ())

    @cached_property
    def alike(self) -> Alike:
        return Alike(self._every)


class Alike:
    """Each word of the names is judged once, however many share it."""

    def __init__(self, every: Sequence[Written]) -> None:
        self._words = sorted({word for each in every for word in each.words})
        at = {word: place for place, word in enumerate(self._words)}
        longest = max([len(each.words) for each in every], default=0) or 1
        # What a shorter name lacks is the word behind the last, which never fits.
        self._parts = np.full((len(every), longest), len(at), np.intp)
        for row, each in enumerate(every):
            self._parts[row, : len(each.words)] = [at[word] for word in each.words]
        self._joined = [each.joined for each in every]
        self._initials = _places(
            ("".join(part[0] for part in each.words), row)
            for row, each in enumerate(every)
            if len(each.words) > 1
        )
        self._sounds = _places((sound(word), place) for word, place in at.items())
        self._nicknames = _places((group, place) for word, place in at.items() for group in groups_of(word))

    def scores(self, wanted: Written) -> Scores:
        """Every word that was said has to be found; what was left unsaid costs nothing."""
        found = np.zeros(len(self._joined))
        for word in wanted.words:
            found += np.append(self._judged(word), 0.0)[self._parts].max(axis=1)
        average = found / len(wanted.words)
        rows = list(self._initials.get(wanted.joined, ()))
        average[rows] = np.maximum(average[rows], BEGINNING)
        whole: Scores = np.maximum(average, _ratios(wanted.joined, self._joined))
        return whole

    def _judged(self, said: str) -> Scores:
        """How well each word of the names fits."""
        alike = _ratios(said, self._words)
        score = np.where(alike >= ALIKE, alike, alike * 0.8)
        beginning = self._beginning_with(said)
        score[beginning] = BEGINNING
        key = sound(said)
        same = np.array(self._sounds.get(key, ()), np.intp)
        score[same] = np.where((len(key) > 1) | (alike[same] >= ALIKE), SAME, np.maximum(alike[same], 70.0))
        for group in groups_of(said):
            score[list(self._nicknames.get(group, ()))] = SAME
        place = bisect_left(self._words, said)
        if place < len(self._words) and self._words[place] == said:
            score[place] = 100.0
        return score

    def _beginning_with(self, said: str) -> list[int]:
        if len(said) < 2:
            return []
        first = bisect_left(self._words, said)
        last = bisect_left(self._words, said + "\U0010ffff")
        return [place for place in range(first, last) if len(self._words[place]) - len(said) > 2]


@lru_cache(maxsize=KEPT)
def index(names: tuple[str, ...]) -> NameIndex:
    """The same names are indexed once."""
    return NameIndex(names)


def _ratios(said: str, words: Sequence[str]) -> Scores:
    if not words:
        return np.zeros(0)
    found: Scores = process.cdist([said], words, scorer=fuzz.ratio, dtype=np.float64)[0]
    return found


def _places(pairs: Iterable[tuple[K, int]]) -> Mapping[K, list[int]]:
    found: dict[K, list[int]] = defaultdict(list)
    for key, place in pairs:
        found[key].append(place)
    return dict(found)
