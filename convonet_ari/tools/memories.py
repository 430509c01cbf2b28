"""What the assistant remembers of the caller across calls, which is theirs to hear and to have forgotten."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field

from convonet_ari.errors import ToolError
from convonet_ari.store import memories as store
from convonet_ari.store import profiles
from convonet_ari.store.memories import Memory
from convonet_ari.tools.confirming import Intent
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.meaning import Which, is_it, meant
from convonet_ari.tools.permissions import Perm
from convonet_ari.tools.registry import tool
from convonet_ari.tools.wording import counted, one_line

LONGEST = 200
AT_MOST = 100
SPOKEN = 6
ALL = re.compile(r"\W*(?:everything|all|all of it|it all)\b.*", re.IGNORECASE)
OF_THE_USER = (
    (re.compile(r"\bI am\b|\bI'm\b", re.I), "you are"),
    (re.compile(r"\bmyself\b", re.I), "yourself"),
    (re.compile(r"\bmine\b", re.I), "yours"),
    (re.compile(r"\bI\b|\bme\b", re.I), "you"),
    (re.compile(r"\bmy\b", re.I), "your"),
)

Fact = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LONGEST,
        description="What to remember, in the caller's own words: 'I prefer mornings'.",
    ),
]
About = Annotated[
    str | None,
    Field(max_length=80, description="What it is about; leave it out for everything that is known."),
]
Everything = Annotated[bool, Field(description="Whether all that is remembered shall be forgotten.")]


@tool("remember", needs=Perm.MEMORY_WRITE, says="Noting that…", writes=True)
async def remember(ctx: ToolContext, work: Work, text: Fact) -> str:
    """Remember something about the caller for later calls, such as a preference. Not for work to be done."""
    mine = await store.known(work.tx, work.caller.user_id, "note")
    line = one_line(text, LONGEST)
    if any(memory.title.lower() == line.lower() for memory in mine):
        return f"I know that already: {to_you(line)}."
    if len(mine) >= AT_MOST:
        raise ToolError("I remember so much of you already that something has to be forgotten first.")
    await store.add(work.tx, work.caller, line, ctx.call_id)
    return f"I will remember that {to_you(line)}."


@tool("recall", needs=Perm.PROFILE_READ, says="Thinking back…")
async def recall(ctx: ToolContext, work: Work, about: About = None) -> str:
    """Tell what is remembered of the caller: what they asked to be remembered, and their earlier calls."""
    found = await store.known(work.tx, work.caller.user_id)
    if about and (words := _words(about)):
        found = [memory for memory in found if words & _words(memory.title)]
        if not found:
            return f"I remember nothing about {one_line(about, 60)}."
    notes = [to_you(memory.title) for memory in found if memory.kind == "note"]
    calls = [memory.title for memory in found if memory.kind == "summary"]
    mine = await profiles.read_profile(work.tx, work.caller.user_id)
    who = [] if about else [f"You are {mine.name}."]
    return " ".join([*who, *_notes(notes), *_calls(calls), *([] if mine.remember else [FORGETS])])


FORGETS = "I do not keep what we talk about."


async def _intent(
    ctx: ToolContext, work: Work, about: str | None = None, everything: bool = False
) -> Intent | None:
    if not _everything(about, everything):
        return None
    if not await store.known(work.tx, work.caller.user_id):
        return None
    return Intent("everything", "Shall I forget everything that I remember of you?")


@tool("forget", needs=Perm.MEMORY_WRITE, says="Forgetting it…", confirms=_intent)
async def forget(ctx: ToolContext, work: Work, about: Which = None, everything: Everything = False) -> str:
    """Forget something that is remembered of the caller, or everything; the records of calls stay."""
    user = work.caller.user_id
    if _everything(about, everything):
        count = await store.forget_everything(work.tx, user)
        return "I have forgotten everything." if count else "There is nothing that I remember of you."
    memory = await _meant(ctx, work, about)
    if not await store.forget(work.tx, user, memory.id):
        raise ToolError("I have forgotten that already.")
    return f"I have forgotten that {to_you(memory.title)}."


def to_you(words: str) -> str:
    """ "I prefer mornings" is told back as "you prefer mornings"."""
    for pattern, other in OF_THE_USER:
        words = pattern.sub(other, words)
    return words.strip(" .")


async def _meant(ctx: ToolContext, work: Work, about: str | None) -> Memory:
    """By its words; "that" is what was remembered last."""
    mine = await store.known(work.tx, work.caller.user_id)
    if is_it(about) and mine:
        return next((memory for memory in mine if memory.kind == "note"), mine[0])
    if not mine:
        raise ToolError("There is nothing that I remember of you.")
    return await meant(ctx, work, about, mine, "memories", "note")


def _everything(about: str | None, everything: bool) -> bool:
    return everything or (about is not None and ALL.fullmatch(about) is not None)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > 2}


def _notes(notes: list[str]) -> list[str]:
    if not notes:
        return ["You have not asked me to remember anything."]
    more = [f"and {len(notes) - SPOKEN} more"] if len(notes) > SPOKEN else []
    return [f"I remember: {'; '.join(notes[:SPOKEN] + more)}."]


def _calls(calls: list[str]) -> list[str]:
    if not calls:
        return []
    return [
        f"Of your earlier calls I kept {counted(len(calls), 'summary', 'summaries')}; the last: {calls[0]}"
    ]
