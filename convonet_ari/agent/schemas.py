"""What a model is told of a tool's arguments: the schema that is served, without what costs tokens only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# The server of the tools holds to these; a model neither counts characters nor writes null.
UNTOLD = ("default", "maxLength", "minLength", "maxItems", "minItems")


def told(schema: Mapping[str, Any]) -> dict[str, Any]:
    """An object's schema as it is put into each request."""
    arguments = {name: _argument(about) for name, about in schema.get("properties", {}).items()}
    return {**schema, "properties": arguments}


def _argument(about: Mapping[str, Any]) -> dict[str, Any]:
    kinds = [kind for kind in about.get("anyOf", ()) if kind.get("type") != "null"]
    if len(kinds) == 1:
        about = {**kinds[0], **{key: value for key, value in about.items() if key != "anyOf"}}
    told = {key: value for key, value in about.items() if key not in UNTOLD or _matters(key, value)}
    return {**told, "items": _argument(told["items"])} if "items" in told else told


def _matters(key: str, value: object) -> bool:
    return key == "default" and value is not None
