"""People and teams as callers name them: by sound, by nickname, by a part of the name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz import fuzz

from convonet_ari.errors import ToolError
from convonet_ari.tools.nicknames import same_person
from convonet_ari.tools.wording import listed, one_line

T = TypeVar("T")

LIKELY = 80.0
# Nearer than this, a recogniser may have written the one for the other.
ALIKE = 5.0
NEAREST = 55.0
SPOKEN_CHOICES = 4
# A thousand people are compared within a few milliseconds when each word is judged once.
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
_TEAM_WORDS = re.compile(r"\b(?:the|our|my|team|group|department|crew|guys|people)\b", re.I)
_TITLES = re.compile(r"^(?:(?:mister|mr|mrs|miss|ms|doctor|dr|professor) )+(?=\w)")
_IN_TEAM = re.compile(r"^(?P<person>.+?)\s+(?:in|from|of|on)\s+(?:the\s+|our\s+|my\s+)?(?P<team>.+)$", re.I)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """`meant` has one item when it is clear, several when the caller must choose; `near` if none."""

    meant: tuple[T, ...]
    near: tuple[T, ...] = ()


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
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"'s\b|[^\w\s]|_", " ", bare.replace("ß", "ss")).split())


def split_person(said: str) -> tuple[str, str | None]:
    """ "John in the dev team" is John, and the dev team."""
    match = _IN_TEAM.match(said.strip())
    if match is None:
        return said.strip(), None
    return match["person"], match["team"]


def find(said: str, items: Sequence[T], name: Callable[[T], str]) -> Found[T]:
    """Who or what of `items` may be meant."""
    wanted = _written(_TITLES.sub("", plain(said)))
    known = [(_written(name(item)), item) for item in items]
    exact = tuple(item for written, item in known if written.text == wanted.text)
    if exact or not wanted.text:
        return Found(exact)
    scored = [(_score(wanted, written), item) for written, item in known]
    near = sorted((pair for pair in scored if pair[0] >= NEAREST), key=lambda pair: -pair[0])
    best = near[0][0] if near else 0.0
    if best >= LIKELY:
        return Found(tuple(item for score, item in near if score > best - ALIKE))
    return Found((), tuple(item for _, item in near)[:2])


def find_team(said: str, items: Sequence[T], name: Callable[[T], str]) -> Found[T]:
    """The same for teams, whose names are cut short and followed by "team"."""
    without = " ".join(_TEAM_WORDS.sub(" ", said).split()) or said
    found = find(without, items, lambda item: _TEAM_WORDS.sub(" ", name(item)).strip() or name(item))
    return found if found.meant else find(said, items, name)


def one(found: Found[T], said: str, name: Callable[[T], str], kind: str) -> T:
    """The one that is meant. Raises ToolError, which asks for the one or offers what is near."""
    if len(found.meant) == 1:
        return found.meant[0]
    if found.meant:
        names = [name(item) for item in found.meant[:SPOKEN_CHOICES]]
        raise ToolError(f"Which one do you mean: {listed(names, 'or')}?")
    near = f" Do you mean {listed([name(item) for item in found.near], 'or')}?" if found.near else ""
    raise ToolError(f"I found no {kind} called {one_line(said, 60)}.{near}")


class _Written(NamedTuple):
    """A name in plain letters, its words, and all of them as one."""

    text: str
    words: tuple[str, ...]
    joined: str


@lru_cache(maxsize=CACHED)
def _written(name: str) -> _Written:
    text = plain(name)
    return _Written(text, tuple(text.split()), text.replace(" ", ""))


def _score(wanted: _Written, name: _Written) -> float:
    """Every word that was said has to be found; what was left unsaid costs nothing."""
    found = 0.0
    for word in wanted.words:
        found += max([_word(word, part) for part in name.words], default=0.0)
    average = found / len(wanted.words)
    if len(name.words) > 1 and wanted.joined == "".join(part[0] for part in name.words):
        return max(average, 92.0)
    return max(average, fuzz.ratio(wanted.joined, name.joined))


@lru_cache(maxsize=CACHED)
def _word(said: str, part: str) -> float:
    if said == part:
        return 100.0
    alike = fuzz.ratio(said, part)
    key = sound(said)
    same_sound = key == sound(part)
    if same_person(said, part) or (same_sound and (len(key) > 1 or alike >= 75)):
        return 97.0
    if same_sound:
        return max(alike, 70.0)
    if len(said) >= 2 and part.startswith(said) and len(part) - len(said) > 2:
        return 92.0
    return alike if alike >= 75 else alike * 0.8
