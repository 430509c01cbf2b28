"""How long to wait after which words, as an answer to what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.call.end_of_turn import EndOfTurn, Expects, Silences, expects

pytestmark = pytest.mark.core

SHORT, UNSURE, LONG = 350, 500, 1200
POLICY = EndOfTurn(Silences(SHORT, UNSURE, LONG))


@pytest.mark.parametrize(
    "text",
    [
        "Create a todo for team meeting tomorrow.",
        "Transfer me to an agent.",
        "Set it for tomorrow at 3.",
        "Tomorrow at 2:30.",
        "What is it for?",
        "Which departments are available?",
        "Goodbye.",
        "Thank you",
        "Hello!",
        "Never mind.",
    ],
)
def test_a_whole_sentence_is_answered_at_once(text: str) -> None:
    assert POLICY.needed_silence(text) == SHORT


@pytest.mark.parametrize("text", ["Remind me in two hours.", "Please remind me tomorrow at eight."])
def test_of_what_to_remind_may_come_behind_a_breath(text: str) -> None:
    assert POLICY.needed_silence(text) == UNSURE


@pytest.mark.parametrize("text", ["Remind me in two hours to call Sarah.", "Remind me again in ten minutes."])
def test_a_reminder_of_which_all_is_said_is_made_at_once(text: str) -> None:
    assert POLICY.needed_silence(text) == SHORT


@pytest.mark.parametrize("text", ["", "Yes.", "Call her.", "Yes I will", "My todos", "The budget report"])
def test_words_that_may_be_whole_are_given_half_a_second(text: str) -> None:
    assert POLICY.needed_silence(text) == UNSURE


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
        "S M I",
        "That is J, O, H.",
        "M-I-L",
    ],
)
def test_words_that_promise_more_are_waited_for(text: str) -> None:
    assert POLICY.needed_silence(text) == LONG


@pytest.mark.parametrize("text", ["I want to log in.", "Please hold on.", "Can you carry on."])
def test_a_verb_may_take_its_preposition_with_it(text: str) -> None:
    assert POLICY.needed_silence(text) == SHORT


@pytest.mark.parametrize("text", ["Yes.", "No, thank you.", "Mm-hm.", "that's right", "Sure, please."])
def test_the_yes_or_no_that_was_asked_for_is_all(text: str) -> None:
    assert POLICY.needed_silence(text, Expects.YES_OR_NO) == SHORT


@pytest.mark.parametrize("text", ["four", "It is 4 7", "four seven one one"])
def test_digits_that_were_asked_for_are_waited_for(text: str) -> None:
    assert POLICY.needed_silence(text, Expects.DIGITS) == LONG


def test_a_number_of_full_length_is_whole() -> None:
    assert POLICY.needed_silence("It is 555 123 4567", Expects.DIGITS) == UNSURE


def test_a_name_that_is_to_be_spelled_is_waited_for() -> None:
    assert POLICY.needed_silence("Smith with an e.", Expects.SPELLING) == LONG


@given(st.text(), st.sampled_from(Expects))
def test_every_text_has_an_answer(text: str, asked: Expects) -> None:
    assert POLICY.needed_silence(text, asked) in {SHORT, UNSURE, LONG}


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("Thank you, Ann. How can I help you?", Expects.ANYTHING),
        ("Is there anything else I can do for you?", Expects.YES_OR_NO),
        ("Would you like to talk to a person?", Expects.YES_OR_NO),
        ("You have two todos. Shall I read them?", Expects.YES_OR_NO),
        ("That is the budget report, right?", Expects.YES_OR_NO),
        ("What is your phone number?", Expects.DIGITS),
        ("Please tell me your member number.", Expects.DIGITS),
        ("Could you spell that for me?", Expects.SPELLING),
        ("The number is 555.", Expects.ANYTHING),
        ("Which todo is done?", Expects.ANYTHING),
        ("", Expects.ANYTHING),
    ],
)
def test_what_we_asked_tells_what_to_expect(asked: str, wanted: Expects) -> None:
    assert expects(asked) is wanted


@given(st.text())
def test_any_words_of_ours_expect_something(asked: str) -> None:
    assert expects(asked) in Expects
