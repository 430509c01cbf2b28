"""Teams and who is in them, inside a tenant's transaction; who may change what is decided by the tools."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from convonet_ari.ids import row_id
from convonet_ari.store.pool import Tx
from convonet_ari.store.text import clean

TEAMS = "SELECT id, name FROM teams ORDER BY name"
MEMBERS = """
SELECT u.id AS user_id, u.name, m.role FROM memberships m JOIN users u ON u.id = m.user_id
WHERE m.team_id = $1 ORDER BY array_position(ARRAY['owner', 'admin', 'member', 'viewer'], m.role), u.name
"""
# Whoever counts the owners holds the team, so that two of them cannot leave at the same moment.
HOLD = "SELECT true FROM teams WHERE id = $1 FOR UPDATE"
CREATE = "INSERT INTO teams (org_id, id, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING id"
RENAME = """
UPDATE teams SET name = $2 WHERE id = $1
  AND NOT EXISTS (SELECT FROM teams other WHERE lower(other.name) = lower($2) AND other.id <> $1)
RETURNING true
"""
JOIN = """
INSERT INTO memberships (org_id, team_id, user_id, role) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING RETURNING true
"""
SET_ROLE = "UPDATE memberships SET role = $3 WHERE team_id = $1 AND user_id = $2 RETURNING true"
LEAVE = "DELETE FROM memberships WHERE team_id = $1 AND user_id = $2 RETURNING true"


@dataclass(frozen=True, slots=True)
class Team:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    user_id: UUID
    name: str
    role: str


async def list_teams(tx: Tx) -> list[Team]:
    """Every team of the organisation."""
    return [Team(*row) for row in await tx.fetch(TEAMS)]


async def members(tx: Tx, team_id: UUID) -> list[Member]:
    """Who is in a team, its owners first."""
    return [Member(**dict(row)) for row in await tx.fetch(MEMBERS, team_id)]


async def hold(tx: Tx, team_id: UUID) -> list[Member]:
    """The members, of whom nobody comes or goes until this transaction ends."""
    await tx.execute(HOLD, team_id)
    return await members(tx, team_id)


async def create_team(tx: Tx, org_id: UUID, name: str, owner: UUID) -> UUID | None:
    """A team with its first owner; None when there is one of that name."""
    team_id: UUID | None = await tx.fetchval(CREATE, org_id, row_id(), clean(name))
    if team_id is not None:
        await tx.execute(JOIN, org_id, team_id, owner, "owner")
    return team_id


async def rename_team(tx: Tx, team_id: UUID, name: str) -> bool:
    """False when another team has that name."""
    return bool(await tx.fetchval(RENAME, team_id, clean(name)))


async def add_member(tx: Tx, org_id: UUID, team_id: UUID, user_id: UUID, role: str) -> bool:
    """False for somebody who is in the team already."""
    return bool(await tx.fetchval(JOIN, org_id, team_id, user_id, role))


async def set_role(tx: Tx, team_id: UUID, user_id: UUID, role: str) -> bool:
    return bool(await tx.fetchval(SET_ROLE, team_id, user_id, role))


async def remove_member(tx: Tx, team_id: UUID, user_id: UUID) -> bool:
    return bool(await tx.fetchval(LEAVE, team_id, user_id))
