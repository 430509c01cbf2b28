"""One caller at the tools: each call of a tool in a turn of its own, on real records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from convonet_ari.agent.turn import TurnTransfers
from convonet_ari.clock import zone
from convonet_ari.errors import ToolError
from convonet_ari.store.lease import Lease
from convonet_ari.store.people import Caller
from convonet_ari.tools.catalogue import catalogue
from convonet_ari.tools.context import Records, ToolContext
from convonet_ari.tools.records import StoredRecords
from convonet_ari.tools.registry import Registry
from tests.db.house import House

SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@dataclass
class Desk:
    """`now` stands still until it is set; `said` is what the caller says in that turn."""

    house: House
    registry: Registry
    caller: Caller
    lease: Lease
    now: datetime = SUNDAY
    turn: int = 0
    calls: int = 0
    transfers: TurnTransfers = field(default_factory=lambda: TurnTransfers(None))
    records: Records | None = None

    async def __call__(self, tool: str, *, said: str = "", same_turn: bool = False, **arguments: Any) -> str:
        self.turn += 0 if same_turn else 1
        self.calls += 1
        return await self.registry.run(tool, self.context(said), arguments)

    def context(self, said: str = "") -> ToolContext:
        return ToolContext(
            caller=self.caller,
            call_id=self.lease.call_id,
            fence=self.lease.fence,
            tool_call_id=f"call_{self.calls}",
            now=self.now.astimezone(zone(self.caller.timezone)),
            records=self.records or StoredRecords(self.house.store),
            transfers=self.transfers,
            turn=self.turn,
            said=said,
        )

    async def refusal(self, tool: str, **arguments: Any) -> str:
        with pytest.raises(ToolError) as refused:
            await self(tool, **arguments)
        return refused.value.spoken

    async def agreed(self, tool: str, **arguments: Any) -> str:
        """Ask, say yes, and hear what came of it."""
        assert (await self(tool, **arguments)).endswith("?")
        return await self(tool, said="yes please", **arguments)

    async def value(self, statement: str, *values: object) -> Any:
        async with self.house.store.tenant(self.caller.org_id) as tx:
            return await tx.fetchval(statement, *values)

    async def rows(self, statement: str, *values: object) -> list[Any]:
        async with self.house.store.tenant(self.caller.org_id) as tx:
            return await tx.fetch(statement, *values)

    async def execute(self, statement: str, *values: object) -> None:
        async with self.house.store.tenant(self.caller.org_id) as tx:
            await tx.execute(statement, *values)

    async def another_call(self) -> Lease:
        """The lease of a new call of the same user."""
        channel = f"another.{self.calls}"
        return await self.house.calls.open(self.caller.org_id, self.house.demo.did, "", channel, "worker")

    async def role(self, role: str | None, team: str = "member") -> None:
        """Give the caller this role in the organisation, and that one in their teams."""
        await self.execute("UPDATE users SET org_role = $2 WHERE id = $1", self.caller.user_id, role)
        await self.execute("UPDATE memberships SET role = $2 WHERE user_id = $1", self.caller.user_id, team)


async def open_desk(house: House, registry: Registry | None = None, user: str = "Ann Lee") -> Desk:
    """A desk for one of the demonstration's people, in a call of their own."""
    org_id = house.demo.org_id
    async with house.store.tenant(org_id) as tx:
        user_id = await tx.fetchval("SELECT id FROM users WHERE name = $1", user)
    caller = await house.people.caller(org_id, user_id)
    assert caller is not None
    lease = await house.calls.open(org_id, house.demo.did, "", f"{user}.1", "worker")
    return Desk(house, registry or catalogue(), caller, lease)
