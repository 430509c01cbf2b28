"""The people of an organisation, inside its transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from convonet_ari.store.pool import Tx
from convonet_ari.store.teams import Team

# A user who is added or changed carries the number of that transaction, one who is gone lessens the count.
VERSION = """
SELECT current_setting('app.tenant') AS org, count(*) AS users, max(xmin::text::bigint) AS latest
FROM users WHERE active
"""
PEOPLE = "SELECT id AS user_id, name FROM users WHERE active ORDER BY name, id"
# Of the owners one has to stay, whoever else changes a role at the same moment.
HOLD_ROLES = """
SELECT id AS user_id, name, org_role AS role FROM users
WHERE active AND (org_role = 'owner' OR id = $1) ORDER BY id FOR UPDATE
"""
SET_ROLE = "UPDATE users SET org_role = $2 WHERE id = $1"
TEAMS_OF = """
SELECT t.id, t.name FROM memberships m JOIN teams t ON t.id = m.team_id WHERE m.user_id = $1 ORDER BY t.name
"""
TEAM_NAMES = """
SELECT m.user_id, t.name FROM memberships m JOIN teams t ON t.id = m.team_id
WHERE m.user_id = ANY ($1) ORDER BY t.name
"""

ORGANISATIONS = 64


@dataclass(frozen=True, slots=True)
class Person:
    user_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    user_id: UUID
    name: str
    role: str | None


_KEPT: dict[str, tuple[tuple[int, int | None], tuple[Person, ...]]] = {}


async def people(tx: Tx) -> Sequence[Person]:
    """Everybody who is active: names said roughly are found among all of them. Read again when changed."""
    row = await tx.fetchrow(VERSION)
    assert row is not None
    version = (row["users"], row["latest"])
    kept = _KEPT.get(row["org"])
    if kept is None or kept[0] != version:
        found = tuple(Person(each["user_id"], each["name"]) for each in await tx.fetch(PEOPLE))
        while len(_KEPT) >= ORGANISATIONS:
            _KEPT.pop(next(iter(_KEPT)))
        kept = _KEPT[row["org"]] = (version, found)
    return kept[1]


async def teams_of(tx: Tx, user_id: UUID) -> list[Team]:
    """The teams a user is in."""
    return [Team(*row) for row in await tx.fetch(TEAMS_OF, user_id)]


async def team_names(tx: Tx, user_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[str]]:
    """The names of the teams that each of these users is in."""
    found: dict[UUID, list[str]] = {user_id: [] for user_id in user_ids}
    for row in await tx.fetch(TEAM_NAMES, list(user_ids)):
        found[row["user_id"]].append(row["name"])
    return found


async def hold_roles(tx: Tx, user_id: UUID) -> list[Member]:
    """The owners' and this user's roles, which nobody else changes until this transaction ends."""
    return [Member(**dict(row)) for row in await tx.fetch(HOLD_ROLES, user_id)]


async def set_role(tx: Tx, user_id: UUID, role: str) -> None:
    await tx.execute(SET_ROLE, user_id, role)
