"""What the offline assistant makes of a phrasing: words to say, or a tool and its arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from convonet_ari.agent import courtesies, followups, offers, replies
from convonet_ari.agent.gist import gist
from convonet_ari.agent.heard import Action, Answer, Heard, Past, given
from convonet_ari.agent.hearing import plain, without_fillers
from convonet_ari.agent.intents_changes import level as level_of
from convonet_ari.agent.intents_loose import LOOSE_ACTIONS
from convonet_ari.agent.intents_people import PEOPLE_ACTIONS
from convonet_ari.agent.intents_shifts import SHIFT_ACTIONS
from convonet_ari.agent.intents_talk import TALK_ACTIONS
from convonet_ari.agent.intents_transfer import transfer
from convonet_ari.agent.intents_work import WORK_ACTIONS, asked_reminder
from convonet_ari.agent.phrasings import ASKED, DONE, LINK, PHRASINGS, SMALL_TALK
from convonet_ari.agent.phrasings_calendar import CALENDAR_WISHES
from convonet_ari.agent.phrasings_loose import LOOSE
from convonet_ari.agent.phrasings_loose_people import LOOSE_PEOPLE
from convonet_ari.agent.phrasings_people import PEOPLE, SEARCH
from convonet_ari.agent.phrasings_shifts import SHIFTS
from convonet_ari.agent.phrasings_work import WORK
from convonet_ari.agent.plain_words import plain_words
from convonet_ari.agent.plainer_words import announced, plainer_words, with_antecedent
from convonet_ari.agent.rewording import reworded
from convonet_ari.agent.sketch import sketch
from convonet_ari.agent.things import in_full
from convonet_ari.agent.two_wishes import both
from convonet_ari.call import phrases
from convonet_ari.call.wishes import wish
from convonet_ari.tools import dates


def understand(
    said: str,
    last: str = "",
    now: str = "",
    name: str = "",
    past: tuple[Past, ...] = (),
    done: str = "",
) -> Answer:
    """What all of it calls for, else a sentence of it; by a strict phrasing first, then by a loose one."""
    before = Heard("", last, now, name, past, done)
    if answer := both(_bare(plain(said)), lambda text: _strictly(text, before)):
        return answer
    whole = _heard(said, before)
    clauses = courtesies.parts(said)
    bare = [_bare(plain(clause)) for clause in clauses]
    if note := announced(bare):
        return understand(note, last, now, name, past, done)
    if named := with_antecedent(bare):
        clauses = [named, *clauses[1:]]
    parts = [_heard(part, replace(whole, last="")) for part in clauses if wish(part) is None]
    if answer := _wish(whole, parts):
        return answer
    if answer := _guess([whole, *(each for heard in (whole, *parts[:1]) for each in _plainly(heard))]):
        return answer
    if answer := _first(TALK, whole) or gist(whole):
        return answer
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


def _asked_title(match: re.Match[str], heard: Heard) -> Answer | None:
    """The caller answers "What should the todo say?"."""
    asked = replies.ASKED_TITLE.search(replies.whole(heard.last))
    if asked is None or replies.NEVER_MIND.search(heard.text):
        return None
    return _create_todo(heard.text, asked["due"])


def _asked_which(match: re.Match[str], heard: Heard) -> Answer | None:
    """The caller answers "Which one do you mean?"; a new wish has its own verb."""
    asked = heard.last == replies.ASK_WHICH or heard.last.startswith("Which one do you mean")
    if not asked or len(heard.text.split()) > 6 or _WISH.search(heard.text):
        return None
    return Answer(tool="complete_todo", arguments={"title": _title(heard.text)})


def _create(match: re.Match[str], heard: Heard) -> Answer:
    words = match.groupdict()
    wished = in_full((words["title"] or "").strip(), heard)
    return _create_todo(f"{wished} {words.get('rest') or ''}", level=words.get("level") or "")


def _create_todo(words: str, due: str | None = None, level: str = "") -> Answer:
    if _URGENT.search(words):
        level, words = "high", _URGENT.sub("", words)
    if urgent := _WITH_PRIORITY.search(words):
        level, words = urgent["level"], _WITH_PRIORITY.sub("", words)
    found = dates.find(words)
    if found:
        due, words = found.phrase, found.rest
    title = _title(words)
    if not title or _SOMETHING.fullmatch(title):
        return Answer(replies.ask_title(due))
    priority = level_of(level) if level else None
    return Answer(tool="create_todo", arguments=given(title=title, due=due, priority=priority))


def _complete(match: re.Match[str], heard: Heard) -> Answer | None:
    title = _title(_LATELY.sub("", match["title"]))
    if title and not _IT.fullmatch(match["title"].strip()):
        return Answer(tool="complete_todo", arguments={"title": title})
    if named := re.findall(r"“([^”]+)”", heard.last):
        return Answer(tool="complete_todo", arguments={"title": named[-1]})
    return Answer(tool="complete_todo") if heard.topic == "todo" else Answer(replies.ASK_WHICH)


def _list(match: re.Match[str], heard: Heard) -> Answer:
    arguments: dict[str, Any] = {}
    if re.search(rf"\b{DONE}\b", heard.text, re.I):
        arguments["which"] = "done"
    elif re.search(r"\b(?:all|every|everything)\b", heard.text, re.I):
        arguments["which"] = "all"
    if found := dates.find(heard.text):
        arguments["due"] = found.phrase
    return Answer(tool="get_todos", arguments=arguments)


def _departments(match: re.Match[str], heard: Heard) -> Answer:
    return Answer(tool="get_available_departments")


def _title(words: str) -> str:
    """A todo's title without what leads to it and what trails behind it."""
    words = re.sub(r"^what are (?=(?:the|my) )", "water ", words.strip(" ,.:"), flags=re.I)
    for pattern in _AROUND_TITLE:
        words = pattern.sub("", words)
    return words.strip(" ,.:")


def _noted(match: re.Match[str], heard: Heard) -> Answer | None:
    """A person left a note; what the caller agrees to is as if the caller had said it."""
    begins, ends = phrases.NOTE_BEGINS, phrases.NOTE_ENDS
    if begins not in heard.last or not heard.last.endswith(ends) or not followups.YES.search(heard.text):
        return None
    words = heard.last.rpartition(begins)[2].removesuffix(ends)
    return understand(words, "", heard.now, heard.name, heard.past)


_WITH_PRIORITY = re.compile(
    r",? ?(?:with|as|at) (?:a )?(?P<level>high|top|low|normal)(?:est)? priority\b", re.I
)
_URGENT = re.compile(
    r"\s(?:and )?(?:it's|it is|that's|that is) (?:very |really |quite )*(?:urgent|important)$", re.I
)
_SOMETHING = re.compile(
    r"(?:something|one more|another|an?|one)(?: (?:else|more|new))?(?: (?:thing|entry|item|one))?", re.I
)
# What was done is told by a verb that its title need not have, and a time that it never has.
_LATELY = re.compile(
    r"^(?:ordered|bought|delivered|submitted|sorted(?: out)?|dealt with|taken care of|handled) (?:the |my "
    r"|our )?|(?: (?:already|yesterday|today|just now|this \w+|last \w+|on \w+day|(?:an?|\w+) \w+ ago))+$",
    re.I,
)
_IT = re.compile(r"(?:it|that|this|(?:that|this|the|the last) (?:one|todo|task))", re.I)
_WISH = re.compile(
    r"\b(?:create|add|list|show|transfer|speak|talk|human|person|agent|todos|repeat|help|bye"
    r"|never ?mind|cancel)\b",
    re.I,
)
_AROUND_TITLE = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"^(?:{LINK}\s+)+(?=\S)|^{LINK}$",
        r"^(?:the |my |a |an )?(?:todos?|tasks?)(?: (?:called|named|for|to|about|of))?\b ?",
        r"^(?:that )?(?:i|we) (?:also |still |really )*(?:have|need|want|must|should|ought|'ve got|got"
        r"|promised|forgot|keep forgetting|always forget|never remember|tend to forget|mustn't forget"
        r"|can't forget|'m supposed|am supposed|was told|was asked)(?: to)? ",
        r"^(?:the|my) (?=\S)",
        r" (?:todo|task|one|off|(?:off|from|on|to) (?:the|my) (?:list|todos?|tasks?))$",
    )
)

ACTIONS: Mapping[str, Action] = {
    **PEOPLE_ACTIONS,
    **WORK_ACTIONS,
    **LOOSE_ACTIONS,
    **SHIFT_ACTIONS,
    **TALK_ACTIONS,
    "offered": followups.offered,
    "back": offers.back,
    "which": offers.which,
    "noted": _noted,
    "addressed": followups.addressed,
    "agreed": followups.agreed,
    "nearest": followups.nearest,
    "chosen": followups.chosen,
    "timed": followups.timed,
    "asked_reminder": asked_reminder,
    "asked_title": _asked_title,
    "asked_which": _asked_which,
    "create": _create,
    "complete": _complete,
    "departments": _departments,
    "transfer": transfer,
    "list": _list,
}
ANSWERS = tuple(
    (name, (r"\S",))
    for name in (
        "back",
        "which",
        "noted",
        "offered",
        "nearest",
        "addressed",
        "agreed",
        "chosen",
        "timed",
        "asked_reminder",
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
