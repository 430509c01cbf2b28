"""Workers that die or hang in the middle of a call: a sibling goes on, or people take over."""

from __future__ import annotations

import os
import signal
import time

import pytest

from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded.phone.ears import longest_quiet_ms
from tests.asterisk.call_rig import ended
from tests.asterisk.people_rig import asks_for_a_person
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


@pytest.mark.quiet
async def test_a_worker_killed_mid_sentence_is_followed_by_a_sibling(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    async with trunk_call(system, scribe) as caller:
        await caller.reach_conversation()
        await caller.call.sound(since=await caller.says("what-can-you-do"))
        first = (await caller.row())["owner"]
        killed = time.monotonic()
        os.kill(await owner_pid(caller), signal.SIGKILL)
        await caller.hears_of("interruption", 15, since=killed + 0.1)
        await caller.call.silence(PAUSE_MS)
        hole = longest_quiet_ms(caller.call.audio(since=killed - 0.1, until=killed + 1.2))
        row = await caller.row()
        assert row["fence"] == 2
        assert row["owner"] != first
        assert hole <= 300
        await caller.hears_out(since=await caller.says("create-todo"))
    todos = await query(system, "SELECT title FROM todos WHERE created_call = $1", row["id"])
    assert len(todos) == 1
    await all_ready(system)


async def test_a_worker_killed_in_the_announcement_leaves_its_caller_on_the_way_to_a_person(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    """The step out was taken already: the sibling takes it once more."""
    async with agent(system) as desk, trunk_call(system, scribe) as caller:
        await asks_for_a_person(caller)
        await caller.call.sound()
        os.kill(await owner_pid(caller), signal.SIGKILL)
        ringing = await desk.incoming(15)
        row = await caller.row()
        assert ringing.headers["X-Convonet-Call"] == str(row["id"])
        assert row["fence"] == 2
        await caller.call.hangup()
        assert (await ended(caller))["end_reason"] == "hung up with people"
    await all_ready(system)


async def test_a_hung_worker_is_replaced_and_its_call_goes_on(system: EmbeddedSystem, scribe: Scribe) -> None:
    async with trunk_call(system, scribe) as caller:
        await caller.reach_conversation()
        await caller.call.sound(since=await caller.says("what-can-you-do"))
        pid = await owner_pid(caller)
        stopped = time.monotonic()
        os.kill(pid, signal.SIGSTOP)

        async def adopted() -> bool:
            return bool((await caller.row())["fence"] == 2)

        await eventually(adopted, 5, "nobody took the call of the hung worker")
        back = await caller.call.sound(5, since=stopped + 1.0)
        assert back - stopped <= 2.5
        assert _is_gone(pid)
        await caller.hears_out()
        await caller.hears_out(since=await caller.says("create-todo"))
    await all_ready(system)


def _is_gone(pid: int) -> bool:
    """A killed process may be a zombie for a moment."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return ") Z " in file.read()
    except FileNotFoundError:
        return True
