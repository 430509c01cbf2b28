"""E-mail addresses are understood as they are said and spelled, and read back letter by letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.agent.offline.heard import Past
from convonet_ari.agent.offline.intents import understand
from convonet_ari.tools.addresses import ADDRESS, aloud, heard_address

pytestmark = pytest.mark.core


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("ann@example.com", "ann@example.com"),
        ("Ann.Lee@Example.com", "ann.lee@example.com"),
        ("ann at example dot com", "ann@example.com"),
        ("Ann at example.com", "ann@example.com"),
        ("ann dot lee at example dot co dot uk", "ann.lee@example.co.uk"),
        ("a n n at example dot com", "ann@example.com"),
        ("A-N-N at example dot com", "ann@example.com"),
        ("A. N. N. at example dot com.", "ann@example.com"),
        ("a double n at example dot com", "ann@example.com"),
        ("a, n as in nancy, n as in nancy, at example dot com", "ann@example.com"),
        ("alpha november november at example dot com", "ann@example.com"),
        ("mike at example dot com", "mike@example.com"),
        ("oscar dot victor at example dot com", "oscar.victor@example.com"),
        ("ann underscore lee at example dot com", "ann_lee@example.com"),
        ("ann dash lee plus calls at my-firm dot org", "ann-lee+calls@my-firm.org"),
        ("ann four two at g mail dot com", "ann42@gmail.com"),
        ("ann 42@example.com", "ann42@example.com"),
        ("ann twenty at example dot calm", "ann20@example.com"),
        ("my e-mail address is ann at example dot com", "ann@example.com"),
        ("no, it's a n n e at example dot com", "anne@example.com"),
        ("ann lee all one word at example dot com", "annlee@example.com"),
        ("to@example.com", "to@example.com"),
        ("no, ann at example dot com", "ann@example.com"),
        ("send them to it@example.com", "it@example.com"),
        ("jörg at beispiel dot de", "jörg@beispiel.de"),
    ],
)
def test_an_address_is_understood_as_it_is_said(said: str, address: str) -> None:
    assert heard_address(said) == address


@pytest.mark.parametrize(
    "said",
    [
        "",
        "at",
        "ann at home",
        "example dot com",
        "ann at dot com",
        "ann @ example",
        "ann at example dot com and bob at example dot com",
        "ann dot at example dot com",
        "ann@example.com\r\nBcc: eve@example.com",
        "a" * 300 + "@example.com",
    ],
)
def test_what_is_no_single_address_is_none(said: str) -> None:
    assert heard_address(said) is None


@given(st.text(max_size=80))
def test_whatever_is_said_gives_an_address_in_one_line_or_none(said: str) -> None:
    address = heard_address(said)
    assert address is None or (ADDRESS.fullmatch(address) and not set(address) & set(" \r\n,;<>\"'"))


def test_the_name_is_read_back_letter_by_letter_and_the_rest_as_words() -> None:
    assert aloud("ann.lee@example.com") == "A, N, N, dot, L, E, E, at example dot com"
    assert aloud("a-1@my-firm.org") == "A, dash, 1, at my dash firm dot org"


@given(st.from_regex(r"[a-z0-9]{1,9}([._+-][a-z0-9]{1,5})?@[a-z]{2,8}\.(com|org|de)", fullmatch=True))
def test_what_is_read_back_is_understood_as_the_same(address: str) -> None:
    assert heard_address(address) == address


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("Where shall the receipts go? I need an e-mail address.", "It's ann at example dot com"),
        (
            "I did not get that e-mail address. Please spell it, with at and dot.",
            "A N N at example dot com.",
        ),
        (
            "I heard A, N, at example dot com. Shall I send your receipts there?",
            "No, a double n at example dot com",
        ),
    ],
)
def test_an_address_that_was_asked_for_is_an_answer(last: str, said: str) -> None:
    answer = understand(said, last, past=(Past("update_my_preferences", {"receipts": "email"}),))
    assert answer.tool == "update_my_preferences"
    assert heard_address(str(answer.arguments["email"])) == "ann@example.com"


def test_a_yes_to_the_address_is_the_same_wish_again() -> None:
    wish = {"receipts": "email", "email": "ann at example dot com"}
    asked = "I heard A, N, N, at example dot com. Shall I send your receipts there?"
    answer = understand("Yes, please.", asked, past=(Past("update_my_preferences", wish),))
    assert (answer.tool, answer.arguments) == ("update_my_preferences", wish)
