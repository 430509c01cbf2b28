"""How long to wait after which words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.call.turn import EndOfTurn, is_listening

pytestmark = pytest.mark.core

RULE = EndOfTurn(end_silence_ms=500, incomplete_silence_ms=1200)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Yes.",
        "Create a todo for team meeting tomorrow.",
        "Transfer me to an agent.",
        "Set it for tomorrow at 3.",
        "Tomorrow at 2:30.",
        "What is it for?",
        "Call her.",
        "Yes I will",
    ],
)
def test_a_complete_sentence_is_answered_soon(text: str) -> None:
    assert RULE.needed_silence(text) == 500


@pytest.mark.parametrize(
    "text",
    [
        "Create a todo for",
        "I want to.",
        "Remind me about the",
        "Uh",
        "Call my boss and",
        "I'd like",
        "Well, I’m",
        "Create a todo...",
        "First,",
        "My number is 555",
        "My number is five five five",
        "It is 555-12",
    ],
)
def test_words_that_promise_more_are_waited_for(text: str) -> None:
    assert RULE.needed_silence(text) == 1200


def test_a_single_digit_is_waited_for_when_a_number_was_asked() -> None:
    assert RULE.needed_silence("four", expects_digits=True) == 1200
    assert RULE.needed_silence("four") == 500


@given(st.text(), st.booleans())
def test_every_text_has_an_answer(text: str, digits: bool) -> None:
    assert RULE.needed_silence(text, digits) in {500, 1200}


@pytest.mark.parametrize("text", ["Mm-hm.", "Mm-hmm.", "mhm", "Hmm...", "Uh-huh, uh-huh.", "Oh.", "Um, er"])
def test_sounds_of_listening_are_no_words(text: str) -> None:
    assert is_listening(text)


@pytest.mark.parametrize("text", ["", "Hm, stop.", "Ohio", "Yes.", "Okay.", "Umbrella", "Mmm, no", "Home"])
def test_words_are_more_than_sounds_of_listening(text: str) -> None:
    assert not is_listening(text)
