"""A command reaches the session that owns the call: once, in order, and after a lost connection too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from convonet_ari.store.commands import Command, CommandFeed, send_command
from convonet_ari.store.lease import Lease
from tests.db.house import House

pytestmark = pytest.mark.db

CUT = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"


@asynccontextmanager
async def running(house: House) -> AsyncIterator[CommandFeed]:
    feed = CommandFeed(house.store)
    task = asyncio.create_task(feed.run())
    try:
        async with asyncio.timeout(15):
            yield feed
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def opened(house: House, channel: str = "1.1") -> Lease:
    return await house.calls.open(house.demo.org_id, house.demo.did, "", channel, "worker-1")


async def send(house: House, lease: Lease, kind: str) -> None:
    await send_command(house.store, lease.org_id, lease.call_id, kind, {"text": kind})


async def take(feed: CommandFeed, lease: Lease, count: int) -> list[str]:
    taken: list[Command] = []
    async for command in feed.commands(lease):
        taken.append(command)
        if len(taken) == count:
            break
    return [command.kind for command in taken]


async def test_commands_arrive_in_order_sent_before_or_after_listening(house: House) -> None:
    lease = await opened(house)
    await send(house, lease, "say")
    async with running(house) as feed:
        taken = asyncio.create_task(take(feed, lease, 3))
        await send(house, lease, "listen")
        await send(house, lease, "give_back")
        assert await taken == ["say", "listen", "give_back"]


async def test_each_call_gets_its_own(house: House) -> None:
    first, second = await opened(house, "1.1"), await opened(house, "1.2")
    async with running(house) as feed:
        tasks = [asyncio.create_task(take(feed, lease, 1)) for lease in (first, second)]
        await send(house, second, "for the second")
        await send(house, first, "for the first")
        assert await asyncio.gather(*tasks) == [["for the first"], ["for the second"]]


async def test_command_is_taken_once_and_by_the_owner_alone(house: House) -> None:
    old = await opened(house)
    call = await house.calls.find(old.channel_id)
    assert call is not None
    new = await house.calls.adopt(call, "worker-2")
    async with running(house) as one, running(house) as other:
        stale = asyncio.create_task(take(one, old, 1))
        owner = asyncio.create_task(take(other, new, 1))
        await send(house, new, "say")
        assert await owner == ["say"]
        done, _ = await asyncio.wait([stale], timeout=0.2)
        assert not done
        stale.cancel()


async def test_lost_listener_listens_again_and_misses_nothing(house: House) -> None:
    lease = await opened(house)
    admin = await asyncpg.connect(house.server.admin_dsn(house.name))
    async with running(house) as feed:
        await feed.listening.wait()
        taken = asyncio.create_task(take(feed, lease, 2))
        await send(house, lease, "before")
        assert await admin.fetchval(CUT) == 1
        await send(house, lease, "meanwhile")
        assert await taken == ["before", "meanwhile"]
    await admin.close()
