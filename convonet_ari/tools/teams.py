"""Teams: which there are, who is in them, and joining, leaving and roles."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from convonet_ari.errors import ToolError
from convonet_ari.store import teams
from convonet_ari.tools.confirming import Intent
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.permissions import Perm, require_in, role_in
from convonet_ari.tools.registry import tool
from convonet_ari.tools.team_rules import check_grant, check_owner_stays, check_touch
from convonet_ari.tools.who import (
    MaybeTeam,
    PersonName,
    Placed,
    ReadMembers,
    TeamName,
    own_team,
    person_named,
    placed_anywhere,
    placed_person,
    team_named,
)
from convonet_ari.tools.wording import counted, listed, one_line

SPOKEN_MEMBERS = 8
ARTICLES = {"owner": "an owner", "admin": "an admin", "member": "a member", "viewer": "a viewer"}

Role = Literal["owner", "admin", "member", "viewer"]
NewName = Annotated[str, Field(min_length=1, max_length=60, description="The name the team is to have.")]


@tool("get_teams", needs=Perm.TEAM_READ, says="Looking up the teams…")
async def get_teams(ctx: ToolContext, work: Work) -> str:
    """Tell which teams there are and in which of them the caller is."""
    every = await teams.list_teams(work.tx)
    if not every:
        return "There are no teams yet."
    mine = {team.team_id: team.role for team in work.caller.teams}
    own = [f"{team.name}, where you are {ARTICLES[mine[team.id]]}" for team in every if team.id in mine]
    others = [team.name for team in every if team.id not in mine]
    sentences = [f"You are in {counted(len(own), 'team')}: {'; '.join(own)}."] if own else []
    if others:
        sentences.append(
            f"There {'is' if len(others) == 1 else 'are'} {'also ' if own else ''}{listed(others)}."
        )
    return " ".join(sentences)


@tool("create_team", needs=Perm.TEAM_CREATE, says="Creating the team…", writes=True)
async def create_team(ctx: ToolContext, work: Work, name: NewName) -> str:
    """Create a team, which the caller then owns."""
    name = _team_name(name)
    if await teams.create_team(work.tx, work.caller.org_id, name, work.caller.user_id) is None:
        raise ToolError(f"There is a team called {name} already.")
    return f"I created the team {name}. You are its owner."


@tool("update_team", needs=Perm.TEAM_WRITE, says="Renaming the team…", writes=True)
async def update_team(ctx: ToolContext, work: Work, team: TeamName, new_name: NewName) -> str:
    """Give a team another name."""
    meant = await team_named(work, team)
    require_in(work.caller, Perm.TEAM_WRITE, meant.id)
    name = _team_name(new_name)
    if not await teams.rename_team(work.tx, meant.id, name):
        raise ToolError(f"There is a team called {name} already.")
    return f"The team {meant.name} is called {name} now."


@tool("get_team_members", needs=Perm.MEMBER_READ, says="Looking who is in the team…")
async def get_team_members(ctx: ToolContext, work: Work, team: MaybeTeam = None) -> str:
    """Tell who is in a team and who leads it."""
    meant = await own_team(work, team, Perm.MEMBER_READ)
    require_in(work.caller, Perm.MEMBER_READ, meant.id)
    found = await teams.members(work.tx, meant.id)
    if not found:
        return f"Nobody is in the team {meant.name} yet."
    names = [_spoken(member, work) for member in found[:SPOKEN_MEMBERS]]
    more = [f"{len(found) - SPOKEN_MEMBERS} more"] if len(found) > SPOKEN_MEMBERS else []
    people = "one person" if len(found) == 1 else f"{len(found)} people"
    return f"{people.capitalize()} in {meant.name}: {listed(names + more)}."


@tool("add_team_member", needs=Perm.MEMBER_WRITE, says="Adding them to the team…", writes=True)
async def add_team_member(
    ctx: ToolContext, work: Work, person: PersonName, team: MaybeTeam = None, role: Role = "member"
) -> str:
    """Take somebody of the organisation into a team."""
    meant = await own_team(work, team, Perm.MEMBER_WRITE)
    require_in(work.caller, Perm.MEMBER_WRITE, meant.id)
    check_grant(role_in(work.caller, meant.id), role)
    who = await person_named(work, person)
    if not await teams.add_member(work.tx, work.caller.org_id, meant.id, who.user_id, role):
        raise ToolError(f"{who.name} is in the team {meant.name} already.")
    as_role = "" if role == "member" else f" as {ARTICLES[role]}"
    return f"{who.name} is in the team {meant.name} now{as_role}."


async def _removal(work: Work, person: str, team: str | None, read: ReadMembers) -> Placed:
    placed = await placed_anywhere(work, person, team, Perm.MEMBER_WRITE, read)
    require_in(work.caller, Perm.MEMBER_WRITE, placed.team.id)
    check_touch(role_in(work.caller, placed.team.id), placed.member)
    check_owner_stays(placed.members, placed.member, placed.team.name)
    return placed


async def _ask_removal(ctx: ToolContext, work: Work, person: str, team: str | None = None) -> Intent:
    placed = await _removal(work, person, team, teams.members)
    return Intent(_about(placed), f"Shall I take {placed.member.name} out of the team {placed.team.name}?")


@tool(
    "remove_team_member", needs=Perm.MEMBER_WRITE, says="Taking them out of the team…", confirms=_ask_removal
)
async def remove_team_member(ctx: ToolContext, work: Work, person: PersonName, team: MaybeTeam = None) -> str:
    """Take somebody out of a team."""
    placed = await _removal(work, person, team, teams.hold)
    await teams.remove_member(work.tx, placed.team.id, placed.member.user_id)
    return f"{placed.member.name} is no longer in the team {placed.team.name}."


async def _new_role(work: Work, person: str, role: Role, team: str | None, read: ReadMembers) -> Placed:
    placed = await placed_anywhere(work, person, team, Perm.ROLE_WRITE, read)
    require_in(work.caller, Perm.ROLE_WRITE, placed.team.id)
    actor = role_in(work.caller, placed.team.id)
    check_touch(actor, placed.member)
    check_grant(actor, role)
    if placed.member.role == role:
        raise ToolError(f"{placed.member.name} is {ARTICLES[role]} of the team {placed.team.name} already.")
    check_owner_stays(placed.members, placed.member, placed.team.name)
    return placed


async def _ask_role(ctx: ToolContext, work: Work, person: str, role: Role, team: str | None = None) -> Intent:
    placed = await _new_role(work, person, role, team, teams.members)
    question = f"Shall I make {placed.member.name} {ARTICLES[role]} of the team {placed.team.name}?"
    return Intent(f"{_about(placed)} {role}", question)


@tool("change_member_role", needs=Perm.ROLE_WRITE, says="Changing the role…", confirms=_ask_role)
async def change_member_role(
    ctx: ToolContext, work: Work, person: PersonName, role: Role, team: MaybeTeam = None
) -> str:
    """Make somebody an owner, admin, member or viewer of a team."""
    placed = await _new_role(work, person, role, team, teams.hold)
    await teams.set_role(work.tx, placed.team.id, placed.member.user_id, role)
    return f"{placed.member.name} is {ARTICLES[role]} of the team {placed.team.name} now."


async def _leaving(work: Work, team: str | None, read: ReadMembers) -> Placed:
    if team is None and len(work.caller.teams) > 1:
        names = listed([each.name for each in work.caller.teams], "or")
        raise ToolError(f"Which team do you mean: {names}?")
    name = team or next((each.name for each in work.caller.teams), None)
    if name is None:
        raise ToolError("You are in no team.")
    placed = await placed_person(work, "me", await team_named(work, name), read)
    check_owner_stays(placed.members, placed.member, placed.team.name)
    return placed


async def _ask_leaving(ctx: ToolContext, work: Work, team: str | None = None) -> Intent:
    placed = await _leaving(work, team, teams.members)
    return Intent(_about(placed), f"Shall I take you out of the team {placed.team.name}?")


@tool("leave_team", needs=Perm.TEAM_LEAVE, says="Taking you out of the team…", confirms=_ask_leaving)
async def leave_team(ctx: ToolContext, work: Work, team: MaybeTeam = None) -> str:
    """Take the caller out of a team."""
    placed = await _leaving(work, team, teams.hold)
    await teams.remove_member(work.tx, placed.team.id, placed.member.user_id)
    return f"You are no longer in the team {placed.team.name}."


def _about(placed: Placed) -> str:
    return f"{placed.team.id} {placed.member.user_id}"


def _spoken(member: teams.Member, work: Work) -> str:
    name = "you" if member.user_id == work.caller.user_id else member.name
    return name if member.role == "member" else f"{name}, {ARTICLES[member.role]}"


def _team_name(text: str) -> str:
    name = one_line(text, 60)
    if not name:
        raise ToolError("What should the team be called?")
    return name
