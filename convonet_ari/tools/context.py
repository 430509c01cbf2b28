"""What a tool is given besides the model's arguments: who calls, when, and the records it may touch."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from convonet_ari.store.departments import Department
from convonet_ari.store.people import Caller
from convonet_ari.store.pool import Tx
from convonet_ari.store.reports import Table
from convonet_ari.store.work import Priority, Shown, Todo
from convonet_ari.tools.transfer import Transfers


class Work(Protocol):
    """The records as one caller sees them, inside one transaction."""

    @property
    def caller(self) -> Caller:
        """The caller with the roles they have now, which may not be those the call began with."""
        ...

    @property
    def tx(self) -> Tx:
        """The transaction itself; what a tool that `writes` does with it is journaled and can be undone."""
        ...

    async def was_asked(self, tool: str, about: str, turn: int) -> bool:
        """Whether the caller was asked this in an earlier turn, which counts once; if not, they are now."""
        ...

    async def create_todo(
        self, title: str, due: date | None, due_at: datetime | None, priority: Priority = "normal"
    ) -> None: ...

    async def list_todos(self, shown: Shown, due_until: date | None, limit: int) -> Sequence[Todo]: ...

    async def find_todos(self, title: str) -> Sequence[Todo]:
        """Open todos that the caller may mean."""
        ...

    async def complete_todo(self, todo: Todo) -> bool: ...

    async def departments(self) -> Sequence[Department]: ...

    async def ask(self, select: str, timezone: str) -> Table:
        """Run one checked SELECT on the reports."""
        ...


@dataclass(frozen=True, slots=True)
class Run:
    """One call of one tool: the key under which its answer is stored, and the fence that guards it."""

    call_id: UUID
    fence: int
    tool_call_id: str
    tool: str
    arguments_hash: str


class Records(Protocol):
    """Raises StoreError; FenceLost when another session owns the call; ToolDenied for a user who is gone."""

    def reading(self, caller: Caller, call_id: UUID) -> AbstractAsyncContextManager[Work]: ...

    async def once(self, caller: Caller, run: Run, body: Callable[[Work], Awaitable[str]]) -> str:
        """Run `body` and store its answer in one transaction; a second time only give the stored answer."""
        ...

    async def answer(self, caller: Caller, call_id: UUID, tool_call_id: str) -> str | None:
        """What a tool call answered, if it was carried out."""
        ...


@dataclass(frozen=True, slots=True)
class ToolContext:
    """Identity comes from the call, never from the model. `now` is aware, in the caller's zone.

    `call_id` may be the session of another client, which is no call. `turn` counts the caller's turns in it,
    and `said` is what they said in this one.
    """

    caller: Caller
    call_id: UUID
    fence: int
    tool_call_id: str
    now: datetime
    records: Records
    transfers: Transfers
    turn: int = 1
    said: str = ""
