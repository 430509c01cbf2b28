"""Todos changed, deleted and taken back, by whoever may."""

from __future__ import annotations

import pytest

from convonet_ari.errors import ToolDenied
from tests.db.desk import Desk, open_desk
from tests.db.house import House

pytestmark = pytest.mark.db


@pytest.fixture
async def desk(house: House) -> Desk:
    return await open_desk(house)


async def titles(desk: Desk) -> list[str]:
    return [row["title"] for row in await desk.rows("SELECT title FROM todos ORDER BY title")]


async def team_todo(desk: Desk, by: str = "Ben Ortiz") -> None:
    await desk.execute(
        "INSERT INTO todos (org_id, id, title, team_id, created_by) SELECT u.org_id, gen_random_uuid(),"
        " 'code review', t.id, u.id FROM users u, teams t WHERE u.name = $1 AND t.name = 'Development'",
        by,
    )


async def test_a_todo_gets_another_day_title_and_priority(desk: Desk) -> None:
    await desk("create_todo", title="tea", due="Friday")
    assert await desk("update_todo", due="Thursday") == (
        "I changed the todo “tea”: it is due Thursday the 26th."
    )
    assert "due Thursday the 26th at 3:30 pm" in await desk("update_todo", title="it", due="three thirty")
    assert "due Friday the 27th at 3:30 pm" in await desk("update_todo", title="tea", due="Friday")
    assert await desk("update_todo", new_title="green tea") == "I changed the todo “tea” to “green tea”."
    assert "high priority" in await desk("update_todo", priority="high")
    assert "due on no day" in await desk("update_todo", due="no date")


async def test_a_day_moves_on_by_days_and_weeks(desk: Desk) -> None:
    await desk("create_todo", title="tea", due="Thursday")
    assert "due Saturday the 28th" in await desk("update_todo", due="two days later")
    assert "due tomorrow, Monday the 23rd" in await desk("update_todo", due="five days earlier")


async def test_nothing_to_change_is_asked_about(desk: Desk) -> None:
    assert await desk.refusal("update_todo", title="landlord") == (
        "What shall I change about “Call the landlord”?"
    )


async def test_a_todo_is_deleted_only_after_a_yes(desk: Desk) -> None:
    assert await desk("delete_todo", title="the landlord") == "Shall I delete the todo “Call the landlord”?"
    assert len(await titles(desk)) == 3
    assert await desk("delete_todo", said="yes", title="Call the landlord") == (
        "I deleted the todo “Call the landlord”."
    )
    assert "Call the landlord" not in await titles(desk)


async def test_undo_goes_back_one_change_after_another(desk: Desk) -> None:
    await desk("create_todo", title="tea", due="Friday")
    await desk("update_todo", new_title="green tea")
    await desk("complete_todo", title="budget report")
    assert await desk("undo_last_change") == "The todo “Budget report” is as it was."
    assert await desk("undo_last_change") == "The todo “tea” is as it was."
    assert "tea" in await titles(desk)
    assert await desk("undo_last_change") == "The todo “tea” is gone again."
    assert await titles(desk) == ["Budget report", "Call the landlord", "Order new headsets"]
    assert await desk.refusal("undo_last_change") == "There is nothing that I could take back."


async def test_two_changes_are_taken_back_at_once(desk: Desk) -> None:
    await desk.agreed("delete_todo", title="landlord")
    await desk("complete_todo", title="budget report")
    assert await desk("undo_last_change", changes=2) == (
        "The todo “Budget report” is as it was and the todo “Call the landlord” is there again."
    )


async def test_a_change_overwritten_by_somebody_else_is_not_taken_back(desk: Desk) -> None:
    await desk("update_todo", title="landlord", new_title="Call Mr Smith")
    await desk.execute("UPDATE todos SET title = 'Call nobody' WHERE title = 'Call Mr Smith'")
    assert "changed since" in await desk.refusal("undo_last_change")
    assert "Call nobody" in await titles(desk)


async def test_what_an_earlier_call_changed_is_taken_back_and_said_so(desk: Desk) -> None:
    await desk("create_todo", title="tea")
    desk.now = await desk.value("SELECT now()")
    desk.lease = await desk.another_call()
    assert await desk("undo_last_change") == "That was in an earlier call: the todo “tea” is gone again."


async def test_nobody_undoes_what_somebody_else_did(house: House, desk: Desk) -> None:
    await desk("create_todo", title="tea")
    ben = await open_desk(house, user="Ben Ortiz")
    assert "nothing" in await ben.refusal("undo_last_change")


async def test_the_role_in_the_team_decides_about_a_teams_todo(desk: Desk) -> None:
    await team_todo(desk)
    await desk.role("member", team="viewer")
    for tool in ("complete_todo", "delete_todo", "update_todo"):
        with pytest.raises(ToolDenied):
            await desk(tool, title="code review")
    await desk.role("viewer", team="member")
    assert "marked" in await desk("complete_todo", title="code review")
    with pytest.raises(ToolDenied):
        await desk("complete_todo", title="budget report")


async def test_a_member_deletes_their_own_todo_of_the_team_and_an_admin_any(desk: Desk) -> None:
    await team_todo(desk)
    await desk.role("member", team="member")
    with pytest.raises(ToolDenied):
        await desk("delete_todo", title="code review")
    await desk.role("member", team="admin")
    assert "deleted" in await desk.agreed("delete_todo", title="code review")


async def test_who_lost_the_role_cannot_undo_what_they_did_with_it(desk: Desk) -> None:
    await desk("create_todo", title="tea")
    await desk.role("viewer", team="viewer")
    with pytest.raises(ToolDenied):
        await desk("undo_last_change")
