"""Taking back what tools wrote for the caller: the last change first, one tool call at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from convonet_ari.errors import ToolDenied, ToolError
from convonet_ari.store import journal
from convonet_ari.store.journal import Change
from convonet_ari.store.people import Caller
from convonet_ari.store.pool import Tx
from convonet_ari.tools import recap
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.permissions import DENIED, Perm
from convonet_ari.tools.registry import Registry, registry, tool
from convonet_ari.tools.wording import listed

RECENT = timedelta(hours=24)
NOTHING = "There is nothing that I could take back."
CHANGED_SINCE = "I cannot take that back, because it has been changed since."
NOUNS = {
    "todos": "todo",
    "reminders": "reminder",
    "calendar_events": "appointment",
    "teams": "team",
    "callbacks": "callback",
    "memories": "note",
    "recordings": "recording",
}
PLAIN = {
    "preferences": "your preferences are as they were",
    "memberships": "the members of the team are as they were",
    "users": "the entry is as it was",
}

HowMany = Annotated[int, Field(ge=1, le=5, description="How many of the last changes to take back.")]


@tool("undo_last_change", needs=Perm.UNDO, says="Taking it back…", writes=True)
async def undo_last_change(ctx: ToolContext, work: Work, changes: HowMany = 1) -> str:
    """Take back the caller's last change, or the last few; those of this call first, else of the last one."""
    since = ctx.now - RECENT
    found = await journal.latest(work.tx, ctx.caller.user_id, ctx.call_id, since, changes)
    earlier = ""
    if not found:
        call_id = await journal.last_call(work.tx, ctx.caller.user_id, since)
        found = await journal.latest(work.tx, ctx.caller.user_id, call_id, since, changes)
        earlier = "That was in an earlier call: "
    if not found:
        raise ToolError(NOTHING)
    words = await _taken_back(work.tx, ctx.caller, found)
    return f"{earlier}{words}." if earlier else f"{words[:1].upper()}{words[1:]}."


@dataclass(frozen=True, slots=True)
class Undoable:
    """One change that can be taken back: what to call it, and what it was."""

    call_id: UUID | None
    tool_call_id: str
    words: str
    at: datetime


async def undoable(tx: Tx, user_id: UUID, now: datetime) -> list[Undoable]:
    """A user's changes of the last day, the latest first: for a page or a command to choose from."""
    runs = [list(rows) for _, rows in groupby(await journal.recent(tx, user_id, now - RECENT), _run_of)]
    told = [(rows[0], await recap.words(tx, [change for _, change in reversed(rows)], now)) for rows in runs]
    return [Undoable(call_id, last.tool_call_id, words, last.at) for (call_id, last), words in told if words]


async def take_back(tx: Tx, caller: Caller, chosen: Undoable) -> str:
    """Take back one change outside a call, with the caller's rights of now. Raises ToolError, ToolDenied."""
    found = [
        change
        for call_id, change in await journal.recent(tx, caller.user_id, chosen.at - RECENT)
        if (call_id, change.tool_call_id) == (chosen.call_id, chosen.tool_call_id)
    ]
    if not found:
        raise ToolError(NOTHING)
    words = await _taken_back(tx, caller, found)
    return f"{words[:1].upper()}{words[1:]}."


async def _taken_back(tx: Tx, caller: Caller, found: Sequence[Change]) -> str:
    _check_roles(caller, registry, found)
    for change in found:
        if not await journal.undo(tx, change):
            raise ToolError(CHANGED_SINCE)
    told = [_told(list(rows)) for _, rows in groupby(found, lambda change: change.tool_call_id)]
    return listed(told)


def _run_of(row: tuple[UUID | None, Change]) -> tuple[UUID | None, str]:
    return row[0], row[1].tool_call_id


def _check_roles(caller: Caller, tools: Registry, found: Sequence[Change]) -> None:
    """Who lost a role cannot undo with it what they did while they had it."""
    for name in {change.tool for change in found}:
        spec = tools.find(name)
        if spec is not None and not spec.allows(caller):
            raise ToolDenied(DENIED)


def _told(rows: Sequence[Change]) -> str:
    """The row that the tool was about; those that went along with it need no words."""
    change = next((row for row in rows if row.table in NOUNS), rows[0])
    noun = NOUNS.get(change.table)
    if noun is None:
        return PLAIN.get(change.table, "it is as it was")
    title = f"{noun}{_title(change.after or change.before or {})}"
    if change.before is None:
        return f"the {title} is gone again"
    if change.after is None or _was_hidden(change):
        return f"the {title} is there again"
    return f"the {noun}{_title(change.before)} is as it was"


def _was_hidden(change: Change) -> bool:
    before, after = change.before or {}, change.after or {}
    return before.get("deleted_at") is None and after.get("deleted_at") is not None


def _title(row: Mapping[str, Any]) -> str:
    name = row.get("title") or row.get("name")
    return f" “{name}”" if name else ""
