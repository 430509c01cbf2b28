"""How agents stand, as the desk writes it down and finds it again after a restart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from convonet_ari.ids import row_id
from convonet_ari.store.pool import Store, Tx
from convonet_ari.store.text import clean, to_json

ORGANISATIONS = "SELECT org_id FROM agent_organisations()"
AGENTS = """
SELECT a.id AS agent_id, a.org_id, a.extension, a.name, a.role, a.state, a.reason, a.since,
  ARRAY(SELECT DISTINCT d.queue FROM agent_departments m JOIN departments d ON d.id = m.department_id
        WHERE m.agent_id = a.id ORDER BY d.queue) AS queues,
  coalesce((SELECT c.channel_id FROM agent_calls t JOIN calls c ON c.id = t.call_id
            WHERE t.agent_id = a.id AND t.ended_at IS NULL
            ORDER BY t.answered_at DESC LIMIT 1), '') AS channel_id
FROM agents a WHERE a.active ORDER BY a.name, a.id
"""
STOOD = "UPDATE agents SET state = $2, reason = $3, since = $4 WHERE id = $1 RETURNING true"
ACTIVITY = """
INSERT INTO agent_activity (org_id, agent_id, kind, reason, at, call_id, extra_data)
VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb)
"""
ANSWERED = """
INSERT INTO agent_calls (org_id, id, call_id, agent_id, queue, answered_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (call_id, agent_id) WHERE ended_at IS NULL DO NOTHING
"""
PARTED = """
UPDATE agent_calls SET ended_at = $2, parted = $3 WHERE agent_id = $1 AND ended_at IS NULL
"""
CALL = """
SELECT id FROM calls WHERE channel_id = $1 AND started_at > now() - interval '1 day'
ORDER BY started_at DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class AgentRow:
    """`channel_id` is the caller's whom the agent was talking with, as far as it was written down."""

    agent_id: UUID
    org_id: UUID
    extension: str
    name: str
    role: str
    state: str
    reason: str
    since: datetime
    queues: Sequence[str]
    channel_id: str


@dataclass(frozen=True, slots=True)
class Activity:
    """One entry of an agent's day; `data` is whatever else there is to say."""

    kind: str
    at: datetime
    reason: str = ""
    channel_id: str = ""
    data: Mapping[str, Any] | None = None


class AgentDesk:
    """Raises StoreError."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def agents(self) -> list[AgentRow]:
        """Every organisation's."""
        async with self._store.lookup() as tx:
            organisations = [row["org_id"] for row in await tx.fetch(ORGANISATIONS)]
        found: list[AgentRow] = []
        for org_id in organisations:
            async with self._store.tenant(org_id) as tx:
                found += [AgentRow(**dict(row)) for row in await tx.fetch(AGENTS)]
        return found

    async def stood(self, org_id: UUID, agent_id: UUID, activity: Activity) -> None:
        async with self._store.tenant(org_id) as tx:
            state = activity.kind, clean(activity.reason), activity.at
            if await tx.fetchval(STOOD, agent_id, *state):
                await _note(tx, org_id, agent_id, activity)

    async def note(self, org_id: UUID, agent_id: UUID, activity: Activity) -> None:
        async with self._store.tenant(org_id) as tx:
            await _note(tx, org_id, agent_id, activity)

    async def answered(self, org_id: UUID, agent_id: UUID, channel_id: str, queue: str, at: datetime) -> None:
        """A call that is not this organisation's leaves no row."""
        async with self._store.tenant(org_id) as tx:
            if call_id := await tx.fetchval(CALL, clean(channel_id)):
                await tx.execute(ANSWERED, org_id, row_id(), call_id, agent_id, clean(queue), at)

    async def parted(self, org_id: UUID, agent_id: UUID, at: datetime, by: str) -> None:
        async with self._store.tenant(org_id) as tx:
            await tx.execute(PARTED, agent_id, at, clean(by))


async def _note(tx: Tx, org_id: UUID, agent_id: UUID, activity: Activity) -> None:
    call_id = await tx.fetchval(CALL, clean(activity.channel_id)) if activity.channel_id else None
    data = to_json(activity.data or {})
    what = activity.kind, clean(activity.reason), activity.at, call_id, data
    await tx.execute(ACTIVITY, org_id, agent_id, *what)
