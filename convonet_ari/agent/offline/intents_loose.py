"""What the offline assistant makes of wishes put in passing, and of words put right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from convonet_ari.agent.offline import replies
from convonet_ari.agent.offline.heard import Action, Answer, Heard, Past, given
from convonet_ari.agent.offline.intents_todos import noted_todo
from convonet_ari.agent.offline.intents_work import event, reminder
from convonet_ari.agent.offline.things import SOUNDS_BOOKED, changed, clean, kind_of, name_of, only_time
from convonet_ari.tools import dates
from convonet_ari.tools.numerals import NUMBER
from convonet_ari.tools.times import DURATION, TIME

_QUERY = re.compile(
    r"(?:what|who|which|when|where|how|why|if|more|everything|anything|back|again|all"
    r"|the (?:things?|names?|list)"
    r"|which)\b",
    re.I,
)
_ELSEWHERE = re.compile(
    r"\b(?:team|calendar|diary|schedule|agenda|meetings?|appointments?|events?|reminders?|department)\b", re.I
)
# "Make that twenty": minutes, where it was fifteen of them before.
AHEAD = re.compile(rf"\bin {NUMBER} (?P<unit>minute|hour|day|week)s?\b", re.I)
_MEETING = re.compile(
    r"^(?:i'm|i am|we're|we are|i|we) (?:have (?:got )?|'ve got |(?:seeing|visiting|meeting|having|going to"
    r"|at)\b ?)(?:a |an |the )?",
    re.I,
)


def told_at(match: re.Match[str], heard: Heard) -> Answer | None:
    """To be told something at a time is a reminder; without a time it is no such wish."""
    words = match["title"]
    if _QUERY.match(words) or dates.find(words) is None:
        return None
    answer = reminder(match, heard)
    return answer if answer.tool else None


def dated(match: re.Match[str], heard: Heard) -> Answer | None:
    """What is to be added for a day, and is neither booked nor a person, is to be done."""
    words, found = match["title"], dates.find(match["title"])
    clock = found and (TIME.search(found.phrase) or DURATION.search(found.phrase))
    if found is None or clock or SOUNDS_BOOKED.search(words) or _ELSEWHERE.search(words):
        return None
    return noted_todo(words)


def unneeded_reminder(match: re.Match[str], heard: Heard) -> Answer:
    what = match["what"]
    return Answer(tool="delete_reminder", arguments=given(title=name_of(what, "reminder") if what else None))


def called_off(match: re.Match[str], heard: Heard) -> Answer | None:
    """What is only "off" may as well be the heating."""
    kind = kind_of(match["what"], heard) or "calendar_event"
    if re.search(r" (?:is|are) off$", match[0], re.I) and not SOUNDS_BOOKED.search(match["what"]):
        return None
    return Answer(tool=f"delete_{kind}", arguments=given(title=name_of(match["what"], kind)))


def met(match: re.Match[str], heard: Heard) -> Answer | None:
    """ "I'm seeing the dentist on Tuesday": what remains of it is the title."""
    answer = event(match, heard)
    if answer is None or answer.tool != "create_calendar_event":
        return answer
    title = _MEETING.sub("", str(answer.arguments["title"])).strip()
    return replace(answer, arguments={**answer.arguments, "title": title or "appointment"})


def taken_back(match: re.Match[str], heard: Heard) -> Answer | None:
    """Right after a change it is to be undone; behind a question it is an answer."""
    return None if heard.last.endswith("?") or heard.change is None else Answer(tool="undo_last_change")


def not_done(match: re.Match[str], heard: Heard) -> Answer | None:
    """What was ticked off by mistake is open again."""
    last = heard.change
    return Answer(tool="undo_last_change") if last and last.tool == "complete_todo" else None


def with_somebody(match: re.Match[str], heard: Heard) -> Answer | None:
    """ "With Sarah": of the appointment that was just made."""
    last = heard.change
    title = str(last.arguments.get("title", "")) if last and last.tool == "create_calendar_event" else ""
    if not title or heard.last.endswith("?") or " with " in title:
        return None
    return Answer(tool="update_calendar_event", arguments={"new_title": f"{title} {match['who']}"})


def retitled(match: re.Match[str], heard: Heard) -> Answer | None:
    """ "Make that oat milk", after milk was noted."""
    last, title = heard.change, match["title"].strip()
    if last is None or not last.kind or not last.tool.startswith("create_") or only_time(title):
        return None
    if re.fullmatch(NUMBER, title, re.I):
        ahead = AHEAD.search(str(last.arguments.get("when") or last.arguments.get("due") or ""))
        return changed(last.kind, None, when=f"in {title} {ahead['unit']}s") if ahead else None
    if re.fullmatch(r"(?:it|that|this|so|right|better|short|quick|faster|slower|louder)\b.*", title, re.I):
        return None
    return Answer(tool=f"update_{last.kind}", arguments={"new_title": clean(title)})


def said_wrong(match: re.Match[str], heard: Heard) -> Answer | None:
    """ "I said Petra, not Peter": the one word for the other in what was changed last."""
    last = heard.change
    if last is None:
        return None
    old = re.compile(rf"\b{re.escape(match['old'])}\b", re.I)
    slot = next((name for name, value in last.arguments.items() if old.search(str(value))), None)
    if slot is None:
        return None
    value = old.sub(match["new"], str(last.arguments[slot]))
    if slot == "title" and last.kind and last.tool.startswith("create_"):
        return Answer(tool=f"update_{last.kind}", arguments={"new_title": value})
    return _again(replace(last, arguments={**last.arguments, slot: value}))


def other_person(match: re.Match[str], heard: Heard) -> Answer | None:
    """ "No, to John": the same for somebody else."""
    last = heard.change
    if last is None or last.tool != "assign_todo":
        return None
    person = re.sub(r" (?:instead|rather|please)$", "", match["person"], flags=re.I)
    return _again(replace(last, arguments={**last.arguments, "person": person}))


def spelled(match: re.Match[str], heard: Heard) -> Answer:
    """The word that is asked for, or the last name or title that was told."""
    told = re.findall(r"“([^”]+)”", heard.last) or re.findall(r"\b[A-Z]\w+(?: [A-Z]\w+)+", heard.last)
    word = match.groupdict().get("word") or (told[-1] if told else "")
    letters = ["–" if sign.isspace() else sign.upper() for sign in word]
    return Answer(f"{word}: {', '.join(letters)}." if word else replies.NOTHING_TO_SPELL)


def _again(past: Past) -> Answer:
    return Answer(tool=past.tool, arguments=dict(past.arguments))


def _say(text: str) -> Action:
    return lambda match, heard: Answer(text)


LOOSE_ACTIONS: Mapping[str, Action] = {
    "told_at": told_at,
    "dated": dated,
    "unneeded_reminder": unneeded_reminder,
    "called_off": called_off,
    "met": met,
    "taken_back": taken_back,
    "not_done": not_done,
    "with_somebody": with_somebody,
    "retitled": retitled,
    "said_wrong": said_wrong,
    "other_person": other_person,
    "well_being": _say(replies.WELL),
    "spelled": spelled,
    "for_people": _say(replies.FOR_PEOPLE),
    "praise": _say(replies.PRAISED),
}
