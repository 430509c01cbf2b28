"""The registry with every tool declared, and its description for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from convonet_ari.tools import (
    agenda,
    calendar,
    calendar_sync,
    callbacks,
    calls,
    departments,
    memories,
    organisation,
    overview,
    people,
    query,
    reminders,
    team_todos,
    teams,
    todo_changes,
    todos,
    undo,
)
from convonet_ari.tools.permissions import ORGANISATION, TEAM, Perm, governed_by_team
from convonet_ari.tools.registry import Registry, ToolSpec, registry
from convonet_ari.tools.server import schema

HEAD = (
    "# Tools",
    "",
    "What the assistant can do for a caller. Written from the registry by a test.",
    "",
    "## Who may do what",
    "",
    "The role in the organisation governs what is the caller's own and what concerns everybody. Roles are",
    "read anew for each tool call. Whoever has none may still ask for a person.",
    "",
)
IN_TEAMS = (
    "The role in a team governs what belongs to the team; the organisation's owners and admins stand in every"
    "\nteam as its owners and admins."
)

MODULES = (
    todos,
    todo_changes,
    reminders,
    calendar,
    agenda,
    undo,
    departments,
    query,
    team_todos,
    teams,
    people,
    calls,
    overview,
    callbacks,
    calendar_sync,
    memories,
    organisation,
)


def catalogue() -> Registry:
    """Every tool there is; importing this module declares them."""
    return registry


def document(tools: Registry) -> str:
    """`docs/tools.md`: who may do what, and what each tool does, needs and takes."""
    sections = (line for spec in sorted(tools, key=lambda s: s.name) for line in _section(spec))
    return "\n".join([*HEAD, *_roles(ORGANISATION), IN_TEAMS, "", *_roles(TEAM), *sections])


def _roles(table: Mapping[str, frozenset[Perm]]) -> Iterator[str]:
    yield f"| permission | {' | '.join(table)} |"
    yield f"|---|{'---|' * len(table)}"
    known = frozenset().union(*table.values())
    for perm in (perm for perm in Perm if perm in known):
        yield f"| `{perm}` | {' | '.join('yes' if perm in held else '–' for held in table.values())} |"
    yield ""


def _section(spec: ToolSpec) -> Iterator[str]:
    yield f"## {spec.name}"
    yield ""
    yield spec.description
    yield ""
    yield from (f"- {_governed(perm)}" for perm in (spec.needs, spec.in_team) if perm)
    yield f"- while it works the caller hears “{spec.says}”"
    yield f"- {'writes records: once per tool call, and to its end' if spec.writes else 'writes no records'}"
    if spec.confirms:
        yield "- asks before anything is lost or overlaps; acts when the caller agrees in a later turn"
    if spec.deadline_s:
        yield f"- has {spec.deadline_s:g} seconds"
    yield from _arguments(spec)
    yield ""


def _governed(perm: Perm) -> str:
    table, where = (TEAM, "team") if governed_by_team(perm) else (ORGANISATION, "organisation")
    roles = ", ".join(role for role, held in table.items() if perm in held)
    return f"the role in the {where} governs `{perm}`: {roles}"


def _arguments(spec: ToolSpec) -> Iterator[str]:
    parameters = schema(spec)
    required = parameters.get("required", [])
    for name, about in parameters.get("properties", {}).items():
        choices = f" One of {', '.join(about['enum'])}." if "enum" in about else ""
        must = "" if name in required else " (optional)"
        yield f"- `{name}`{must}: {about.get('description', '').rstrip('.')}.{choices}".replace(": .", ":")
