"""What a model is told of tools: no more than it can use, and nothing less."""

from __future__ import annotations

import pytest

from convonet_ari.agent.schemas import told
from convonet_ari.tools.catalogue import catalogue
from convonet_ari.tools.registry import ToolSpec
from convonet_ari.tools.server import schema

pytestmark = pytest.mark.core


def test_an_argument_that_may_be_left_out_is_told_by_its_kind_alone() -> None:
    served = {"anyOf": [{"type": "string", "maxLength": 60}, {"type": "null"}], "default": None}
    asked = told({"type": "object", "properties": {"when": {**served, "description": "A day."}}})
    assert asked == {"type": "object", "properties": {"when": {"type": "string", "description": "A day."}}}


def test_a_list_may_be_left_out_too() -> None:
    names = {"type": "array", "items": {"type": "string", "maxLength": 80}, "maxItems": 20}
    asked = told({"properties": {"who": {"anyOf": [names, {"type": "null"}], "default": None}}})
    assert asked["properties"]["who"] == {"type": "array", "items": {"type": "string"}}


def test_numbers_keep_their_bounds_and_what_holds_without_them() -> None:
    minutes = {"type": "integer", "minimum": 5, "maximum": 540, "default": 60, "description": "How long."}
    assert told({"properties": {"minutes": minutes}})["properties"]["minutes"] == minutes


@pytest.mark.parametrize("spec", list(catalogue()), ids=lambda spec: spec.name)
def test_every_argument_of_a_tool_is_told_with_its_meaning_and_its_choices(spec: ToolSpec) -> None:
    served = schema(spec)
    asked = told(served)
    assert asked.get("required") == served.get("required")
    assert asked["properties"].keys() == served["properties"].keys()
    for name, about in served["properties"].items():
        argument = asked["properties"][name]
        assert "type" in argument or "enum" in argument
        assert argument.get("description") == about.get("description")
        kinds = [about, *about.get("anyOf", [])]
        assert argument.get("enum") == next((kind["enum"] for kind in kinds if "enum" in kind), None)
