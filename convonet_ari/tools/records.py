"""The records in PostgreSQL: one tenant's transaction per tool, a write and its answer in the same one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from uuid import UUID

from convonet_ari.errors import ToolDenied
from convonet_ari.store import confirmations, departments, reports, runs, work
from convonet_ari.store.departments import Department
from convonet_ari.store.people import Caller, find_caller
from convonet_ari.store.pool import Store, Tx
from convonet_ari.store.reports import Table
from convonet_ari.store.work import Priority, Shown, Todo
from convonet_ari.tools.context import Run, Work
from convonet_ari.tools.permissions import DENIED

ANSWER = "SELECT answer FROM tool_runs WHERE call_id = $1 AND tool_call_id = $2"


class StoredWork:
    """`Work` inside one transaction; `call_id` is noted on what it creates."""

    def __init__(self, tx: Tx, caller: Caller, call_id: UUID) -> None:
        self._tx = tx
        self._caller = caller
        self._call_id = call_id

    @property
    def caller(self) -> Caller:
        return self._caller

    @property
    def tx(self) -> Tx:
        return self._tx

    async def was_asked(self, tool: str, about: str, turn: int) -> bool:
        return await confirmations.was_asked(self._tx, self._caller, self._call_id, tool, about, turn)

    async def create_todo(
        self, title: str, due: date | None, due_at: datetime | None, priority: Priority = "normal"
    ) -> None:
        await work.create_todo(
            self._tx,
            self._caller,
            title,
            due,
            due_at=due_at,
            priority=priority,
            call_id=self._call_id,
        )

    async def list_todos(self, shown: Shown, due_until: date | None, limit: int) -> Sequence[Todo]:
        return await work.list_todos(self._tx, self._caller, shown, due_until, limit)

    async def find_todos(self, title: str) -> Sequence[Todo]:
        return await work.find_todos_by_title(self._tx, self._caller, title)

    async def complete_todo(self, todo: Todo) -> bool:
        return await work.complete_todo(self._tx, self._caller, todo.id) is not None

    async def departments(self) -> Sequence[Department]:
        return await departments.list_departments(self._tx)

    async def ask(self, select: str, timezone: str) -> Table:
        return await reports.ask(self._tx, select, timezone)


class StoredRecords:
    """`Records` over the application's pool."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @asynccontextmanager
    async def reading(self, caller: Caller, call_id: UUID) -> AsyncIterator[Work]:
        async with self._store.tenant(caller.org_id, keep_plans=True) as tx:
            yield StoredWork(tx, _there(await find_caller(tx, caller.user_id)), call_id)

    async def once(self, caller: Caller, run: Run, body: Callable[[Work], Awaitable[str]]) -> str:
        async with self._store.tenant(caller.org_id, keep_plans=True) as tx:
            claim = await runs.once(
                tx,
                user_id=caller.user_id,
                call_id=run.call_id,
                fence=run.fence,
                tool_call_id=run.tool_call_id,
                tool=run.tool,
                arguments_hash=run.arguments_hash,
            )
            if claim.answer is not None:
                return claim.answer
            answer = await body(StoredWork(tx, _there(claim.caller), run.call_id))
            await runs.settle(
                tx, caller.org_id, caller.user_id, run.call_id, run.tool, run.tool_call_id, answer
            )
            return answer

    async def answer(self, caller: Caller, call_id: UUID, tool_call_id: str) -> str | None:
        async with self._store.tenant(caller.org_id) as tx:
            answer: str | None = await tx.fetchval(ANSWER, call_id, tool_call_id)
            return answer


def _there(now: Caller | None) -> Caller:
    if now is None:
        raise ToolDenied(DENIED)
    return now
