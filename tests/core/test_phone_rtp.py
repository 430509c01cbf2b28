"""RTP packets, telephone events and µ-law, to the bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari import ulaw
from convonet_ari.embedded.phone import rtp
from convonet_ari.embedded.phone.errors import RtpError
from convonet_ari.embedded.phone.rtp import Event, Packet

pytestmark = pytest.mark.core

word = st.integers(0, 2**32 - 1)


@given(st.integers(0, 127), st.booleans(), st.integers(0, 65535), word, word, st.binary(max_size=200))
def test_a_packet_survives_being_built_and_parsed(
    kind: int, marker: bool, sequence: int, timestamp: int, ssrc: int, payload: bytes
) -> None:
    packet = Packet(kind, marker, sequence, timestamp, ssrc, payload)
    assert rtp.parse(rtp.build(packet)) == packet


@given(st.integers(0, 255), st.booleans(), st.integers(0, 63), st.integers(0, 65535))
def test_an_event_survives_being_built_and_parsed(code: int, end: bool, volume: int, duration: int) -> None:
    event = Event(code, end, volume, duration)
    assert rtp.parse_event(rtp.build_event(event)) == event


def test_sources_extension_and_padding_are_no_payload() -> None:
    plain = rtp.build(Packet(0, False, 1, 2, 3, b"audio"))
    full = bytes([0x80 | 0x20 | 0x10 | 1]) + plain[1:12] + bytes(4) + b"\0\0\0\1" + bytes(4) + b"audio\0\0\3"
    assert rtp.parse(full).payload == b"audio"


@given(st.binary(max_size=40))
def test_any_datagram_is_a_packet_or_refused(data: bytes) -> None:
    for taken in (data, b"\x80" + data, b"\xbf" + data):
        try:
            rtp.parse_event(rtp.parse(taken).payload)
        except RtpError:
            continue


def decoded(code: int) -> int:
    """G.711 as its text has it."""
    flipped = ~code & 0xFF
    magnitude = (((flipped & 0x0F) * 2 + 33) << (flipped >> 4 & 7)) - 33
    return -4 * magnitude if flipped & 0x80 else 4 * magnitude


def encoded(sample: int) -> int:
    """The reference encoder: 14 bits, bias 33, clipped at 8159."""
    short = sample >> 2
    magnitude = min(abs(short), 8159) + 33
    segment = magnitude.bit_length() - 6
    code = 0x7F if segment > 7 else segment << 4 | (magnitude >> segment + 1 & 0x0F)
    return code ^ (0x7F if short < 0 else 0xFF)


def test_every_code_decodes_as_g711_says() -> None:
    assert ulaw.decode(bytes(range(256))).tolist() == [decoded(code) for code in range(256)]


def test_every_sample_encodes_as_the_reference_does() -> None:
    samples = np.arange(-32768, 32768, dtype=np.int16)
    assert list(ulaw.encode(samples)) == [encoded(int(sample)) for sample in samples]


def test_what_was_decoded_encodes_to_itself() -> None:
    codes = bytes(code for code in range(256) if code != 0x7F)
    assert ulaw.encode(ulaw.decode(codes)) == codes
