"""PostgreSQL goes and comes back; nobody waits longer than the limit, and nobody has to be told."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path

import asyncpg
import psutil
import pytest

from convonet_ari.config import Database
from convonet_ari.embedded.ports import free_ports
from convonet_ari.embedded.postgres import APP, EmbeddedPostgres
from convonet_ari.errors import StoreError, StoreUnavailable
from convonet_ari.store.migrate import migrate
from convonet_ari.store.pool import Store
from tests.db.house import House, make_house

pytestmark = [pytest.mark.db, pytest.mark.clock]

LIMIT_S = 1.0
SLACK_S = 0.75


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedPostgres:
    return EmbeddedPostgres(Path(tmp_path_factory.mktemp("outage")), durable=False)


@pytest.fixture
async def fragile(own_server: EmbeddedPostgres) -> AsyncIterator[House]:
    """A house on a server that its test may stop, freeze and start."""
    await own_server.start()
    await own_server.create_database("fragile")
    await asyncio.to_thread(migrate, own_server.owner_dsn("fragile"), APP)
    house = await make_house(own_server, "fragile", database=Database(timeout_s=LIMIT_S))
    yield house
    await house.close()
    await own_server.stop("immediate")


async def unavailable_after(work: Awaitable[None]) -> float:
    begun = time.monotonic()
    with pytest.raises(StoreUnavailable):
        await work
    return time.monotonic() - begun


async def test_pool_recovers_by_itself_from_a_stop_and_a_crash(fragile: House) -> None:
    for mode in ("fast", "immediate"):
        await fragile.store.ping()
        await fragile.server.stop("fast" if mode == "fast" else "immediate")
        assert await unavailable_after(fragile.store.ping()) < LIMIT_S + SLACK_S
        await fragile.server.start()
        await fragile.store.ping()
        assert await fragile.people.organisation(fragile.demo.did)


async def test_frozen_server_costs_each_asker_the_limit_and_no_more(fragile: House) -> None:
    processes = [psutil.Process(fragile.server.pid), *psutil.Process(fragile.server.pid).children()]
    for process in processes:
        process.suspend()
    try:
        waits = await asyncio.gather(*(unavailable_after(fragile.store.ping()) for _ in range(15)))
    finally:
        for process in processes:
            process.resume()
    assert max(waits) < LIMIT_S + SLACK_S
    await fragile.store.ping()


async def test_connections_given_up_on_a_frozen_server_end_without_a_word(fragile: House) -> None:
    """Asked again, the pool replaces the idle ones; how their goodbye went is nobody's business."""
    unheard: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: unheard.append(context))
    before = asyncio.all_tasks()
    await asyncio.gather(*(fragile.store.ping() for _ in range(3)))
    processes = [psutil.Process(fragile.server.pid), *psutil.Process(fragile.server.pid).children()]
    for process in processes:
        process.suspend()
    try:
        for _ in range(4):
            await unavailable_after(fragile.store.ping())
        if closing := asyncio.all_tasks() - before:
            await asyncio.wait(closing, timeout=2 * LIMIT_S)
    finally:
        for process in processes:
            process.resume()
    gc.collect()
    assert asyncio.all_tasks() == before
    assert unheard == []


async def test_transaction_that_a_restart_cuts_is_unavailable_and_not_half_written(fragile: House) -> None:
    async def cut() -> None:
        async with fragile.store.tenant(fragile.demo.org_id) as tx:
            await tx.execute("UPDATE users SET name = 'Changed' WHERE id = $1", fragile.demo.user_id)
            await fragile.server.restart()

    with pytest.raises(StoreUnavailable):
        await cut()
    caller = await fragile.people.caller(fragile.demo.org_id, fragile.demo.user_id)
    assert caller is not None
    assert caller.name == "Ann Lee"


async def test_store_opens_without_a_server_and_finds_it_later() -> None:
    store = Store(f"postgresql://nobody:x@127.0.0.1:{free_ports(1)[0]}/none", Database(timeout_s=LIMIT_S))
    await store.open()
    assert await unavailable_after(store.ping()) < LIMIT_S
    await store.close()
    assert await unavailable_after(store.ping()) < LIMIT_S


async def test_lock_held_by_another_is_waited_for_no_longer_than_the_limit(fragile: House) -> None:
    async def blocked() -> None:
        async with fragile.store.tenant(fragile.demo.org_id) as tx:
            await tx.execute("UPDATE users SET name = name")

    admin = await asyncpg.connect(fragile.server.admin_dsn("fragile"))
    try:
        async with admin.transaction():
            await admin.execute("UPDATE convonet.users SET name = name")
            assert await unavailable_after(blocked()) < LIMIT_S + SLACK_S
    finally:
        await admin.close()


async def test_frozen_worker_loses_its_locks_within_seconds(house: House) -> None:
    """A transaction whose process stands still is ended by PostgreSQL, so an adopter gets the call."""
    lease = await house.calls.open(house.demo.org_id, house.demo.did, "", "1.1", "worker-1")
    frozen = Store(house.server.app_dsn(house.name), Database())
    await frozen.open()
    held = asyncio.Event()

    async def hold() -> None:
        async with frozen.tenant(lease.org_id) as tx:
            await tx.fetch("SELECT 1 FROM calls WHERE id = $1 FOR SHARE", lease.call_id)
            held.set()
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(hold())
        await held.wait()
        call = await house.calls.find(lease.channel_id)
        assert call is not None
        assert (await house.calls.adopt(call, "worker-2")).fence == 2
        task.cancel()
    await frozen.close()


async def test_statement_that_is_wrong_is_an_error_and_no_outage(house: House) -> None:
    async def wrong() -> None:
        async with house.store.lookup() as tx:
            await tx.execute("SELECT nonsense FROM nowhere")

    with pytest.raises(StoreError) as raised:
        await wrong()
    assert not isinstance(raised.value, StoreUnavailable)


async def test_cancelled_askers_leave_the_pool_whole(house: House) -> None:
    async def slow() -> None:
        async with house.store.lookup() as tx:
            await tx.execute("SELECT pg_sleep(0.5)")

    for _ in range(3):
        tasks = [asyncio.create_task(slow()) for _ in range(15)]
        await asyncio.wait(tasks, timeout=0.05)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.gather(*(house.store.ping() for _ in range(15)))


async def test_a_tenants_transaction_is_three_round_trips(house: House) -> None:
    store = Store(house.store.url, Database(pool_min=1, pool_max=1))
    asked: list[str] = []
    await store.open()
    async with store.tenant(house.demo.org_id) as tx:
        tx.add_query_logger(lambda record: asked.append(record.query))
    asked.clear()
    async with store.tenant(house.demo.org_id) as tx:
        await tx.fetchval("SELECT count(*) FROM todos")
    await store.close()
    begin, _, commit = asked
    assert begin.startswith("BEGIN; SET LOCAL app.tenant")
    assert commit == "COMMIT"
