"""Hides a secret number that somebody speaks: found as digits or words, whatever stands between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from convonet_ari.call.events import HIDDEN_DIGIT

SHORTEST = 4
LONGEST = 6

_ENGLISH = "zero one two three four five six seven eight nine"
_SPANISH = "cero uno dos tres cuatro cinco seis siete ocho nueve"
_CHINESE = "零 一 二 三 四 五 六 七 八 九"
_WORDS = {
    **{word: str(n) for words in (_ENGLISH, _SPANISH, _CHINESE) for n, word in enumerate(words.split())},
    "oh": "0",
    "o": "0",
    "两": "2",
    "幺": "1",
}
_TIMES = {"double": 2, "triple": 3}
_WORD = "|".join(rf"\b{word}\b" if word.isascii() else word for word in _WORDS)
_TOKEN = re.compile(rf"(?:\b(?P<times>{'|'.join(_TIMES)})\s+)?(?P<digit>\d|{_WORD})", re.I)
_BETWEEN = re.compile(r"[\s,.;:/–-]*(?:\band\b\s*)?")


class _Digit(NamedTuple):
    start: int
    end: int
    digits: str


def hide(text: str, is_secret: Callable[[str], bool]) -> str:
    """`text` with a dot for each digit of every number that `is_secret`."""
    for run in reversed(list(_runs(text))):
        for first, last, count in reversed(list(_secrets(run, is_secret))):
            text = text[: run[first].start] + HIDDEN_DIGIT * count + text[run[last].end :]
    return text


def _runs(text: str) -> Iterator[list[_Digit]]:
    run: list[_Digit] = []
    for match in _TOKEN.finditer(text):
        digit = match["digit"].lower()
        found = _WORDS.get(digit, digit) * _TIMES.get((match["times"] or "").lower(), 1)
        if run and not _BETWEEN.fullmatch(text, run[-1].end, match.start()):
            yield run
            run = []
        run.append(_Digit(match.start(), match.end(), found))
    if run:
        yield run


def _secrets(run: list[_Digit], is_secret: Callable[[str], bool]) -> Iterator[tuple[int, int, int]]:
    """First and last token of each secret and its length, from left to right; two never overlap."""
    first = 0
    while first < len(run):
        last = next(_ends(run, first, is_secret), None)
        if last is not None:
            yield first, last, len(_joined(run, first, last))
        first = first + 1 if last is None else last + 1


def _ends(run: list[_Digit], first: int, is_secret: Callable[[str], bool]) -> Iterator[int]:
    for last in range(first, min(len(run), first + LONGEST)):
        digits = _joined(run, first, last)
        if SHORTEST <= len(digits) <= LONGEST and is_secret(digits):
            yield last


def _joined(run: list[_Digit], first: int, last: int) -> str:
    return "".join(digit.digits for digit in run[first : last + 1])
