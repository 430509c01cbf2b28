"""What the offline assistant makes of wishes to change, move, rename or delete something."""

from __future__ import annotations

import re
from collections.abc import Mapping

from convonet_ari.agent.offline import replies
from convonet_ari.agent.offline.heard import Action, Answer, Heard, given
from convonet_ari.agent.offline.things import (
    SOUNDS_BOOKED,
    changed,
    kind_of,
    minutes,
    name_of,
    names_no_time,
    only_time,
    split,
)
from convonet_ari.tools import dates
from convonet_ari.tools.meaning import is_it

AROUND_TIME = re.compile(
    r"^(?:(?:(?:the |its )?(?:due date|deadline|date|day|time) is(?: now)?|i (?:meant|mean|said)|make (?:it"
    r"|that)|rather|better|actually|on|at|for|not \w+ but|it's|it is|that's|that is|this is) )+"
    r"|\b(?:instead|rather|i mean"
    r"|i meant|(?:is|would be|works|suits me|will be)(?: (?:much|even|far))?(?: (?:better|fine|good"
    r"|best))?(?: for me)?)$",
    re.I,
)
ADDED = re.compile(r"(?: (?:now|instead|then|actually|after all|already|latest|at the latest))+$", re.I)
SOMEBODY = re.compile(r"(?:him|her|me|us)(?: (?:out|off))?", re.I)
NOUN_OF = {"task": "todo", "meeting": "appointment"}
# "Put the design review at ten" is of one that is there.
PUT_BACK = re.compile(
    r"(?:please |(?:can|could) you )*(?:set|put) (?:the|my) (?!(?:\w+ )?(?:alarm|timer|clock|reminder"
    r"|meeting|note)\b)"
    r"\S+(?: (?!in\b|into\b|on\b|at\b|for\b|to\b)\S+)? (?:to|at|for|on) ",
    re.I,
)
DATE_OF = re.compile(r"^(?:the )?(?:due date|date|day|time|deadline) (?:of|for) ", re.I)


def correct(match: re.Match[str], heard: Heard) -> Answer | None:
    """ "No, Thursday": nothing but a time, about what was spoken of last."""
    words = AROUND_TIME.sub("", match["when"].strip()).strip()
    changing = re.search(r"^(?:create|update|snooze)_", heard.past[-1].tool) if heard.past else None
    if not heard.topic or not changing or not only_time(words):
        return None
    return changed(heard.topic, None, when=words)


def move(match: re.Match[str], heard: Heard) -> Answer | None:
    """The words behind the verb end in a time: that is where it goes."""
    what, when = split(heard.text[match.start("what") :])
    what, dated = DATE_OF.subn("", what)
    if not when or not what:
        return None
    verb = heard.text[: match.start("what")].split()[-1]
    named = dated or is_it(what) or PUT_BACK.match(heard.text)
    if re.match(r"(?:make|set|put)\b", verb, re.I) and not named:
        return None
    kind = kind_of(what, heard) or (
        "todo" if names_no_time(when) and not SOUNDS_BOOKED.search(what) else "calendar_event"
    )
    return changed(kind, name_of(what, kind), when=when)


def postpone(match: re.Match[str], heard: Heard) -> Answer | None:
    words = match.groupdict()
    later = re.sub(r" more\b", "", words.get("later") or "", flags=re.I)
    when = f"{later} later" if later else words["when"]
    if not only_time(when) or only_time(match["what"]):
        return None
    kind = kind_of(match["what"], heard) or (
        "todo" if names_no_time(when) and not SOUNDS_BOOKED.search(match["what"]) else "calendar_event"
    )
    return changed(kind, name_of(match["what"], kind), when=when)


def rename(match: re.Match[str], heard: Heard) -> Answer | None:
    what, title = match["what"] or "it", match["title"].strip()
    kind = kind_of(what, heard) or ("calendar_event" if SOUNDS_BOOKED.search(what) else "todo")
    if re.match(r"(?:as )?(?:done|off)\b", title, re.I):
        return None
    return Answer(tool=f"update_{kind}", arguments=given(title=name_of(what, kind), new_title=title))


def retitle(match: re.Match[str], heard: Heard) -> Answer | None:
    """Where what follows "to" is no time, it is a title; of what is not known as such, better nothing."""
    if dates.find(match["title"]) or re.search(
        r"\b(?:zone|password|pin|role|language|voice|list)\b", heard.text, re.I
    ):
        return None
    return rename(match, heard)


def due(match: re.Match[str], heard: Heard) -> Answer | None:
    """ "The budget report is due on Thursday"."""
    when = ADDED.sub("", match["when"])
    found = dates.find(when)
    if (
        found is None
        or found.rest
        or re.match(
            r"(?:what|which|when|how|who|anything|something|tell|show|list|read|give)\b", heard.text, re.I
        )
    ):
        return None
    return changed("todo", name_of(match["what"], "todo"), when=when)


def longer(match: re.Match[str], heard: Heard) -> Answer | None:
    """ "Make it three hours": how far ahead a reminder is, or how long an appointment takes."""
    length = f"{match['n']} {match['unit']}s"
    if heard.topic == "calendar_event":
        return Answer(tool="update_calendar_event", arguments=given(minutes=minutes(match)))
    return changed(heard.topic, None, when=f"in {length}") if heard.topic else None


def priority(match: re.Match[str], heard: Heard) -> Answer | None:
    what = match["what"]
    if is_it(what) and heard.topic not in ("todo", ""):
        return None
    return Answer(
        tool="update_todo", arguments=given(title=name_of(what, "todo"), priority=level(match["level"]))
    )


def level(words: str) -> str:
    plain = words.lower()
    if plain.startswith("low"):
        return "low"
    return "normal" if plain in ("normal", "medium") else "high"


def of_which(match: re.Match[str], heard: Heard) -> Answer:
    """ "I want to delete a todo": which one is asked, for nothing is meant yet."""
    verb, noun = match["verb"].lower(), NOUN_OF.get(match["noun"].lower(), match["noun"].lower())
    if re.match(r"complete|finish|mark|tick|check|close", verb):
        return Answer(replies.ASK_WHICH)
    away = re.match(r"delete|remove|cancel|drop", verb)
    return Answer(replies.ask_thing(noun, "delete" if away else "move, and to when"))


def drop(match: re.Match[str], heard: Heard) -> Answer | None:
    what = re.sub(r" again$", "", match["what"], flags=re.I)
    if (is_it(what) and not heard.topic) or SOMEBODY.fullmatch(what):
        return None
    booked = "calendar_event" if SOUNDS_BOOKED.search(what) else "todo"
    kind = kind_of(what, heard) or booked
    return Answer(tool=f"delete_{kind}", arguments=given(title=name_of(what, kind)))


CHANGE_ACTIONS: Mapping[str, Action] = {
    "correct": correct,
    "move": move,
    "postpone": postpone,
    "rename": rename,
    "retitle": retitle,
    "due": due,
    "longer": longer,
    "priority": priority,
    "drop": drop,
    "of_which": of_which,
}
