"""Digest answers, checked against the examples of the RFCs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.embedded.phone import digest
from convonet_ari.embedded.phone.errors import SipError

pytestmark = pytest.mark.core

RFC_2617 = (
    'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", '
    'opaque="5ccc069c403ebaf9f0171e9517f40e41"'
)
RFC_7616 = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
    'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)


def test_the_example_of_rfc_2617_is_answered() -> None:
    value = digest.answer(
        digest.parse(RFC_2617),
        user="Mufasa",
        password="Circle Of Life",
        method="GET",
        uri="/dir/index.html",
        cnonce="0a4f113b",
    )
    assert 'response="6629fae49393a05397450978507c4ef1"' in value
    assert 'opaque="5ccc069c403ebaf9f0171e9517f40e41"' in value


def test_the_example_of_rfc_7616_is_answered_with_sha_256() -> None:
    value = digest.answer(
        digest.parse(RFC_7616),
        user="Mufasa",
        password="Circle of Life",
        method="GET",
        uri="/dir/index.html",
        cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    )
    assert 'response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"' in value


def test_a_challenge_without_qop_is_answered_the_old_way() -> None:
    challenge = digest.parse('Digest realm="asterisk", nonce="abc", algorithm=md5')
    assert challenge == digest.Challenge("asterisk", "abc")
    value = digest.answer(challenge, user="u", password="p", method="REGISTER", uri="sip:h", cnonce="c")
    assert "cnonce" not in value


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Basic realm=x",
        'Digest realm="x"',
        'Digest realm="x", nonce="y", algorithm=AKAv1-MD5',
        'Digest realm="x", nonce="y", qop="auth-int"',
    ],
)
def test_a_challenge_that_cannot_be_met_raises(value: str) -> None:
    with pytest.raises(SipError):
        digest.parse(value)


@given(st.text(max_size=80))
def test_any_text_is_a_challenge_or_refused(text: str) -> None:
    try:
        digest.parse(f"Digest {text}")
    except SipError:
        return
