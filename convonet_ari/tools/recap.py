"""What a call changed, told from the journal: each thing once, as it stands in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from convonet_ari.store import journal
from convonet_ari.store.journal import Change
from convonet_ari.store.pool import Tx
from convonet_ari.tools import dates
from convonet_ari.tools.wording import counted, listed, one_line

SPOKEN = 3
NAMES = """
SELECT id::text, name FROM users WHERE id::text = ANY ($1)
UNION ALL SELECT id::text, name FROM teams WHERE id::text = ANY ($1)
"""
NAMING = ("assignee", "team_id", "user_id")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was changed; `tool_call_id` is the first tool call that touched it."""

    words: str
    tool_call_id: str


@dataclass(frozen=True, slots=True)
class _Teller:
    """Words for rows: `names` are people's and teams' by id, `now` is in the caller's zone."""

    names: Mapping[str, str]
    now: datetime

    def name(self, row: Row, column: str) -> str:
        return self.names.get(str(row.get(column)), "somebody")

    def day(self, row: Row) -> str:
        """When a todo is due."""
        if row.get("due_at"):
            return self.moment(row["due_at"])
        return dates.spoken(date.fromisoformat(row["due"]), self.now.date())

    def moment(self, at: str) -> str:
        then = datetime.fromisoformat(at).astimezone(self.now.tzinfo)
        return dates.spoken(then.date(), self.now.date(), then.time().replace(second=0, microsecond=0))


async def done(tx: Tx, user_id: UUID, call_id: UUID, now: datetime) -> list[Done]:
    """What this user's words changed in this call and was not taken back, the oldest first."""
    return await _done(tx, await journal.of_call(tx, user_id, call_id), now)


async def words(tx: Tx, changes: Sequence[Change], now: datetime) -> str:
    """One tool call's changes, the oldest first, in words; empty when they are not worth any."""
    return listed([each.words for each in await _done(tx, changes, now)])


async def _done(tx: Tx, changes: Sequence[Change], now: datetime) -> list[Done]:
    wanted = {str(row[name]) for row in _rows(changes) for name in NAMING if row.get(name)}
    found = await tx.fetch(NAMES, sorted(wanted)) if wanted else []
    return told(changes, {row["id"]: row["name"] for row in found}, now)


def told(changes: Sequence[Change], names: Mapping[str, str], now: datetime) -> list[Done]:
    """Several changes of one row are one, and a row that came and went is none."""
    teller = _Teller(names, now)
    things: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        things.setdefault((change.table, repr(sorted(change.key.items()))), []).append(change)
    every = [
        (_words(teller, each[0].table, each[0].before, each[-1].after), each[0]) for each in things.values()
    ]
    return [Done(words, first.tool_call_id) for words, first in every if words]


def sentence(items: Sequence[Done]) -> str:
    """ "In this call I added the todo “milk” and moved …"; empty when nothing was changed."""
    if not items:
        return ""
    words = [item.words for item in items[:SPOKEN]]
    if (more := len(items) - SPOKEN) > 0:
        words.append(f"made {counted(more, 'more change')}")
    return f"In this call I {listed(words)}."


def _rows(changes: Iterable[Change]) -> Iterable[Row]:
    return (row for change in changes for row in (change.before, change.after) if row)


def _words(teller: _Teller, table: str, before: Row | None, after: Row | None) -> str:
    """Nothing for what is not worth a word: what came and went, and what followed from something else."""
    if not _there(before) and not _there(after):
        return ""
    tell = TELL.get(table)
    if tell is None:
        return "changed your settings"
    return tell(teller, before if _there(before) else None, after if _there(after) else None)


def _there(row: Row | None) -> bool:
    return row is not None and row.get("deleted_at") is None and row.get("state") != "cancelled"


def _title(row: Row | None) -> str:
    named = row or {}
    return f"“{one_line(str(named.get('title') or named.get('name') or ''), 80)}”"


def _todo(teller: _Teller, before: Row | None, after: Row | None) -> str:
    if after is None:
        return f"deleted the todo {_title(before)}"
    due = f", due {teller.day(after)}" if after.get("due") else ""
    if before is None:
        whose = f" for {teller.name(after, 'team_id')}" if after.get("team_id") else ""
        marked = " and marked it as done" if after.get("done_at") else ""
        return f"added the todo {_title(after)}{whose}{due}{marked}"
    if after.get("done_at") and not before.get("done_at"):
        return f"marked {_title(after)} as done"
    if after.get("assignee") != before.get("assignee"):
        return f"assigned {_title(after)} to {teller.name(after, 'assignee')}"
    if (after.get("due"), after.get("due_at")) != (before.get("due"), before.get("due_at")):
        return (
            f"moved the todo {_title(after)} to {teller.day(after)}"
            if due
            else f"took the date off {_title(after)}"
        )
    if after.get("title") != before.get("title"):
        return f"renamed the todo {_title(before)} to {_title(after)}"
    return f"gave {_title(after)} {after.get('priority')} priority"


def _timed(noun: str, made: str, column: str) -> Callable[[_Teller, Row | None, Row | None], str]:
    """Of something that stands at a moment."""

    def tell(teller: _Teller, before: Row | None, after: Row | None) -> str:
        if after is None:
            return f"deleted the {noun} {_title(before)}"
        when = teller.moment(after[column])
        if before is None:
            return f"{made} the {noun} {_title(after)}, {when}"
        if after[column] != before[column]:
            return f"moved the {noun} {_title(after)} to {when}"
        return f"changed the {noun} {_title(after)}"

    return tell


def _team(teller: _Teller, before: Row | None, after: Row | None) -> str:
    if before is None or after is None:
        return f"created the team {_title(after)}" if after else f"deleted the team {_title(before)}"
    return f"renamed the team {_title(before)} to {_title(after)}"


def _membership(teller: _Teller, before: Row | None, after: Row | None) -> str:
    row = after or before or {}
    who, team = teller.name(row, "user_id"), teller.name(row, "team_id")
    if before is None:
        return f"added {who} to the team {team}"
    return (
        f"made {who} {row.get('role')} of the team {team}" if after else f"removed {who} from the team {team}"
    )


def _plain(made: str, changed: str, gone: str) -> Callable[[_Teller, Row | None, Row | None], str]:
    def tell(teller: _Teller, before: Row | None, after: Row | None) -> str:
        if before is None:
            return made
        return changed if after is not None else gone

    return tell


def _user(teller: _Teller, before: Row | None, after: Row | None) -> str:
    was, now = before or {}, after or {}
    if was.get("org_role") != now.get("org_role"):
        return f"made {now.get('name')} {now.get('org_role')} of the organisation"
    return "changed your settings"


TELL: Mapping[str, Callable[[_Teller, Row | None, Row | None], str]] = {
    "todos": _todo,
    "reminders": _timed("reminder", "set", "due_at"),
    "calendar_events": _timed("appointment", "booked", "starts_at"),
    "teams": _team,
    "memberships": _membership,
    "users": _user,
    "callbacks": _plain("asked for a callback", "changed your callback", "cancelled your callback"),
    "memories": _plain("noted something about you", "changed a note about you", "forgot something about you"),
    "recordings": _plain("kept a recording", "changed a recording", "deleted a recording"),
}
