"""Where conversations are kept: a thread per call and epoch, in PostgreSQL's own schema for them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from langchain_core.messages import AnyMessage, BaseMessage, RemoveMessage, SystemMessage
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.graph.message import REMOVE_ALL_MESSAGES
from langgraph.types import StateSnapshot
from psycopg import AsyncCursor
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

from convonet_ari.agent.graph import MODEL_NODE, Graph
from convonet_ari.agent.repair import trimmed
from convonet_ari.errors import StoreError, StoreUnavailable
from convonet_ari.store.threads import thread_conninfo

CONNECTIONS = 4
# A turn takes a connection twenty times: it is looked at once.
LOOKED_S = 1.0
MAX_STEPS = 40
# What a checkpoint raises that no longer is what was written.
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, NotImplementedError, EOFError)

Connection = psycopg.AsyncConnection[DictRow]
Pool = AsyncConnectionPool[Connection]


def make_pool(url: str, timeout_s: float) -> Pool:
    """To be opened by its user; a connection is looked at before it is given out."""
    return AsyncConnectionPool(
        thread_conninfo(url),
        connection_class=Connection,
        min_size=1,
        max_size=CONNECTIONS,
        timeout=timeout_s,
        reconnect_timeout=timeout_s,
        configure=_configure,
        check=_check(),
        open=False,
        kwargs={
            "autocommit": True,
            "row_factory": dict_row,
            "prepare_threshold": 0,
            "connect_timeout": max(2, round(timeout_s)),
        },
    )


def _check() -> Callable[[Connection], Awaitable[None]]:
    """Looks at a connection that was not looked at just now."""
    looked: WeakKeyDictionary[Connection, float] = WeakKeyDictionary()

    async def check(connection: Connection) -> None:
        now = time.monotonic()
        if now - looked.get(connection, 0.0) >= LOOKED_S:
            await AsyncConnectionPool.check_connection(connection)
            looked[connection] = now

    return check


async def _configure(connection: Connection) -> None:
    """A thread may lose its last moments with the database's machine, never with a worker's."""
    await connection.execute("SET synchronous_commit = off")


_tenant: ContextVar[str] = ContextVar("thread_tenant", default="")
# Whose threads a connection shows, where that is certain.
_shown: WeakKeyDictionary[psycopg.AsyncConnection[Any], str] = WeakKeyDictionary()


class TenantSaver(AsyncPostgresSaver):
    """Row security shows it the threads of one tenant: whose it is, the task that asks has set."""

    @asynccontextmanager
    async def _cursor(self, *, pipeline: bool = False) -> AsyncIterator[AsyncCursor[DictRow]]:
        tenant = _tenant.get()
        async with super()._cursor(pipeline=pipeline) as cursor:
            connection = cursor.connection
            if _shown.get(connection) != tenant:
                _shown.pop(connection, None)
                await cursor.execute("SELECT set_config('app.tenant', %s, false)", (tenant,))
                # In a pipeline it is not certain yet: what fails behind it takes it back.
                if not pipeline:
                    _shown[connection] = tenant
            yield cursor


def make_savers(pool: Pool) -> list[BaseCheckpointSaver[Any]]:
    """One per connection: a saver does one thing at a time. Only known types are read back."""
    serde = JsonPlusSerializer(allowed_msgpack_modules=None)
    return [TenantSaver(pool, serde=serde) for _ in range(CONNECTIONS)]


class ThreadBroken(StoreError):
    """What was kept of the conversation cannot be read; it would not be the next time."""

    code = "thread_broken"


@asynccontextmanager
async def storing(timeout_s: float) -> AsyncIterator[None]:
    """Raises StoreError: StoreUnavailable also when there is no answer in time, ThreadBroken for nonsense."""
    try:
        async with asyncio.timeout(timeout_s):
            yield
    except TimeoutError:
        raise StoreUnavailable("the conversation's store did not answer in time") from None
    except psycopg.Error as error:
        raise store_error(error) from error
    except UNREADABLE as error:
        raise ThreadBroken(type(error).__name__) from error


def store_error(error: psycopg.Error) -> StoreError:
    what = f"{type(error).__name__} ({error.sqlstate})"
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return StoreUnavailable(what)
    return StoreError(what)


class Thread:
    """One call's thread. A thread that cannot be used any more is followed by one of the next epoch."""

    def __init__(self, graph: Graph, org_id: UUID, call_id: UUID, timeout_s: float) -> None:
        self._graph = graph
        self._tenant = str(org_id)
        self._name = f"{org_id}/{call_id}"
        self._timeout_s = timeout_s
        self._epoch: int | None = None

    @property
    def config(self) -> RunnableConfig:
        return {"configurable": {"thread_id": self._thread_id}, "recursion_limit": MAX_STEPS}

    async def begin(self, *, fresh: bool = False) -> None:
        """Each task that uses the thread awaits this. Finds the latest epoch; a `fresh` call has none."""
        _tenant.set(self._tenant)
        if self._epoch is not None:
            return
        self._epoch = 0
        if fresh:
            return
        while await self._exists(self._epoch + 1):
            self._epoch += 1

    async def state(self) -> StateSnapshot:
        """The thread with the results of tools that did finish."""
        async with storing(self._timeout_s):
            return await self._graph.aget_state(self.config)

    async def write(self, messages: Sequence[AnyMessage]) -> None:
        """Replace the whole thread; nothing is pending afterwards."""
        await self._update([RemoveMessage(id=REMOVE_ALL_MESSAGES), *messages])

    async def add(self, message: AnyMessage) -> None:
        await self._update([message])

    async def shorten(self) -> None:
        """Keep the latest messages of the latest checkpoint alone. Only between turns."""
        messages = (await self.state()).values.get("messages", [])
        if len(kept := trimmed(messages)) < len(messages):
            await self.write(kept)
        # A saver in memory cannot prune, and need not.
        async with storing(self._timeout_s):
            with suppress(NotImplementedError):
                await self._saver.aprune([self._thread_id], strategy="keep_latest")

    async def is_broken(self) -> bool:
        """Whether it cannot be read any more. Raises StoreError when nobody can tell now."""
        try:
            await self.state()
        except ThreadBroken:
            return True
        return False

    async def begin_anew(self, recap: str, *messages: AnyMessage) -> None:
        """The next epoch, seeded with what the call's record tells of those before it."""
        self._epoch = (self._epoch or 0) + 1
        await self._update([SystemMessage(recap), *messages])

    async def _exists(self, epoch: int) -> bool:
        try:
            async with storing(self._timeout_s):
                return await self._saver.aget_tuple(_thread(f"{self._name}/{epoch}")) is not None
        except ThreadBroken:
            return True

    async def _update(self, messages: Sequence[BaseMessage]) -> None:
        async with storing(self._timeout_s):
            await self._graph.aupdate_state(self.config, {"messages": list(messages)}, as_node=MODEL_NODE)

    @property
    def _thread_id(self) -> str:
        return f"{self._name}/{self._epoch or 0}"

    @property
    def _saver(self) -> BaseCheckpointSaver[Any]:
        saver = self._graph.checkpointer
        if not isinstance(saver, BaseCheckpointSaver):
            raise StoreError("the graph has no checkpointer")
        return saver


def _thread(thread_id: str) -> RunnableConfig:
    return {"configurable": {"thread_id": thread_id}}
