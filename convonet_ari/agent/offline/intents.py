"""What the offline assistant makes of a phrasing: words to say, or a tool and its arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from convonet_ari.agent.offline import courtesies, followups, offers, replies
from convonet_ari.agent.offline.clauses import (
    GREETING,
    announced,
    rather,
    reminded_before,
    to_be_noted,
    with_antecedent,
)
from convonet_ari.agent.offline.gist import gist
from convonet_ari.agent.offline.heard import Action, Answer, Heard, Past
from convonet_ari.agent.offline.hearing import plain, without_fillers, without_pauses
from convonet_ari.agent.offline.hunch import hunch
from convonet_ari.agent.offline.intents_loose import LOOSE_ACTIONS
from convonet_ari.agent.offline.intents_people import PEOPLE_ACTIONS
from convonet_ari.agent.offline.intents_shifts import SHIFT_ACTIONS
from convonet_ari.agent.offline.intents_talk import TALK_ACTIONS
from convonet_ari.agent.offline.intents_todos import TODO_ACTIONS
from convonet_ari.agent.offline.intents_transfer import transfer
from convonet_ari.agent.offline.intents_work import WORK_ACTIONS, asked_booking, asked_reminder, named
from convonet_ari.agent.offline.phrasings import ASKED, PHRASINGS, SMALL_TALK
from convonet_ari.agent.offline.phrasings_calendar import CALENDAR_WISHES
from convonet_ari.agent.offline.phrasings_loose import LOOSE
from convonet_ari.agent.offline.phrasings_loose_people import LOOSE_PEOPLE
from convonet_ari.agent.offline.phrasings_people import PEOPLE, SEARCH
from convonet_ari.agent.offline.phrasings_shifts import SHIFTS
from convonet_ari.agent.offline.phrasings_work import WORK
from convonet_ari.agent.offline.plain_words import plain_words
from convonet_ari.agent.offline.plainer_words import plainer_words
from convonet_ari.agent.offline.pointed import by_name, with_told
from convonet_ari.agent.offline.rewording import reworded
from convonet_ari.agent.offline.several import listed, several
from convonet_ari.agent.offline.sketch import sketch
from convonet_ari.agent.offline.supposed import confirmed, supposed
from convonet_ari.agent.offline.two_wishes import both
from convonet_ari.call import phrases
from convonet_ari.call.wishes import wish


def understand(
    said: str,
    last: str = "",
    now: str = "",
    name: str = "",
    past: tuple[Past, ...] = (),
    done: str = "",
) -> Answer:
    """What all of it calls for, else a sentence of it; by a strict phrasing first, then by a loose one."""
    before = with_told(Heard("", last, now, name, past, done))
    return by_name(_understood(said, before), before)


def _understood(said: str, before: Heard) -> Answer:
    last, said = before.last, rather(without_pauses(said))
    if answer := listed(said):
        return answer
    if answer := both(_bare(plain(said)), lambda text: _strictly(text, before)):
        return answer
    whole = _heard(said, before)
    if answer := several(replace(whole, text=_bare(whole.said)), lambda text: _strictly(text, before)):
        return answer
    clauses = [part for part in courtesies.parts(said) if not GREETING.fullmatch(plain(part))]
    bare = [_bare(plain(clause)) for clause in clauses]
    if note := announced(bare) or reminded_before(bare):
        return _understood(note, before)
    if (told := to_be_noted(bare)) and (noted := _strictly(told, whole)).tool.startswith("create_"):
        return noted
    if named := with_antecedent(bare, last):
        clauses = [named, *clauses[1:]]
    parts = [_heard(part, replace(whole, last="")) for part in clauses if wish(part) is None]
    if answer := _wish(whole, parts):
        return answer
    if answer := _guess([whole, *(each for heard in (whole, *parts[:1]) for each in _plainly(heard))]):
        return answer
    if answer := supposed(whole) or _first(TALK, whole) or gist(whole):
        return answer
    if answer := hunch(whole):
        return replace(answer, guessed=True)
    return Answer(replies.STILL_UNKNOWN if last in (replies.UNKNOWN, replies.LIMITED) else replies.UNKNOWN)


def _wish(whole: Heard, parts: Sequence[Heard]) -> Answer | None:
    answers = (_first(table, whole) or _wish_in(table, parts) for table in (STRICT, LOOSELY))
    return next(filter(None, answers), None)


def _guess(ever_plainer: Sequence[Heard]) -> Answer | None:
    """What plainer words come to, else what can be made out of them."""
    wishes = (_wish(each, []) for each in ever_plainer[1:])
    return next(filter(None, wishes), None) or next(filter(None, map(sketch, ever_plainer)), None)


def _plainly(heard: Heard) -> Iterator[Heard]:
    """In ever plainer words, as far as it was not said in such."""
    plainer = plain_words(_bare(heard.said))
    for text in (_bare(plainer), _bare(plain_words(plainer_words(_bare(plainer))))):
        if text != heard.text:
            yield replace(heard, text=reworded(replace(heard, text=text)))


def _heard(said: str, heard: Heard) -> Heard:
    words = plain(said)
    heard = replace(heard, text=_bare(words), said=words)
    return replace(heard, text=reworded(heard))


def _bare(words: str) -> str:
    return without_fillers(courtesies.unwrapped(without_fillers(words)))


def _strictly(text: str, heard: Heard) -> Answer:
    """One of two wishes in a sentence."""
    heard = replace(heard, text=text, said=text)
    return _first(STRICT, replace(heard, text=reworded(heard))) or Answer()


def _first(table: Table, heard: Heard) -> Answer | None:
    """The answer of the first phrasing that fits and whose intent does not decline."""
    for action, pattern in table:
        match = pattern.search(heard.text)
        if match and (answer := action(match, heard)) is not None:
            return answer
    return None


def _wish_in(table: Table, parts: Sequence[Heard]) -> Answer | None:
    """Of several sentences the one that calls for a tool; what else was said led to it."""
    answers = (_first(table, part) for part in parts)
    return next((answer for answer in answers if answer and answer.tool), None)


def _noted(match: re.Match[str], heard: Heard) -> Answer | None:
    """A person left a note; what the caller agrees to is as if the caller had said it."""
    begins, ends = phrases.NOTE_BEGINS, phrases.NOTE_ENDS
    if begins not in heard.last or not heard.last.endswith(ends) or not followups.YES.search(heard.text):
        return None
    words = heard.last.rpartition(begins)[2].removesuffix(ends)
    return understand(words, "", heard.now, heard.name, heard.past)


def _thing_told(match: re.Match[str], heard: Heard) -> Answer | None:
    """The caller answers which one, and to when."""
    asked = replies.ASKED_THING.search(heard.last)
    if asked is None or followups.is_wish(heard.text) or followups.NO.search(heard.text):
        return None
    thing = re.sub(r"^(?:the|my) | (?:one|todo|task|reminder|appointment)$", "", heard.text, flags=re.I)
    wish = f"{asked['verb'].partition(',')[0]} the {asked['noun']} {thing}"
    return understand(wish, "", heard.now, heard.name, heard.past)


ACTIONS: Mapping[str, Action] = {
    **PEOPLE_ACTIONS,
    **WORK_ACTIONS,
    **TODO_ACTIONS,
    **LOOSE_ACTIONS,
    **SHIFT_ACTIONS,
    **TALK_ACTIONS,
    "offered": followups.offered,
    "confirmed": confirmed,
    "back": offers.back,
    "which": offers.which,
    "noted": _noted,
    "thing_told": _thing_told,
    "addressed": followups.addressed,
    "agreed": followups.agreed,
    "nearest": followups.nearest,
    "chosen": followups.chosen,
    "meant_other": followups.meant_other,
    "timed": followups.timed,
    "asked_reminder": asked_reminder,
    "asked_booking": asked_booking,
    "departments": named("get_available_departments"),
    "transfer": transfer,
}
ANSWERS = tuple(
    (name, (r"\S",))
    for name in (
        "back",
        "which",
        "noted",
        "thing_told",
        "offered",
        "confirmed",
        "nearest",
        "addressed",
        "agreed",
        "chosen",
        "meant_other",
        "timed",
        "asked_reminder",
        "asked_booking",
    )
)
Table = Sequence[tuple[Action, re.Pattern[str]]]


def _table(*phrasings: tuple[str, tuple[str, ...]]) -> Table:
    return tuple(
        (ACTIONS[intent], re.compile(pattern, re.I)) for intent, patterns in phrasings for pattern in patterns
    )


STRICT = _table(
    *ANSWERS, *PHRASINGS[:ASKED], *SHIFTS, *PEOPLE, *WORK, *CALENDAR_WISHES, *SEARCH, *PHRASINGS[ASKED:]
)
LOOSELY = _table(*LOOSE, *LOOSE_PEOPLE)
TALK = _table(*SMALL_TALK)
