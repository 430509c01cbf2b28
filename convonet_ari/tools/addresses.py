"""E-mail addresses as people say and spell them, and as they are read back."""

from __future__ import annotations

import re
from itertools import groupby

from convonet_ari.tools.numerals import WORDS

LONGEST = 200
ADDRESS = re.compile(
    r"[\w%+-]+(?:\.[\w%+-]+)*@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}", re.IGNORECASE | re.UNICODE
)
# In this order; what one puts right the next may build on.
SLIPS = tuple(
    (re.compile(pattern, re.I), replacement)
    for pattern, replacement in (
        (r"\b([a-z])[.-](?=(?:[a-z][.-])+[a-z]\b)|(?<=\b[a-z])[.-](?=[a-z]\b)", r"\1 "),
        (r"@", " at "),
        (r"(?<=\w)\.(?=\w)", " dot "),
        (r"[,;:!?\"“”]|\.(?=\s|$)", " "),
        (r"\bdot ?(?:calm|come|com)\b", "dot com"),
        (r"\b(?:as in|like in|like|for) [a-z]{3,}\b(?! at\b)", " "),
        (r"\b(?:at sign|at symbol)\b", "at"),
        (r"\b(?:capital|upper ?case|lower ?case|small letter|all one word|one word|in one word)\b", " "),
        (r"\bg[ -]mail\b", "gmail"),
        (r"\bhot mail\b", "hotmail"),
        (r"\b(?:under ?score|under line)\b", "_"),
        (r"\b(?:hyphen|dash|minus)\b", "-"),
        (r"\bplus\b", "+"),
        (r"\b(?:dot|point|period|full stop)\b", "."),
    )
)
_SPELLED = (
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november"
    " oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu"
)
ALPHABET = {word: word[0] for word in _SPELLED.split()}
LEAD = re.compile(
    r"^(?:(?:no|yes|yeah|so|well|okay|please|sure|to|at|it's|it is|that's|that is|is|use|take|the address is"
    r"|(?:my|the|an?) (?:new )?(?:e-?mail )?(?:address|mail|e-?mail)(?: address)?(?: is| to)?"
    r"|send (?:it|them) to|i said|not that|wrong|spelled|spelt)[ ,]+)+",
    re.I,
)
SIGNS = {".": "dot", "-": "dash", "_": "underscore", "+": "plus", "%": "percent"}


def heard_address(said: str) -> str | None:
    """ "A double n at example dot com" is ann@example.com; None when it is no address."""
    if len(said) > LONGEST:
        return None
    text = " ".join(LEAD.sub("", " ".join(said.lower().split())).split())
    if ADDRESS.fullmatch(text):
        return text
    for pattern, replacement in SLIPS:
        text = pattern.sub(replacement, text)
    local, at, domain = text.rpartition(" at ")
    if not at or "at" in local.split():
        return None
    address = f"{_joined(local)}@{_joined(domain)}"
    return address if ADDRESS.fullmatch(address) else None


def aloud(address: str) -> str:
    """The part that is a name letter by letter, since that is where a recogniser errs."""
    local, _, domain = address.partition("@")
    parts = [", ".join(run) if kind else " ".join(SIGNS[sign] for sign in run) for kind, run in _runs(local)]
    return f"{', '.join(parts)}, at {domain.replace('.', ' dot ').replace('-', ' dash ')}"


def _runs(local: str) -> list[tuple[bool, list[str]]]:
    return [(kind, [c.upper() for c in run]) for kind, run in groupby(local, lambda c: c not in SIGNS)]


def _joined(words: str) -> str:
    """The words of one half as the letters they stand for."""
    found = words.split()
    letters: list[str] = []
    place = 0
    while place < len(found):
        word, following = found[place], found[place + 1 : place + 2]
        if word in ("double", "triple") and following and len(_letter(found, place + 1)) == 1:
            letters.append(_letter(found, place + 1) * (2 if word == "double" else 3))
            place += 1
        else:
            letters.append(_letter(found, place))
        place += 1
    return "".join(letters)


def _letter(found: list[str], place: int) -> str:
    """A word of the spelling alphabet is a letter only among others that are spelled."""
    word = found[place]
    if word in ALPHABET and any(_is_spelled(found[n]) for n in (place - 1, place + 1) if 0 <= n < len(found)):
        return ALPHABET[word]
    if word in WORDS and word not in ("a", "an") and not word.endswith(("th", "st", "nd", "rd")):
        return str(WORDS[word])
    return word.strip("'")


def _is_spelled(word: str) -> bool:
    return (len(word) == 1 and word.isalpha()) or word in ALPHABET or word in ("double", "triple")
