"""The registry with every tool declared, and its description for people."""

from __future__ import annotations

from collections.abc import Iterator

from convonet_ari.tools import departments, query, todos
from convonet_ari.tools.permissions import ROLES
from convonet_ari.tools.registry import Registry, ToolSpec, registry
from convonet_ari.tools.server import schema

MODULES = (todos, departments, query)


def catalogue() -> Registry:
    """Every tool there is; importing this module declares them."""
    return registry


def document(tools: Registry) -> str:
    """`docs/tools.md`: what each tool does, needs and takes."""
    head = ["# Tools", "", "What the assistant can do for a caller. Written from the registry by a test.", ""]
    return "\n".join(
        [*head, *(line for spec in sorted(tools, key=lambda s: s.name) for line in _section(spec))]
    )


def _section(spec: ToolSpec) -> Iterator[str]:
    roles = [role for role, permissions in ROLES.items() if spec.needs in permissions]
    yield f"## {spec.name}"
    yield ""
    yield spec.description
    yield ""
    yield f"- needs `{spec.needs}`: {', '.join(roles)}"
    yield f"- while it works the caller hears “{spec.says}”"
    yield f"- {'writes records: once per tool call, and to its end' if spec.writes else 'writes no records'}"
    if spec.confirms:
        yield "- the caller confirms it first"
    if spec.deadline_s:
        yield f"- has {spec.deadline_s:g} seconds"
    yield from _arguments(spec)
    yield ""


def _arguments(spec: ToolSpec) -> Iterator[str]:
    parameters = schema(spec)
    required = parameters.get("required", [])
    for name, about in parameters.get("properties", {}).items():
        choices = f" One of {', '.join(about['enum'])}." if "enum" in about else ""
        must = "" if name in required else " (optional)"
        yield f"- `{name}`{must}: {about.get('description', '').rstrip('.')}.{choices}".replace(": .", ":")
