"""chan_websocket's words: exact, and deaf to nonsense."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convonet_ari.errors import ProtocolError
from convonet_ari.media.chan_websocket import (
    BufferingCompleted,
    Command,
    DtmfEnd,
    Mark,
    MarkProcessed,
    MediaStart,
    Message,
    Notice,
    Order,
    Refused,
    Status,
    StopBuffering,
    Unknown,
    build,
    parse,
)

pytestmark = pytest.mark.core

START = (
    '{"event":"MEDIA_START","connection_id":"5cf6","channel":"WebSocket/INCOMING/0x1","channel_id":"1.2",'
    '"format":"slin16","optimal_frame_size":640,"ptime":20,"channel_variables":{"A":"b"}}'
)
STATUS = (
    '{"event":"STATUS","channel_id":"1.2","queue_length":43,"xon_level":800,"xoff_level":900,'
    '"queue_full":false,"bulk_media":true,"media_paused":false}'
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (START, MediaStart("5cf6", "WebSocket/INCOMING/0x1", "1.2", "slin16", 640, 20)),
        (STATUS, Status(43, 800, 900, full=False, buffering=True, paused=False)),
        ('{"event":"MEDIA_XON","channel_id":"1.2"}', Notice.XON),
        ('{"event":"MEDIA_XOFF","channel_id":"1.2"}', Notice.XOFF),
        ('{"event":"QUEUE_DRAINED","channel_id":"1.2"}', Notice.DRAINED),
        ('{"event":"MEDIA_MARK_PROCESSED","channel_id":"1.2","correlation_id":"7"}', MarkProcessed("7")),
        ('{"event":"MEDIA_BUFFERING_COMPLETED","correlation_id":""}', BufferingCompleted("")),
        ('{"event":"DTMF_END","channel_id":"1.2","digit":"#"}', DtmfEnd("#")),
        ('{"event":"ERROR","channel_id":"1.2","error_text":"no"}', Refused("no")),
        ('{"event":"FROM_A_LATER_VERSION"}', Unknown("FROM_A_LATER_VERSION")),
    ],
)
def test_every_event_is_read(text: str, message: Message) -> None:
    assert parse(text) == message


@pytest.mark.parametrize(
    ("command", "text"),
    [
        (Order.FLUSH, '{"command":"FLUSH_MEDIA"}'),
        (Mark("12"), '{"command":"MARK_MEDIA","correlation_id":"12"}'),
        (StopBuffering("b"), '{"command":"STOP_MEDIA_BUFFERING","correlation_id":"b"}'),
    ],
)
def test_commands_are_written_as_json(command: Command, text: str) -> None:
    assert build(command) == text


def test_a_command_asterisk_would_ignore_for_its_length_is_an_error() -> None:
    with pytest.raises(ProtocolError):
        build(Mark("x" * 100))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "MEDIA_XON",
        "[]",
        "null",
        "{}",
        '{"event":7}',
        '{"event":"DTMF_END","digit":"12"}',
        '{"event":"MEDIA_MARK_PROCESSED"}',
        START.replace("640", "true"),
        START.replace("640", "-1"),
        STATUS.replace("true", "1"),
        "[" * 60_000,
        '{"event":"STATUS","queue_length":' + "9" * 10_000 + "}",
        "x" * 70_000,
    ],
)
def test_malformed_messages_are_protocol_errors(text: str) -> None:
    with pytest.raises(ProtocolError):
        parse(text)


def test_a_digit_is_not_shown() -> None:
    assert "4" not in repr(parse('{"event":"DTMF_END","digit":"4"}'))


VALUES: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just([{}])
)
KEYS = ["event", *json.loads(START), *json.loads(STATUS), "correlation_id", "digit", "error_text"]
EVENTS = ["MEDIA_START", "MEDIA_MARK_PROCESSED", "MEDIA_BUFFERING_COMPLETED", "DTMF_END", "STATUS", "ERROR"]
WHOLE = {"correlation_id": "1", "digit": "5", "error_text": "no", **json.loads(START), **json.loads(STATUS)}


def near_miss(event: str, key: str, value: object, cut: int) -> str:
    """A message with one wrong value, or cut short."""
    text = json.dumps({**WHOLE, "event": event, key: value})
    return text[: cut - 400] if cut < 400 else text


NEAR_MISSES = st.builds(
    near_miss, st.sampled_from(EVENTS), st.sampled_from(KEYS), VALUES, st.integers(0, 800)
)


@settings(max_examples=2_000, deadline=None)
@given(st.text(max_size=20) | NEAR_MISSES)
def test_whatever_arrives_is_a_message_or_a_protocol_error(text: str) -> None:
    with contextlib.suppress(ProtocolError):
        assert parse(text) is not None
