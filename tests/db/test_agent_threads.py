"""Conversations kept in PostgreSQL survive cancels, lost workers, lost fences and outages."""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from convonet_ari.agent.brain import Brain
from convonet_ari.agent.conversation import Conversation
from convonet_ari.agent.recap import BEGUN_ANEW
from convonet_ari.agent.threads import ThreadBroken
from convonet_ari.call import events as ev
from convonet_ari.clock import SystemClock
from convonet_ari.config import Database, Settings
from convonet_ari.embedded.postgres import APP, EmbeddedPostgres
from convonet_ari.store.departments import report_queue
from convonet_ari.store.lease import Lease
from convonet_ari.store.migrate import migrate
from tests.db.agent_worker import caller
from tests.db.house import House, make_house
from tests.fakes.agent import outcome, thread_of, words
from tests.fakes.strict import StrictModel, check

pytestmark = pytest.mark.db

CREATE = "Create a todo for team meeting tomorrow"
ROOT = Path(__file__).parents[2]
# To import what a worker needs takes seconds of a processor, of which a starved test gets a tenth.
STARVED_S = 100


@asynccontextmanager
async def brain_of(house: House, timeout_s: float = 3.0) -> AsyncIterator[Brain]:
    settings = Settings(database=Database(timeout_s=timeout_s))
    brain = Brain(settings, house.store, SystemClock(), model=StrictModel())
    await brain.open()
    try:
        yield brain
    finally:
        await brain.close()


async def opened(house: House) -> Lease:
    return await house.calls.open(house.demo.org_id, house.demo.did, house.demo.number, "1.1", "worker")


def talk(brain: Brain, house: House, lease: Lease) -> Conversation:
    who = caller(house.demo.org_id, house.demo.user_id)
    return brain.conversation(call_id=lease.call_id, fence=lease.fence, caller=who)


async def say(conversation: Conversation, turn: int, text: str, *, resume: bool = False) -> list[ev.Event]:
    return [event async for event in conversation.turn(turn, text, resume=resume)]


async def titles(house: House) -> list[str]:
    async with house.store.tenant(house.demo.org_id) as tx:
        rows = await tx.fetch("SELECT title FROM todos WHERE created_call IS NOT NULL ORDER BY created_at")
    return [row["title"] for row in rows]


async def checkpoints(house: House, lease: Lease) -> int:
    connection = await asyncpg.connect(house.server.admin_dsn(house.name))
    try:
        query = "SELECT count(*) FROM threads.checkpoints WHERE thread_id LIKE $1"
        return int(await connection.fetchval(query, f"%{lease.call_id}%"))
    finally:
        await connection.close()


async def test_a_call_creates_hears_and_completes_its_todo(house: House) -> None:
    lease = await opened(house)
    async with brain_of(house) as brain:
        conversation = talk(brain, house, lease)
        assert words(await say(conversation, 1, CREATE)).startswith("I created the todo “team meeting”")
        assert "team meeting" in words(await say(conversation, 2, "What are my todos?"))
        assert "as done" in words(await say(conversation, 3, "Mark team meeting as done."))
        check(await thread_of(conversation))
    assert await titles(house) == ["team meeting"]


async def test_two_hundred_random_cancels_leave_no_thread_that_a_model_would_refuse(house: House) -> None:
    lease, dice = await opened(house), random.Random(11)
    cancels: list[float] = []
    repairs: list[float] = []
    async with brain_of(house) as brain:
        conversation = talk(brain, house, lease)
        await say(conversation, 1, "Hello")
        for turn in range(2, 202):
            task = asyncio.create_task(
                say(conversation, turn, dice.choice([CREATE, "What are my todos?", "Hi"]))
            )
            await asyncio.wait([task], timeout=dice.uniform(0, 0.06))
            began = time.perf_counter()
            task.cancel()
            await asyncio.wait([task])
            cancelled = time.perf_counter()
            await conversation.settle(turn, "")
            cancels.append((cancelled - began) * 1000)
            repairs.append((time.perf_counter() - cancelled) * 1000)
            check(await thread_of(conversation))
        assert outcome(await say(conversation, 202, "Hello")) == "done"
        assert await brain.background.finished()
    print(f"cancel {statistics.median(cancels):.1f} (max {max(cancels):.1f}) ms,", end=" ")
    print(f"repair {statistics.median(repairs):.1f} (max {max(repairs):.1f}) ms")


@asynccontextmanager
async def worker(house: House, lease: Lease) -> AsyncIterator[asyncio.subprocess.Process]:
    """Another process that runs the call's first turn; killed at the end at the latest."""
    arguments = (house.server.app_dsn(house.name), house.demo.org_id, house.demo.user_id, lease.call_id)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.db.agent_worker", *map(str, arguments), CREATE, cwd=ROOT
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@asynccontextmanager
async def admin(house: House) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(house.server.admin_dsn(house.name))
    try:
        yield connection
    finally:
        await connection.close()


# Whoever inserts once a tool has claimed its run waits for the holder of the lock.
HOLD = """
CREATE FUNCTION public.hold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
  IF EXISTS (SELECT FROM convonet.tool_runs) THEN PERFORM pg_advisory_xact_lock(1); END IF;
  RETURN NEW;
END $$
"""
UNTIL_HELD = """
DO $$ BEGIN
  WHILE NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted) LOOP
    PERFORM pg_sleep(0.01);
  END LOOP;
END $$
"""


@pytest.mark.parametrize("table", ["convonet.todos", "threads.checkpoint_writes"])
async def test_a_worker_killed_in_create_todo_before_or_after_its_commit_leaves_one_row(
    house: House, table: str
) -> None:
    lease = await opened(house)
    async with admin(house) as holder, admin(house) as watcher:
        await holder.execute(f"{HOLD}; SELECT pg_advisory_lock(1)")
        await holder.execute(
            f"CREATE TRIGGER hold BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION public.hold()"
        )
        async with worker(house, lease), asyncio.timeout(STARVED_S):
            await watcher.execute(UNTIL_HELD)
        await holder.execute(f"DROP TRIGGER hold ON {table}")
    call = await house.calls.find(lease.channel_id)
    assert call is not None
    adopted = await house.calls.adopt(call, "worker-2")
    async with brain_of(house) as brain:
        conversation = talk(brain, house, adopted)
        events = await say(conversation, 1, CREATE, resume=True)
        check(await thread_of(conversation))
    async with admin(house) as watcher:
        assert await watcher.fetchval("SELECT count(*) FROM convonet.tool_runs") == 1
    assert words(events).startswith("I created the todo “team meeting”")
    assert await titles(house) == ["team meeting"]


async def test_a_worker_that_lost_the_call_writes_nothing(house: House) -> None:
    lease = await opened(house)
    call = await house.calls.find(lease.channel_id)
    assert call is not None
    await house.calls.adopt(call, "worker-2")
    async with brain_of(house) as brain:
        events = await say(talk(brain, house, lease), 1, CREATE)
    assert not any(event.ok for event in events if isinstance(event, ev.ToolFinished))
    assert await titles(house) == []


async def test_a_long_call_keeps_a_short_thread(house: House) -> None:
    lease = await opened(house)
    async with brain_of(house) as brain:
        conversation = talk(brain, house, lease)
        for turn in range(1, 31):
            await say(conversation, turn, "Hello")
        assert len(await thread_of(conversation)) <= 40
        assert await checkpoints(house, lease) == 1


SPOIL = """
UPDATE threads.checkpoint_blobs SET blob = '\\xc1deadbeef' WHERE channel = 'messages';
UPDATE threads.checkpoint_writes SET blob = '\\xc1deadbeef';
"""


async def test_a_thread_that_cannot_be_read_begins_anew_from_the_calls_record(house: House) -> None:
    lease = await opened(house)
    async with brain_of(house) as brain, admin(house) as spoiler:
        conversation = talk(brain, house, lease)
        await say(conversation, 1, CREATE)
        await house.calls.utterance(lease, 1, "caller", CREATE)
        await house.calls.utterance(lease, 1, "assistant", "I created the todo.", "I created")
        await spoiler.execute(SPOIL)
        with pytest.raises(ThreadBroken):
            await conversation.settle(1, "I created")
        events = await say(conversation, 2, "What are my todos?")
        assert words(events).startswith(f"{BEGUN_ANEW} You have")
        assert outcome(events) == "done"
        seed = (await thread_of(conversation))[0]
        for line in ("- I created the todo “team meeting”", f"Caller: {CREATE}", "Assistant: I created\n"):
            assert line in f"{seed.text}\n"
        await spoiler.execute("DELETE FROM threads.checkpoint_writes")
        adopted = talk(brain, house, lease)
        assert "team meeting" in words(await say(adopted, 3, "What are my todos?"))
        assert await thread_of(adopted) == await thread_of(conversation)
        await spoiler.execute(SPOIL)
        assert words(await say(talk(brain, house, lease), 4, "Hello")).startswith(BEGUN_ANEW)
    assert await titles(house) == ["team meeting"]


async def test_an_outage_fails_the_turn_in_time_and_is_over_when_it_is_over(tmp_path: Path) -> None:
    async with EmbeddedPostgres(tmp_path / "pg") as server:
        await server.create_database("house")
        migrate(server.owner_dsn("house"), APP)
        house = await make_house(server, "house")
        lease = await opened(house)
        async with brain_of(house, timeout_s=1.0) as brain:
            conversation = talk(brain, house, lease)
            assert outcome(await say(conversation, 1, CREATE)) == "done"
            # A thread's commits are not waited for: the next one that is takes them to the disk.
            await report_queue(house.store, "2000", 1, 0)
            await server.stop("immediate")
            began = time.perf_counter()
            assert outcome(await say(conversation, 2, "Hello")) == "failed"
            assert time.perf_counter() - began < 5
            await server.start()
            async with asyncio.timeout(10):
                turn = 3
                while outcome(await say(conversation, turn, "Hello")) != "done":
                    turn += 1
            check(await thread_of(conversation))
        await house.close()


@pytest.mark.clock
async def test_time_to_the_first_sentence_is_told(house: House) -> None:
    lease, first = await opened(house), []
    async with brain_of(house) as brain:
        conversation = talk(brain, house, lease)
        for turn in range(1, 31):
            began = time.perf_counter()
            async for event in conversation.turn(turn, "Thank you"):
                if isinstance(event, ev.ReplyWritten):
                    first.append((time.perf_counter() - began) * 1000)
                    break
    print(f"first sentence after {statistics.median(first):.1f} ms")
    assert statistics.median(first) < 100


async def test_what_was_prepared_and_not_said_is_nowhere_in_the_database(house: House) -> None:
    async with brain_of(house) as brain:
        lease = await opened(house)
        conversation = talk(brain, house, lease)
        await say(conversation, 1, "What can you do?")
        before = await checkpoints(house, lease)
        await conversation.prepare(2, CREATE)
        await asyncio.sleep(0)
        conversation.discard()
        assert await checkpoints(house, lease) == before
        await conversation.prepare(2, CREATE)
        events = await say(conversation, 2, CREATE)
        assert "meeting" in words(events)
        check(await thread_of(conversation))
