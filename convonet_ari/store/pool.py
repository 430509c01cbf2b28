"""The pool of connections, and the one way to use it: a transaction that belongs to one tenant."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import TypeAlias
from uuid import UUID

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from convonet_ari.config import Database
from convonet_ari.errors import StoreError, StoreUnavailable

Record: TypeAlias = asyncpg.Record
Tx: TypeAlias = "PoolConnectionProxy[asyncpg.Record]"
"""A connection inside a tenant's transaction."""

FAREWELL_S = 0.5
KEEP_PLANS = "; SET LOCAL plan_cache_mode = force_generic_plan"

OUTAGE = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.InternalClientError,
)


class _Connection(asyncpg.Connection):
    """The pool closes what it has expired in a task whose outcome nobody asks for."""

    async def close(self, *, timeout: float | None = None) -> None:
        """In any case it is closed, if need be without a goodbye."""
        with suppress(TimeoutError, asyncpg.PostgresError, *OUTAGE):
            await super().close(timeout=FAREWELL_S if timeout is None else timeout)


class Store:
    """PostgreSQL as the application's role. Nothing here takes longer than `timeout_s`.

    Raises StoreUnavailable when PostgreSQL cannot be reached or does not answer in time, StoreError when it
    answers with an error. Connections lost with a server are replaced by the next transaction.
    """

    def __init__(self, url: str, settings: Database) -> None:
        self._url = url
        self._settings = settings
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None

    @property
    def url(self) -> str:
        return self._url

    async def open(self) -> None:
        """Make the pool and warm it; a server that is down now is no error, it may come back."""
        timeout = self._settings.timeout_s
        self._pool = asyncpg.create_pool(
            self._url,
            min_size=0,
            max_size=max(self._settings.pool_min, self._settings.pool_max),
            max_inactive_connection_lifetime=0,
            timeout=timeout,
            command_timeout=timeout,
            reset=_no_reset,
            connection_class=_Connection,
            server_settings=_session(timeout),
        )
        await self._pool
        await asyncio.gather(*(self.ping() for _ in range(self._settings.pool_min)), return_exceptions=True)

    async def close(self) -> None:
        """Give connections a moment to come home, then cut them."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        try:
            async with asyncio.timeout(1):
                await pool.close()
        except TimeoutError:
            pool.terminate()

    async def ping(self) -> None:
        """One round trip; raises StoreUnavailable."""
        async with self._connection() as (connection, _):
            await connection.execute("SELECT 1")

    @asynccontextmanager
    async def tenant(self, org_id: UUID, *, keep_plans: bool = False) -> AsyncIterator[Tx]:
        """A transaction that sees and writes one organisation's rows; committed unless the body raises.

        With `keep_plans` a connection plans a statement once, not for each new set of values.
        """
        kept = KEEP_PLANS if keep_plans else ""
        async with self._transaction(f"BEGIN; SET LOCAL app.tenant = '{UUID(str(org_id))}'{kept}") as tx:
            yield tx

    @asynccontextmanager
    async def lookup(self) -> AsyncIterator[Tx]:
        """A transaction of no tenant: only the lookup functions answer in it."""
        async with self._transaction("BEGIN") as tx:
            yield tx

    @asynccontextmanager
    async def _transaction(self, begin: str) -> AsyncIterator[Tx]:
        """`begin` may be several statements: each round trip costs as much as a simple statement."""
        async with self._connection() as (connection, limit):
            begun = False
            try:
                await connection.execute(begin)
                begun = True
                yield connection
            except BaseException as error:
                # Cut short in its beginning, nobody knows whether it began: the connection is cut as well.
                broken = not begun or limit.expired() or isinstance(error, OUTAGE)
                await _undo(connection, broken=broken)
                raise
            await connection.execute("COMMIT")

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[tuple[Tx, asyncio.Timeout]]:
        if self._pool is None:
            raise StoreUnavailable("the store is not open")
        pool = self._pool
        try:
            with _translated():
                async with asyncio.timeout(self._settings.timeout_s) as limit:
                    connection = await pool.acquire()
                    try:
                        yield connection, limit
                    except BaseException as error:
                        if limit.expired() or isinstance(error, OUTAGE):
                            _cut(connection)
                        raise
                    finally:
                        await _give_back(pool, connection)
        except StoreUnavailable:
            await pool.expire_connections()
            raise


def _session(timeout: float) -> dict[str, str]:
    """A worker frozen inside a transaction holds its call's row no longer than a second."""
    return {
        "application_name": "convonet",
        "search_path": "convonet",
        "statement_timeout": str(round(timeout * 1000)),
        "idle_in_transaction_session_timeout": "1000",
    }


async def _no_reset(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """Transactions leave nothing behind: every setting in them is local."""


async def _undo(connection: Tx, *, broken: bool) -> None:
    """Roll back, or cut a connection that can no longer be asked to; never raises in place of the cause."""
    if not broken:
        with suppress(TimeoutError, asyncpg.PostgresError, *OUTAGE):
            async with asyncio.timeout(FAREWELL_S):
                await connection.execute("ROLLBACK")
            return
    _cut(connection)


async def _give_back(pool: asyncpg.Pool[asyncpg.Record], connection: Tx) -> None:
    """A cancelled statement is awaited a moment; a connection that stays busy is cut by the pool."""
    with suppress(TimeoutError, asyncpg.PostgresError, *OUTAGE):
        await pool.release(connection, timeout=FAREWELL_S)


def _cut(connection: Tx) -> None:
    # The pool takes a connection back by itself once the server has closed it.
    with suppress(asyncpg.InterfaceError):
        connection.terminate()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except TimeoutError:
        raise StoreUnavailable("PostgreSQL did not answer in time") from None
    except OUTAGE as error:
        raise StoreUnavailable(f"{type(error).__name__}: {error}") from error
    except asyncpg.PostgresError as error:
        raise StoreError(f"{type(error).__name__} ({error.sqlstate})") from error
