"""What the caller agreed to and was done is confirmed to the end, whatever he says meanwhile."""

from __future__ import annotations

import pytest

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call import phrases
from convonet_ari.call.machine import Machine
from tests.core.test_machine import Caller, given_conversation, kinds

pytestmark = pytest.mark.core

QUESTION = "Shall I delete the budget report?"
DONE = "I have deleted the budget report."
MORE = "There are two others."
ASKED = ev.ToolFinished(1, "delete_todo", "a", ok=True, asks=True)
DELETED = ev.ToolFinished(2, "delete_todo", "b", ok=True)


def given_agreed() -> Caller:
    """The caller was asked and said yes."""
    caller = given_conversation()
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("delete the budget report"))
    caller.tell(ev.ToolStarted(1, "delete_todo", "a", "Deleting it…"), ASKED, ev.ReplyWritten(1, QUESTION))
    caller.tell(ev.ThinkingFinished(1, "done"))
    caller.hear_all()
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("Yes."))
    caller.tell(ev.ToolStarted(2, "delete_todo", "b", "Deleting it…"))
    return caller


def given_confirmed(*sentences: str) -> Caller:
    """The confirmation plays."""
    caller = given_agreed()
    caller.tell(DELETED, *[ev.ReplyWritten(2, text) for text in sentences])
    caller.now += 2
    return caller


def given_interrupted(*sentences: str, words: str = "And create one.") -> Caller:
    caller = given_confirmed(*sentences)
    caller.tell(ev.SoundHeard(), ev.SpeechBegan(), ev.SpeechRecognized(words))
    return caller


def test_the_question_itself_may_be_interrupted() -> None:
    caller = given_conversation()
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("delete the budget report"))
    caller.tell(ASKED, ev.ReplyWritten(1, QUESTION))
    assert kinds(caller.tell(ev.SoundHeard(), ev.SpeechBegan()))[:2] == ["Pause", "Hush"]


def test_neither_a_sound_nor_speech_stops_the_confirmation() -> None:
    caller = given_confirmed(DONE)
    assert kinds(caller.tell(ev.SoundHeard(), ev.SpeechBegan())) == ["HoldThinking"]


def test_the_words_said_over_it_are_answered_and_it_counts_as_heard() -> None:
    caller = given_interrupted(DONE)
    assert caller.orders[-2:] == [fx.CancelThinking(2, DONE), fx.Think(3, "And create one.")]
    assert "Hush" not in kinds(caller.orders)


def test_the_next_answer_waits_for_its_end_and_does_not_count_it() -> None:
    caller = given_interrupted(DONE)
    assert caller.tell(ev.ReplyWritten(3, "Done."), ev.ThinkingFinished(3, "done")) == []
    caller.hear_all()
    assert caller.machine.state.speeches.heard == "Done."


def test_what_follows_it_waits_and_can_be_interrupted() -> None:
    caller = given_confirmed(DONE, MORE)
    caller.tell(ev.ThinkingFinished(2, "done"))
    (confirmation,) = caller.machine.state.speeches.unheard
    caller.tell(ev.PlaybackFinished(confirmation.id))
    assert caller.said == [MORE]
    assert kinds(caller.tell(ev.SpeechBegan())) == ["Hush"]


def test_what_follows_it_is_dropped_by_words_and_the_thread_learns_so() -> None:
    caller = given_confirmed(DONE, MORE)
    caller.tell(ev.ThinkingFinished(2, "done"))
    assert fx.CancelThinking(2, DONE) in caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("And create one."))
    caller.hear_all()
    assert caller.said == []


def test_what_follows_is_told_after_a_hum() -> None:
    caller = given_interrupted(DONE, MORE, words="Mm-hm.")
    caller.hear_all()
    assert caller.said == []
    assert caller.machine.state.speeches.heard == f"{DONE} {MORE}"


def test_what_follows_is_forgotten_when_words_come_just_after_its_end() -> None:
    caller = given_confirmed(DONE, MORE)
    caller.tell(ev.ThinkingFinished(2, "done"), ev.SpeechBegan())
    (confirmation,) = caller.machine.state.speeches.unheard
    assert caller.tell(ev.PlaybackFinished(confirmation.id)) == []
    assert fx.CancelThinking(2, DONE) in caller.tell(ev.SpeechRecognized("And create one."))


def test_one_written_while_the_caller_speaks_is_said_when_he_is_done() -> None:
    caller = given_agreed()
    caller.tell(DELETED, ev.SpeechBegan(), ev.ReplyWritten(2, DONE))
    caller.tell(ev.SpeechRecognized("And create one."))
    assert caller.said == [DONE]
    assert fx.CancelThinking(2, DONE) in caller.orders


def test_only_one_sentence_is_owed() -> None:
    caller = given_confirmed(DONE)
    caller.hear_all()
    caller.tell(ev.ReplyWritten(2, MORE))
    assert kinds(caller.tell(ev.SpeechBegan()))[0] == "Hush"


def test_what_nobody_had_to_be_asked_about_can_be_interrupted() -> None:
    caller = given_conversation()
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("create a todo"))
    caller.tell(ev.ToolFinished(1, "create_todo", "a", ok=True), ev.ReplyWritten(1, DONE))
    assert kinds(caller.tell(ev.SpeechBegan()))[0] == "Hush"


def test_a_tool_that_failed_owes_nothing() -> None:
    caller = given_agreed()
    caller.tell(ev.ToolFinished(2, "delete_todo", "b", ok=False), ev.ReplyWritten(2, "That did not work."))
    assert kinds(caller.tell(ev.SpeechBegan()))[0] == "Hush"


def test_stop_does_not_cut_it_and_zero_leads_to_a_person_behind_it() -> None:
    assert "Hush" not in kinds(given_interrupted(DONE, words="Stop.").orders)
    orders = given_confirmed(DONE).press("0")
    assert "Hush" not in kinds(orders)
    assert fx.CancelThinking(2, DONE) in orders


def test_it_may_be_asked_for_again() -> None:
    caller = given_confirmed(DONE, MORE)
    caller.tell(ev.ThinkingFinished(2, "done"))
    orders = caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("Say that again."))
    assert [order.text for order in orders if isinstance(order, fx.Say)] == [DONE, MORE]


def test_a_worker_that_takes_over_says_it_and_what_follows() -> None:
    caller = given_confirmed(DONE, MORE)
    successor = Caller(Machine.replay(caller.history), caller.now)
    successor.tell(ev.CallAdopted())
    assert successor.said == [phrases.ADOPTED, DONE]
    assert not successor.machine.state.speeches.interruptible
    for speech in list(successor.machine.state.speeches.unheard):
        successor.tell(ev.PlaybackFinished(speech.id))
    assert successor.said == [MORE]
