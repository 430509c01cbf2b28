"""MCP clients that are no call: each a user of an organisation, with that user's tools and rights."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID, uuid4, uuid5

from mcp.server.auth.middleware.auth_context import get_access_token

from convonet_ari.clock import Clock, zone
from convonet_ari.config import Mcp
from convonet_ari.errors import ToolDenied, ToolError
from convonet_ari.store import journal, runs
from convonet_ari.store.people import Caller, find_caller
from convonet_ari.store.pool import Store
from convonet_ari.tools.context import Run, ToolContext, Work
from convonet_ari.tools.permissions import DENIED
from convonet_ari.tools.records import StoredRecords, StoredWork
from convonet_ari.tools.server import Identify
from convonet_ari.tools.tokens import Bearer, bearer
from convonet_ari.tools.transfer import UNKNOWN, Line

# The session of a user: what a tool has asked them is answered by their next request.
SESSIONS = UUID("9f1c2d1e-1c7b-5e0e-8d3f-6a0c4b7e2a90")
EPOCH = 1_700_000_000


class ClientRecords(StoredRecords):
    """Records outside of a call: no fence to hold, and who asks again has it done again."""

    async def once(self, caller: Caller, run: Run, body: Callable[[Work], Awaitable[str]]) -> str:
        async with self._store.tenant(caller.org_id) as tx:
            now = await find_caller(tx, caller.user_id)
            if now is None:
                raise ToolDenied(DENIED)
            await journal.begin(tx, now.user_id, None, run.tool, run.tool_call_id)
            answer = await body(StoredWork(tx, now, run.call_id))
            await runs.audit(tx, now.org_id, now.user_id, None, run.tool, run.tool_call_id)
            return answer


class NoCall:
    """`Transfers` where there is nobody to put through."""

    async def request(self, department: str, queue: str, reason: str, line: Line = UNKNOWN) -> None:
        raise ToolError("There is no call that could be put through.")


class Clients:
    """Makes the context of a tool call for whoever asks."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._records = ClientRecords(store)
        self._clock = clock
        # Later than every turn of an earlier process: what that one had asked is not answered by this one.
        self._first_turn = int(clock.utc().timestamp()) - EPOCH
        self._turns: dict[UUID, int] = {}

    async def context(self, who: Bearer) -> ToolContext:
        """Raises ToolDenied for a user who is gone."""
        async with self._store.tenant(who.org_id) as tx:
            caller = await find_caller(tx, who.user_id)
        if caller is None:
            raise ToolDenied(DENIED)
        return ToolContext(
            caller=caller,
            call_id=uuid5(SESSIONS, str(who.user_id)),
            fence=0,
            tool_call_id=str(uuid4()),
            now=self._clock.utc().astimezone(zone(caller.timezone)),
            records=self._records,
            transfers=NoCall(),
            turn=self._next_turn(caller.user_id),
        )

    def _next_turn(self, user_id: UUID) -> int:
        self._turns[user_id] = self._turns.get(user_id, self._first_turn) + 1
        return self._turns[user_id]


def always(clients: Clients, who: Bearer) -> Identify:
    """One user for the whole connection, named by whoever started the process."""

    async def identify() -> ToolContext:
        return await clients.context(who)

    return identify


def by_token(clients: Clients, settings: Mcp) -> Identify:
    """The user whom the request's own token names."""

    async def identify() -> ToolContext:
        token = get_access_token()
        if token is None or token.claims is None:
            raise ToolDenied(DENIED)
        return await clients.context(bearer(token.claims, settings))

    return identify


@asynccontextmanager
async def opened(store: Store, clock: Clock) -> AsyncIterator[Clients]:
    """The clients of a store that is open as long as they are."""
    await store.open()
    try:
        yield Clients(store, clock)
    finally:
        await store.close()
