"""Whatever the machine waits for may never come, and what it ordered may fail: the caller is not kept."""

from __future__ import annotations

import pytest

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call import phrases
from convonet_ari.call.machine import Machine, Phase
from tests.core.test_machine import (
    Caller,
    given_answering,
    given_conversation,
    given_pin_prompt,
    given_waiting_in_queue,
    kinds,
)

pytestmark = pytest.mark.core


def given_checking() -> Caller:
    caller = given_pin_prompt()
    caller.press("4711#")
    return caller


def given_speaking_caller() -> Caller:
    caller = given_conversation()
    caller.tell(ev.SpeechBegan())
    return caller


def given_unheard_answer() -> Caller:
    caller = given_answering("You have two todos.")
    caller.tell(ev.ThinkingFinished(1, "done"))
    return caller


@pytest.mark.parametrize(
    "given", [given_pin_prompt, given_checking, given_speaking_caller, given_unheard_answer]
)
def test_a_call_that_stands_still_goes_to_people(given: type[Caller]) -> None:
    caller = given()
    assert "EnterQueue" in kinds(caller.wait())
    assert "Release" in kinds(caller.wait())
    assert "Release" in kinds(caller.wait())


def test_a_release_that_fails_is_tried_again() -> None:
    caller = given_conversation()
    caller.tell(ev.EffectFailed("Media", "media"))
    caller.tell(ev.EffectFailed("Release", "ari_timeout"))
    assert caller.wait() == [fx.Release()]


def test_a_hang_up_that_fails_is_tried_again() -> None:
    caller = given_conversation()
    while not caller.machine.state.closing:
        caller.wait()
        orders = caller.hear_all()
    assert orders == [fx.Hangup()]
    caller.tell(ev.EffectFailed("Hangup", "ari_timeout"))
    began = caller.now
    assert caller.wait() == [fx.Hangup()]
    assert caller.now == began + 1


def test_a_caller_who_hangs_up_during_the_last_goodbye_after_a_queue_is_closed() -> None:
    caller = given_pin_prompt()
    for _ in range(3):
        caller.press("*")
        caller.hear_all()
        caller.tell(ev.QueueEntered("2000"), ev.CallReturned("JOINEMPTY"))
    assert phrases.NOBODY_LEFT in caller.said
    assert fx.Close() in caller.tell(ev.ChannelGone("hangup"))


def test_a_goodbye_in_pin_entry_stays_one_on_another_worker() -> None:
    caller = given_pin_prompt()
    caller.hear_all()
    while not caller.machine.state.closing:
        caller.wait()
        if not caller.machine.state.closing:
            caller.hear_all()
    successor = Caller(Machine.replay(caller.history), caller.now)
    successor.tell(ev.CallAdopted())
    assert successor.said == [phrases.GOODBYE_SILENT]
    assert kinds(successor.hear_all()) == ["Hangup"]


def test_answers_that_cannot_be_spoken_lead_to_a_person_whatever_the_agent_manages() -> None:
    caller = given_unheard_answer()
    caller.tell(ev.EffectFailed("Say", "provider"))
    caller.hear_all()
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("hello?"))
    caller.tell(ev.ReplyWritten(2, "Hello."), ev.ThinkingFinished(2, "done"))
    assert "EnterQueue" in kinds(caller.tell(ev.EffectFailed("Say", "provider")))


def test_media_lost_before_a_returned_caller_is_taken_in_gives_them_to_people() -> None:
    caller = given_waiting_in_queue()
    caller.tell(ev.CallReturned("TIMEOUT"))
    assert fx.Release() in caller.tell(ev.EffectFailed("Media", "media"))
    assert caller.machine.phase is Phase.HANDOFF


def test_an_excuse_for_not_having_heard_can_be_interrupted_like_any_words() -> None:
    caller = given_unheard_answer()
    caller.tell(ev.SpeechBegan())
    assert kinds(caller.tell(ev.EffectFailed("Recognize", "provider"))) == ["CancelThinking", "Say"]
    assert caller.tell(ev.SpeechBegan()) == [fx.Hush()]
