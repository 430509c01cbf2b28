"""The last guess at a wish about a team: who is meant, and whether they come, go or are asked for."""

from __future__ import annotations

import re

from convonet_ari.agent.offline.heard import Answer, Heard, given
from convonet_ari.tools.dates import DAYS, MONTHS

TEAM = re.compile(r"\b(?P<team>(?!(?:the|my|our|a|an|this|that|whole|new|which|what)\b)\w+) team\b", re.I)
ROLE = re.compile(r"\b(?P<role>owner|admin|administrator|member|viewer)\b", re.I)
# A name is written large, though not where a sentence begins with any other word.
NAME = re.compile(r"\b(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?:'s)?\b")
NO_NAMES = frozenset((*(day.title() for day in DAYS), *(month.title() for month in MONTHS)))
FIRST = re.compile(
    r"(?:I|Let|Put|Add|Get|Take|Make|Give|Have|Could|Can|Would|Will|Please|The|My|Our|What|Who|Which|Is|Are"
    r"|Do|Does|How|Any|Tell|Show|Kindly|Remove|From|In|We|You|There|Drop|Bring|Move|Kick|Throw|Stop|Set|Start"
    r"|Open)\b"
)
COMES = re.compile(r"\b(?:in|into|join(?:s|ing)?|add|new|put|with|belongs?|part of|to|onto|on)\b", re.I)
GOES = re.compile(
    r"\b(?:remov\w+|out of|from|off|left|leav(?:e|es|ing)|no longer|isn't|kick|without|quit\w*)\b", re.I
)
ASKS = re.compile(r"^(?:what|which|who|how|is|are|do|does|any|tell me|show|list|give me|read|name)\b", re.I)
TODOS = re.compile(r"\b(?:todos?|tasks?|open|do|doing|working|work on|busy|left|pending|due)\b", re.I)
MINE = re.compile(r"^(?:i|i'm|i am|i've|i'd|me|take me|let me|get me)\b", re.I)


def sketch_team(heard: Heard) -> Answer | None:
    named = TEAM.search(heard.text)
    if named is None:
        return None
    team, person = named["team"], _person(heard.text.replace(named[0], " "))
    if ASKS.match(heard.text):
        todos = TODOS.search(heard.text) and not re.match(
            r"(?:who|which (?:people|persons))\b",
            heard.text,
            re.I,
        )
        return Answer(tool="get_team_todos" if todos else "get_team_members", arguments={"team": team})
    if MINE.match(heard.text) and not person:
        return Answer(tool="leave_team", arguments={"team": team}) if GOES.search(heard.text) else None
    if not person:
        return None
    if role := ROLE.search(heard.text):
        wanted = "admin" if role["role"].lower().startswith("admin") else role["role"].lower()
        return Answer(tool="change_member_role", arguments=given(person=person, role=wanted, team=team))
    if GOES.search(heard.text):
        return Answer(tool="remove_team_member", arguments={"person": person, "team": team})
    return (
        Answer(tool="add_team_member", arguments={"person": person, "team": team})
        if COMES.search(heard.text)
        else None
    )


def _person(text: str) -> str:
    """The only name in it."""
    names = [name["name"] for name in NAME.finditer(text)]
    names = [FIRST.sub("", name).strip() for name in names if name not in NO_NAMES]
    names = [name for name in names if name]
    return names[0] if len(names) == 1 else ""
