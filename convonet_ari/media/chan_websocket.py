"""The words chan_websocket and we exchange beside the audio, as JSON, without a socket.

Source: channels/chan_websocket.c of Asterisk 22, which ignores commands longer than 128 bytes without a word.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from convonet_ari.errors import ProtocolError

TRANSPORT_DATA = "f(json)"
COMMAND_BYTES = 128
MESSAGE_CHARS = 65_535
DIGITS = frozenset("0123456789ABCDabcd*#")


class Order(StrEnum):
    """Commands without an argument."""

    ANSWER = "ANSWER"
    HANGUP = "HANGUP"
    FLUSH = "FLUSH_MEDIA"
    PAUSE = "PAUSE_MEDIA"
    CONTINUE = "CONTINUE_MEDIA"
    START_BUFFERING = "START_MEDIA_BUFFERING"
    REPORT_DRAINED = "REPORT_QUEUE_DRAINED"
    GET_STATUS = "GET_STATUS"


@dataclass(frozen=True, slots=True)
class Mark:
    """Comes back as MarkProcessed when playout reaches this place of the queue; a flush discards it."""

    id: str


@dataclass(frozen=True, slots=True)
class StopBuffering:
    """Comes back as BufferingCompleted when what was buffered has been played."""

    id: str


Command = Order | Mark | StopBuffering


class Notice(StrEnum):
    """Events that say no more than their name."""

    XON = "MEDIA_XON"
    XOFF = "MEDIA_XOFF"
    DRAINED = "QUEUE_DRAINED"


@dataclass(frozen=True, slots=True)
class MediaStart:
    """The first message; audio sent before it is lost."""

    connection: str
    channel: str
    channel_id: str
    format: str
    frame_bytes: int
    frame_ms: int


@dataclass(frozen=True, slots=True)
class MarkProcessed:
    id: str


@dataclass(frozen=True, slots=True)
class BufferingCompleted:
    id: str


@dataclass(frozen=True, slots=True)
class DtmfEnd:
    digit: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Status:
    """Frames waiting in Asterisk's queue, and its flags."""

    queued: int
    xon_level: int
    xoff_level: int
    full: bool
    buffering: bool
    paused: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """Asterisk's ERROR: it did not understand, or may not do, a command."""

    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Well formed, and of a kind this product does not know."""

    event: str


Message = Notice | MediaStart | MarkProcessed | BufferingCompleted | DtmfEnd | Status | Refused | Unknown


def build(command: Command) -> str:
    """Raises ProtocolError when Asterisk would ignore the command for its length."""
    match command:
        case Order():
            text = _dump(command=command.value)
        case Mark(mark):
            text = _dump(command="MARK_MEDIA", correlation_id=mark)
        case StopBuffering(mark):
            text = _dump(command="STOP_MEDIA_BUFFERING", correlation_id=mark)
    if len(text) > COMMAND_BYTES:
        raise ProtocolError(f"a command of {len(text)} bytes, {COMMAND_BYTES} are allowed")
    return text


def parse(text: str) -> Message:
    """Raises ProtocolError on anything that is no event of chan_websocket."""
    data = _load(text)
    event = _text(data, "event")
    if event in set(Notice):
        return Notice(event)
    reader = _READERS.get(event)
    return reader(data) if reader else Unknown(event)


def _dump(**fields: str) -> str:
    return json.dumps(fields, separators=(",", ":"))


def _load(text: str) -> Mapping[str, Any]:
    if len(text) > MESSAGE_CHARS:
        raise ProtocolError(f"a media message of {len(text)} characters")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProtocolError("a media message that is no JSON") from error
    if not isinstance(data, dict):
        raise ProtocolError("a media message that is no JSON object")
    return data


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str):
        raise ProtocolError(f"a media message without a text in {key}")
    return value


def _number(data: Mapping[str, Any], key: str) -> int:
    value = data.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 31:
        raise ProtocolError(f"a media message without a number in {key}")
    return value


def _flag(data: Mapping[str, Any], key: str) -> bool:
    value = data.get(key)
    if not isinstance(value, bool):
        raise ProtocolError(f"a media message without a flag in {key}")
    return value


def _media_start(data: Mapping[str, Any]) -> MediaStart:
    names = ("connection_id", "channel", "channel_id", "format")
    connection, channel, channel_id, form = (_text(data, name) for name in names)
    frame_bytes, frame_ms = (_number(data, name) for name in ("optimal_frame_size", "ptime"))
    return MediaStart(connection, channel, channel_id, form, frame_bytes, frame_ms)


def _dtmf(data: Mapping[str, Any]) -> DtmfEnd:
    digit = _text(data, "digit")
    if digit not in DIGITS:
        raise ProtocolError("a DTMF message without one digit")
    return DtmfEnd(digit.upper())


def _status(data: Mapping[str, Any]) -> Status:
    queued, xon, xoff = (_number(data, name) for name in ("queue_length", "xon_level", "xoff_level"))
    full, bulk, paused = (_flag(data, name) for name in ("queue_full", "bulk_media", "media_paused"))
    return Status(queued, xon, xoff, full, bulk, paused)


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Message]] = {
    "MEDIA_START": _media_start,
    "MEDIA_MARK_PROCESSED": lambda data: MarkProcessed(_text(data, "correlation_id")),
    "MEDIA_BUFFERING_COMPLETED": lambda data: BufferingCompleted(_text(data, "correlation_id")),
    "DTMF_END": _dtmf,
    "STATUS": _status,
    "ERROR": lambda data: Refused(_text(data, "error_text")),
}
