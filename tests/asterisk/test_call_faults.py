"""What fails around a call: all workers, the database, Asterisk reloaded; the caller reaches people."""

from __future__ import annotations

import asyncio
import os
import signal
import time

import asyncpg
import pytest

from convonet_ari.demo.plan import DATABASE
from convonet_ari.demo.system import EmbeddedSystem
from tests.asterisk.system_rig import (
    PAUSE_MS,
    Scribe,
    agent,
    all_ready,
    eventually,
    owner_pid,
    query,
    trunk_call,
)

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]


async def test_a_worker_killed_inside_create_todo_leaves_exactly_one_row(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    locker = await asyncpg.connect(system.postgres.admin_dsn(DATABASE))
    try:
        async with trunk_call(system, scribe) as caller:
            await caller.reach_conversation()
            call = await caller.row()
            async with locker.transaction():
                await locker.execute("LOCK TABLE convonet.todos IN ACCESS EXCLUSIVE MODE")
                await caller.says("create-todo")
                await eventually(lambda: _waits_for_todos(system), 15, "the tool never reached its write")
                killed = time.monotonic()
                os.kill(await owner_pid(caller), signal.SIGKILL)
            await caller.hears_of("interruption", 30, since=killed)
            await caller.call.silence(PAUSE_MS)
    finally:
        await locker.close()
    todos = await query(system, "SELECT title FROM todos WHERE created_call = $1", call["id"])
    assert len(todos) == 1
    await all_ready(system)


async def test_without_any_worker_a_new_caller_reaches_a_person(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    await system.stop_serve()
    try:
        async with agent(system) as desk, trunk_call(system, scribe) as caller:
            ringing = await desk.incoming(20)
            await ringing.answer()
            await caller.call.answered()
    finally:
        system.start_serve()
        await system.serve_ready()


async def test_when_all_workers_die_in_mid_call_the_caller_reaches_a_person(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    try:
        async with agent(system) as desk, trunk_call(system, scribe) as caller:
            await caller.reach_conversation()
            await system.stop_serve(signal.SIGKILL)
            ringing = await desk.incoming(20)
            await ringing.answer()
            await ringing.hangup()
    finally:
        system.start_serve()
        await system.serve_ready()
    await eventually(lambda: _no_open_calls(system), 40, "the lost call's row stayed open")


@pytest.mark.quiet
async def test_no_new_caller_waits_long_for_a_hung_worker(system: EmbeddedSystem, scribe: Scribe) -> None:
    pid = system.processes("worker")[0]
    os.kill(pid, signal.SIGSTOP)
    stopped = time.monotonic()
    waits = await asyncio.gather(*(_time_to_answer(system, scribe, number) for number in range(6)))
    assert max(waits) <= 2.5 + 0.5
    assert time.monotonic() - stopped < 20
    await all_ready(system)


async def test_apply_config_in_mid_call_is_harmless(system: EmbeddedSystem, scribe: Scribe) -> None:
    async with trunk_call(system, scribe) as caller:
        await caller.reach_conversation()
        await system.asterisk.cli("core reload")
        assert "meeting" in await caller.asks("create-todo")
        assert (await caller.row())["fence"] == 1


async def test_without_the_database_the_caller_hears_an_apology_and_reaches_a_person(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    async with agent(system) as desk, trunk_call(system, scribe) as caller:
        await caller.reach_conversation()
        call = await caller.row()
        await system.postgres.stop("immediate")
        try:
            spoke = await caller.says("create-todo")
            ringing = await desk.incoming(30)
            await ringing.answer()
            await caller.hears_of("sorry", 15, since=spoke)
        finally:
            await system.postgres.start()
        await ringing.hangup()
    await eventually(lambda: _is_closed(system, call["id"]), 40, "the call's row stayed open")
    async with trunk_call(system, scribe) as caller:
        await caller.reach_conversation()
        assert "meeting" in await caller.asks("create-todo")


async def _waits_for_todos(system: EmbeddedSystem) -> bool:
    waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'convonet.todos'::regclass"
    return bool(await query(system, waiting))


async def _no_open_calls(system: EmbeddedSystem) -> bool:
    return not await query(system, "SELECT 1 FROM calls WHERE ended_at IS NULL")


async def _is_closed(system: EmbeddedSystem, call_id: object) -> bool:
    return not await query(system, "SELECT 1 FROM calls WHERE id = $1 AND ended_at IS NULL", call_id)


async def _time_to_answer(system: EmbeddedSystem, scribe: Scribe, number: int) -> float:
    began = time.monotonic()
    async with trunk_call(system, scribe, number=f"+1555777000{number}") as caller:
        await caller.call.answered(15)
        return time.monotonic() - began
