"""The telephone's SIP messages: what is read, what is written, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.embedded.phone import sip
from convonet_ari.embedded.phone.dialog import ack_of_failure, cancel_of, reply, untagged
from convonet_ari.embedded.phone.errors import SipError
from convonet_ari.embedded.phone.line import Line
from convonet_ari.embedded.phone.sip import Headers, Request, Response
from convonet_ari.embedded.phone.wire import Wire

pytestmark = pytest.mark.core

INVITE = (
    b"INVITE sip:1001@127.0.0.1 SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 127.0.0.1:5060;rport;branch=z9hG4bKabc\r\n"
    b"v: SIP/2.0/UDP 10.0.0.1, SIP/2.0/UDP 10.0.0.2;branch=z9hG4bKdef\r\n"
    b"Record-Route: <sip:one;lr>, <sip:two;lr>\r\n"
    b'f: "Maria \\"M\\" Lopez" <sip:+15551234567@127.0.0.1>;tag=far\r\n'
    b"To: <sip:1001@127.0.0.1>\r\n"
    b"i: call-1\r\n"
    b"CSeq: 7 INVITE\r\n"
    b"Subject: a long\r\n  line\r\n"
    b"m: <sip:asterisk@127.0.0.1:5060>\r\n"
    b"l: 4\r\n"
    b"\r\n"
    b"v=0\nleft over"
)


def invite() -> Request:
    message = sip.parse(INVITE)
    assert isinstance(message, Request)
    return message


def test_compact_names_folded_lines_and_lists_are_understood() -> None:
    request = invite()
    assert request.headers["From"] == request.headers["f"]
    assert request.headers["call-id"] == "call-1"
    assert request.headers["subject"] == "a long line"
    assert len(request.headers.all("via")) == 3
    assert request.headers.all("record-route") == ["<sip:one;lr>", "<sip:two;lr>"]
    assert (sip.cseq(request), sip.branch(request)) == ((7, "INVITE"), "z9hG4bKabc")


def test_the_body_ends_where_content_length_says() -> None:
    assert invite().body == b"v=0\n"


def test_a_name_address_is_taken_apart() -> None:
    address = sip.name_addr(invite().headers["from"])
    assert address == ('Maria "M" Lopez', "sip:+15551234567@127.0.0.1", {"tag": "far"})
    assert sip.name_addr("sip:1001@host;tag=x") == ("", "sip:1001@host", {"tag": "x"})
    assert sip.name_addr("Sam <sip:1001@host;lr>").name == "Sam"


def test_a_uri_is_taken_apart() -> None:
    assert sip.uri_parts("sip:1001@127.0.0.1:5062;lr") == ("1001", "127.0.0.1", 5062)
    assert sip.uri_parts("sip:pbx.example") == ("", "pbx.example", None)


@pytest.mark.parametrize("uri", ["tel:1", "sip:", "sip:a@b:99999", ""])
def test_what_is_no_sip_uri_is_refused(uri: str) -> None:
    with pytest.raises(SipError):
        sip.uri_parts(uri)


def test_a_message_survives_being_built_and_parsed() -> None:
    assert sip.build(sip.parse(sip.build(invite()))) == sip.build(invite())


def test_a_response_copies_what_names_its_request() -> None:
    answer = sip.parse(sip.build(reply(invite(), 180, "Ringing", local="<sip:1001@127.0.0.1>;tag=near")))
    assert isinstance(answer, Response)
    assert (answer.status, answer.reason) == (180, "Ringing")
    assert answer.headers.all("via") == invite().headers.all("via")
    assert answer.headers.all("record-route") == ["<sip:one;lr>", "<sip:two;lr>"]
    assert answer.headers["to"] == "<sip:1001@127.0.0.1>;tag=near"


def test_ack_and_cancel_share_the_transaction_of_the_invite() -> None:
    line = Line(Wire(lambda _: None, lambda _: None), ("127.0.0.2", 5080), ("127.0.0.1", 5060), "a", "h")
    sent = line.dialog("sip:1@127.0.0.1").request("INVITE", (("X-Thing", "1"),), b"v=0")
    refusal = reply(sent, 486, "Busy Here", local="<sip:1@127.0.0.1>;tag=far")
    for twin in (ack_of_failure(sent, refusal), cancel_of(sent)):
        assert sip.branch(twin) == sip.branch(sent)
        assert sip.cseq(twin) == (sip.cseq(sent)[0], twin.method)
        assert twin.headers.all("via") == sent.headers.all("via")[:1]
        assert not twin.body
    assert ack_of_failure(sent, refusal).headers["to"].endswith("tag=far")
    assert "tag" not in cancel_of(sent).headers["to"]


def test_the_called_side_sees_the_dialog_mirrored() -> None:
    line = Line(Wire(lambda _: None, lambda _: None), ("127.0.0.1", 5080), ("127.0.0.1", 5060), "1001", "h")
    dialog = line.accept(invite())
    bye = dialog.request("BYE")
    assert bye.uri == "sip:asterisk@127.0.0.1:5060"
    assert bye.headers.all("route") == ["<sip:one;lr>", "<sip:two;lr>"]
    assert bye.headers["to"] == invite().headers["from"]
    assert untagged(bye.headers["from"]) == invite().headers["to"]


def test_a_request_goes_to_the_address_it_names_or_else_to_the_server() -> None:
    line = Line(Wire(lambda _: None, lambda _: None), ("127.0.0.2", 5080), ("127.0.0.9", 5099), "a", "h")
    assert line.next_hop(line.dialog("sip:1@127.0.0.1:5061").request("INVITE")) == ("127.0.0.1", 5061)
    assert line.next_hop(line.dialog("sip:1@pbx.example").request("INVITE")) == ("127.0.0.9", 5099)


def test_a_line_break_in_a_header_is_never_sent() -> None:
    request = Request("OPTIONS", "sip:1@h", Headers((*invite().headers.pairs, ("X-Name", "a\r\nVia: evil"))))
    with pytest.raises(SipError):
        sip.build(request)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n\r\n",
        b"INVITE sip:1@h SIP/2.0",
        INVITE.replace(b"CSeq: 7 INVITE", b"CSeq: 7 BYE"),
        INVITE.replace(b"CSeq: 7 INVITE", b"CSeq: x INVITE"),
        INVITE.replace(b"CSeq: 7 INVITE", b"CSeq: 2147483648 INVITE"),
        INVITE.replace(b";branch=z9hG4bKabc", b""),
        INVITE.replace(b"i: call-1\r\n", b""),
        INVITE.replace(b"l: 4", b"l: 4000"),
        INVITE.replace(b"l: 4", b"l: -1"),
        INVITE.replace(b"l: 4", "l: ²".encode()),
        INVITE.replace(b"SIP/2.0\r\nVia", b"SIP/3.0\r\nVia", 1),
        INVITE.replace(b"Subject: a", b"no colon"),
        INVITE.replace(b"Subject", b"\xff\xfe"),
        INVITE.replace(b"INVITE sip:1001@127.0.0.1 SIP/2.0", b"SIP/2.0 99 Odd"),
    ],
)
def test_a_malformed_message_raises_and_nothing_else(data: bytes) -> None:
    with pytest.raises(SipError):
        sip.parse(data)


@given(st.binary(max_size=200), st.integers(0, len(INVITE)), st.integers(0, 40))
def test_damaged_messages_are_parsed_or_refused(noise: bytes, at: int, cut: int) -> None:
    damaged = INVITE[:at] + noise + INVITE[at + cut :]
    try:
        message = sip.parse(damaged)
        sip.name_addr(message.headers["from"])
        sip.build(message)
    except SipError:
        return


def test_no_secret_shows_in_a_line() -> None:
    line = Line(
        Wire(lambda _: None, lambda _: None), ("", 0), ("", 0), user="1001", domain="h", password="hunter2"
    )
    assert "hunter2" not in repr(line)
