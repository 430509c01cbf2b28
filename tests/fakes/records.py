"""The caller's records in memory, with PostgreSQL's promises: one run per tool call, all or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from convonet_ari.ids import row_id
from convonet_ari.store.departments import Department
from convonet_ari.store.people import Caller, TeamRole
from convonet_ari.store.pool import Tx
from convonet_ari.store.reports import Table
from convonet_ari.store.work import Priority, Shown, Todo
from convonet_ari.tools.context import Run, Work

ANN = Caller(
    org_id=UUID(int=1),
    user_id=UUID(int=2),
    name="Ann Lee",
    role="member",
    timezone="Europe/Berlin",
    language="en",
    teams=(TeamRole(UUID(int=3), "Development", "member"),),
)


def department(name: str, queue: str, *, default: bool = False, available: int | None = None) -> Department:
    return Department(row_id(), name.lower(), queue, name, default, available, 0, None)


DEPARTMENTS = (
    department("Support", "2000", default=True, available=2),
    department("Sales", "2001", available=0),
    department("General enquiries", "2002"),
)


class FakeRecords:
    """`gate` holds every write back until it is set; `runs` are the answers kept."""

    def __init__(self, departments: Sequence[Department] = DEPARTMENTS) -> None:
        self.todos: list[Todo] = []
        self.all_departments = departments
        self.runs: dict[str, str] = {}
        self.gate = asyncio.Event()
        self.gate.set()
        self.entered = asyncio.Event()
        self.questions: dict[str, tuple[str, int]] = {}

    @asynccontextmanager
    async def reading(self, caller: Caller, call_id: UUID) -> AsyncIterator[Work]:
        yield FakeWork(self, caller)

    async def once(self, caller: Caller, run: Run, body: Callable[[Work], Awaitable[str]]) -> str:
        if run.tool_call_id in self.runs:
            return self.runs[run.tool_call_id]
        self.entered.set()
        await self.gate.wait()
        before = list(self.todos)
        try:
            answer = await body(FakeWork(self, caller))
        except BaseException:
            self.todos = before
            raise
        self.runs[run.tool_call_id] = answer
        return answer

    async def answer(self, caller: Caller, call_id: UUID, tool_call_id: str) -> str | None:
        return self.runs.get(tool_call_id)

    @property
    def titles(self) -> list[str]:
        return [todo.title for todo in self.todos]


class FakeWork:
    def __init__(self, records: FakeRecords, caller: Caller) -> None:
        self._records = records
        self._caller = caller

    @property
    def caller(self) -> Caller:
        return self._caller

    @property
    def tx(self) -> Tx:
        raise NotImplementedError("only PostgreSQL keeps this")

    async def was_asked(self, tool: str, about: str, turn: int) -> bool:
        asked = self._records.questions.get(tool)
        if asked is None or asked[0] != about or not turn - 2 <= asked[1] < turn:
            self._records.questions[tool] = (about, turn)
            return False
        del self._records.questions[tool]
        return True

    async def create_todo(
        self, title: str, due: date | None, due_at: datetime | None, priority: Priority = "normal"
    ) -> None:
        who = self._caller.user_id
        now = datetime.now(UTC)
        todo = Todo(row_id(), title, due, due_at, None, priority, who, None, who, now)
        self._records.todos.append(todo)

    async def list_todos(self, shown: Shown, due_until: date | None, limit: int) -> Sequence[Todo]:
        return [
            todo
            for todo in self._records.todos
            if (shown == "all" or (todo.done_at is None) == (shown == "open"))
            and (due_until is None or (todo.due is not None and todo.due <= due_until))
        ][:limit]

    async def find_todos(self, title: str) -> Sequence[Todo]:
        return [todo for todo in self._records.todos if todo.done_at is None]

    async def complete_todo(self, todo: Todo) -> bool:
        at = next(i for i, other in enumerate(self._records.todos) if other.id == todo.id)
        if self._records.todos[at].done_at is not None:
            return False
        self._records.todos[at] = replace(todo, done_at=datetime.now(UTC))
        return True

    async def departments(self) -> Sequence[Department]:
        return self._records.all_departments

    async def ask(self, select: str, timezone: str) -> Table:
        return Table(("answer",), [(42,)], False)
