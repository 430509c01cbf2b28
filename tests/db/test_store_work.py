"""Todos, and the promise that one tool call writes once."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from convonet_ari.errors import FenceLost, StoreError, StoreUnavailable
from convonet_ari.ids import row_id
from convonet_ari.store.departments import list_departments, report_queue
from convonet_ari.store.lease import Lease
from convonet_ari.store.people import Caller
from convonet_ari.store.pool import Tx
from convonet_ari.store.runs import hash_arguments, once, settle
from convonet_ari.store.seed import seed_demo
from convonet_ari.store.work import complete_todo, create_todo, find_todos_by_title, list_todos
from tests.db.house import House

pytestmark = pytest.mark.db

TITLE = "Team meeting"


async def ann(house: House) -> Caller:
    caller = await house.people.caller(house.demo.org_id, house.demo.user_id)
    assert caller is not None
    return caller


async def opened(house: House) -> Lease:
    return await house.calls.open(house.demo.org_id, house.demo.did, "", "1700000000.1", "worker-1")


async def claimed(tx: Tx, caller: Caller, lease: Lease) -> str | None:
    user, call = caller.user_id, lease.call_id
    claim = await once(
        tx, user_id=user, call_id=call, fence=lease.fence, tool_call_id="call_1", tool="create_todo"
    )
    return claim.answer


async def create_once(tx: Tx, caller: Caller, lease: Lease, answer: str = "created") -> str:
    before = await claimed(tx, caller, lease)
    if before is not None:
        return before
    await create_todo(tx, caller, TITLE, call_id=lease.call_id)
    await settle(tx, caller.org_id, caller.user_id, lease.call_id, "create_todo", "call_1", answer)
    return answer


async def run_tool(house: House, caller: Caller, lease: Lease, answer: str = "created") -> str:
    async with house.store.tenant(lease.org_id) as tx:
        return await create_once(tx, caller, lease, answer)


async def written(house: House) -> int:
    async with house.store.tenant(house.demo.org_id) as tx:
        count: int = await tx.fetchval("SELECT count(*) FROM todos WHERE title = $1", TITLE)
    return count


async def test_retries_at_once_write_one_row_and_hear_one_answer(house: House) -> None:
    caller, lease = await ann(house), await opened(house)
    answers = await asyncio.gather(*(run_tool(house, caller, lease, f"answer {n}") for n in range(10)))
    assert len(set(answers)) == 1
    assert await written(house) == 1


async def test_run_cancelled_before_its_commit_leaves_nothing_and_may_be_repeated(house: House) -> None:
    caller, lease = await ann(house), await opened(house)
    inside = asyncio.Event()

    async def stuck() -> None:
        async with house.store.tenant(lease.org_id) as tx:
            await create_once(tx, caller, lease)
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(stuck())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await written(house) == 0
    assert await run_tool(house, caller, lease) == "created"
    assert await written(house) == 1


async def test_worker_lost_inside_its_transaction_leaves_exactly_one_row_after_a_retry(house: House) -> None:
    caller, lease = await ann(house), await opened(house)

    async def lost() -> None:
        async with house.store.tenant(lease.org_id) as tx:
            await create_once(tx, caller, lease)
            tx.terminate()

    with pytest.raises(StoreUnavailable):
        await lost()
    call = await house.calls.find(lease.channel_id)
    assert call is not None
    adopted = await house.calls.adopt(call, "worker-2")
    assert await run_tool(house, caller, adopted) == "created"
    assert await run_tool(house, caller, adopted) == "created"
    assert await written(house) == 1


async def test_worker_that_lost_the_call_writes_nothing(house: House) -> None:
    caller, lease = await ann(house), await opened(house)
    call = await house.calls.find(lease.channel_id)
    assert call is not None
    await house.calls.adopt(call, "worker-2")
    with pytest.raises(FenceLost):
        await run_tool(house, caller, lease)
    assert await written(house) == 0


async def test_error_inside_the_tool_takes_its_claim_back(house: House) -> None:
    caller, lease = await ann(house), await opened(house)

    async def failing() -> None:
        async with house.store.tenant(lease.org_id) as tx:
            await claimed(tx, caller, lease)
            await create_todo(tx, caller, TITLE, assignee=row_id())

    with pytest.raises(StoreError, match="ForeignKeyViolation"):
        await failing()
    assert await run_tool(house, caller, lease) == "created"


def test_arguments_hash_ignores_their_order() -> None:
    assert hash_arguments({"a": 1, "due": date(2026, 1, 2)}) == hash_arguments(
        {"due": date(2026, 1, 2), "a": 1}
    )
    assert hash_arguments({"a": 1}) != hash_arguments({"a": 2})


async def test_todo_is_created_found_completed_and_then_gone_from_the_list(house: House) -> None:
    caller = await ann(house)
    async with house.store.tenant(caller.org_id) as tx:
        todo = await create_todo(tx, caller, TITLE, date(2026, 3, 2))
        assert (todo.title, todo.due, todo.assignee) == (TITLE, date(2026, 3, 2), caller.user_id)
        assert (await find_todos_by_title(tx, caller, "the meeting"))[0] == todo
        done = await complete_todo(tx, caller, todo.id)
        assert done is not None
        assert done.done_at is not None
        assert await complete_todo(tx, caller, todo.id) is None
        assert TITLE not in {row.title for row in await list_todos(tx, caller)}
        assert TITLE in {row.title for row in await list_todos(tx, caller, "done")}


async def test_most_urgent_todo_comes_first_and_a_date_limits_the_list(house: House) -> None:
    caller = await ann(house)
    async with house.store.tenant(caller.org_id) as tx:
        titles = [todo.title for todo in await list_todos(tx, caller)]
        today = await tx.fetchval("SELECT current_date")
        soon = await list_todos(tx, caller, due_until=today + timedelta(days=2))
    assert titles == ["Call the landlord", "Budget report", "Order new headsets"]
    assert [todo.title for todo in soon] == ["Call the landlord"]


async def test_colleague_sees_the_teams_todos_and_not_the_private_ones(house: House) -> None:
    caller = await ann(house)
    async with house.store.tenant(caller.org_id) as tx:
        ben = await tx.fetchval("SELECT id FROM users WHERE name = 'Ben Ortiz'")
        await create_todo(tx, caller, "Release notes", team_id=caller.teams[0].team_id)
        private = await create_todo(tx, caller, "Birthday present")
    colleague = await house.people.caller(caller.org_id, ben)
    assert colleague is not None
    async with house.store.tenant(caller.org_id) as tx:
        assert [todo.title for todo in await list_todos(tx, colleague)] == ["Release notes"]
        assert await complete_todo(tx, colleague, private.id) is None


async def test_departments_show_what_the_desk_reported(house: House) -> None:
    await report_queue(house.store, "2000", 2, 1)
    await report_queue(house.store, "2000", 1, 3)
    async with house.store.tenant(house.demo.org_id) as tx:
        departments = await list_departments(tx)
    assert [(row.name, row.queue, row.available, row.waiting) for row in departments] == [
        ("support", "2000", 1, 3),
        ("general", "2002", None, None),
        ("sales", "2001", None, None),
    ]


async def test_seeding_again_changes_the_pin_and_nothing_else(house: House) -> None:
    again = await seed_demo(house.owner, house.people, pin="739154")
    assert (again.org_id, again.user_id, again.pin) == (house.demo.org_id, house.demo.user_id, "739154")
    async with house.store.tenant(again.org_id) as tx:
        assert await tx.fetchval("SELECT count(*) FROM todos") == 3
        assert await tx.fetchval("SELECT count(*) FROM users") == 2
    assert "739154" not in repr(again)


async def test_the_demo_is_seeded_beside_a_team_that_took_the_name_of_a_seeded_one(house: House) -> None:
    async with house.owner.tenant(house.demo.org_id) as tx:
        await tx.execute(
            "DELETE FROM memberships WHERE team_id = (SELECT id FROM teams WHERE name = 'Marketing')"
        )
        await tx.execute("UPDATE teams SET id = gen_random_uuid() WHERE name = 'Marketing'")
    await seed_demo(house.owner, house.people, pin="739154")
    async with house.owner.tenant(house.demo.org_id) as tx:
        members = await tx.fetchval(
            "SELECT count(*) FROM memberships m JOIN teams t ON t.id = m.team_id WHERE t.name = 'Marketing'"
        )
    assert members == 1
