"""Todos of teams and for other people, as every role."""

from __future__ import annotations

import pytest

from convonet_ari.errors import ToolDenied
from tests.db.desk import Desk, open_desk
from tests.db.house import House

pytestmark = pytest.mark.db


@pytest.fixture
async def desk(house: House) -> Desk:
    return await open_desk(house)


async def stored(desk: Desk, title: str) -> tuple[str | None, str | None]:
    """Whose it is: the assignee's name and the team's."""
    row = await desk.rows(
        "SELECT u.name AS assignee, t.name AS team FROM todos d LEFT JOIN users u ON u.id = d.assignee"
        " LEFT JOIN teams t ON t.id = d.team_id WHERE d.title = $1",
        title,
    )
    return row[0]["assignee"], row[0]["team"]


async def test_a_team_gets_a_todo_and_tells_it(desk: Desk) -> None:
    assert await desk("create_team_todo", title="release notes", team="dev team", due="Friday") == (
        "I created the todo “release notes” for the team Development, due Friday the 27th."
    )
    assert await stored(desk, "release notes") == (None, "Development")
    assert await desk("get_team_todos", team="development") == (
        "The team Development has one open todo: release notes, due Friday the 27th."
    )


async def test_which_team_is_asked_when_there_are_two(desk: Desk) -> None:
    assert "Which team do you mean" in await desk.refusal("create_team_todo", title="x")


async def test_assign_code_review_to_ben_in_the_dev_team(desk: Desk) -> None:
    assert await desk("assign_todo", title="code review", person="Ben in the dev team") == (
        "I created the todo “code review” for Ben Ortiz."
    )
    assert await stored(desk, "code review") == ("Ben Ortiz", "Development")
    assert "code review, for Ben Ortiz" in await desk("get_team_todos", team="development")


async def test_an_existing_todo_changes_hands_and_comes_back(desk: Desk) -> None:
    await desk("create_todo", title="tea")
    assert await desk("assign_todo", person="Benny") == "I assigned “tea” to Ben Ortiz."
    assert await stored(desk, "tea") == ("Ben Ortiz", None)
    assert "already" in await desk.refusal("assign_todo", title="tea", person="Ben")
    await desk("undo_last_change")
    assert await stored(desk, "tea") == ("Ann Lee", None)


async def test_nobody_gives_work_to_who_shares_no_team(desk: Desk) -> None:
    await desk.execute("DELETE FROM memberships WHERE user_id <> $1", desk.caller.user_id)
    with pytest.raises(ToolDenied):
        await desk("assign_todo", title="budget report", person="Ben")


@pytest.mark.parametrize(
    ("role", "in_team", "reads", "writes"),
    [
        ("member", "viewer", True, False),
        ("viewer", "member", True, True),
        (None, "admin", True, True),
        ("admin", None, True, True),
        ("member", None, False, False),
    ],
)
async def test_the_role_in_the_team_decides(
    desk: Desk, role: str | None, in_team: str | None, reads: bool, writes: bool
) -> None:
    await desk.role(role, team=in_team or "member")
    if in_team is None:
        await desk.execute("DELETE FROM memberships WHERE user_id = $1", desk.caller.user_id)
    assert await permitted(desk, "get_team_todos", team="development") is reads
    assert await permitted(desk, "create_team_todo", title="x", team="development") is writes


async def permitted(desk: Desk, tool: str, **arguments: str) -> bool:
    try:
        await desk(tool, said="", same_turn=False, **arguments)
    except ToolDenied:
        return False
    return True
