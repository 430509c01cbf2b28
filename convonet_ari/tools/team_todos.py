"""Todos that are a team's, and todos for somebody else."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from pydantic import Field

from convonet_ari.errors import ToolDenied, ToolError
from convonet_ari.store import directory
from convonet_ari.store import work as store
from convonet_ari.store.directory import Person
from convonet_ari.store.teams import Team
from convonet_ari.store.work import Todo
from convonet_ari.tools import dates
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.matching import matches
from convonet_ari.tools.meaning import is_it, meant
from convonet_ari.tools.naming import split_person
from convonet_ari.tools.permissions import DENIED, Perm, allowed_in, require_in
from convonet_ari.tools.registry import tool
from convonet_ari.tools.times import moment
from convonet_ari.tools.todo_rules import require_write
from convonet_ari.tools.todos import Day, Title, due_when, spoken_todo
from convonet_ari.tools.who import MaybeTeam, PersonName, own_team, person_named, team_named
from convonet_ari.tools.wording import counted, one_line

SPOKEN = 5

TodoTitle = Annotated[
    str | None,
    Field(max_length=200, description="The todo in the caller's words; leave it out for 'it', the last one."),
]


@tool("create_team_todo", needs=Perm.TEAM_TODO_WRITE, says="Creating the todo for your team…", writes=True)
async def create_team_todo(
    ctx: ToolContext, work: Work, title: Title, team: MaybeTeam = None, due: Day = None
) -> str:
    """Create a todo that belongs to a team; without a team's name it is the caller's only one."""
    whose = await own_team(work, team, Perm.TEAM_TODO_WRITE)
    require_in(ctx.caller, Perm.TEAM_TODO_WRITE, whose.id)
    made = await _create(ctx, work, title, due, whose.id, None)
    return f"I created the todo “{made.title}” for the team {whose.name}{_due(made, ctx)}."


@tool("get_team_todos", needs=Perm.TEAM_TODO_READ, says="Looking up the team's todos…")
async def get_team_todos(ctx: ToolContext, work: Work, team: MaybeTeam = None) -> str:
    """Tell a team's open todos and who is to do them."""
    whose = await own_team(work, team, Perm.TEAM_TODO_READ)
    require_in(ctx.caller, Perm.TEAM_TODO_READ, whose.id)
    found = await store.team_todos(work.tx, whose.id)
    names = {person.user_id: person.name for person in await directory.people(work.tx)}
    told = [f"{spoken_todo(todo, ctx.now)}{_by(todo, names)}" for todo in found[:SPOKEN]]
    more = [f"{len(found) - SPOKEN} more"] if len(found) > SPOKEN else []
    about = f"The team {whose.name} has {counted(len(found), 'open todo')}"
    return f"{about}: {'; '.join(told + more)}." if found else f"{about}."


@tool(
    "assign_todo",
    needs=Perm.TODO_WRITE,
    in_team=Perm.TEAM_TODO_WRITE,
    says="Assigning it…",
    writes=True,
)
async def assign_todo(
    ctx: ToolContext, work: Work, person: PersonName, title: TodoTitle = None, due: Day = None
) -> str:
    """Give a todo to somebody, "John in the dev team" for example; one that does not exist yet is created."""
    who = await person_named(work, person)
    team = await _shared_team(ctx, work, person, who)
    todo = await _existing(ctx, work, title)
    if todo is None:
        todo = await _create(ctx, work, title or "", due, team.id if team else None, who.user_id)
        return f"I created the todo “{todo.title}” for {who.name}{_due(todo, ctx)}."
    require_write(ctx.caller, todo)
    if todo.assignee == who.user_id:
        raise ToolError(f"“{todo.title}” is {who.name}'s already.")
    await store.update_todo(work.tx, replace(todo, assignee=who.user_id))
    return f"I assigned “{todo.title}” to {who.name}."


async def _existing(ctx: ToolContext, work: Work, title: str | None) -> Todo | None:
    """The open todo that is meant; None when nothing is called that."""
    if is_it(title):
        return await meant(ctx, work, title, await work.find_todos(""), "todos", "open todo")
    found = await work.find_todos(title or "")
    if not matches(title or "", found, lambda todo: todo.title):
        return None
    return await meant(ctx, work, title, found, "todos", "open todo")


async def _shared_team(ctx: ToolContext, work: Work, said: str, who: Person) -> Team | None:
    """The team as whose todo somebody gets one: the one named, else the only one that both may work in.

    Raises ToolDenied for who shares no team with them: nobody is given work by strangers.
    """
    named = split_person(said)[1]
    if who.user_id == ctx.caller.user_id and named is None:
        return None
    theirs = [await team_named(work, named)] if named else await directory.teams_of(work.tx, who.user_id)
    may = [team for team in theirs if allowed_in(ctx.caller, Perm.TEAM_TODO_WRITE, team.id)]
    if not may:
        raise ToolDenied(DENIED)
    return may[0]


async def _create(
    ctx: ToolContext, work: Work, title: str, due: str | None, team_id: UUID | None, assignee: UUID | None
) -> Todo:
    when = due_when(due, ctx.now)
    due_at = moment(when.day, when.at, ctx.now.tzinfo) if when and when.at else None
    return await store.create_todo(
        work.tx,
        ctx.caller,
        one_line(title, 200),
        when.day if when else None,
        due_at=due_at,
        assignee=assignee,
        team_id=team_id,
        call_id=ctx.call_id,
    )


def _due(todo: Todo, ctx: ToolContext) -> str:
    if todo.due is None:
        return ""
    at = todo.due_at.astimezone(ctx.now.tzinfo).time() if todo.due_at else None
    return f", due {dates.spoken(todo.due, ctx.now.date(), at)}"


def _by(todo: Todo, names: dict[UUID, str]) -> str:
    return f", for {names[todo.assignee]}" if todo.assignee in names else ""
