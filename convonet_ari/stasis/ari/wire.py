"""The framing of ARI over one WebSocket, without the socket: messages in, requests out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from convonet_ari.errors import AriError, ProtocolError
from convonet_ari.stasis.ari.generated import EVENT_TYPES, MESSAGE, AnyEvent, RESTResponse
from convonet_ari.stasis.ari.rest import Query, Value, problem

# Asterisk's WebSocket reader drops the connection at a frame of 64 KiB (res_http_websocket).
MAX_REQUEST_BYTES = 65_000


@dataclass(frozen=True, slots=True)
class UnknownEvent:
    """An event newer than this client, or a known one with a value out of place, which `problem` names."""

    type: str
    raw: Mapping[str, Any]
    problem: str = ""


ReceivedEvent = AnyEvent | UnknownEvent


def decode(data: str | bytes) -> ReceivedEvent | RESTResponse:
    """One message of Asterisk. Raises ProtocolError when it is no JSON object with a `type`."""
    try:
        return MESSAGE.validate_json(data)
    except ValidationError as error:
        return _unexpected(data, error)


def _unexpected(data: str | bytes, error: ValidationError) -> UnknownEvent:
    try:
        raw = from_json(data)
    except ValueError:
        raise ProtocolError("an ARI message is not JSON") from None
    kind = raw.get("type") if isinstance(raw, dict) else None
    if not isinstance(kind, str) or kind in ("", "RESTResponse"):
        raise ProtocolError("an ARI message has no usable type, or is a response without its fields")
    return UnknownEvent(kind, raw, problem(error) if kind in EVENT_TYPES else "")


def encode(request_id: str, method: str, uri: str, query: Query | None, body: Any) -> str:
    """One RESTRequest. Raises AriError 413 when Asterisk would drop the socket over its size."""
    request: dict[str, Any] = {
        "type": "RESTRequest",
        "transaction_id": request_id,
        "request_id": request_id,
        "method": method,
        "uri": uri,
    }
    if query:
        request["query_strings"] = [
            {"name": name, "value": _text(value)} for name, value in query.items() if value is not None
        ]
    if body is not None:
        request |= {"content_type": "application/json", "message_body": json.dumps(body)}
    text = json.dumps(request)
    if len(text) > MAX_REQUEST_BYTES:
        raise AriError(413, "the request is larger than Asterisk accepts")
    return text


def _text(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int() | float() | None:
            return str(value)
        case _:
            return ",".join(value)
