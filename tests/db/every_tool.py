"""Arguments with which any tool, present or to come, can be called in the demonstration's company."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from convonet_ari.tools.registry import ToolSpec
from convonet_ari.tools.server import schema

NAMED: Mapping[str, str] = {
    "title": "Budget report",
    "name": "Night shift",
    "new_name": "Late shift",
    "person": "Ben",
    "assignee": "Ben",
    "team": "development",
    "words": "budget",
    "query": "budget",
    "sql": "SELECT count(*) FROM todos",
    "starts": "tomorrow at 3 pm",
    "when": "tomorrow at 3 pm",
    "due": "tomorrow at 3 pm",
    "at": "tomorrow at 3 pm",
    "until": "tomorrow at 3 pm",
    "role": "viewer",
    "email": "ann@example.com",
    "timezone": "Berlin",
}
VALUES: Mapping[str, Any] = {"string": "tomorrow", "integer": 1, "number": 1, "boolean": True, "array": []}


def arguments(spec: ToolSpec, said: Mapping[str, str] = NAMED) -> dict[str, Any]:
    """A value for everything the tool requires."""
    parameters = schema(spec)
    properties = parameters.get("properties", {})
    return {name: _value(name, properties[name], said) for name in parameters.get("required", [])}


def texts(spec: ToolSpec) -> list[str]:
    """Every argument that is free text, optional or not."""
    return [name for name, about in schema(spec).get("properties", {}).items() if _is_text(about)]


def _value(name: str, about: Mapping[str, Any], said: Mapping[str, str]) -> Any:
    if "enum" in about and said.get(name) not in about["enum"]:
        return about["enum"][0]
    return said[name] if name in said else VALUES[about.get("type", "string")]


def _is_text(about: Mapping[str, Any]) -> bool:
    kinds = about.get("anyOf", [about])
    return any(kind.get("type") == "string" and "enum" not in kind for kind in kinds)
