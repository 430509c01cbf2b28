"""What a caller only tells is no wish: whether it shall become one is asked first, and done after a yes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from convonet_ari.agent.offline import replies
from convonet_ari.agent.offline.followups import NO, YES
from convonet_ari.agent.offline.heard import Answer, Heard, given
from convonet_ari.agent.offline.intents_todos import noted_todo
from convonet_ari.agent.offline.phrasings_work import LEAD
from convonet_ari.agent.offline.things import SOUNDS_BOOKED, changed, clean, names_no_time
from convonet_ari.tools import dates
from convonet_ari.tools.times import TIME

# Words after which a sentence goes on: what was cut off is guessed at by nobody.
CUT_OFF = re.compile(
    r"\b(?:my|the|an?|our|your|his|her|to|and|or|of|for|with|from|is|are|in|on|by|that)$", re.I
)
OWED = re.compile(
    r"^(?:i|we)(?: (?:really|still|also|just|first))* ?(?:have to|need to|must|should|ought to|'ve got to"
    r"|have got to|got to|want to|'m supposed to|am supposed to) (?P<title>\S+ \S.*)$",
    re.I,
)
# Of the call and of thinking, not of work.
NO_WORK = re.compile(
    r"(?:go|leave|reach|get hold|get in touch|run|think|know|ask|say|tell|hear|speak|talk|understand"
    r"|wait|check|see|be|get back|hang up"
    r"|stop"
    r"|find out|admit|correct|change|try|use|have|delete|remove|cancel|undo|move|mark|assign|rename|create"
    r"|add|make|set|complain|report)\b",
    re.I,
)
ADDED = re.compile(
    LEAD + r"(?:add|note|write down|jot down|put down) (?P<title>(?!(?:it|that|this|him|her|them|me|us"
    r"|something|someone|somebody|more|one|another)\b)(?!.*\b(?:teams?|calendar|diary|reminders?)\b)\S.*)$",
    re.I,
)
COMING = re.compile(
    r"^(?:i've got|i have(?: got)?|i'm having|i'm at|i'm seeing|we have|we've got|there's|there is)"
    r" (?P<what>\S.*)$",
    re.I,
)
TO_COME = re.compile(r" (?:coming|visiting|here|over|round|coming over|coming round|to come)$", re.I)
OTHERWISE = re.compile(
    r"^(?:(?:no|sorry|wait|rather|actually|yes|but) )*(?:make (?:that|it)|call it|i meant|i mean"
    r"|it should say) (?P<title>\S.*)$",
    re.I,
)
ASKED_TODO = re.compile(r"Shall I add “(?P<title>[^”]+)” to your todos(?:, due (?P<due>[^?]+))?\?$")
ASKED_EVENT = re.compile(r"Shall I put “(?P<title>[^”]+)” into your calendar, (?P<when>[^?]+)\?$")
ASKED_DONE = re.compile(r"Shall I mark “(?P<title>[^”]+)” as done\?$")
ASKED_MOVE = re.compile(r"Shall I move “(?P<title>[^”]+)” to (?P<when>[^?]+)\?$")
ASKED_REMINDER = re.compile(r"Shall I remind you of “(?P<title>[^”]+)”, (?P<when>[^?]+)\?$")


def supposed(heard: Heard) -> Answer | None:
    """ "I have to defrost the freezer": asked whether that is to be a todo."""
    if CUT_OFF.search(heard.text):
        return None
    if told := OWED.match(heard.text):
        return None if NO_WORK.match(told["title"]) else _todo(told["title"])
    if told := ADDED.match(heard.text):
        return _todo(told["title"])
    told = COMING.match(heard.text)
    return _event(told["what"]) if told else None


def confirmed(match: re.Match[str], heard: Heard) -> Answer | None:
    """The answer to what was asked."""
    asked = ((pattern.search(heard.last), done) for pattern, done in ASKED.items())
    found, done = next((one for one in asked if one[0]), (None, None))
    if found is None or done is None:
        return None
    if found.re is ASKED_TODO and (other := OTHERWISE.match(heard.text)):
        return noted_todo(other["title"], found["due"])
    if NO.search(heard.text):
        return Answer(replies.LEFT)
    return done(found) if YES.search(heard.text) else None


def shall_be_noted(title: str, due: str | None) -> Answer:
    return Answer(f"Shall I add “{title}” to your todos{f', due {due}' if due else ''}?")


def shall_be_booked(title: str, when: str) -> Answer | None:
    """None where no time of the day was named."""
    clock = TIME.search(dates.plain(when))
    return Answer(f"Shall I put “{title}” into your calendar, {when}?") if clock else None


def shall_be_done(title: str) -> Answer:
    return Answer(f"Shall I mark “{title}” as done?")


def shall_be_moved(title: str, when: str) -> Answer:
    return Answer(f"Shall I move “{title}” to {when}?")


def shall_be_told(title: str, when: str) -> Answer:
    return Answer(f"Shall I remind you of “{title}”, {when}?" if when else replies.ask_when(title))


def _todo(words: str) -> Answer | None:
    noted = noted_todo(words)
    if noted.tool != "create_todo":
        return None
    return shall_be_noted(noted.arguments["title"], noted.arguments.get("due"))


def _event(words: str) -> Answer | None:
    found = dates.find(words)
    title = clean(TO_COME.sub("", found.rest)) if found else ""
    return shall_be_booked(title, found.phrase) if found and title else None


def _moved(asked: re.Match[str]) -> Answer:
    """To a day alone goes a todo, to a time an appointment; the other is looked for where it is not found."""
    days = names_no_time(asked["when"]) and not SOUNDS_BOOKED.search(asked["title"])
    return changed("todo" if days else "calendar_event", asked["title"], when=asked["when"])


ASKED: Mapping[re.Pattern[str], Callable[[re.Match[str]], Answer]] = {
    ASKED_TODO: lambda asked: Answer(
        tool="create_todo", arguments=given(title=asked["title"], due=asked["due"])
    ),
    ASKED_EVENT: lambda asked: Answer(tool="create_calendar_event", arguments=asked.groupdict()),
    ASKED_DONE: lambda asked: Answer(tool="complete_todo", arguments=asked.groupdict()),
    ASKED_MOVE: _moved,
    ASKED_REMINDER: lambda asked: Answer(tool="create_reminder", arguments=asked.groupdict()),
}
