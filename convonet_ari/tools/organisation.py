"""Roles in the organisation: who may do what is theirs and everybody's."""

from __future__ import annotations

from typing import Literal

from convonet_ari.errors import ToolDenied, ToolError
from convonet_ari.store import directory
from convonet_ari.store.directory import Member
from convonet_ari.tools.confirming import Intent
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.permissions import DENIED, ROLE_ORDER, Perm
from convonet_ari.tools.registry import tool
from convonet_ari.tools.who import PersonName, person_named

Role = Literal["owner", "admin", "member", "viewer"]
ARTICLES = {"owner": "an owner", "admin": "an admin", "member": "a member", "viewer": "a viewer"}


async def _new_role(work: Work, person: str, role: Role) -> Member:
    """Nobody gives or takes more than they have themselves, and an owner stays. Raises ToolError."""
    meant = await person_named(work, person)
    members = await directory.hold_roles(work.tx, meant.user_id)
    member = next(each for each in members if each.user_id == meant.user_id)
    own = ROLE_ORDER.index(work.caller.role or "viewer")
    if max(ROLE_ORDER.index(role), ROLE_ORDER.index(member.role or "viewer")) > own:
        raise ToolDenied(DENIED)
    if member.role == role:
        raise ToolError(f"{member.name} is {ARTICLES[role]} of the organisation already.")
    if member.role == "owner" and sum(each.role == "owner" for each in members) == 1:
        raise ToolError(f"{member.name} is the only owner. Make somebody else an owner first.")
    return member


async def _ask_role(ctx: ToolContext, work: Work, person: str, role: Role) -> Intent:
    member = await _new_role(work, person, role)
    question = f"Shall I make {member.name} {ARTICLES[role]} of the organisation?"
    return Intent(f"{member.user_id} {role}", question)


@tool(
    "change_organisation_role",
    needs=Perm.ORGANISATION_ROLE_WRITE,
    says="Changing the role…",
    confirms=_ask_role,
)
async def change_organisation_role(ctx: ToolContext, work: Work, person: PersonName, role: Role) -> str:
    """Make somebody an owner, admin, member or viewer of the whole organisation, not of a team."""
    member = await _new_role(work, person, role)
    await directory.set_role(work.tx, member.user_id, role)
    return f"{member.name} is {ARTICLES[role]} of the organisation now."
