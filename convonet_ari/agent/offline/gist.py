"""What a wish is about when no phrasing fits: people to be reached, or a name to be looked up."""

from __future__ import annotations

import re

from convonet_ari.agent.offline.heard import Answer, Heard, given
from convonet_ari.tools import dates

_ONE_OF_US = (
    r"(?:human(?: being)?|real person|person|somebody|someone|anybody|anyone|operator|representative|agent"
    r"|colleague|staff|people)"
)
_PERSON = re.compile(rf"\b{_ONE_OF_US}\b", re.I)
_REACH = re.compile(
    r"\b(?:a word with|deal with|in touch with|get hold of|reach|help from|ask|see|prefer|rather"
    r"|instead of you)\b",
    re.I,
)
_INSIDE = re.compile(
    rf"\b{_ONE_OF_US} (?:from|in|at) (?:the )?(?P<one>\w+)"
    r"|\b(?:the )?(?P<two>\w+) (?:people|staff|team|department)\b",
    re.I,
)
_ASKS = re.compile(
    r"^(?:so )?(?:what|which|when|where|how|did|do|does|have|has|is|are|was|were|will|can you (?:tell|see"
    r"|check|find))\b",
    re.I,
)
# What a question is made of beside what it is about.
_SMALL = re.compile(
    r"\b(?:what|which|who|when|where|why|how|did|do|does|have|has|had|is|are|was|were|will|would|can|could"
    r"|should|you|i|we|me|my|our|the|an?|of|on|about|for|to|with|in|at|it|that|this|there|any|anything"
    r"|something|still|already|yet|ever|happen|know|see|tell|check|find|status|state|news|write|written|down"
    r"|say|said|much|many|long|come|coming|along|going|get|got|due|done|up|out|or|and|so|please|now|just"
    r"|again)\b",
    re.I,
)
_OURS = re.compile(r"\b(?:i|we|my|our|the|about) (?=\S)", re.I)
_OUTSIDE = re.compile(
    r"\b(?:weather|rain(?:ing)?|joke|news|score|capital|president|price|cost|phone number|address|name"
    r"|voice|call)\b",
    re.I,
)
MOST_WORDS = 3


def gist(heard: Heard) -> Answer | None:
    return _people(heard) or _question(heard)


def _people(heard: Heard) -> Answer | None:
    if not _PERSON.search(heard.text) or not _REACH.search(heard.text) or _ASKS.match(heard.text):
        return None
    inside = _INSIDE.search(heard.text)
    department = (inside["one"] or inside["two"]) if inside else None
    return Answer(tool="transfer_to_agent", arguments=given(reason=heard.text, department=department))


def _question(heard: Heard) -> Answer | None:
    """What little remains of a question is a name to look for."""
    if not _ASKS.match(heard.text) or _OUTSIDE.search(heard.text) or not _OURS.search(heard.text):
        return None
    found = dates.find(heard.text)
    words = " ".join(_SMALL.sub(" ", (found.rest if found else heard.text).replace("'s", "")).split())
    if not words or len(words.split()) > MOST_WORDS:
        return None
    return Answer(tool="search_everything", arguments={"words": words})
