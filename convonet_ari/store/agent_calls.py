"""Calls as agents see them: what is known while the phone rings, and what they wrote afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from convonet_ari.store.pool import Record, Tx
from convonet_ari.store.text import clean, from_json

CALL = """
SELECT c.id, c.channel_id, c.caller_number, c.phase, c.queue, c.started_at, c.ended_at, u.name AS user_name,
       (SELECT d.name FROM departments d WHERE d.queue = c.queue ORDER BY d.is_default DESC, d.name LIMIT 1)
         AS department
FROM calls c LEFT JOIN users u ON u.id = c.user_id
"""
BY_ID = f"{CALL} WHERE c.id = $1"
BY_CHANNEL = f"{CALL} WHERE c.channel_id = $1 AND c.ended_at IS NULL"
WHY = """
SELECT kind, data FROM call_events
WHERE call_id = $1
  AND kind IN ('TransferAsked', 'PersonKeyPressed', 'PinChecked', 'StoreLost', 'EffectFailed')
ORDER BY seq DESC LIMIT 1
"""
LAST = """
SELECT who, coalesce(heard, text) AS text, at FROM utterances
WHERE call_id = $1 AND coalesce(heard, text) <> '' ORDER BY at DESC, id DESC LIMIT $2
"""
DONE = "SELECT answer FROM tool_runs WHERE call_id = $1 AND answer IS NOT NULL ORDER BY at DESC LIMIT $2"
TURNS = "SELECT count(*) FROM utterances WHERE call_id = $1 AND who = 'caller' AND text <> ''"
MINE = """
SELECT notes, disposition, answered_at, ended_at FROM agent_calls
WHERE call_id = $1 AND agent_id = $2 ORDER BY answered_at DESC LIMIT 1
"""
HISTORY = """
SELECT c.id, a.answered_at AS at, c.caller_number, u.name AS caller, a.queue, a.disposition, a.ended_at,
       coalesce((SELECT e.data->>'reason' FROM call_events e
                 WHERE e.call_id = c.id AND e.kind = 'TransferAsked'
                 ORDER BY e.seq DESC LIMIT 1), '') AS reason,
       (SELECT d.name FROM departments d WHERE d.queue = a.queue ORDER BY d.is_default DESC, d.name LIMIT 1)
         AS department
FROM agent_calls a JOIN calls c ON c.id = a.call_id LEFT JOIN users u ON u.id = c.user_id
WHERE a.agent_id = $1 ORDER BY a.answered_at DESC LIMIT $2
"""
WRAP = """
UPDATE agent_calls SET notes = $3, disposition = $4
WHERE id = (SELECT id FROM agent_calls WHERE call_id = $1 AND agent_id = $2 ORDER BY answered_at DESC LIMIT 1)
RETURNING true
"""
LAST_TURNS, LAST_DONE = 8, 8


@dataclass(frozen=True, slots=True)
class CallerContext:
    """What an agent is told. `name` is there only when the caller has proved it with their PIN."""

    call_id: UUID
    channel_id: str
    name: str | None
    number: str
    department: str
    queue: str
    phase: str
    reason: str
    turns: int
    started_at: datetime
    ended_at: datetime | None
    done: Sequence[str]
    last_turns: Sequence[tuple[str, str, datetime]]
    notes: str
    disposition: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class AnsweredCall:
    """One call in an agent's own history."""

    id: UUID
    at: datetime
    caller: str | None
    caller_number: str
    queue: str
    department: str | None
    reason: str
    disposition: str
    ended_at: datetime | None


async def context_of_channel(tx: Tx, channel_id: str, agent_id: UUID) -> CallerContext | None:
    """The open call of this organisation on the caller's channel."""
    row = await tx.fetchrow(BY_CHANNEL, clean(channel_id))
    return await _context(tx, row, agent_id) if row else None


async def context_of_call(tx: Tx, call_id: UUID, agent_id: UUID) -> CallerContext | None:
    row = await tx.fetchrow(BY_ID, call_id)
    return await _context(tx, row, agent_id) if row else None


async def answered_by(tx: Tx, call_id: UUID, agent_id: UUID) -> bool:
    return await tx.fetchrow(MINE, call_id, agent_id) is not None


async def history_of(tx: Tx, agent_id: UUID, limit: int) -> list[AnsweredCall]:
    """The newest first."""
    return [AnsweredCall(**dict(row)) for row in await tx.fetch(HISTORY, agent_id, limit)]


async def wrap_up(tx: Tx, call_id: UUID, agent_id: UUID, notes: str, disposition: str) -> bool:
    """False when the agent never answered this call."""
    return bool(await tx.fetchval(WRAP, call_id, agent_id, clean(notes), clean(disposition)))


async def _context(tx: Tx, call: Record, agent_id: UUID) -> CallerContext:
    call_id = call["id"]
    why = await tx.fetchrow(WHY, call_id)
    mine = await tx.fetchrow(MINE, call_id, agent_id)
    said = await tx.fetch(LAST, call_id, LAST_TURNS)
    done = await tx.fetch(DONE, call_id, LAST_DONE)
    return CallerContext(
        call_id=call_id,
        channel_id=call["channel_id"],
        name=call["user_name"],
        number=call["caller_number"],
        department=call["department"] or "",
        queue=call["queue"] or "",
        phase=call["phase"],
        reason=_reason(why["kind"], from_json(why["data"])) if why else "",
        turns=await tx.fetchval(TURNS, call_id),
        started_at=call["started_at"],
        ended_at=call["ended_at"],
        done=[row["answer"] for row in reversed(done)],
        last_turns=[(row["who"], row["text"], row["at"]) for row in reversed(said)],
        notes=mine["notes"] if mine else "",
        disposition=mine["disposition"] if mine else "",
        answered_at=mine["answered_at"] if mine else None,
    )


def _reason(kind: str, data: Mapping[str, Any]) -> str:
    """In one line, why the caller is with people; the newest fact that could have led there tells."""
    match kind:
        case "TransferAsked":
            return str(data.get("reason") or "asked for a person")
        case "PersonKeyPressed":
            return "pressed 0 for a person"
        case "PinChecked":
            return "the PIN was not accepted" if data.get("outcome") != "accepted" else ""
        case "StoreLost":
            return "the assistant could not reach its records"
    return "the assistant had a fault"
