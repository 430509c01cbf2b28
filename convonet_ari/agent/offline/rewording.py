"""Puts a wish the plain way round before it is understood: the time behind, the thing by its name."""

from __future__ import annotations

import re
from datetime import datetime

from convonet_ari.agent.offline.heard import Heard
from convonet_ari.tools import dates
from convonet_ari.tools.times import TIME

PLACES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1}
NUMBERED = {"one": 0, "two": 1, "three": 2, "four": 3, "five": 4} | {str(n + 1): n for n in range(5)}
PLACED = re.compile(
    rf"\b(?:the )?(?:(?:number )?(?P<place>{'|'.join(PLACES)})|number (?P<number>{'|'.join(NUMBERED)}))\b"
    r"(?: (?:one|todo|task|item|thing|reminder|appointment|meeting|event)|(?= (?:is|as|to|on|off|from)\b)|$)",
    re.I,
)
TOLD = re.compile(r"^You have [^:“”]*: (?P<items>.+)$")
DUE = re.compile(r", (?:due|overdue|by|on|at|tomorrow|today|\w+day\b).*$", re.I)
AT = re.compile(r"\s(?:at|all day|tomorrow|today|in|on|from)\b.*$", re.I)
NOUNS = {"todo": "todo", "reminder": "reminder", "calendar_event": "appointment"}
VERB = re.compile(
    r"(?:please |can you |could you )*(?:remind|put|schedule|book|add|create|set|call|wake|plan|block|make"
    r"|tell me|i have)\b",
    re.I,
)
MOST_TIME_WORDS = 6
BARE_HOUR = re.compile(
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
    r"(?:(?=$)|(?= to )|(?= (?:thirty|fifteen|[ap]m|o'clock)\b))",
    re.I,
)
ANY_DAY = datetime(2026, 1, 1, 12)


SLIP = re.compile(
    r"\s+(?:(?:no|sorry|oh|wait|rather|actually|i mean|i meant|make that|or)\s+)*"
    r"(?:no|sorry|rather|actually|i mean|i meant|make that)\s+(?=\S)",
    re.I,
)


# Why something goes or moves is no part of its name.
WHY = re.compile(
    r"(?P<wish>^(?:(?:please|can you|could you|i want to|i'd like to|i need to|let's) )*(?:cancel|delete"
    r"|remove|drop|get rid"
    r" of|move|postpone|push|shift|reschedule|put off|take)\b.*?) (?:(?:because|since) (?:i|we|it|he|she"
    r"|they|that|the"
    r"|there|my)\b.*|(?:i|we)(?: don't| do not| no longer| won't)(?: have to)? (?:need|want|do) (?:it|that"
    r"|them)\b.*"
    r"|(?:i|we)(?:'ve| have)? changed my mind|(?:it's|it is|that's) (?:not|no longer) (?:needed|necessary"
    r"|happening)\b.*)$",
    re.I,
)


def reworded(heard: Heard) -> str:
    return _behind(_meant(WHY.sub(r"\g<wish>", _by_name(heard))))


def _meant(text: str) -> str:
    """ "On Friday, no, Thursday": of two times around a correction the second counts."""
    for slip in SLIP.finditer(text):
        before, after = text[: slip.start()], text[slip.end() :]
        first = dates.find(before)
        if first and TIME.search(dates.plain(first.phrase)) and BARE_HOUR.match(after):
            after = f"at {after}"
        second = dates.find(after)
        if first is None or second is None or not before.endswith(first.phrase):
            continue
        if re.match(rf"(?:on |by |for |at |until )?{re.escape(second.phrase)}", after, re.I):
            return f"{before[: -len(first.phrase)]}{_day_kept(first.phrase, after)}"
    return text


def _day_kept(first: str, after: str) -> str:
    """The day of the first time holds where the second is only an hour, and the other way round."""
    said, meant = (dates.parse(words, ANY_DAY) for words in (first, after))
    if said is None or meant is None:
        return after
    day, clock = TIME.sub(" ", dates.plain(first)).strip(), TIME.search(dates.plain(first))
    if meant.at and not dates.day_in(TIME.sub(" ", dates.plain(after)), ANY_DAY.date()) and dates.find(day):
        return f"{day} {after}"
    return f"{after} {clock[0]}" if clock and not meant.at else after


def _by_name(heard: Heard) -> str:
    """ "The second one" of what was just told is the thing itself."""
    items = items_told(heard.last)
    placed = PLACED.search(heard.text) if items else None
    if placed is None:
        return heard.text
    place = PLACES[placed["place"].lower()] if placed["place"] else NUMBERED[placed["number"].lower()]
    if not -len(items) <= place < len(items):
        return heard.text
    noun = NOUNS.get(heard.topic, "todo")
    return f"{heard.text[: placed.start()]}the {noun} {items[place]}{heard.text[placed.end() :]}"


def items_told(last: str) -> list[str]:
    """The titles of what the assistant listed, in its order."""
    told = TOLD.search(last)
    return [_title(item) for item in re.split(r"; ", told["items"].rstrip("."))] if told else []


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
