"""A sound while we speak: held at once, then dropped or gone on with, and never held for ever."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call import phrases
from convonet_ari.call.heard import QUESTION_TURNS
from convonet_ari.call.machine import Machine, Phase
from tests.core.test_machine import Caller, given_answering, given_conversation, given_waiting_in_queue, kinds

pytestmark = pytest.mark.core

STORY = ("You have two todos.", "The first is the budget report.")
QUESTION = "Would you like to hear the others?"


def given_answered(*sentences: str) -> Caller:
    """The agent is done; its sentences still play."""
    caller = given_answering(*sentences)
    caller.tell(ev.ThinkingFinished(1, "done"))
    return caller


def given_interrupted(*sentences: str, heard: str) -> Caller:
    caller = given_answered(*sentences)
    caller.tell(ev.SoundHeard(), ev.SpeechBegan())
    first, *others = caller.machine.state.speeches.unheard
    caller.tell(ev.PlaybackStopped(first.id, heard), *[ev.PlaybackStopped(one.id, "") for one in others])
    return caller


def test_a_sound_holds_our_words_and_when_it_passed_they_go_on() -> None:
    caller = given_answered(*STORY)
    assert caller.tell(ev.SoundHeard()) == [fx.Pause()]
    assert caller.tell(ev.SoundPassed()) == [fx.Resume()]
    assert [say.text for say in caller.machine.state.speeches.unheard] == list(STORY)


def test_speech_ends_the_pause_with_silence() -> None:
    caller = given_answered(*STORY)
    caller.tell(ev.SoundHeard())
    assert caller.tell(ev.SpeechBegan()) == [fx.Hush()]
    assert caller.tell(ev.SoundPassed()) == []


def test_a_pause_that_nobody_ends_ends_by_itself() -> None:
    caller = given_answered(*STORY)
    caller.tell(ev.SoundHeard())
    assert caller.wait() == [fx.Resume()]
    assert caller.now == pytest.approx(caller.machine.state.policy.pause_limit)


def test_a_second_sound_holds_nothing_twice() -> None:
    caller = given_answered(*STORY)
    assert caller.tell(ev.SoundHeard(), ev.SoundHeard()) == [fx.Pause()]


def test_where_nothing_is_said_a_sound_holds_nothing() -> None:
    assert given_conversation().tell(ev.SoundHeard(), ev.SoundPassed()) == []


def test_words_that_must_be_heard_are_not_held() -> None:
    caller = given_conversation()
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("sales please"))
    caller.tell(ev.TransferAsked(1, "sales", "2001", "wants to buy"))
    assert caller.tell(ev.SoundHeard()) == []


def test_a_key_into_our_words_holds_them_no_longer() -> None:
    caller = given_answered(*STORY)
    caller.tell(ev.SoundHeard())
    assert caller.press("7") == [fx.Resume()]


def test_leaving_the_conversation_ends_the_pause() -> None:
    caller = given_answered(*STORY)
    caller.tell(ev.SoundHeard())
    orders = kinds(caller.press("0"))
    assert "Hush" in orders or "Resume" in orders
    assert not caller.machine.state.paused


def test_a_worker_that_takes_over_in_a_pause_speaks() -> None:
    caller = given_answered(*STORY)
    caller.tell(ev.SoundHeard())
    successor = Caller(Machine.replay(caller.history), caller.now)
    successor.tell(ev.CallAdopted())
    assert successor.said == [phrases.ADOPTED, *STORY]
    assert not successor.machine.state.paused


def test_mm_hm_that_was_only_held_for_costs_nothing() -> None:
    caller = given_answered(*STORY)
    caller.tell(ev.SoundHeard(), ev.SoundPassed())
    assert caller.tell(ev.SpeechRecognized("Mm-hm.")) == []


@pytest.mark.parametrize("words", ["Okay.", "Yes.", "Mm-hm, right."])
def test_assent_into_a_story_lets_it_go_on(words: str) -> None:
    caller = given_interrupted(*STORY, heard="You have")
    caller.tell(ev.SpeechRecognized(words))
    assert caller.said == list(STORY)


@pytest.mark.parametrize("words", ["Yes.", "Mm-hm."])
def test_assent_after_a_question_is_the_answer(words: str) -> None:
    caller = given_interrupted(QUESTION, heard="Would you like to hear")
    assert fx.Think(2, words) in caller.tell(ev.SpeechRecognized(words))


def test_assent_to_the_question_before_this_sentence_is_the_answer() -> None:
    caller = given_answered(QUESTION, "There are five of them.")
    caller.tell(ev.PlaybackFinished(caller.machine.state.speeches.unheard[0].id))
    assert fx.Think(2, "Yes.") in caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("Yes."))


def test_speech_holds_the_agent_and_nothing_said_lets_it_go_on() -> None:
    caller = given_answering()
    assert caller.tell(ev.SpeechBegan()) == [fx.HoldThinking(1)]
    assert caller.tell(ev.SpeechRecognized("")) == [fx.GoOnThinking(1)]


def test_a_held_agent_is_cancelled_by_words() -> None:
    caller = given_answering(STORY[0])
    caller.tell(ev.SpeechBegan(), ev.PlaybackStopped(caller.machine.state.speeches.unheard[0].id, "You have"))
    assert fx.CancelThinking(1, "You have") in caller.tell(ev.SpeechRecognized("no, the other list"))


def test_a_caller_who_goes_on_at_once_is_answered_as_a_whole() -> None:
    caller = given_answering()
    caller.now += 0.4
    caller.tell(ev.SpeechBegan())
    caller.now += 1.5
    orders = caller.tell(ev.SpeechRecognized("of today"))
    assert orders == [fx.WithdrawTurn(1), fx.Think(2, "what are my todos of today")]


def test_a_caller_who_goes_on_before_a_written_answer_is_heard_is_answered_as_a_whole() -> None:
    """What is written at once is cut off before its first sound."""
    caller = given_interrupted(*STORY, heard="")
    orders = [one for one in caller.tell(ev.SpeechRecognized("of today")) if not isinstance(one, fx.Hush)]
    assert orders == [fx.WithdrawTurn(1), fx.Think(2, "what are my todos of today")]


def test_words_after_a_part_of_the_answer_are_a_turn_of_their_own() -> None:
    caller = given_interrupted(*STORY, heard="You have")
    assert fx.Think(2, "of today") in caller.tell(ev.SpeechRecognized("of today"))


def test_words_after_a_tool_was_used_are_a_turn_of_their_own() -> None:
    caller = given_answering()
    caller.tell(ev.ToolStarted(1, "get_todos", "a", ""))
    caller.now += 0.4
    caller.tell(ev.SpeechBegan())
    assert caller.tell(ev.SpeechRecognized("and call Bob"))[-1] == fx.Think(2, "and call Bob")


def test_words_some_seconds_later_are_a_turn_of_their_own() -> None:
    caller = given_answering()
    caller.now += 5
    caller.tell(ev.SpeechBegan())
    assert caller.tell(ev.SpeechRecognized("and call Bob"))[-1] == fx.Think(2, "and call Bob")


def test_an_excuse_waits_for_a_caller_who_speaks() -> None:
    caller = given_answering()
    caller.tell(ev.SpeechBegan())
    assert caller.tell(ev.ThinkingFinished(1, "failed")) == []
    caller.tell(ev.SpeechRecognized(""))
    assert caller.said == [phrases.SORRY_FAILED]


def test_an_excuse_is_dropped_when_the_caller_said_something() -> None:
    caller = given_answering()
    caller.tell(ev.SpeechBegan(), ev.ThinkingFinished(1, "done"))
    caller.tell(ev.SpeechRecognized("what about sales"))
    assert caller.said == []


def test_the_silence_of_before_a_takeover_is_forgotten() -> None:
    caller = given_conversation()
    assert caller.machine.deadline is not None
    successor = Caller(Machine.replay(caller.history), caller.machine.deadline - 0.1)
    successor.tell(ev.CallAdopted())
    successor.hear_all()
    assert successor.machine.deadline == pytest.approx(successor.now + successor.machine.state.policy.silence)


def test_a_first_failed_sentence_is_excused() -> None:
    caller = given_answered(*STORY)
    caller.tell(ev.EffectFailed("Say", "provider_down"))
    assert caller.said == [phrases.SORRY_FAILED]


def test_the_last_answer_is_repeated_without_the_agent() -> None:
    caller = given_answered(*STORY)
    caller.hear_all()
    orders = caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("Could you repeat that?"))
    assert kinds(orders) == ["Say", "Say"]
    assert caller.said == list(STORY)
    caller.hear_all()
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("Say that again."))
    assert caller.said == list(STORY)


def test_an_answer_cut_short_and_repeated_counts_as_heard_once() -> None:
    caller = given_interrupted(*STORY, heard="You have")
    caller.tell(ev.SpeechRecognized("Sorry, what did you say?"))
    assert caller.said == list(STORY)
    caller.hear_all()
    assert caller.machine.state.speeches.heard == " ".join(STORY)


def test_before_any_answer_our_own_last_words_are_repeated() -> None:
    caller = given_conversation()
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("Pardon?"))
    assert caller.said == [phrases.welcome("Ann Lee")]


def test_who_says_stop_is_listened_to_in_silence_and_given_time() -> None:
    caller = given_interrupted(*STORY, heard="You have")
    orders = caller.tell(ev.SpeechRecognized("Wait, stop."))
    assert fx.CancelThinking(1, "You have") in orders
    assert caller.said == [phrases.TAKE_YOUR_TIME]
    caller.hear_all()
    assert caller.machine.deadline == caller.now + caller.machine.state.policy.patience


def test_who_wants_it_slower_hears_it_again_slower() -> None:
    caller = given_answered(*STORY)
    caller.hear_all()
    orders = caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("Please slow down."))
    assert orders[0] == fx.SpeakSlower()
    assert caller.said == list(STORY)


def test_starting_over_is_noted_in_the_thread() -> None:
    caller = given_answered(*STORY)
    orders = caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("Let's start over."))
    assert "Remember" in kinds(orders)
    assert caller.said == [phrases.FROM_THE_START]


def test_a_yes_after_starting_over_answers_no_question_of_before() -> None:
    caller = given_answered("Shall I delete the todo “Call the landlord”?")
    before = caller.machine.state.turn
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("Let's start over."))
    orders = caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("Yes, please."))
    (asked,) = (order for order in orders if isinstance(order, fx.Think))
    assert asked.turn > before + QUESTION_TURNS


def test_a_line_without_words_leads_to_a_person() -> None:
    caller = given_conversation()
    policy = caller.machine.state.policy
    for _ in range(policy.wordless_turns):
        caller.now += policy.wordless_time / 2
        caller.tell(ev.SpeechBegan(), ev.SpeechRecognized(""))
    assert caller.said == [phrases.SORRY_NOISE]
    assert "EnterQueue" in kinds(caller.hear_all())


def test_a_caller_who_coughs_a_few_times_stays() -> None:
    caller = given_answered(*STORY)
    for _ in range(caller.machine.state.policy.wordless_turns + 3):
        caller.now += 0.5
        caller.tell(ev.SpeechBegan(), ev.SpeechRecognized(""))
    assert caller.machine.phase is Phase.CONVERSATION


EVENTS = (
    ev.SoundHeard(),
    ev.SoundPassed(),
    ev.SpeechBegan(),
    ev.SpeechRecognized(""),
    ev.SpeechRecognized("Yes."),
    ev.SpeechRecognized("what is open"),
    ev.SpeechRecognized("Stop."),
    ev.TimePassed(),
    ev.DigitPressed("5"),
    ev.DigitPressed("0"),
    ev.CallAdopted(),
    ev.CallReturned("TIMEOUT"),
    ev.StoreLost(),
    ev.EffectFailed("Say", "error"),
    ev.EffectFailed("Recognize", "error"),
    ev.PlaybackFinished(4),
)


@given(
    st.lists(st.sampled_from(EVENTS), max_size=30),
    st.sampled_from([given_conversation, given_waiting_in_queue]),
)
def test_whatever_happens_every_pause_has_an_end(events: list[ev.Event], given: type[Caller]) -> None:
    caller = given()
    held = False
    for event in events:
        for order in caller.tell(event):
            if isinstance(order, fx.Pause):
                held = True
            elif isinstance(order, fx.Resume | fx.Hush):
                held = False
        if isinstance(event, ev.CallAdopted | ev.CallReturned):
            held = False
        state = caller.machine.state
        assert held == state.paused
        assert not held or "pause" in state.timers
