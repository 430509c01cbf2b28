"""Who loses patience is offered a person without asking for one, and once."""

from __future__ import annotations

import pytest

from convonet_ari.call import events as ev
from convonet_ari.call import phrases
from convonet_ari.call.upset import CUTS, WITHIN_S, Patience, is_angry
from tests.core.test_machine import given_conversation

pytestmark = pytest.mark.core


@pytest.mark.parametrize(
    "said",
    [
        "This is ridiculous.",
        "You are useless",
        "I'm getting really annoyed here",
        "Stupid machine!",
        "I told you for the third time, Tuesday",
        "What a waste of my time",
        "Are you even listening to me?",
    ],
)
def test_angry_words_are_heard(said: str) -> None:
    assert is_angry(said)


@pytest.mark.parametrize(
    "said",
    [
        "What is open?",
        "Create a todo to fix the angle grinder",
        "I am done",
        "Book the stupendous show",
        "No, Friday",
    ],
)
def test_other_words_are_not_taken_for_anger(said: str) -> None:
    assert not is_angry(said)


def test_three_answers_cut_off_within_a_short_time_are_too_many() -> None:
    patience = Patience()
    for at in range(CUTS - 1):
        patience.cut_off(float(at))
    assert not patience.due()
    patience.cut_off(WITHIN_S / 2)
    assert patience.due()
    assert not patience.due()


def test_answers_cut_off_now_and_then_are_none() -> None:
    patience = Patience()
    for number in range(5):
        patience.cut_off(number * WITHIN_S)
    assert not patience.due()


def test_a_person_is_offered_after_the_answer_and_once() -> None:
    caller = given_conversation()
    offers = 0
    for turn in (1, 2):
        caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("this is ridiculous, what is open"))
        caller.tell(ev.ReplyWritten(turn, "Three todos."), ev.ThinkingFinished(turn, "done"))
        offers += caller.said.count(phrases.SORRY_UPSET)
        caller.hear_all()
    assert offers == 1
