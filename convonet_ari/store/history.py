"""Reads calls back: the events for a recovery or a replay, the whole story for an operator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from convonet_ari.call.events import Event
from convonet_ari.store.event_codec import decode
from convonet_ari.store.pool import Record, Store, Tx
from convonet_ari.store.text import from_json
from convonet_ari.usage import Used

RECENT = """
SELECT c.id AS call_id, started_at, ended_at, phase, did, caller_number, u.name AS user_name, end_reason
FROM calls c LEFT JOIN users u ON u.id = c.user_id ORDER BY started_at DESC LIMIT $1
"""
CALL = """
SELECT c.*, u.name AS user_name, o.name AS organisation FROM calls c
JOIN organisations o ON o.org_id = c.org_id LEFT JOIN users u ON u.id = c.user_id WHERE c.id = $1
"""
UTTERANCES = "SELECT turn, who, text, heard, timings, at FROM utterances WHERE call_id = $1 ORDER BY at, id"
NOTES = "SELECT summary, actions, made_by FROM call_notes WHERE call_id = $1"
TOOL_RUNS = "SELECT tool_call_id, tool, answer, at FROM tool_runs WHERE call_id = $1 ORDER BY at"
RECORDINGS = "SELECT path, duration, broken_off, at FROM recordings WHERE call_id = $1 ORDER BY segment"
USAGE = """
SELECT part, model, sum(text_in)::bigint AS text_in, sum(cached)::bigint AS cached,
  sum(text_out)::bigint AS text_out, sum(audio_in)::bigint AS audio_in, sum(audio_out)::bigint AS audio_out,
  sum(seconds) AS seconds, sum(cost) AS cost
FROM call_usage WHERE call_id = $1 GROUP BY part, model ORDER BY min(entry), part, model
"""


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """`at_ms` counts from the call's arrival, on the clock of the session that wrote it."""

    seq: int
    at_ms: int
    event: Event


@dataclass(frozen=True, slots=True)
class CallStory:
    """One call as an operator wants to see it; rows are plain mappings in the order they happened."""

    call: Mapping[str, Any]
    events: tuple[StoredEvent, ...]
    utterances: tuple[Mapping[str, Any], ...]
    tool_runs: tuple[Mapping[str, Any], ...]
    recordings: tuple[Mapping[str, Any], ...]
    usage: tuple[Used, ...] = ()
    notes: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call in a list."""

    call_id: UUID
    started_at: datetime
    ended_at: datetime | None
    phase: str
    did: str
    caller_number: str
    user_name: str | None
    end_reason: str | None


class History:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def show(self, call_id: UUID) -> CallStory | None:
        """The whole story of a call an operator names by its id."""
        async with self._store.lookup() as tx:
            org_id = await tx.fetchval("SELECT call_tenant($1)", call_id)
        if org_id is None:
            return None
        async with self._store.tenant(org_id) as tx:
            return await _story(tx, call_id)

    async def recent(self, org_id: UUID, limit: int = 50) -> list[CallLine]:
        """One organisation's latest calls, newest first."""
        async with self._store.tenant(org_id) as tx:
            rows = await tx.fetch(RECENT, limit)
        return [CallLine(**dict(row)) for row in rows]


async def read_events(tx: Tx, call_id: UUID) -> list[StoredEvent]:
    """The call's events in order. Raises StoreError for one this version cannot read."""
    rows = await tx.fetch(
        "SELECT seq, at_ms, kind, data FROM call_events WHERE call_id = $1 ORDER BY seq", call_id
    )
    return [StoredEvent(row["seq"], row["at_ms"], decode(row["kind"], row["data"])) for row in rows]


async def _story(tx: Tx, call_id: UUID) -> CallStory:
    call = await tx.fetchrow(CALL, call_id)
    assert call is not None
    notes = await tx.fetchrow(NOTES, call_id)
    return CallStory(
        call=dict(call),
        events=tuple(await read_events(tx, call_id)),
        utterances=await _rows(tx, UTTERANCES, call_id),
        tool_runs=await _rows(tx, TOOL_RUNS, call_id),
        recordings=await _rows(tx, RECORDINGS, call_id),
        usage=tuple(Used(**dict(row)) for row in await tx.fetch(USAGE, call_id)),
        notes=dict(notes) if notes else None,
    )


async def _rows(tx: Tx, statement: str, call_id: UUID) -> tuple[Mapping[str, Any], ...]:
    return tuple(_plain(row) for row in await tx.fetch(statement, call_id))


def _plain(row: Record) -> dict[str, Any]:
    return {name: from_json(value) if name == "timings" else value for name, value in row.items()}
