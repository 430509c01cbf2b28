"""RTP packets (RFC 3550) and telephone events (RFC 4733) as values."""

from __future__ import annotations

import struct
from typing import NamedTuple

from convonet_ari.embedded.phone.errors import RtpError

DIGITS = "0123456789*#ABCD"
PCMU = 0
_HEADER = struct.Struct("!BBHII")
_EVENT = struct.Struct("!BBH")


class Packet(NamedTuple):
    payload_type: int
    marker: bool
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes


class Event(NamedTuple):
    """`code` indexes DIGITS up to 15; `duration` counts samples since the event's timestamp."""

    code: int
    end: bool
    volume: int
    duration: int


def parse(data: bytes) -> Packet:
    if len(data) < 12:
        raise RtpError("shorter than an RTP header")
    first, second, sequence, timestamp, ssrc = _HEADER.unpack_from(data)
    if first >> 6 != 2:
        raise RtpError("not RTP version 2")
    payload = data[12:] if first == 0x80 else _payload(data, first)
    return Packet(second & 0x7F, second >= 0x80, sequence, timestamp, ssrc, payload)


def build(packet: Packet) -> bytes:
    kind = packet.payload_type | (0x80 if packet.marker else 0)
    return _HEADER.pack(0x80, kind, packet.sequence, packet.timestamp, packet.ssrc) + packet.payload


def parse_event(payload: bytes) -> Event:
    if len(payload) < 4:
        raise RtpError("shorter than a telephone event")
    code, flags, duration = _EVENT.unpack_from(payload)
    return Event(code, flags >= 0x80, flags & 0x3F, duration)


def build_event(event: Event) -> bytes:
    return _EVENT.pack(event.code, (0x80 if event.end else 0) | event.volume, event.duration)


def _payload(data: bytes, first: int) -> bytes:
    """What is left after contributing sources, a header extension and padding."""
    start = 12 + 4 * (first & 0x0F)
    if first & 0x10:
        if len(data) < start + 4:
            raise RtpError("the header extension is cut off")
        start += 4 + 4 * int.from_bytes(data[start + 2 : start + 4], "big")
    end = len(data) - (data[-1] if first & 0x20 else 0)
    if start > end:
        raise RtpError("the header is longer than the packet")
    return data[start:end]
