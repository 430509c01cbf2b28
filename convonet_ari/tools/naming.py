"""People and teams as callers name them: by sound, by nickname, by a part of the name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

import numpy as np

from convonet_ari.errors import ToolError
from convonet_ari.tools.name_index import index
from convonet_ari.tools.sounds import CACHED, plain, written
from convonet_ari.tools.wording import listed, one_line

T = TypeVar("T")

LIKELY = 80.0
# Nearer than this, a recogniser may have written the one for the other.
ALIKE = 5.0
NEAREST = 55.0
SPOKEN_CHOICES = 4

_TEAM_WORDS = re.compile(r"\b(?:the|our|my|team|group|department|crew|guys|people)\b", re.I)
_TITLES = re.compile(r"^(?:(?:mister|mr|mrs|miss|ms|doctor|dr|professor) )+(?=\w)")
_IN_TEAM = re.compile(r"^(?P<person>.+?)\s+(?:in|from|of|on)\s+(?:the\s+|our\s+|my\s+)?(?P<team>.+)$", re.I)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """`meant` has one item when it is clear, several when the caller must choose; `near` if none."""

    meant: tuple[T, ...]
    near: tuple[T, ...] = ()


def split_person(said: str) -> tuple[str, str | None]:
    """ "John in the dev team" is John, and the dev team."""
    match = _IN_TEAM.match(said.strip())
    if match is None:
        return said.strip(), None
    return match["person"], match["team"]


def find(said: str, items: Sequence[T], name: Callable[[T], str]) -> Found[T]:
    """Who or what of `items` may be meant."""
    wanted = written(_TITLES.sub("", plain(said)))
    names = index(tuple(name(item) for item in items))
    exact = tuple(items[place] for place in names.exact(wanted))
    if exact or not wanted.text:
        return Found(exact)
    scores = names.alike.scores(wanted)
    likely = np.flatnonzero(scores >= NEAREST)
    rows = likely[np.argsort(-scores[likely], kind="stable")]
    near = [(float(scores[row]), items[row]) for row in rows.tolist()]
    best = near[0][0] if near else 0.0
    if best >= LIKELY:
        return Found(tuple(item for score, item in near if score > best - ALIKE))
    return Found((), tuple(item for _, item in near)[:2])


def find_team(said: str, items: Sequence[T], name: Callable[[T], str]) -> Found[T]:
    """The same for teams, whose names are cut short and followed by "team"."""
    without = " ".join(_TEAM_WORDS.sub(" ", said).split()) or said
    found = find(without, items, lambda item: _short(name(item)))
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


@lru_cache(maxsize=CACHED)
def _short(team: str) -> str:
    """A team's name without the words that every team's may have."""
    return _TEAM_WORDS.sub(" ", team).strip() or team
