"""Answers to what the call itself offered a caller whom a queue gave back."""

from __future__ import annotations

import re

from convonet_ari.agent.offline import replies
from convonet_ari.agent.offline.followups import NO, WISH, YES
from convonet_ari.agent.offline.heard import Answer, Heard, given
from convonet_ari.call import phrases
from convonet_ari.tools import dates
from convonet_ari.tools.departments import CALL_BACK_LATER

_CALL = re.compile(
    r"\b(?:call(?:ed)?|ring|phone)(?: (?:me|us))? back\b|\bcall ?back\b|^the first(?: one)?$", re.I
)
_LEAVE = re.compile(
    r"\b(?:todo|task|message|note)\b(?: (?:for|to) (?:them|the team|the department|support|sales))?"
    r"(?: (?:saying|that|to|about|which says)?\s*(?P<text>\S.*))?$|^the second(?: one)?$",
    re.I,
)
_OTHERS = re.compile(
    r"\b(?:another|other|different|who else)\b|\b(?:which|what)\b.*\bdepartments?\b"
    r"|^the (?:third|last)(?: one)?$",
    re.I,
)
_AGAIN = re.compile(r"\b(?:again|wait|hold|same|once more|queue)\b", re.I)
_TRY = re.compile(
    r"^(?:(?:yes|no|okay|please|then|let's|let us|can you|could you|i'd like to|i want to)\s+)*"
    r"(?:try|take|what about|how about|rather) (?:the |with )?(?P<name>\w+(?: \w+)?)"
    r"(?: department| team| desk)?(?: please| instead| then)?$",
    re.I,
)
_BARE = re.compile(
    r"^(?:the )?(?P<name>\w+(?: enquiries)??)(?: department| team| desk)?(?: please| instead)?$", re.I
)
_WHICH = re.compile(r"I can put you through to [^?]+$")


def back(match: re.Match[str], heard: Heard) -> Answer | None:
    """The caller is back from a queue and was asked what to do instead; a wish of its own is for others."""
    if not heard.last.endswith((phrases.INSTEAD, CALL_BACK_LATER)):
        return None
    text, before = heard.text, _asked_for(heard)
    if _CALL.search(text):
        found = dates.find(text)
        return Answer(tool="request_callback", arguments=before | given(when=found.phrase if found else None))
    if found_todo := _LEAVE.search(text):
        return Answer(tool="leave_department_todo", arguments=before | given(title=found_todo["text"]))
    if _TRY.search(text) and not _OTHERS.search(text) and not _AGAIN.search(text):
        return _named(heard)
    if _OTHERS.search(text):
        return Answer(tool="get_available_departments")
    if _AGAIN.search(text):
        return Answer(tool="transfer_to_agent", arguments=before)
    if YES.search(text):
        return Answer(tool="request_callback", arguments=before)
    return Answer(replies.ALL_RIGHT) if NO.search(text) else _named(heard)


def which(match: re.Match[str], heard: Heard) -> Answer | None:
    """The departments were told, and the caller names one."""
    return _named(heard) if _WHICH.search(heard.last) else None


def _named(heard: Heard) -> Answer | None:
    text = heard.text
    found = _TRY.search(text) or (None if WISH.search(text) or YES.search(text) else _BARE.search(text))
    if found is None or NO.fullmatch(text):
        return None
    return Answer(
        tool="transfer_to_agent",
        arguments={"department": found["name"], "reason": _asked_for(heard).get("reason", text)},
    )


def _asked_for(heard: Heard) -> dict[str, str]:
    """Whom the caller waited for, and why."""
    past = next((past for past in reversed(heard.past) if past.tool == "transfer_to_agent"), None)
    return {} if past is None else {name: str(value) for name, value in past.arguments.items() if value}
