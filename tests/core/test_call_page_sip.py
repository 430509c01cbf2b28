"""What of a browser's SIP goes on to Asterisk."""

from __future__ import annotations

import pytest

from convonet_ari.web.sip_guard import is_permitted

pytestmark = pytest.mark.core

USER = "convonet-web"


def request(method: str = "INVITE", user: str = USER, *more: str) -> str:
    lines = (
        f"{method} sip:abc@convonet.invalid SIP/2.0",
        "Via: SIP/2.0/WSS x.invalid;branch=z9hG4bK1",
        f"From: <sip:{user}@convonet.invalid>;tag=1",
        "To: <sip:abc@convonet.invalid>",
        *more,
    )
    return "\r\n".join(lines) + "\r\n\r\nv=0\r\nFrom: nobody reads the body\r\n"


@pytest.mark.parametrize("method", ["INVITE", "ACK", "BYE", "CANCEL"])
def test_a_call_of_its_own_goes_on(method: str) -> None:
    assert is_permitted(request(method), USER)


@pytest.mark.parametrize("message", ["\r\n\r\n", "SIP/2.0 200 OK\r\nVia: SIP/2.0/WS x\r\n\r\n"])
def test_answers_and_signs_of_life_go_on(message: str) -> None:
    assert is_permitted(message, USER)


@pytest.mark.parametrize("method", ["REGISTER", "REFER", "SUBSCRIBE", "MESSAGE", "PUBLISH", "OPTIONS", "bye"])
def test_anything_but_a_call_does_not(method: str) -> None:
    assert not is_permitted(request(method), USER)


@pytest.mark.parametrize("user", ["1001", "1002", "convonet-web2"])
def test_nobody_speaks_as_somebody_else(user: str) -> None:
    assert not is_permitted(request("INVITE", user), USER)
    wrong = f'Authorization: Digest realm="asterisk", username="{user}", nonce="1"'
    assert not is_permitted(request("INVITE", USER, wrong), USER)


@pytest.mark.parametrize(
    "header",
    [
        "Replaces: 1@x;from-tag=a;to-tag=b",
        "Refer-To: <sip:1001@x>",
        "f: <sip:1001@x>;tag=2",
        "Authorization: Digest realm",
        "X-Folded: a\r\n Replaces: 1@x",
        "FROM : <sip:1001@x>",
        f'From: "sip:{USER}@x" <sip:1001@x>;tag=3',
        f"From: <sip:{USER}@x>, <sip:1001@x>",
        f'Authorization: Digest username="{USER}", username="1001"',
        f'Authorization: Digest username=1001, realm="username=\\"{USER}\\""',
        "X-Half: a\nReplaces: 1@x",
        "X-Half: a\rReplaces: 1@x",
    ],
)
def test_what_could_take_over_another_s_call_does_not(header: str) -> None:
    assert not is_permitted(request("INVITE", USER, header), USER)


@pytest.mark.parametrize("message", ["", "hello", "GET / HTTP/1.1\r\n\r\n", "INVITE sip:a@b SIP/3.0\r\n\r\n"])
def test_what_is_no_sip_does_not(message: str) -> None:
    assert is_permitted(message, USER) is (message == "")


def test_its_own_credentials_go_on() -> None:
    own = f'Authorization: Digest algorithm=MD5, username="{USER}", realm="asterisk", nonce="1"'
    assert is_permitted(request("INVITE", USER, own), USER)
