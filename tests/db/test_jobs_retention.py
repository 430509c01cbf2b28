"""What is over is forgotten: threads with their call, calls and files after their organisation's days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from convonet_ari.agent.brain import Brain
from convonet_ari.call import events as ev
from convonet_ari.clock import SystemClock
from convonet_ari.config import Settings
from convonet_ari.jobs.retention import Retention
from convonet_ari.store.lease import Lease
from convonet_ari.store.retention import (
    Deleted,
    expired_calls,
    forget_activity,
    forget_call,
    forget_recording,
    forget_threads,
)
from convonet_ari.store.runs import once, settle
from tests.db.agent_worker import caller
from tests.db.house import House

pytestmark = pytest.mark.db

BELONGINGS = ("calls", "call_events", "utterances", "recordings", "tool_runs")


async def ended(house: House, recordings: Path, days_ago: float, channel: str) -> Lease:
    """A call with something of everything."""
    demo = house.demo
    lease = await house.calls.open(demo.org_id, demo.did, demo.number, channel, "worker")
    await house.calls.append(lease, [(1, 0, ev.SpeechBegan())])
    await house.calls.utterance(lease, 1, "caller", "hello")
    folder = recordings / str(lease.org_id) / str(lease.call_id)
    folder.mkdir(parents=True)
    for part in ("1.wav", "2.wav"):
        (folder / part).write_bytes(b"RIFF")
    await house.calls.recording(lease, str(folder / "1.wav"), 1.0, 1)
    async with house.store.tenant(demo.org_id) as tx:
        user, call = demo.user_id, lease.call_id
        await once(tx, user_id=user, call_id=call, fence=lease.fence, tool_call_id="t", tool="create_todo")
        await settle(tx, demo.org_id, user, call, "create_todo", "t", "done")
    await house.calls.finish(lease, "hangup", datetime.now(UTC) - timedelta(days=days_ago))
    return lease


async def belongings(house: House, call_id: UUID) -> int:
    async with house.store.tenant(house.demo.org_id) as tx:
        counts = [
            await tx.fetchval(
                f"SELECT count(*) FROM {table} WHERE {'id' if table == 'calls' else 'call_id'} = $1", call_id
            )
            for table in BELONGINGS
        ]
    return sum(counts)


async def set_days(house: House, days: int) -> None:
    async with house.owner.tenant(house.demo.org_id) as tx:
        await tx.execute("UPDATE organisations SET retention_days = $1", days)


async def test_a_call_goes_with_all_that_belongs_to_it_once_its_days_are_over(
    house: House, tmp_path: Path
) -> None:
    await set_days(house, 7)
    old = await ended(house, tmp_path, 7.1, "1.1")
    recent = await ended(house, tmp_path, 6.9, "2.1")
    assert await Retention(house.store, tmp_path).look() == 1
    assert (await belongings(house, old.call_id), await belongings(house, recent.call_id)) == (0, 5)
    assert [folder.name for folder in (tmp_path / str(old.org_id)).iterdir()] == [str(recent.call_id)]
    assert await Retention(house.store, tmp_path).look() == 0


async def test_a_call_whose_files_cannot_be_deleted_is_kept_until_they_can(
    house: House, tmp_path: Path
) -> None:
    old = await ended(house, tmp_path, 31, "1.1")
    stuck = tmp_path / str(old.org_id) / str(old.call_id) / "1.wav"
    stuck.unlink()
    stuck.mkdir()
    assert await Retention(house.store, tmp_path).look() == 0
    assert [call.call_id for call in await expired_calls(house.store, 10)] == [old.call_id]
    stuck.rmdir()
    assert await Retention(house.store, tmp_path).look() == 1


async def test_nobody_can_have_a_call_forgotten_before_its_time(house: House, tmp_path: Path) -> None:
    recent = await ended(house, tmp_path, 1, "1.1")
    open_call = await house.calls.open(house.demo.org_id, house.demo.did, "", "2.1", "worker")
    assert not await forget_call(house.store, recent.call_id)
    assert not await forget_call(house.store, open_call.call_id)
    assert await belongings(house, recent.call_id) == 5


async def threads(house: House) -> set[str]:
    connection = await asyncpg.connect(house.server.admin_dsn(house.name))
    try:
        rows = await connection.fetch(
            "SELECT thread_id FROM threads.checkpoints UNION SELECT thread_id FROM threads.checkpoint_blobs"
            " UNION SELECT thread_id FROM threads.checkpoint_writes"
        )
    finally:
        await connection.close()
    return {row["thread_id"].split("/")[1] for row in rows}


async def test_a_thread_lives_as_long_as_its_call(house: House) -> None:
    demo, ages = house.demo, (None, 0, 2)
    leases = [await house.calls.open(demo.org_id, demo.did, "", f"{n}.1", "worker") for n in range(3)]
    brain = Brain(Settings(), house.store, SystemClock())
    await brain.open()
    for lease in leases:
        who = caller(demo.org_id, demo.user_id)
        talk = brain.conversation(call_id=lease.call_id, fence=lease.fence, caller=who)
        assert [event async for event in talk.turn(1, "What are my todos?")]
    await brain.close()
    for lease, minutes in zip(leases, ages, strict=True):
        if minutes is not None:
            await house.calls.finish(lease, "hangup", datetime.now(UTC) - timedelta(minutes=minutes))
    assert await threads(house) == {str(lease.call_id) for lease in leases}
    assert await forget_threads(house.store) == 1
    assert await threads(house) == {str(lease.call_id) for lease in leases[:2]}


async def test_a_stranger_sees_and_writes_no_thread(house: House) -> None:
    demo = house.demo
    lease = await house.calls.open(demo.org_id, demo.did, "", "1.1", "worker")
    brain = Brain(Settings(), house.store, SystemClock())
    await brain.open()
    who = caller(demo.org_id, demo.user_id)
    talk = brain.conversation(call_id=lease.call_id, fence=lease.fence, caller=who)
    assert [event async for event in talk.turn(1, "Hello")]
    await brain.close()
    async with house.store.tenant(demo.org_id) as tx:
        assert await tx.fetchval("SELECT count(*) FROM threads.checkpoints") > 0
    async with house.store.tenant(UUID(int=9)) as tx:
        assert await tx.fetchval("SELECT count(*) FROM threads.checkpoints") == 0
        assert await tx.execute("DELETE FROM threads.checkpoint_blobs") == "DELETE 0"
    async with house.store.lookup() as tx:
        assert await tx.fetchval("SELECT count(*) FROM threads.checkpoint_writes") == 0


def is_file(path: Path) -> bool:
    return path.is_file()


async def test_a_recording_deleted_by_voice_goes_once_it_cannot_be_taken_back(
    house: House, tmp_path: Path
) -> None:
    old, fresh = [await ended(house, tmp_path, 1, f"{n}.1") for n in (1, 2)]
    for lease, minutes in ((old, 16), (fresh, 14)):
        async with house.store.tenant(lease.org_id) as tx:
            await tx.execute(
                "UPDATE recordings SET deleted_at = now() - make_interval(mins => $2) WHERE call_id = $1",
                lease.call_id,
                minutes,
            )
    await Retention(house.store, tmp_path).look()
    for lease, there in ((old, False), (fresh, True)):
        assert is_file(tmp_path / str(lease.org_id) / str(lease.call_id) / "1.wav") == there
    assert [await belongings(house, lease.call_id) for lease in (old, fresh)] == [4, 5]


async def test_nobody_forgets_a_recording_that_was_not_deleted(house: House, tmp_path: Path) -> None:
    lease = await ended(house, tmp_path, 1, "1.1")
    assert not await forget_recording(house.store, Deleted(lease.call_id, 0, tmp_path))
    assert await belongings(house, lease.call_id) == 5


DID = """
INSERT INTO agent_activity (org_id, agent_id, kind, at)
SELECT org_id, id, $1::text, now() - make_interval(days => $1::text::int) FROM agents WHERE extension = '1001'
"""
SIGNED_IN = """
INSERT INTO agent_sessions (org_id, agent_id, token_hash, expires_at)
SELECT org_id, id, $1::text::bytea, now() + make_interval(hours => $2) FROM agents WHERE extension = '1001'
"""


async def test_what_agents_did_goes_after_their_organisations_days_and_a_session_once_it_has_run_out(
    house: House, tmp_path: Path
) -> None:
    await set_days(house, 7)
    async with house.store.tenant(house.demo.org_id) as tx:
        for days in ("8", "6"):
            await tx.execute(DID, days)
        for token, hours in (("old", -1), ("new", 1)):
            await tx.execute(SIGNED_IN, token, hours)
    await Retention(house.store, tmp_path).look()
    assert await forget_activity(house.store) == 0
    async with house.store.tenant(house.demo.org_id) as tx:
        assert [row["kind"] for row in await tx.fetch("TABLE agent_activity")] == ["6"]
        assert [row["token_hash"] for row in await tx.fetch("TABLE agent_sessions")] == [b"new"]


async def test_nobody_else_deletes_what_agents_did(house: House) -> None:
    """The owner's role, which is not bound to a tenant here, finds only what is over."""
    await set_days(house, 7)
    async with house.store.tenant(house.demo.org_id) as tx:
        for days in ("8", "6"):
            await tx.execute(DID, days)
    async with house.owner.lookup() as tx:
        assert await tx.execute("DELETE FROM agent_activity") == "DELETE 1"
