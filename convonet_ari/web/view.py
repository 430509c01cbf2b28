"""What one organisation's consoles may see: its own agents, queues and calls, by row security."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from convonet_ari.callcenter.board import QueueSnapshot
from convonet_ari.callcenter.floor import Floor, Known
from convonet_ari.store import agent_calls
from convonet_ari.store.agent_calls import CallerContext
from convonet_ari.store.agent_sessions import SignedIn
from convonet_ari.store.departments import Department, list_departments
from convonet_ari.store.pool import Store
from convonet_ari.web.shapes import board_of, context_of

CALL_ID = """
SELECT id FROM calls WHERE channel_id = $1 AND started_at > now() - interval '1 day'
ORDER BY started_at DESC LIMIT 1
"""

Snapshot = Callable[[], Sequence[QueueSnapshot]]
Waited = Callable[[str], float | None]


class View:
    """`snapshot` and `waited` look at the desk's board: all queues, and how long a caller has been in one."""

    def __init__(self, store: Store, floor: Floor, snapshot: Snapshot, waited: Waited) -> None:
        self.floor = floor
        self._store = store
        self._snapshot = snapshot
        self._waited = waited

    def agents(self, org_id: UUID) -> list[Known]:
        return [known for known in self.floor.known if known.org_id == org_id]

    def agent(self, agent: SignedIn) -> Known | None:
        return next((known for known in self.floor.known if known.agent_id == agent.agent_id), None)

    def talking(self, org_id: UUID, channel_id: str) -> Known | None:
        """Who of the organisation talks with this caller."""
        for known in self.agents(org_id):
            stand = self.floor.stand(known.extension)
            if stand.state == "on_call" and stand.channel_id == channel_id:
                return known
        return None

    async def departments(self, org_id: UUID) -> list[Department]:
        async with self._store.tenant(org_id) as tx:
            return await list_departments(tx)

    def queues(self, agent: SignedIn) -> tuple[str, ...] | None:
        """Which queues the agent's board shows; None is all of the organisation's."""
        if agent.supervises:
            return None
        known = self.agent(agent)
        return tuple(known.queues) if known else ()

    async def board(self, agent: SignedIn) -> Mapping[str, Any]:
        org_id, queues = agent.org_id, self.queues(agent)
        departments = await self.departments(org_id)
        if queues is not None:
            departments = [department for department in departments if department.queue in queues]
        seen = {department.queue for department in departments}
        stands = []
        for known in self.agents(org_id):
            stand = self.floor.stand(known.extension)
            if queues is None or seen & set(known.queues):
                stands.append((known, stand, await self.call_id(org_id, stand.channel_id)))
        return board_of(self._snapshot(), departments, stands)

    async def of_channel(self, known: Known, channel_id: str) -> CallerContext | None:
        """The call of the agent's own organisation on a caller's channel."""
        async with self._store.tenant(known.org_id) as tx:
            return await agent_calls.context_of_channel(tx, channel_id, known.agent_id)

    def context(self, call: CallerContext) -> dict[str, Any]:
        return context_of(call, self.status(call), self._waited(call.channel_id) or 0.0)

    def status(self, call: CallerContext) -> str:
        states = {
            stand.state
            for stand in (self.floor.stand(known.extension) for known in self.floor.known)
            if stand.channel_id == call.channel_id
        }
        if call.ended_at:
            return "ended"
        if "on_call" in states:
            return "answered"
        if "ringing" in states:
            return "ringing"
        if self._waited(call.channel_id) is not None:
            return "waiting"
        return "returned" if call.phase != "with_human" else "waiting"

    async def call_id(self, org_id: UUID, channel_id: str) -> str | None:
        """Of the newest call on the channel, when it is this organisation's."""
        if not channel_id:
            return None
        async with self._store.tenant(org_id) as tx:
            found = await tx.fetchval(CALL_ID, channel_id)
        return str(found) if found else None
