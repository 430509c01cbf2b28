"""Cuts a text that is still being written into pieces ready to be spoken, as early as the ear allows."""

from __future__ import annotations

import re
from collections.abc import Callable

# A full stop after these never ends a sentence.
NEVER = re.compile(r"mrs?|ms|dr|prof|st|sr|jr|vs|approx|gen|gov|sgt|capt|rev|hon|e\.g|i\.e|cf", re.I)
# After these it does not when a number follows ("No. 5").
NUMBERED = re.compile(r"nos?|ext|fig|pp?", re.I)
# After these it does only when a capital letter follows.
PERHAPS = re.compile(
    r"[ap]\.m|etc|inc|ltd|co|corp|dept|u\.[sk]|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
    r"|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun|min|max|tel",
    re.I,
)
FIRST_CLAUSE = 24
LONGEST = 220

# Chinese has no space behind its signs.
_STOP = re.compile(r"[.!?…]+[\"'”’)\]*_`]*(?=\s)|[。！？]+[”’」』）]*(?!$)")
_CLAUSE = re.compile(r"(?:[,;:]|\s[—–-])(?=\s)|[，；：、](?!$)")
_LINE = re.compile(r"\s*\n\s*")
# "I." does end a sentence, "J." in "J. Smith" does not.
_INITIAL = re.compile(r"(?:^|[\s(\"“])[A-HJ-Z]$")
_OPENING = "(\"'“‘*_"
_CLOSING = "\"'”’)]*_`"
_LIST_NUMBER = re.compile(r"(?:^|\n)\s*\(?(?:\d{1,3}|[a-zA-Z])$")


class Sentences:
    """`feed` takes what the model writes, `flush` its end; both return finished pieces, in order.

    The first piece may be a mere clause, so that speech starts early; all others are whole sentences.
    Nothing is lost: the pieces joined by single spaces are the text, save for white space.
    """

    def __init__(self, first_clause: int = FIRST_CLAUSE, longest: int = LONGEST) -> None:
        self._text = ""
        self._first = first_clause
        self._longest = longest
        self._spoken = False

    def feed(self, delta: str) -> list[str]:
        self._text += delta
        pieces = []
        while (cut := self._cut()) is not None:
            piece, self._text = self._text[:cut].strip(), self._text[cut:].lstrip()
            if piece:
                self._spoken = True
                pieces.append(piece)
        return pieces

    def flush(self) -> list[str]:
        pieces = self.feed("\n")
        self._text = ""
        self._spoken = False
        return pieces

    def _cut(self) -> int | None:
        cut = sentence_end(self._text)
        if cut is None or cut > self._longest:
            cut = self._early() or cut
        return cut

    def _early(self) -> int | None:
        if not self._spoken and (cut := clause_end(self._text, self._first)):
            return cut
        if len(self._text) <= self._longest:
            return None
        head = self._text[: self._longest]
        return last_clause_end(head) or head.rfind(" ") + 1 or self._longest


def sentence_end(text: str) -> int | None:
    """Where the first sentence ends, None while that cannot be told."""
    line = _LINE.search(text, len(text) - len(text.lstrip())) if text.strip() else None
    limit = line.end() if line else len(text)
    for stop in _STOP.finditer(text, 0, limit):
        verdict = _ends(text, stop)
        if verdict is None:
            return None
        if verdict:
            return stop.end()
    return limit if line else None


def clause_end(text: str, least: int) -> int | None:
    """Where the first clause of at least `least` characters ends."""
    return next((m.end() for m in _CLAUSE.finditer(text) if m.end() >= least), None)


def last_clause_end(text: str) -> int | None:
    """Where the last clause ends that is complete."""
    ends = [m.end() for m in _CLAUSE.finditer(text)]
    return ends[-1] if ends else None


def _ends(text: str, stop: re.Match[str]) -> bool | None:
    """True or False for a sentence end, None when the next character is needed to tell."""
    if stop[0].rstrip(_CLOSING) != ".":
        return True
    before = text[: stop.start()]
    word = before.split()[-1].lstrip(_OPENING) if before.strip() else ""
    if NEVER.fullmatch(word) or _LIST_NUMBER.search(before) or _INITIAL.search(before):
        return False
    if PERHAPS.fullmatch(word):
        return _followed(text[stop.end() :], by=str.isupper)
    if NUMBERED.fullmatch(word):
        return _followed(text[stop.end() :], by=lambda c: not c.isdigit())
    return True


def _followed(rest: str, by: Callable[[str], bool]) -> bool | None:
    following = rest.lstrip()
    if "\n" in rest[: len(rest) - len(following)]:
        return True
    return by(following[0]) if following else None
