"""Several of the things that were told, in one breath: "the first two are done", "move both to Friday"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from convonet_ari.agent.offline import replies
from convonet_ari.agent.offline.heard import Answer, Heard
from convonet_ari.agent.offline.intents_todos import noted_todo
from convonet_ari.agent.offline.rewording import NOUNS, NUMBERED, PLACES, items_told

_COUNT = "two|three|four|five"
_PLACE = "|".join(PLACES)
_NUMBER = "|".join(NUMBERED)
_KIND = r"(?: (?:ones?|of (?:them|those|these)|todos?|tasks?|items?|things?|reminders?|appointments?))?"
SEVERAL = re.compile(
    rf"\b(?:the )?(?P<end>first|last) (?P<count>{_COUNT}){_KIND}\b"
    rf"|\b(?:both )?(?:of )?(?:the )?(?P<one>{_PLACE})(?: one)? and (?:the )?(?P<two>{_PLACE})(?: ones?)?\b"
    rf"|\bnumbers? (?P<n>{_NUMBER}) and (?:number )?(?P<m>{_NUMBER})\b"
    rf"|\b(?:(?P<both>both)|all (?P<all>{_COUNT}))(?: of (?:them|those|these))?{_KIND}\b",
    re.I,
)
PAIR = re.compile(
    r"^(?P<before>(?:(?:mark|set|check|tick|cross|complete|finish|close)|i(?:'ve| have)? (?:finished"
    r"|done|completed))"
    r"(?: off)? )(?:both )?(?P<one>(?:the|my) \S+(?: \S+){0,2}) and (?P<two>(?:the|my) \S+(?: \S+){0,2}?)"
    r"(?P<after>(?: as)? (?:done|completed?|finished)| off)?$",
    re.I,
)
LISTED = re.compile(
    r"^(?:.*\b)?(?:create|add|make|note|put|write)(?: down)? (?P<count>two|three|four|five) (?:new |more )?"
    r"(?:to-?dos?|to do'?s|tasks|things|items)(?: (?:to|on|onto) (?:my|the) (?:list|to-?do list))?[,:]"
    r" (?P<items>\S.*?)[.!?]*$",
    re.I,
)
ONE_BY_ONE = ("delete_", "transfer_", "change_", "remove_")


def several(heard: Heard, understand: Callable[[str], Answer]) -> Answer | None:
    """The same done to each of them; what asks before it is done goes one at a time."""
    if pair := PAIR.match(heard.text):
        ends = pair["after"] or ""
        first, other = (understand(f"{pair['before']}{pair[name]}{ends}") for name in ("one", "two"))
        return replace(first, more=(other,)) if first.tool == other.tool == "complete_todo" else None
    named = SEVERAL.search(heard.text)
    chosen = _chosen(named, items_told(heard.last)) if named else ()
    if named is None or len(chosen) < 2:
        return None
    noun = NOUNS.get(heard.topic, "todo")
    before, after = heard.text[: named.start()], heard.text[named.end() :]
    first, *others = (understand(f"{before}the {noun} {title}{after}") for title in chosen)
    if not first.tool or any(other.tool != first.tool for other in others):
        return None
    if first.tool.startswith(ONE_BY_ONE):
        return Answer(replies.ONE_AT_A_TIME)
    return replace(first, more=tuple(others))


def listed(said: str) -> Answer | None:
    """ "Create three todos: milk, butter and cheese"; None unless there are as many as was said."""
    found = LISTED.match(said.strip())
    items = re.split(r",? and |, ", found["items"]) if found else []
    if found is None or len(items) != NUMBERED[found["count"].lower()] + 1:
        return None
    first, *others = (noted_todo(item) for item in items)
    return replace(first, more=tuple(others)) if all(one.tool for one in (first, *others)) else None


def _chosen(named: re.Match[str], told: Sequence[str]) -> Sequence[str]:
    """The titles that are meant; none when fewer were told."""
    if named["end"]:
        count = NUMBERED[named["count"].lower()] + 1
        return () if count > len(told) else told[:count] if named["end"].lower() == "first" else told[-count:]
    if named["both"] or named["all"]:
        count = NUMBERED[(named["all"] or "two").lower()] + 1
        return told if count == len(told) else ()
    pair = (named["one"], named["two"]) if named["one"] else (named["n"], named["m"])
    places = [{**NUMBERED, **PLACES}[word.lower()] for word in pair]
    return [told[place] for place in places] if max(places) < len(told) else ()
