"""Puts a wish the plain way round before it is understood: the time behind, the thing by its name."""

from __future__ import annotations

import re

from convonet_ari.agent.heard import Heard
from convonet_ari.tools import dates

PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1}
PLACED = re.compile(
    rf"\b(?:the )?(?:number )?(?P<place>{'|'.join(PLACES)})"
    r"(?: (?:one|todo|task|item|thing|reminder|appointment|meeting|event)|(?= (?:is|as|to|on|off|from)\b)|$)",
    re.I,
)
TOLD = re.compile(r"^You have [^:“”]*: (?P<items>.+)$")
DUE = re.compile(r", (?:due|overdue|by|on|at|tomorrow|today|\w+day\b).*$", re.I)
AT = re.compile(r"\s(?:at|all day|tomorrow|today|in|on|from)\b.*$", re.I)
NOUNS = {"todo": "todo", "reminder": "reminder", "calendar_event": "appointment"}
VERB = re.compile(
    r"(?:please |can you |could you )*(?:remind|put|schedule|book|add|create|set|call|wake|plan|block|make"
    r"|i have)\b",
    re.I,
)
MOST_TIME_WORDS = 6


def reworded(heard: Heard) -> str:
    return _behind(_by_name(heard))


def _by_name(heard: Heard) -> str:
    """ "The second one" of what was just told is the thing itself."""
    told = TOLD.search(heard.last)
    placed = PLACED.search(heard.text) if told else None
    if told is None or placed is None:
        return heard.text
    items = [_title(item) for item in re.split(r"; ", told["items"].rstrip("."))]
    place = PLACES[placed["place"].lower()]
    if not -len(items) <= place < len(items):
        return heard.text
    noun = NOUNS.get(heard.topic, "todo")
    return f"{heard.text[: placed.start()]}the {noun} {items[place]}{heard.text[placed.end() :]}"


def _title(item: str) -> str:
    if named := re.search(r"“([^”]+)”", item):
        return named[1]
    return DUE.sub("", item)


def _behind(text: str) -> str:
    """ "In half an hour remind me to …" ends with its time."""
    words = text.split()
    for count in range(min(MOST_TIME_WORDS, len(words) - 1), 0, -1):
        first, rest = " ".join(words[:count]), " ".join(words[count:])
        found = dates.find(first)
        if found and not found.rest and VERB.match(rest):
            return f"{rest} {first[:1].lower()}{first[1:]}"
    return text
