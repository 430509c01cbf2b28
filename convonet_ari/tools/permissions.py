"""Who may do what: one table for the role in the organisation, one for the role in a team.

A permission belongs to exactly one of the two tables. The organisation's owners and admins stand in every
team as its owners and admins.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from convonet_ari.errors import ToolDenied
from convonet_ari.store.people import Caller

DENIED = "I am sorry, your role does not allow that."
ROLE_ORDER = ("viewer", "member", "admin", "owner")


class Perm(StrEnum):
    """What a tool needs."""

    DEPARTMENT_READ = "department.read"
    TRANSFER = "transfer"
    CALLBACK = "callback"

    TODO_READ = "todo.read"
    TODO_WRITE = "todo.write"
    REMINDER_READ = "reminder.read"
    REMINDER_WRITE = "reminder.write"
    CALENDAR_READ = "calendar.read"
    CALENDAR_WRITE = "calendar.write"
    PROFILE_READ = "profile.read"
    PROFILE_WRITE = "profile.write"
    MEMORY_WRITE = "memory.write"
    UNDO = "undo"
    SEARCH = "search"
    PEOPLE_READ = "people.read"
    CALL_READ = "call.read"
    CALL_DELETE = "call.delete"
    TEAM_READ = "team.read"
    TEAM_CREATE = "team.create"
    RECORDS_QUERY = "records.query"
    ORGANISATION_ROLE_WRITE = "organisation.role.write"

    TEAM_TODO_READ = "team.todo.read"
    TEAM_TODO_WRITE = "team.todo.write"
    TEAM_TODO_DELETE = "team.todo.delete"
    MEMBER_READ = "member.read"
    MEMBER_WRITE = "member.write"
    TEAM_WRITE = "team.write"
    TEAM_LEAVE = "team.leave"
    ROLE_WRITE = "role.write"


# Whoever reaches us may ask for people.
ANYBODY = frozenset({Perm.DEPARTMENT_READ, Perm.TRANSFER, Perm.CALLBACK})
_VIEWER = ANYBODY | {
    Perm.TODO_READ,
    Perm.REMINDER_READ,
    Perm.CALENDAR_READ,
    Perm.PROFILE_READ,
    Perm.PROFILE_WRITE,
    Perm.MEMORY_WRITE,
    Perm.UNDO,
    Perm.SEARCH,
    Perm.PEOPLE_READ,
    Perm.CALL_READ,
    Perm.TEAM_READ,
}
_MEMBER = _VIEWER | {Perm.TODO_WRITE, Perm.REMINDER_WRITE, Perm.CALENDAR_WRITE, Perm.TEAM_CREATE}
_ADMIN = _MEMBER | {Perm.CALL_DELETE, Perm.RECORDS_QUERY, Perm.ORGANISATION_ROLE_WRITE}

ORGANISATION: Mapping[str, frozenset[Perm]] = {
    "owner": _ADMIN,
    "admin": _ADMIN,
    "member": _MEMBER,
    "viewer": _VIEWER,
}

_TEAM_VIEWER = frozenset({Perm.TEAM_TODO_READ, Perm.MEMBER_READ, Perm.TEAM_LEAVE})
_TEAM_MEMBER = _TEAM_VIEWER | {Perm.TEAM_TODO_WRITE}
_TEAM_ADMIN = _TEAM_MEMBER | {Perm.TEAM_TODO_DELETE, Perm.MEMBER_WRITE, Perm.TEAM_WRITE, Perm.ROLE_WRITE}

TEAM: Mapping[str, frozenset[Perm]] = {
    "owner": _TEAM_ADMIN,
    "admin": _TEAM_ADMIN,
    "member": _TEAM_MEMBER,
    "viewer": _TEAM_VIEWER,
}


def governed_by_team(perm: Perm) -> bool:
    """Whether the role in the team decides, and not the role in the organisation."""
    return perm in _TEAM_ADMIN


def allowed(caller: Caller, perm: Perm) -> bool:
    """Whether a tool may begin: a team's permission must be the caller's in any one team."""
    if governed_by_team(perm):
        return leads_all_teams(caller) or any(perm in TEAM[team.role] for team in caller.teams)
    return perm in ORGANISATION.get(caller.role or "", ANYBODY)


def allowed_in(caller: Caller, perm: Perm, team_id: UUID) -> bool:
    """Whether the caller has a team's permission in this very team."""
    return perm in TEAM.get(role_in(caller, team_id) or "", frozenset())


def require_in(caller: Caller, perm: Perm, team_id: UUID) -> None:
    """Raise ToolDenied unless the caller's role in this team allows it."""
    if not allowed_in(caller, perm, team_id):
        raise ToolDenied(DENIED)


def role_in(caller: Caller, team_id: UUID) -> str | None:
    """The caller's role in a team; the organisation's owners and admins have it everywhere."""
    own = next((team.role for team in caller.teams if team.team_id == team_id), None)
    given = caller.role if leads_all_teams(caller) else None
    return max((role for role in (own, given) if role), key=ROLE_ORDER.index, default=None)


def leads_all_teams(caller: Caller) -> bool:
    return caller.role in ("owner", "admin")
