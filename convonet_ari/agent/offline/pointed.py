"""What "it" points at after an answer that told of one thing of a kind, whatever was changed before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from convonet_ari.agent.offline.heard import READS, Answer, Heard, Past

# "You have one reminder: …", "I found one appointment: …", and of a day: "One todo due: …".
ONE = re.compile(
    r"\b(?:one|One) (?:open |overdue )?(?P<noun>todo|reminder|appointment)\b[^:“”.]*: (?P<item>[^;.]+)(?:\."
    r"|$)"
)
NAMED = re.compile(r"“([^”]+)”")
WHEN = re.compile(r" at \d.*$|, (?:due|overdue|by|on|at|tomorrow|today|\w+day\b).*$", re.I)
KINDS = {"appointment": "calendar_event", "todo": "todo", "reminder": "reminder"}


def with_told(heard: Heard) -> Heard:
    """A search and a day know no kinds: what they told is what was spoken of last, an appointment first."""
    things = told(heard)
    if not things or heard.past[-1].kind:
        return heard
    kind = next(kind for kind in KINDS.values() if kind in things)
    return replace(heard, past=(*heard.past, Past(f"get_{kind}s", {"title": things[kind]})))


def by_name(answer: Answer, heard: Heard) -> Answer:
    """A change of "it" is of the one that was told."""
    if "title" in answer.arguments or "day" in answer.arguments:
        return answer
    changed = re.match(r"(?:update_|delete_|complete_|assign_)(?P<kind>\w+)$", answer.tool)
    title = told(heard).get(changed["kind"]) if changed else None
    return replace(answer, arguments={"title": title, **answer.arguments}) if title else answer


def told(heard: Heard) -> Mapping[str, str]:
    """The only one of each kind; a kind that was told twice is none."""
    if not heard.past or not heard.past[-1].tool.startswith(READS):
        return {}
    found = list(ONE.finditer(heard.last))
    nouns = [one["noun"] for one in found]
    return {KINDS[one["noun"]]: _title(one["item"]) for one in found if nouns.count(one["noun"]) == 1}


def _title(item: str) -> str:
    quoted = NAMED.search(item)
    return quoted[1] if quoted else WHEN.sub("", item)
