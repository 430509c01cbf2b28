"""The framing of ARI: what messages become, and what requests look like on the wire."""

from __future__ import annotations

import json
from typing import Any

import pytest

from convonet_ari.errors import AriError, ProtocolError
from convonet_ari.stasis.ari import RESTResponse, UnknownEvent
from convonet_ari.stasis.ari.generated import CHANNEL, ChannelDtmfReceived, StasisStart
from convonet_ari.stasis.ari.rest import Query, read, segment
from convonet_ari.stasis.ari.wire import MAX_REQUEST_BYTES, decode, encode

pytestmark = pytest.mark.core

CHANNEL_JSON: dict[str, Any] = {
    "id": "1700000000.1",
    "name": "PJSIP/trunk-00000003",
    "state": "Ring",
    "protocol_id": "abc",
    "caller": {"name": "", "number": "+15550001111"},
    "connected": {"name": "", "number": ""},
    "accountcode": "",
    "dialplan": {
        "context": "in",
        "exten": "s",
        "priority": 3,
        "app_name": "Stasis",
        "app_data": "convonet-0",
    },
    "creationtime": "2026-01-01T00:00:00.000+0000",
    "language": "en",
}


def event(kind: str, **fields: Any) -> bytes:
    common = {"type": kind, "application": "convonet-0:x", "timestamp": "2026-01-01T00:00:00.000+0000"}
    return json.dumps(common | fields).encode()


def query_of(request: str) -> dict[str, str]:
    return {item["name"]: item["value"] for item in json.loads(request)["query_strings"]}


def test_a_stasis_start_carries_the_channel_and_the_arguments() -> None:
    match decode(event("StasisStart", args=["in", "1"], channel=CHANNEL_JSON)):
        case StasisStart(args=args, channel=channel):
            assert args == ("in", "1")
            assert channel.caller.number == "+15550001111"
        case other:
            pytest.fail(f"decoded to {other!r}")


def test_fields_of_a_newer_asterisk_are_ignored() -> None:
    found = decode(event("ChannelDtmfReceived", digit="5", duration_ms=80, channel=CHANNEL_JSON, mood="good"))
    assert isinstance(found, ChannelDtmfReceived)
    assert found.digit == "5"


def test_an_event_of_a_newer_asterisk_is_kept_as_it_came() -> None:
    found = decode(event("ChannelSang", song="la"))
    assert isinstance(found, UnknownEvent)
    assert (found.type, found.raw["song"], found.problem) == ("ChannelSang", "la", "")


def test_a_value_out_of_place_is_named_without_being_repeated() -> None:
    found = decode(event("ChannelDtmfReceived", digit=["4711"], duration_ms=80, channel=CHANNEL_JSON))
    assert isinstance(found, UnknownEvent)
    assert found.problem == "ChannelDtmfReceived.digit: string_type"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"7",
        b'{"type":7}',
        b"{}",
        b'{"type":""}',
        b'{"type":"RESTResponse"}',
        b"[" * 9999,
    ],
    ids=[
        "empty",
        "cut",
        "no utf-8",
        "null",
        "list",
        "number",
        "numeric type",
        "no type",
        "empty type",
        "bare response",
        "deep",
    ],
)
def test_what_is_no_message_is_a_protocol_error(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        decode(data)


def test_a_response_is_told_from_an_event() -> None:
    response = {"type": "RESTResponse", "transaction_id": "1", "request_id": "1", "status_code": 204}
    found = decode(json.dumps(response | {"reason_phrase": "No Content", "uri": "channels"}))
    assert isinstance(found, RESTResponse)
    assert found.message_body is None


def test_a_request_leaves_out_what_was_not_given() -> None:
    request = encode("7", "POST", "bridges", {"type": "mixing", "name": None}, None)
    assert json.loads(request) == {
        "type": "RESTRequest",
        "transaction_id": "7",
        "request_id": "7",
        "method": "POST",
        "uri": "bridges",
        "query_strings": [{"name": "type", "value": "mixing"}],
    }


def test_query_values_are_written_as_asterisk_reads_them() -> None:
    query: Query = {"mute": True, "hold": False, "timeout": 30, "channel": ["a", "b"], "media": "sound:hi"}
    assert query_of(encode("1", "POST", "x", query, None)) == {
        "mute": "true",
        "hold": "false",
        "timeout": "30",
        "channel": "a,b",
        "media": "sound:hi",
    }


def test_a_body_travels_as_json_text() -> None:
    request = json.loads(encode("1", "POST", "channels", None, {"variables": {"NAME": "Zoë"}}))
    assert request["content_type"] == "application/json"
    assert json.loads(request["message_body"]) == {"variables": {"NAME": "Zoë"}}


def test_a_request_over_asterisks_limit_is_refused_before_it_costs_the_socket() -> None:
    with pytest.raises(AriError) as caught:
        encode("1", "POST", "channels", None, {"variables": {"X": "x" * MAX_REQUEST_BYTES}})
    assert caught.value.status == 413


def test_a_path_segment_hides_every_separator() -> None:
    assert segment("convonet-1:PJSIP/trunk-00000003;2?") == "convonet-1%3APJSIP%2Ftrunk-00000003%3B2%3F"


def test_an_answer_that_breaks_the_promise_is_a_protocol_error_without_its_values() -> None:
    with pytest.raises(ProtocolError) as caught:
        read(CHANNEL, json.dumps(CHANNEL_JSON | {"caller": {"name": "Secret Person"}}))
    assert str(caught.value).endswith("caller.number: missing")
