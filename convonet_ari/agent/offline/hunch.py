"""The last resort: which kind of wish it most likely is, learnt from sentences; a change is asked about."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from importlib import resources

from convonet_ari.agent.offline import replies
from convonet_ari.agent.offline.heard import Answer, Heard, given
from convonet_ari.agent.offline.sketch import ASKS, AWAY, BOOKED, EDGE, REMINDED
from convonet_ari.agent.offline.supposed import (
    CUT_OFF,
    shall_be_booked,
    shall_be_done,
    shall_be_moved,
    shall_be_noted,
    shall_be_told,
)
from convonet_ari.agent.offline.things import SOUNDS_BOOKED, clean
from convonet_ari.tools import dates
from convonet_ari.tools.dates import Found

SENTENCES = "hunches.txt"
NONE = "none"
SURE = 0.8
# How much a word that was never seen with a kind counts for it.
UNSEEN = 0.3
FEWEST_WORDS = 3
TIME = re.compile(
    r"\b(?:today|tomorrow|tonight|noon|midday|midnight|(?:next |this )?(?:\w+day|week|weekend|month)|o'clock"
    r"|(?:in the )?(?:morning|afternoon|evening)|\d[\d:.]*(?:st|nd|rd|th|am|pm)?)\b",
    re.I,
)
WORD = re.compile(r"[a-z][a-z']*|\bTIME\b")
THE_NOTE = re.compile(
    r"^.*?\b(?:todo|to do|to-do|task|item|note)\b(?: (?:to|that|for|about|called"
    r"|saying|which says))*",
    re.I,
)
DONE = re.compile(
    r"\b(?:so|which|that one|that's|is|are|was|were|has|have|had|been|done|finished|completed?|off"
    r"|already|mark|tick"
    r"|cross|check|all|just|finally|got|get|can)\b",
    re.I,
)
# Only questions about the caller's own are answered, and nothing bygone or denied is offered.
TO_COME = ("create", "book", "move", "remind")
BYGONE = re.compile(
    r"\b(?:was|were|had|yesterday|ago|last (?:week|month|year|night|\w+day)|right now"
    r"|never)\b",
    re.I,
)
OURS = re.compile(r"\b(?:i|me|my|we|our|todos?|tasks?|list|open|due|left|do|done)\b", re.I)
NOT = re.compile(r"\b(?:not|never|no|nobody|nothing|\w+n't)\b", re.I)
ANSWERED = ("list", "calendar", "transfer")


class Hunches:
    """Naive Bayes over the words, and pairs of words, of the sentences of each kind."""

    def __init__(self, sentences: Iterator[tuple[str, str]]) -> None:
        self._sentences: Counter[str] = Counter()
        self._words: dict[str, Counter[str]] = {}
        for kind, sentence in sentences:
            self._sentences[kind] += 1
            self._words.setdefault(kind, Counter()).update(_features(sentence))
        seen = sum(self._words.values(), Counter[str]())
        self._known = {word for word, count in seen.items() if count > 1}

    def of(self, said: str) -> tuple[str, float]:
        """The likeliest kind, and how likely it is: 0 to 1."""
        words = _features(said) & self._known
        weights = {kind: self._weight(kind, words) for kind in self._sentences}
        best = max(weights, key=weights.__getitem__)
        return best, 1 / sum(math.exp(weight - weights[best]) for weight in weights.values())

    def _weight(self, kind: str, words: set[str]) -> float:
        count, seen = self._sentences[kind], self._words[kind]
        told = (math.log((seen[word] + UNSEEN) / (count + 2 * UNSEEN)) for word in words)
        return math.log(count) + sum(told)


def _features(sentence: str) -> set[str]:
    """Words, neighbours, and what a sentence begins with; times of all kinds are one word."""
    words = WORD.findall(TIME.sub("TIME", sentence.lower()))
    pairs = {f"{one} {two}" for one, two in zip(["^", *words], words, strict=False)}
    return {*words, *pairs, *(f"^{word}" for word in words[1:2])}


def learnt() -> Iterator[tuple[str, str]]:
    text = resources.files(__package__).joinpath(SENTENCES).read_text(encoding="utf-8")
    for line in text.splitlines():
        kind, _, sentence = line.partition(": ")
        yield kind, sentence


HUNCHES = Hunches(learnt())


def hunch(heard: Heard) -> Answer | None:
    """What is read is told at once; what would be written is asked about."""
    if len(heard.text.split()) < FEWEST_WORDS or CUT_OFF.search(heard.text):
        return None
    kind, sure = HUNCHES.of(heard.text)
    if sure < SURE or kind == NONE or (ASKS.match(heard.text) and kind not in ANSWERED):
        return None
    if kind in TO_COME and BYGONE.search(heard.text):
        return None
    found = dates.find(heard.text)
    make = KINDS.get(kind)
    return make(found or Found("", heard.text), heard) if make else None


def _title(words: str) -> str:
    found = words.split()
    while found and EDGE.fullmatch(found[0]):
        found.pop(0)
    while found and EDGE.fullmatch(found[-1]):
        found.pop()
    return clean(" ".join(found))


def _noted(found: Found, heard: Heard) -> Answer | None:
    behind = THE_NOTE.sub("", found.rest)
    title = _title(behind) or _title(found.rest)
    return shall_be_noted(title, found.phrase or None) if title else Answer(replies.ask_title(None))


def _done(found: Found, heard: Heard) -> Answer | None:
    title = _title(" ".join(DONE.sub(" ", found.rest).split()))
    return shall_be_done(title) if title and not NOT.search(heard.text) else None


def _moved(found: Found, heard: Heard) -> Answer | None:
    title = _title(found.rest)
    return shall_be_moved(title, found.phrase) if title and found.phrase else None


def _away(found: Found, heard: Heard) -> Answer | None:
    """Whatever is deleted is asked about by the tool itself."""
    title = _title(found.rest) if AWAY.search(heard.text) else ""
    booked = "calendar_event" if SOUNDS_BOOKED.search(heard.text) else "todo"
    kind = "reminder" if re.search(r"\bremind", heard.text, re.I) else booked
    return Answer(tool=f"delete_{kind}", arguments={"title": title}) if title else None


def _booked(found: Found, heard: Heard) -> Answer | None:
    title = _title(found.rest)
    if not title or not (found.phrase or BOOKED.search(heard.text) or SOUNDS_BOOKED.search(heard.text)):
        return None
    return shall_be_booked(title, found.phrase) or Answer(replies.ask_booking(title))


def _told(found: Found, heard: Heard) -> Answer | None:
    title = _title(found.rest)
    told = found.phrase or REMINDED.search(heard.text)
    return shall_be_told(title, found.phrase) if title and told else None


def _list(found: Found, heard: Heard) -> Answer | None:
    if not OURS.search(heard.text):
        return None
    return Answer(tool="get_todos", arguments=given(due=found.phrase))


def _calendar(found: Found, heard: Heard) -> Answer | None:
    mine = re.search(r"\b(?:i|me|my|we|our)\b", heard.text, re.I)
    return (
        Answer(tool="get_daily_briefing", arguments={"day": found.phrase}) if mine and found.phrase else None
    )


def _person(found: Found, heard: Heard) -> Answer:
    return Answer(f"I am only a simple assistant. {replies.OFFER_PERSON}")


KINDS: Mapping[str, Callable[[Found, Heard], Answer | None]] = {
    "create": _noted,
    "complete": _done,
    "move": _moved,
    "delete": _away,
    "book": _booked,
    "remind": _told,
    "list": _list,
    "calendar": _calendar,
    "transfer": _person,
}
