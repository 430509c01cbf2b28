"""Teams by voice: who is meant, who may, what is asked first, and that a team keeps its owner."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from convonet_ari.errors import ToolError
from convonet_ari.ids import row_id
from convonet_ari.store.people import Caller
from tests.db.desk import Desk, open_desk
from tests.db.house import House

pytestmark = pytest.mark.db

ROLES = """
SELECT u.name, m.role FROM memberships m JOIN users u ON u.id = m.user_id JOIN teams t ON t.id = m.team_id
WHERE t.name = $1 ORDER BY u.name
"""


@pytest.fixture
async def ann(house: House) -> Desk:
    """Ann, an owner of Development, with two Johns in the house of whom one is in her team."""
    desk = await open_desk(house)
    await desk.role("member", team="owner")
    for name in ("John Baker", "John Miller", "Robert Meyer"):
        await hired(desk, name)
    await desk("add_team_member", person="John Baker", team="development")
    await desk.execute("DELETE FROM memberships USING teams t WHERE t.id = team_id AND t.name = 'Marketing'")
    return desk


async def hired(desk: Desk, name: str) -> None:
    await desk.execute(
        "INSERT INTO users (org_id, id, name, org_role) VALUES ($1, $2, $3, 'member')",
        desk.caller.org_id,
        row_id(),
        name,
    )


async def team(desk: Desk, name: str = "Development") -> dict[str, str]:
    return {row["name"]: row["role"] for row in await desk.rows(ROLES, name)}


async def another(ann: Desk, name: str) -> Desk:
    return await open_desk(ann.house, user=name)


async def test_teams_and_members_are_told_as_people_say_them(ann: Desk) -> None:
    assert await ann("get_teams") == (
        "You are in one team: Development, where you are an owner. There is also Marketing."
    )
    assert await ann("get_team_members", team="the dev team") == (
        "3 people in Development: you, an owner, Ben Ortiz and John Baker."
    )
    assert await ann("get_team_members") == await ann("get_team_members", team="developement")
    assert "no team called sails" in await ann.refusal("get_team_members", team="sails")


async def test_a_member_is_not_told_who_is_in_another_team(ann: Desk) -> None:
    assert "does not allow" in await ann.refusal("get_team_members", team="marketing")
    ben = await another(ann, "Ben Ortiz")
    assert await ben("get_team_members", team="marketing") == "Nobody is in the team Marketing yet."


async def test_a_new_team_belongs_to_whoever_made_it(ann: Desk) -> None:
    assert (
        await ann("create_team", name="Night shift") == "I created the team Night shift. You are its owner."
    )
    assert await team(ann, "Night shift") == {"Ann Lee": "owner"}
    assert "already" in await ann.refusal("create_team", name="night SHIFT")
    assert "called Late shift now" in await ann("update_team", team="night", new_name="Late shift")
    assert "already" in await ann.refusal("update_team", team="late shift", new_name="development")


async def test_two_johns_are_asked_about_and_a_nickname_is_understood(ann: Desk) -> None:
    assert await ann.refusal("add_team_member", person="Jon") == (
        "Which one do you mean: John Baker or John Miller?"
    )
    assert (
        await ann("add_team_member", person="Bobby Mayer") == "Robert Meyer is in the team Development now."
    )
    assert "already" in await ann.refusal("add_team_member", person="Rob")
    assert await ann.refusal("add_team_member", person="Zebulon") == "I found no person called Zebulon."
    assert await ann("search_users", name="Jon") == "I found John Baker of Development and John Miller."


async def test_john_in_the_dev_team_is_the_john_who_is_in_it(ann: Desk) -> None:
    asked = await ann("change_member_role", person="John in the dev team", role="admin")
    assert asked == "Shall I make John Baker an admin of the team Development?"
    assert (await team(ann))["John Baker"] == "member"
    told = await ann("change_member_role", said="yes", person="John in the dev team", role="admin")
    assert told == "John Baker is an admin of the team Development now."
    assert (await team(ann))["John Baker"] == "admin"


async def test_a_removal_is_asked_for_and_a_no_leaves_everything(ann: Desk) -> None:
    words: dict[str, Any] = {"person": "John Baker", "team": "development"}
    assert await ann("remove_team_member", **words) == "Shall I take John Baker out of the team Development?"
    assert "leave it" in await ann("remove_team_member", said="no, wait", **words)
    assert "John Baker" in await team(ann)
    assert "no longer" in await ann.agreed("remove_team_member", **words)
    assert "John Baker" not in await team(ann)


async def test_the_last_owner_cannot_go_step_down_or_be_removed(ann: Desk) -> None:
    only = "Ann Lee is the only owner"
    assert only in await ann.refusal("leave_team")
    assert only in await ann.refusal("change_member_role", person="me", role="member", team="development")
    ben = await another(ann, "Ben Ortiz")
    assert only in await ben.refusal("remove_team_member", person="Anne", team="development")
    await ann.agreed("change_member_role", person="John Baker", role="owner")
    assert "no longer" in await ann.agreed("leave_team", team="dev")
    assert (await team(ann))["John Baker"] == "owner"


async def test_two_owners_who_leave_at_once_leave_one_owner(ann: Desk) -> None:
    await ann.agreed("change_member_role", person="John Baker", role="owner")
    john = await another(ann, "John Baker")
    for desk in (ann, john):
        assert (await desk("leave_team", team="development")).endswith("?")

    async def leave(desk: Desk) -> str:
        try:
            return await desk("leave_team", said="yes", team="development")
        except ToolError as error:
            return error.spoken

    told = sorted([*await asyncio.gather(leave(ann), leave(john))])
    assert ["only owner" in text for text in told].count(True) == 1
    assert list((await team(ann)).values()).count("owner") == 1


async def test_an_admin_makes_no_owners_and_touches_none(ann: Desk) -> None:
    await ann.agreed("change_member_role", person="John Baker", role="admin")
    john = await another(ann, "John Baker")
    owner = "only an owner"
    assert owner in await john.refusal("change_member_role", person="me", role="owner", team="development")
    assert owner in await john.refusal("change_member_role", person="Ben", role="owner", team="development")
    assert owner in await john.refusal("change_member_role", person="Ann", role="viewer", team="development")
    assert owner in await john.refusal("remove_team_member", person="Ann", team="development")
    assert owner in await john.refusal("add_team_member", person="Robert", team="development", role="owner")
    assert "viewer" in await john.agreed(
        "change_member_role", person="Ben", role="viewer", team="development"
    )


async def test_a_member_changes_nothing_of_the_team(ann: Desk) -> None:
    john = await another(ann, "John Baker")
    for tool, words in {
        "add_team_member": {"person": "Robert"},
        "remove_team_member": {"person": "Ben"},
        "change_member_role": {"person": "me", "role": "admin"},
        "update_team": {"new_name": "Mine"},
    }.items():
        assert "does not allow" in await john.refusal(tool, team="development", **words)
    assert "does not allow" in await ann.refusal("add_team_member", person="Robert", team="marketing")


async def test_a_role_taken_away_during_the_call_counts_at_once(ann: Desk) -> None:
    assert (await ann("remove_team_member", person="Ben", team="development")).endswith("?")
    await ann.role("member", team="member")
    assert "does not allow" in await ann.refusal("remove_team_member", person="Ben", team="development")


async def test_which_team_is_asked_when_there_are_several(ann: Desk) -> None:
    await ann("create_team", name="Night shift")
    await ann("add_team_member", person="John Baker", team="night shift")
    assert await ann.refusal("remove_team_member", person="John Baker") == (
        "Which team do you mean: Development or Night shift?"
    )
    assert "Which team" in await ann.refusal("add_team_member", person="Robert")


async def test_an_owner_of_the_organisation_leads_every_team(ann: Desk) -> None:
    ben = await another(ann, "Ben Ortiz")
    assert isinstance(ben.caller, Caller)
    assert "now" in await ben("add_team_member", person="Robert", team="marketing", role="owner")
    assert await team(ann, "Marketing") == {"Robert Meyer": "owner"}
