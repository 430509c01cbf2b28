"""Answers to what the assistant asked: yes and no, which one, at what time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from convonet_ari.agent.offline import replies
from convonet_ari.agent.offline.heard import Answer, Heard, Past
from convonet_ari.agent.offline.things import only_time
from convonet_ari.tools import dates
from convonet_ari.tools.addresses import heard_address
from convonet_ari.tools.moving import in_clock_words
from convonet_ari.tools.times import TIME

YES = re.compile(
    r"^(?:(?:call (?:it|that) off|yes|yeah|yep|yup|sure|of course|okay|ok|correct|exactly|right|please"
    r"|absolutely|definitely|do"
    r"|do it|do that|do so|go ahead|go for it|go on|carry on|proceed|you (?:can|may|should)|certainly|indeed"
    r"|affirmative"
    r"|by all means|all right|alright|why not|perfect|great|uh-huh|mm-hmm?|make it so|(?:that's|that is|it's"
    r"|it is) (?:right|fine|ok|okay|correct|true|what i (?:want|meant|said))|(?:that's|that is"
    r"|yes) (?:the one|it)|the (?:right )?one|fine|(?:delete|remove|book|move"
    r"|change|confirm|schedule|drop|get rid of|throw out|take|kick) (?:it|that|them|him|her)?(?: (?:off"
    r"|out))?(?: anyway)?|anyway|i do|i am"
    r"|i (?:think|guess|suppose)(?: so)?|(?:i'm|i am|quite) sure|sounds good|that works"
    r"|works for me)\b\s*)+(?:please|thanks|thank you|sir|ma'am|madam|it is)?$",
    re.IGNORECASE,
)
NO = re.compile(r"^(?:no|nope|nah|don't|do not|stop|wait|cancel|never ?mind|leave|keep|not)\b", re.IGNORECASE)
# A no within a few words, however they begin.
RATHER_NOT = re.compile(
    r"^(?=(?:\S+ ?){1,8}$).*\b(?:no|nope|not|don't|do not|keep|leave|never ?mind|changed my mind)\b",
    re.IGNORECASE,
)
# "Cancel" refuses, but where a yes stands before it or an appointment is at stake, it is the wish itself.
CANCEL = re.compile(
    r"^(?P<yes>(?:yes|yeah|yep|yup|sure|okay|ok|please)\b\s*)*cancel (?:it|that|them)\b", re.IGNORECASE
)
WISH = re.compile(
    r"\b(?:create|add|list|show|transfer|speak|talk|human|person|agent|todos|repeat|help|bye|delete|undo"
    r"|remind"
    r"|never ?mind|cancel|what|who)\b",
    re.IGNORECASE,
)
ADD = re.compile(
    r"^(?:(?:yes|yeah|sure|okay|ok) )*(?:please )?(?:add|put|create|make) (?:it|that|one)\b", re.IGNORECASE
)
OTHERWISE = re.compile(
    r"^(?:(?:no|nope|yes|then|rather|better|please|take|make it|put it|book it|move it|let's say|at|to) )+"
    r"|\b(?:instead|then|rather|please)$",
    re.IGNORECASE,
)
NEAR = re.compile(r"\bDo you mean (?P<name>[^?]+)\?$")
NAMED = re.compile(r"“([^”]+)”")
QUESTION = re.compile(r"\bShall I [^?]+\?$")
WHICH = re.compile(r"^Which (?:one|todo|open todo|reminder|appointment|team) do you mean")
WHEN = re.compile(r"^At what time |When shall it be\?$|Which day do you mean\?$")
ASKED_ADDRESS = re.compile(
    r"e-mail address\.(?: Please spell it, with at and dot\.)?$|send your receipts there\?$"
)
MEANT = re.compile(
    r"^(?:(?:no|nope|wait|sorry|not (?:that|this)(?: one)?)\b )+(?:i (?:meant|mean|said|want) |but |rather )?"
    r"(?:the|my) (?P<title>.+?)(?: (?:one|todo|task|reminder|appointment|meeting))?$",
    re.IGNORECASE,
)
OTHER = re.compile(
    r"^(?:(?:no|nope|wait|sorry|not \w+|actually|oh|rather|make (?:him|her|it|that)|i (?:meant|mean|said)"
    r"|but|just) )+"
    r"(?:(?:an? |the )?(?P<role>admin|owner|member|viewer)|(?P<name>(?!(?:thank|thanks|stop|wait|please"
    r"|never|sorry|not"
    r"|leave|keep|cancel|forget|it|that|do|don't|no|yes|way)\b)\w+(?: [A-Z]\w+)?))(?: instead| rather)?$",
    re.IGNORECASE,
)
IN_TEAM = re.compile(r"(?:the )?(?:one|guy|person|colleague) (?:in|from|of|on) (?:the )?(.+?)", re.IGNORECASE)
# Who asks for people has given up the time that we asked for.
SOMEBODY = re.compile(
    r"(?:some(?:one|body)|any(?:one|body)|(?:a|an|the) (?:real |live )?(?:person|human|operator|agent)"
    r"|get me|give me an?\b)",
    re.IGNORECASE,
)
LONGEST_CHOICE = 6
ANY_DAY = datetime(2026, 1, 1, 12)


def offered(match: re.Match[str], heard: Heard) -> Answer | None:
    """The caller answers whether what they meant to do shall become a todo."""
    offer = replies.OFFERED.search(heard.last)
    if offer is None:
        return None
    if NO.search(heard.text):
        return Answer(replies.LEFT)
    if YES.search(heard.text) or ADD.search(heard.text):
        return Answer(tool="create_todo", arguments={"title": offer["title"]})
    return None


def agreed(match: re.Match[str], heard: Heard) -> Answer | None:
    """A question of the last tool is answered: the same again, or nothing."""
    if not heard.past or not QUESTION.search(heard.last):
        return None
    if other := _at_another_time(heard) or _another(heard) or _in_another_way(heard):
        return other
    return _decided(heard)


def _decided(heard: Heard) -> Answer | None:
    said, last = heard.said or heard.text, heard.past[-1]
    cancelled = CANCEL.search(said)
    if cancelled and last.tool.startswith("delete_") and (cancelled["yes"] or last.kind == "calendar_event"):
        return _again(last)
    if NO.search(heard.text):
        return Answer(replies.LEFT)
    if YES.search(heard.text):
        return _again(last)
    return Answer(replies.LEFT) if RATHER_NOT.search(said) else None


def addressed(match: re.Match[str], heard: Heard) -> Answer | None:
    """The caller says an e-mail address that was asked for, or puts right the one that was heard."""
    if not ASKED_ADDRESS.search(heard.last) or heard_address(heard.text) is None:
        return None
    return Answer(tool="update_my_preferences", arguments={"receipts": "email", "email": heard.text})


def nearest(match: re.Match[str], heard: Heard) -> Answer | None:
    """ "Do you mean Jon Snow?" """
    near = NEAR.search(heard.last)
    if not heard.past or near is None or not YES.search(heard.text) or " or " in near["name"]:
        return None
    last = heard.past[-1]
    slot = next((name for name in ("person", "name", "team", "title") if name in last.arguments), "title")
    return _again(replace(last, arguments={**last.arguments, slot: near["name"]}))


def _at_another_time(heard: Heard) -> Answer | None:
    """ "No, take one o'clock instead": the same at that time, on the day that was named before."""
    last = heard.past[-1]
    words = OTHERWISE.sub("", heard.text).strip()
    before = str(last.arguments.get("when", ""))
    clock = in_clock_words(words)
    if last.tool not in ("create_calendar_event", "update_calendar_event") or not before:
        return None
    if (found := dates.find(clock)) is None or found.rest:
        return None
    day = TIME.sub(" ", dates.plain(before)).strip()
    named = dates.parse(clock, ANY_DAY)
    keeps = dates.find(day) is not None and TIME.search(clock) and not dates.day_in(clock, ANY_DAY.date())
    when = f"{day} {clock}" if named and keeps else clock
    return _again(replace(last, arguments={**last.arguments, "when": when}))


def _another(heard: Heard) -> Answer | None:
    """ "No, I meant the headsets one": the same with that thing."""
    last, meant = heard.past[-1], MEANT.search(heard.text)
    if meant is None or not re.match(r"(?:delete|complete|update)_", last.tool):
        return None
    return _again(replace(last, arguments={**last.arguments, "title": meant["title"]}))


def _in_another_way(heard: Heard) -> Answer | None:
    """ "No, an admin", "no, Sarah": what was to be done, with that role or person; it is asked again."""
    last, meant = heard.past[-1], OTHER.match(heard.text)
    if meant is None:
        return None
    if meant["role"] and "role" in last.arguments:
        return _again(replace(last, arguments={**last.arguments, "role": meant["role"].lower()}))
    name = meant["name"]
    if name and name[0].isupper() and "person" in last.arguments:
        return _again(replace(last, arguments={**last.arguments, "person": name}))
    return None


def meant_other(match: re.Match[str], heard: Heard) -> Answer | None:
    """ "Sorry, I meant the headsets": what was just done is taken back, and done to that instead."""
    last, meant = heard.change, MEANT.search(heard.text)
    if last is None or meant is None or heard.last.endswith("?") or only_time(meant["title"]):
        return None
    if not last.arguments.get("title") or not re.match(r"(?:complete|assign|update)_", last.tool):
        return None
    other = Answer(tool=last.tool, arguments={**last.arguments, "title": meant["title"]})
    return Answer(tool="undo_last_change", then=other)


def chosen(match: re.Match[str], heard: Heard) -> Answer | None:
    """The caller answers "Which one do you mean?"; a new wish has its own verb."""
    text = heard.text
    if not heard.past or not WHICH.search(heard.last) or is_wish(text):
        return None
    last = heard.past[-1]
    names = NAMED.findall(heard.last) or _choices(heard.last)
    slot = _slot(last, heard.last)
    inside = IN_TEAM.fullmatch(text) if slot == "person" else None
    if inside and slot in last.arguments:
        return _again(
            replace(last, arguments={**last.arguments, slot: f"{last.arguments[slot]} in {inside[1]}"})
        )
    name = _by_place(text, names) or re.sub(r"^(?:the|my) | (?:one|todo|team)$", "", text, flags=re.I)
    return _again(replace(last, arguments={**last.arguments, slot: name}))


def timed(match: re.Match[str], heard: Heard) -> Answer | None:
    """The caller answers "At what time?" or says again when it shall be."""
    if not heard.past or not WHEN.search(heard.last) or is_wish(heard.text):
        return None
    if SOMEBODY.match(heard.text):
        return None
    last = heard.past[-1]
    slot = next((name for name in ("when", "due", "until", "day") if name in last.arguments), "when")
    before = str(last.arguments.get(slot, "")) if heard.last.startswith("At what time") else ""
    words = heard.text
    if before and dates.find(words) is None:
        words = f"at {words}"
    return _again(replace(last, arguments={**last.arguments, slot: f"{before} {words}".strip()}))


def _again(past: Past) -> Answer:
    return Answer(tool=past.tool, arguments=dict(past.arguments))


def is_wish(text: str) -> bool:
    return len(text.split()) > LONGEST_CHOICE or WISH.search(text) is not None


def _slot(past: Past, question: str) -> str:
    """Which argument was not clear."""
    if question.startswith("Which team"):
        return "team"
    if NAMED.search(question):
        return "title"
    return next((name for name in ("person", "name", "team") if name in past.arguments), "title")


def _choices(question: str) -> list[str]:
    listed = question.partition(": ")[2].rstrip("?")
    return [name for name in re.split(r", | or ", listed) if name]


def _by_place(text: str, names: list[str]) -> str:
    """ "The first one", "the last one"."""
    places = {"first": 0, "second": 1, "third": 2, "last": -1, "former": 0, "latter": -1}
    found = re.fullmatch(rf"(?:the )?({'|'.join(places)})(?: one)?", text, re.IGNORECASE)
    place = places[found[1].lower()] if found else None
    return names[place] if place is not None and -len(names) <= place < len(names) else ""
