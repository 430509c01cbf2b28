"""Two wishes in one sentence: "create a todo to call Bob and remind me at five"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from convonet_ari.agent.offline.heard import Answer
from convonet_ari.tools import dates
from convonet_ari.tools.numerals import NUMBER

JOINT = re.compile(
    r" (?:and|then|plus|but)(?: (?:then|also|please|afterwards|after that|(?:can|could|would) you))* ", re.I
)
LIST = r"(?:my|the) (?:list|todos?|tasks?|todo list)"
DIARY = r"(?:my|the) (?:calendar|schedule|agenda|diary)"
# Whatever was to be noted before, this is said to the assistant.
OURS = (
    r"remind me\b|another (?:new )?(?:todo|task)\b|(?:create|add|make|set) (?:an?|another|me a)(?:"
    r" new)? (?:\w+ )?(?:todo|task|reminder)\b"
    rf"|(?:add|put|write|note) .+? (?:to|on|onto|in|into) (?:{LIST}|{DIARY})\b|mark .+ done\b"
    r"|(?:delete|remove|cancel|complete) (?:my|the) .*\b(?:todo|task|reminder)\b|(?:tell|show|read) me\b"
    r"|what(?:'s| is| are| do| have)\b|who(?:'s| is| are)\b|when am i\b|(?:transfer|connect|put) me\b"
)
# This may as well be part of a todo, and is a wish only behind another kind of wish.
ANYBODYS = (
    r"(?:delete|remove|cancel|move|postpone|reschedule|push|shift|book|schedule|arrange|plan|block|complete|finish"
    r"|tick off|cross off|check off|rename|assign|make|put|add|create|snooze|undo)\b"
)
NOTED = ("create_todo", "create_reminder", "create_team_todo", "leave_department_todo", "assign_todo")
ASKING = ("delete_", "remove_", "change_", "leave_team", "transfer_")
IT_TOO = re.compile(
    rf"^(?:add|put|note|write) (?:it|that|this)(?: down| too)? (?:to|on|onto|in|into) {LIST}$", re.I
)
REMIND = re.compile(r"^remind me(?: (?:about|of) (?:it|that|this))?(?: (?P<when>.+))?$", re.I)
AHEAD = re.compile(
    rf"^(?P<lead>(?:half an|(?:a )?quarter of an|{NUMBER})(?: and a half)? (?:minute|hour|day)s?"
    r"(?: and a half)?) (?:before|earlier|ahead|in advance|beforehand)(?: (?:it|that|time|it starts))?$",
    re.I,
)

ITS_TEAM = re.compile(r"\b(?:to|in|into) (?:it|that|that team|the team|this team)$", re.I)

Understand = Callable[[str], Answer]


def both(text: str, understand: Understand) -> Answer | None:
    """The first wish with the second as `more`; None where `text` is not clearly two."""
    for joint in JOINT.finditer(text):
        before, after = text[: joint.start()], text[joint.end() :]
        if not re.match(f"{OURS}|{ANYBODYS}", after, re.I):
            continue
        first = understand(before)
        if not first.tool or (first.tool in NOTED and not re.match(OURS, after, re.I)):
            continue
        if first.tool == "create_team" and (its := ITS_TEAM.search(after)):
            then = understand(f"{after[: its.start()]}to the {first.arguments['name']} team")
            return replace(first, then=then) if then.tool else None
        second = _about_the_same(after, first) or understand(after)
        if second.tool and not (_asks(first) and _asks(second)):
            return _joined(first, second)
    return None


def _joined(first: Answer, second: Answer) -> Answer:
    """What asks the caller something comes last, for the answer follows it."""
    if _asks(first):
        first, second = second, first
    return replace(first, text=f"{first.text} {second.text}".strip(), more=(second, *second.more))


def _asks(answer: Answer) -> bool:
    return answer.tool.startswith(ASKING)


def _about_the_same(text: str, first: Answer) -> Answer | None:
    """ "Remind me at five", "put it on my list": of what the first wish was about."""
    title = first.arguments.get("title")
    if not title:
        return None
    if IT_TOO.match(text):
        return Answer(tool="create_todo", arguments={"title": title})
    reminded = REMIND.match(text)
    when = _when(reminded["when"] or "", first) if reminded else ""
    return Answer(tool="create_reminder", arguments={"title": title, "when": when}) if when else None


def _when(words: str, first: Answer) -> str:
    """The time in `words`; what was made has one itself, for "an hour before" and where none is named."""
    made = str(first.arguments.get("when") or first.arguments.get("due") or "")
    made = made if first.tool.startswith("create_") else ""
    if not words:
        return made
    if ahead := AHEAD.match(words):
        return f"{ahead['lead']} before {re.sub(r'^(?:on|by|at) ', '', made)}" if made else ""
    found = dates.find(words)
    return found.phrase if found and not found.rest.strip() else ""
