"""What a caller only tells is no wish: whether it shall become one is asked first, and done after a yes."""

from __future__ import annotations

import re

from convonet_ari.agent import replies
from convonet_ari.agent.followups import NO, YES
from convonet_ari.agent.heard import Answer, Heard, given
from convonet_ari.agent.intents_todos import noted_todo
from convonet_ari.agent.phrasings_work import LEAD
from convonet_ari.agent.things import clean
from convonet_ari.tools import dates
from convonet_ari.tools.times import TIME

OWED = re.compile(
    r"^(?:i|we)(?: (?:really|still|also|just|first))* ?(?:have to|need to|must|should|ought to|'ve got to"
    r"|have got to|got to|want to|'m supposed to|am supposed to) (?P<title>\S+ \S.*)$",
    re.I,
)
# Of the call and of thinking, not of work.
NO_WORK = re.compile(
    r"(?:go|leave|run|think|know|ask|say|tell|hear|speak|talk|understand|wait|check|see|be|get back|hang"
    r" up|stop"
    r"|find out|admit|correct|change|try|use|have|delete|remove|cancel|undo|move|mark|assign|rename"
    r"|create|add"
    r"|make|set|complain|report)\b",
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
    r"^(?:(?:no|sorry|wait|rather|actually|yes|but) )*(?:make (?:that|it)|call it|i meant|i mean|it"
    r" should say) (?P<title>\S.*)$",
    re.I,
)
ASKED_TODO = re.compile(r"Shall I add “(?P<title>[^”]+)” to your todos(?:, due (?P<due>[^?]+))?\?$")
ASKED_EVENT = re.compile(r"Shall I put “(?P<title>[^”]+)” into your calendar, (?P<when>[^?]+)\?$")


def supposed(heard: Heard) -> Answer | None:
    """ "I have to defrost the freezer": asked whether that is to be a todo."""
    if told := OWED.match(heard.text):
        return None if NO_WORK.match(told["title"]) else _todo(told["title"])
    if told := ADDED.match(heard.text):
        return _todo(told["title"])
    told = COMING.match(heard.text)
    return _event(told["what"]) if told else None


def confirmed(match: re.Match[str], heard: Heard) -> Answer | None:
    """The answer to what was asked above."""
    todo, event = ASKED_TODO.search(heard.last), ASKED_EVENT.search(heard.last)
    if todo is None and event is None:
        return None
    if todo and (other := OTHERWISE.match(heard.text)):
        return noted_todo(other["title"], todo["due"])
    if NO.search(heard.text):
        return Answer(replies.LEFT)
    if not YES.search(heard.text):
        return None
    if todo:
        return Answer(tool="create_todo", arguments=given(title=todo["title"], due=todo["due"]))
    return Answer(tool="create_calendar_event", arguments=event.groupdict()) if event else None


def _todo(words: str) -> Answer | None:
    noted = noted_todo(words)
    if noted.tool != "create_todo":
        return None
    due = f", due {noted.arguments['due']}" if "due" in noted.arguments else ""
    return Answer(f"Shall I add “{noted.arguments['title']}” to your todos{due}?")


def _event(words: str) -> Answer | None:
    found = dates.find(words)
    if found is None or not TIME.search(dates.plain(found.phrase)):
        return None
    title = clean(TO_COME.sub("", found.rest))
    return Answer(f"Shall I put “{title}” into your calendar, {found.phrase}?") if title else None
