"""The generator: Swagger descriptions in, one typed module out."""

from __future__ import annotations

import ast
import inspect
from typing import Any

import pytest

from convonet_ari.stasis.ari import codegen, generated

pytestmark = pytest.mark.core

STRING: dict[str, Any] = {"type": "string", "required": True}
DOCS: dict[str, Any] = {
    "events": {
        "apis": [],
        "models": {
            "Message": {"properties": {"type": STRING}, "subTypes": ["Event"]},
            "Event": {"properties": {"application": STRING}, "subTypes": ["BellRang", "RESTResponse"]},
            "BellRang": {"description": "It rang.", "properties": {"from": STRING, "at": {"type": "Date"}}},
            "RESTResponse": {
                "properties": {"type": STRING, "status_code": {"type": "int", "required": True}}
            },
        },
    },
    "bells": {
        "models": {"Bell": {"properties": {"id": STRING, "tones": {"type": "List[int]"}}}},
        "apis": [
            {
                "path": "/bells/{bellId}",
                "operations": [
                    {
                        "httpMethod": "POST",
                        "nickname": "sendDTMFNow",
                        "summary": "Send it.",
                        "responseClass": "List[Bell]",
                        "parameters": [
                            {"name": "bellId", "paramType": "path", "dataType": "string", "required": True},
                            {
                                "name": "onlyIf",
                                "paramType": "query",
                                "dataType": "boolean",
                                "defaultValue": True,
                            },
                            {"name": "variables", "paramType": "body", "dataType": "containers"},
                        ],
                        "errorResponses": [{"code": 404, "reason": "No such bell"}],
                    },
                    {
                        "httpMethod": "GET",
                        "nickname": "file",
                        "summary": "A file.",
                        "responseClass": "binary",
                    },
                    {"httpMethod": "GET", "nickname": "ws", "summary": "A socket.", "upgrade": "websocket"},
                ],
            }
        ],
    },
}


def test_an_operation_becomes_a_typed_method_with_its_documentation() -> None:
    text = codegen.generate(DOCS)
    assert (
        """\
    async def send_dtmf_now(
        self,
        bell_id: str,
        *,
        only_if: bool | None = None,
        variables: Container | None = None,
    ) -> tuple[Bell, ...]:
        \"\"\"`POST /bells/{bellId}`

        Args:
            bell_id: string `bellId` in the path, required.
            only_if: boolean `onlyIf` in the query, optional. Default: True.
            variables: containers `variables` in the body, optional, pass the value alone.

        Raises AriError: 404.
        \"\"\"
"""
        in text
    )
    assert 'f"bells/{segment(bell_id)}"' in text
    assert 'None if variables is None else {"variables": variables}' in text


def test_no_wording_of_the_descriptions_is_copied() -> None:
    text = codegen.generate(DOCS)
    for prose in ("Send it.", "It rang.", "No such bell"):
        assert prose not in text


def test_files_and_the_event_socket_are_left_out() -> None:
    text = codegen.generate(DOCS)
    assert "async def file" not in text
    assert "async def ws" not in text


def test_an_event_knows_its_type_and_escapes_python_keywords() -> None:
    text = codegen.generate(DOCS)
    assert "class BellRang(Event):" in text
    assert 'type: Literal["BellRang"] = "BellRang"' in text
    assert 'from_: Annotated[str, Field(validation_alias="from")]' in text
    assert "at: str | None = None" in text


def test_the_response_frame_demands_nothing_of_an_event() -> None:
    assert "class RESTResponse:" in codegen.generate(DOCS)


def test_the_same_descriptions_give_the_same_valid_python() -> None:
    text = codegen.generate(DOCS)
    assert text == codegen.generate(DOCS)
    ast.parse(text)


def test_the_vocabulary_of_ari_py_is_kept() -> None:
    spoken = {
        generated.Channels: (
            "originate",
            "answer",
            "continue_in_dialplan",
            "external_media",
            "hangup",
            "get",
        ),
        generated.Bridges: ("create", "add_channel", "remove_channel", "destroy", "list"),
        generated.Applications: ("get", "subscribe"),
        generated.Playbacks: ("control", "stop"),
    }
    for resource, names in spoken.items():
        assert all(inspect.iscoroutinefunction(getattr(resource, name)) for name in names)


def test_every_line_of_the_module_fits_the_page() -> None:
    assert max(map(len, inspect.getsource(generated).splitlines())) <= codegen.WIDTH
