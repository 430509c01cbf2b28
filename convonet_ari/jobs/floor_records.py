"""Writes down what agents do: their states, the calls they answered, and those they missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast, get_args
from uuid import UUID

from convonet_ari.callcenter.floor import Known
from convonet_ari.callcenter.stands import Answered, Missed, News, Parted, Stand, State, Stood
from convonet_ari.store.agent_desk import Activity, AgentDesk, AgentRow


@dataclass(frozen=True, slots=True)
class KnownAgent:
    """The floor's Known."""

    org_id: UUID
    agent_id: UUID
    extension: str
    name: str
    role: str
    queues: Sequence[str]
    stand: Stand


class FloorRecords:
    """The floor's Records, in PostgreSQL."""

    def __init__(self, desk: AgentDesk) -> None:
        self._desk = desk

    async def agents(self) -> Sequence[Known]:
        return [_known(row) for row in await self._desk.agents()]

    async def note(self, agent: Known, news: News) -> None:
        org, who = agent.org_id, agent.agent_id
        match news:
            case Stood(_, stand):
                data: dict[str, Any] = {"until": stand.until} if stand.until else {}
                activity = Activity(stand.state, stand.since, stand.reason, stand.channel_id, data)
                await self._desk.stood(org, who, activity)
            case Answered(_, queue, channel_id, at):
                await self._desk.answered(org, who, channel_id, queue, at)
            case Parted(_, _, by, at):
                await self._desk.parted(org, who, at, by)
            case Missed(_, channel_id, status):
                now = datetime.now(UTC)
                await self._desk.note(org, who, Activity("missed", now, status, channel_id))


def _known(row: AgentRow) -> KnownAgent:
    state = cast("State", row.state) if row.state in get_args(State) else "logged_out"
    channel = row.channel_id if state in ("on_call", "wrap_up") else ""
    stand = Stand(state, row.since, row.reason, channel)
    return KnownAgent(row.org_id, row.agent_id, row.extension, row.name, row.role, row.queues, stand)
