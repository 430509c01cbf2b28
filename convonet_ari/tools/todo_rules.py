"""Whose todo it is, and so whose role decides: the team's for a team's, the organisation's for all others."""

from __future__ import annotations

from convonet_ari.errors import ToolDenied
from convonet_ari.store.people import Caller
from convonet_ari.store.work import Todo
from convonet_ari.tools.permissions import DENIED, Perm, allowed, require_in


def require_write(caller: Caller, todo: Todo) -> None:
    """Raise ToolDenied unless the caller may change this todo."""
    _require(caller, todo, Perm.TEAM_TODO_WRITE)


def require_delete(caller: Caller, todo: Todo) -> None:
    """What a member of the team made, they may delete again; the rest is for the team's admins."""
    _require(
        caller, todo, Perm.TEAM_TODO_WRITE if todo.created_by == caller.user_id else Perm.TEAM_TODO_DELETE
    )


def _require(caller: Caller, todo: Todo, in_team: Perm) -> None:
    if todo.team_id is not None:
        require_in(caller, in_team, todo.team_id)
    elif not allowed(caller, Perm.TODO_WRITE):
        raise ToolDenied(DENIED)
