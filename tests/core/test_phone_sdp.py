"""Session descriptions: ours survive, Asterisk's are understood, nonsense is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.embedded.phone import sdp
from convonet_ari.embedded.phone.errors import SdpError
from convonet_ari.embedded.phone.sdp import Session

pytestmark = pytest.mark.core

ASTERISK = (
    b"v=0\r\no=- 1466 1468 IN IP4 127.0.0.1\r\ns=Asterisk\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    b"m=audio 10004 RTP/AVP 0 8 96\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n"
    b"a=rtpmap:96 telephone-event/8000\r\na=fmtp:96 0-16\r\na=ptime:20\r\na=maxptime:140\r\na=sendonly\r\n"
)


def test_a_description_of_asterisk_is_understood() -> None:
    assert sdp.parse(ASTERISK) == Session("127.0.0.1", 10004, "sendonly", 96, 1466, 1468)


@given(
    st.integers(0, 65535),
    st.sampled_from(["sendrecv", "sendonly", "recvonly", "inactive"]),
    st.none() | st.integers(96, 127),
)
def test_a_description_survives_being_built_and_parsed(
    port: int, direction: sdp.Direction, events: int | None
) -> None:
    session = Session("127.0.0.2", port, direction, events, ident=5, version=9)
    assert sdp.parse(sdp.build(session)) == session


def test_the_address_of_the_stream_wins_over_the_common_one() -> None:
    body = ASTERISK.replace(b"a=rtpmap:0", b"c=IN IP4 127.0.0.9\r\na=rtpmap:0")
    assert sdp.parse(body).host == "127.0.0.9"


def test_video_beside_the_audio_is_passed_over() -> None:
    body = ASTERISK.replace(b"m=audio", b"m=video 9 RTP/AVP 99\r\na=inactive\r\nm=audio", 1)
    assert sdp.parse(body).direction == "sendonly"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        ASTERISK.replace(b"m=audio", b"m=image"),
        ASTERISK.replace(b"AVP 0 8", b"AVP 9 8"),
        ASTERISK.replace(b"10004", b"70000"),
        ASTERISK.replace(b"RTP/AVP", b"UDP/TLS/RTP/SAVPF"),
        ASTERISK.replace(b"c=IN IP4 127.0.0.1", b"c=IN IP6 ::1"),
    ],
)
def test_a_description_we_cannot_speak_raises(body: bytes) -> None:
    with pytest.raises(SdpError):
        sdp.parse(body)


@given(st.binary(max_size=60), st.integers(0, len(ASTERISK)), st.integers(0, 40))
def test_damaged_descriptions_are_parsed_or_refused(noise: bytes, at: int, cut: int) -> None:
    try:
        sdp.build(sdp.parse(ASTERISK[:at] + noise + ASTERISK[at + cut :]))
    except SdpError:
        return
