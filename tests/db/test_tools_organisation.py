"""Roles in the organisation: who gives which to whom, always after a question."""

from __future__ import annotations

import pytest

from tests.db.desk import Desk, open_desk
from tests.db.house import House

pytestmark = pytest.mark.db

ROLE = "SELECT org_role FROM users WHERE name = $1"


async def anns(house: House, role: str) -> Desk:
    """A desk of Ann's, who has this role."""
    desk = await open_desk(house)
    await desk.execute("UPDATE users SET org_role = $1 WHERE name = 'Ann Lee'", role)
    return desk


async def test_an_owner_makes_an_admin_after_a_yes_and_takes_it_back(house: House) -> None:
    desk = await anns(house, "owner")
    asked = await desk("change_organisation_role", person="Ben", role="admin")
    assert asked == "Shall I make Ben Ortiz an admin of the organisation?"
    assert await desk.value(ROLE, "Ben Ortiz") == "owner"
    done = await desk("change_organisation_role", said="yes", person="Ben", role="admin")
    assert done == "Ben Ortiz is an admin of the organisation now."
    await desk("undo_last_change")
    assert await desk.value(ROLE, "Ben Ortiz") == "owner"


@pytest.mark.parametrize("role", ["admin", "member", "viewer"])
async def test_nobody_but_an_owner_touches_owners(house: House, role: str) -> None:
    desk = await anns(house, role)
    assert "does not allow" in await desk.refusal("change_organisation_role", person="Ben", role="member")
    assert "does not allow" in await desk.refusal("change_organisation_role", person="me", role="owner")
    assert await desk.value(ROLE, "Ben Ortiz") == "owner"


async def test_the_only_owner_stays_one(house: House) -> None:
    desk = await anns(house, "owner")
    await desk.execute("UPDATE users SET org_role = 'member' WHERE name = 'Ben Ortiz'")
    refused = await desk.refusal("change_organisation_role", person="me", role="admin")
    assert refused == "Ann Lee is the only owner. Make somebody else an owner first."


async def test_an_admin_makes_a_viewer_of_a_member(house: House) -> None:
    desk = await anns(house, "admin")
    await desk.execute("UPDATE users SET org_role = 'member' WHERE name = 'Ben Ortiz'")
    done = await desk.agreed("change_organisation_role", person="Ben", role="viewer")
    assert done == "Ben Ortiz is a viewer of the organisation now."
