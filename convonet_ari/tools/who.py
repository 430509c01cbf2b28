"""Finds the people and teams that a tool's arguments name, as far as the caller may know of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from pydantic import Field

from convonet_ari.errors import ToolError
from convonet_ari.store import directory, teams
from convonet_ari.store.directory import Person
from convonet_ari.store.pool import Tx
from convonet_ari.store.teams import Member, Team
from convonet_ari.tools.context import Work
from convonet_ari.tools.naming import find, find_team, one, split_person
from convonet_ari.tools.permissions import Perm, allowed_in
from convonet_ari.tools.wording import listed

PersonName = Annotated[
    str,
    Field(
        min_length=1, max_length=80, description="A person's name as the caller said it, nicknames included."
    ),
]
TeamName = Annotated[
    str, Field(min_length=1, max_length=80, description="A team's name as the caller said it.")
]
MaybeTeam = Annotated[
    str | None,
    Field(
        max_length=80, description="A team's name as the caller said it; leave it out when none was named."
    ),
]

ReadMembers = Callable[[Tx, UUID], Awaitable[Sequence[Member]]]


@dataclass(frozen=True, slots=True)
class Placed:
    """Somebody in a team, and everybody who is in it."""

    team: Team
    member: Member
    members: Sequence[Member]


async def team_named(work: Work, said: str) -> Team:
    """The team that is meant. Raises ToolError."""
    every = await teams.list_teams(work.tx)
    return one(find_team(said, every, lambda team: team.name), said, lambda team: team.name, "team")


async def own_team(work: Work, said: str | None, perm: Perm) -> Team:
    """The team meant, or the only one in which the caller may do this. Raises ToolError."""
    if said:
        return await team_named(work, said)
    may = [team for team in await teams.list_teams(work.tx) if allowed_in(work.caller, perm, team.id)]
    if len(may) == 1:
        return may[0]
    raise ToolError(_which_team(may))


async def person_named(work: Work, said: str) -> Person:
    """An active user of the organisation; "John in the dev team" looks in that team. Raises ToolError."""
    name, team = split_person(said)
    if team is not None:
        placed = await placed_person(work, name, await team_named(work, team), teams.members)
        return Person(placed.member.user_id, placed.member.name)
    people = await directory.people(work.tx)
    if _is_caller(said):
        return next(person for person in people if person.user_id == work.caller.user_id)
    return one(find(said, people, lambda person: person.name), said, lambda person: person.name, "person")


async def placed_person(work: Work, said: str, team: Team, read: ReadMembers) -> Placed:
    """A member of this team; read by `teams.hold` nobody else changes them meanwhile. Raises ToolError."""
    members = await read(work.tx, team.id)
    if _is_caller(said):
        found = [member for member in members if member.user_id == work.caller.user_id]
        if not found:
            raise ToolError(f"You are not in the team {team.name}.")
        return Placed(team, found[0], members)
    name = split_person(said)[0]
    about = f"person in the team {team.name}"
    member = one(find(name, members, lambda m: m.name), name, lambda m: m.name, about)
    return Placed(team, member, members)


async def placed_anywhere(work: Work, said: str, team: str | None, perm: Perm, read: ReadMembers) -> Placed:
    """A member of the team that was named, or of the only one of theirs where the caller may do this."""
    name, inside = split_person(said)
    if team or inside:
        return await placed_person(work, name, await team_named(work, team or inside or ""), read)
    person = await person_named(work, name)
    theirs = [
        each
        for each in await directory.teams_of(work.tx, person.user_id)
        if allowed_in(work.caller, perm, each.id)
    ]
    if not theirs:
        raise ToolError(f"{person.name} is in no team where you could change that.")
    if len(theirs) > 1:
        raise ToolError(_which_team(theirs))
    members = await read(work.tx, theirs[0].id)
    return Placed(theirs[0], next(m for m in members if m.user_id == person.user_id), members)


def _is_caller(said: str) -> bool:
    return said.strip().lower() in ("me", "myself", "i")


def _which_team(choices: Sequence[Team]) -> str:
    if not choices:
        return "There is no team where you could do that."
    return f"Which team do you mean: {listed([team.name for team in choices], 'or')}?"
