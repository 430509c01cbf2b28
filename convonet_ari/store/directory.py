"""The people of an organisation, inside its transaction."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from convonet_ari.store.pool import Tx
from convonet_ari.store.teams import Team

PEOPLE = "SELECT id AS user_id, name FROM users WHERE active ORDER BY name, id"
TEAMS_OF = """
SELECT t.id, t.name, (SELECT count(*) FROM memberships each WHERE each.team_id = t.id) AS members
FROM memberships m JOIN teams t ON t.id = m.team_id WHERE m.user_id = $1 ORDER BY t.name
"""


@dataclass(frozen=True, slots=True)
class Person:
    user_id: UUID
    name: str


async def people(tx: Tx) -> list[Person]:
    """Everybody who is active: names said roughly are found among all of them."""
    return [Person(**dict(row)) for row in await tx.fetch(PEOPLE)]


async def teams_of(tx: Tx, user_id: UUID) -> list[Team]:
    """The teams a user is in."""
    return [Team(**dict(row)) for row in await tx.fetch(TEAMS_OF, user_id)]
