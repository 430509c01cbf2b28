"""What "it" points at after an answer that told of one thing only, whatever was changed before."""

from __future__ import annotations

import re
from dataclasses import replace

from convonet_ari.agent.heard import READS, Answer, Heard, Past

# "You have one reminder: …", "I found one appointment: …".
ONE = re.compile(
    r"(?:^(?:You have|I found) one (?:open |overdue )?(?P<noun>todo|reminder|appointment)\b[^:“”]*: "
    r"(?P<item>[^;]+)\.$)|\bYou have one appointment: (?P<only>[^;.]+)\. "
)
NAMED = re.compile(r"“([^”]+)”")
WHEN = re.compile(r" at \d.*$|, (?:due|overdue|by|on|at|tomorrow|today|\w+day\b).*$", re.I)
KINDS = {"todo": "todo", "reminder": "reminder", "appointment": "calendar_event"}


def with_told(heard: Heard) -> Heard:
    """A search knows no kinds: what it found alone is what was spoken of last."""
    told = _told(heard)
    if told is None or heard.past[-1].kind:
        return heard
    kind, title = told
    return replace(heard, past=(*heard.past, Past(f"get_{kind}s", {"title": title})))


def by_name(answer: Answer, heard: Heard) -> Answer:
    """A change of "it" is of the one that was told."""
    told = _told(heard)
    if told is None or "title" in answer.arguments or "day" in answer.arguments:
        return answer
    kind, title = told
    if not re.match(rf"(?:update|delete|complete|assign)_{kind}$", answer.tool):
        return answer
    return replace(answer, arguments={"title": title, **answer.arguments})


def _told(heard: Heard) -> tuple[str, str] | None:
    found = ONE.search(heard.last)
    if found is None or not heard.past or not heard.past[-1].tool.startswith(READS):
        return None
    item, noun = found["item"] or found["only"], found["noun"] or "appointment"
    quoted = NAMED.search(item)
    return KINDS[noun], quoted[1] if quoted else WHEN.sub("", item)
