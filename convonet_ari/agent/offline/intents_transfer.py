"""What the offline assistant makes of a wish to be put through, or not to be."""

from __future__ import annotations

import re

from convonet_ari.agent.offline import replies
from convonet_ari.agent.offline.heard import Answer, Heard
from convonet_ari.agent.offline.phrasings import PERSON
from convonet_ari.agent.offline.phrasings_loose_people import HOUSE

_ANYBODY = re.compile(
    rf"(?:(?:any|some|another) )*{PERSON}(?: (?:else|there|instead|real|human|alive))*", re.I
)
_TO_CALL = re.compile(r"\b(?:to )?(?:call|ring|phone|give) (?:me|us)\b", re.I)
_MACHINE = re.compile(r"\b(?:robot|machine|computer|bot|program|assistant|recording)\b", re.I)
# "I have a question for the sales team, can you put me through?"
_FOR_THEM = re.compile(rf"\bfor (?:the |your )?(?P<department>{HOUSE})\b", re.I)
_REASON = re.compile(r"\b(?:about|because|regarding|since|as i|for help with)\b", re.I)
# Talk that is told of, a wish not to be connected, and one not to talk to us.
_TOLD_OF = re.compile(
    r"\b(?:was|were|am|i'm|he's|she's|is|been|(?:i|we|you|they)(?:'ve| have)|has|had)"
    r" (?:(?:just|only|already|now|never|not) )*$",
    re.I,
)
# What is to be noted may be a talk as well.
_NOTED = re.compile(r"(?:(?:can|could) you |please )*(?:note|jot|write|remind|put|add)\b", re.I)
_NOT_TO = re.compile(
    r"\b(?:don't|do not|never|needn't|no need to|rather not)"
    r"(?: (?:want|need|have|wish|like)(?: you)?| please| ever| just)*(?: to)?(?: be)? ?$",
    re.I,
)


def transfer(match: re.Match[str], heard: Heard) -> Answer | None:
    wanted = match.groupdict().get("department") or ""
    before = heard.text[: match.start()]
    if _TO_CALL.search(wanted) or _TOLD_OF.search(before) or _NOTED.match(before):
        return None
    if _MACHINE.search(wanted):
        wanted = ""
    elif _NOT_TO.search(before):
        return Answer(replies.ALL_RIGHT)
    department = _department(_REASON.split(wanted, maxsplit=1)[0].strip())
    if not department and (for_them := _FOR_THEM.search(before)):
        department = for_them["department"]
    arguments = {"reason": heard.text} | ({"department": department} if department else {})
    return Answer(tool="transfer_to_agent", arguments=arguments)


def _department(words: str) -> str:
    """The department's name alone; empty when any person will do."""
    if inside := re.match(rf"(?:(?:a|an|the|some) )*{PERSON} (?:in|from|at|of) (?P<rest>.+)", words, re.I):
        words = inside["rest"]
    words = re.sub(r" on (?:the|this) (?:phone|line)$", "", words, flags=re.I)
    words = re.sub(r" (?:who|that|which)(?:'s|m)? .*$", "", words, flags=re.I)
    words = re.sub(
        r"\b(?:department|team|desk|please|right now|now|right away|immediately)\b", "", words, flags=re.I
    )
    words = re.sub(r"^(?:(?:the|your|a|an|our|my) )+", "", words.strip(), flags=re.I)
    return "" if _ANYBODY.fullmatch(words) else re.sub(rf"\s+{PERSON}$", "", words, flags=re.I)
