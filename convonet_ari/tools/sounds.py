"""Names in plain letters, and the key that names of one sound share."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

CACHED = 65536

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:kn|gn)", "n"),
        (r"^wr", "r"),
        (r"^x", "s"),
        (r"sch|sh|tch|ch(?=[ei])", "x"),
        (r"ph|v", "f"),
        (r"(?<=.)gh", ""),
        (r"th|dt", "t"),
        (r"dg|g(?=[eiy])", "j"),
        (r"c(?=[eiy])|z", "s"),
        (r"ck|ch|[cq]", "k"),
        (r"x(?=.)", "x"),
        (r"w", "f"),
        (r"(?<=.)[aeiouyh]+", ""),
        (r"(.)\1+", r"\1"),
    )
)


class Written(NamedTuple):
    """A name in plain letters, its words, and all of them as one."""

    text: str
    words: tuple[str, ...]
    joined: str


@lru_cache(maxsize=CACHED)
def sound(word: str) -> str:
    """A key that names of one sound share: John and Jon, Catherine and Kathryn, Meier and Mayer."""
    key = plain(word).replace(" ", "")
    for pattern, replacement in _SOUNDS:
        key = pattern.sub(replacement, key)
    return key


@lru_cache(maxsize=CACHED)
def plain(text: str) -> str:
    """Lower-case letters and digits without accents, words parted by one space."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return bare("".join(c for c in apart if not unicodedata.combining(c)).replace("ß", "ss"))


def bare(text: str) -> str:
    """Lower-case letters and digits, words parted by one space."""
    return " ".join(re.sub(r"'s\b|[^\w\s]|_", " ", text.lower()).split())


@lru_cache(maxsize=CACHED)
def written(name: str) -> Written:
    text = plain(name)
    return Written(text, tuple(text.split()), text.replace(" ", ""))
