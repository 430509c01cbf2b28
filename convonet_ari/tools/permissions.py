"""Who may do what: one table from the caller's role to permissions."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from convonet_ari.store.people import Caller


class Perm(StrEnum):
    """What a tool needs."""

    TODO_READ = "todo.read"
    TODO_WRITE = "todo.write"
    DEPARTMENT_READ = "department.read"
    TRANSFER = "transfer"
    RECORDS_QUERY = "records.query"


# Whoever reaches us may ask for people.
ANYBODY = frozenset({Perm.DEPARTMENT_READ, Perm.TRANSFER})
VIEWER = ANYBODY | {Perm.TODO_READ}
MEMBER = VIEWER | {Perm.TODO_WRITE}
ADMIN = MEMBER | {Perm.RECORDS_QUERY}

# What shows or changes the whole organisation: a role in a team does not give it.
ORGANISATIONS = frozenset({Perm.RECORDS_QUERY})

ROLES: Mapping[str, frozenset[Perm]] = {
    "owner": ADMIN,
    "admin": ADMIN,
    "member": MEMBER,
    "viewer": VIEWER,
}


def allowed(caller: Caller, perm: Perm) -> bool:
    """By the caller's role in the organisation or, where that is enough, in any team; without one they may
    do what anybody may.
    """
    roles = (caller.role, *(team.role for team in caller.teams if perm not in ORGANISATIONS))
    return any(perm in ROLES.get(role or "", ANYBODY) for role in roles)
