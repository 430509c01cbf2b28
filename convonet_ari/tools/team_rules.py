"""What one role in a team may do to another, and the promise that a team keeps an owner."""

from __future__ import annotations

from collections.abc import Sequence

from convonet_ari.errors import ToolDenied, ToolError
from convonet_ari.store.teams import Member


def check_grant(actor: str | None, role: str) -> None:
    """Nobody gives away more than they have."""
    if role == "owner" and actor != "owner":
        raise ToolDenied("I am sorry, only an owner can make somebody an owner.")


def check_touch(actor: str | None, member: Member) -> None:
    """An owner's place is for owners to change."""
    if member.role == "owner" and actor != "owner":
        raise ToolDenied(f"I am sorry, {member.name} is an owner, and only an owner can change that.")


def check_owner_stays(members: Sequence[Member], leaving: Member, team: str) -> None:
    """Raise ToolError when `leaving` is the last owner."""
    owners = [member for member in members if member.role == "owner"]
    if [owner.user_id for owner in owners] == [leaving.user_id]:
        raise ToolError(
            f"{leaving.name} is the only owner of the team {team}. Make somebody else an owner first."
        )
