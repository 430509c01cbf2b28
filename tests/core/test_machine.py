"""The call machine, told events by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call import phrases
from convonet_ari.call.machine import Machine, Phase
from convonet_ari.call.policy import Policy

pytestmark = pytest.mark.core


@dataclass
class Caller:
    """Drives a machine and keeps what it ordered, with the time in seconds."""

    machine: Machine = field(default_factory=Machine)
    now: float = 0.0
    history: list[tuple[ev.Event, float]] = field(default_factory=list)
    orders: list[fx.Effect] = field(default_factory=list)

    def tell(self, *events: ev.Event) -> list[fx.Effect]:
        self.orders = []
        for event in events:
            self.history.append((self.machine.storable(event), self.now))
            self.orders += self.machine.on(event, self.now)
        return self.orders

    def press(self, keys: str) -> list[fx.Effect]:
        return self.tell(*[ev.DigitPressed(key) for key in keys])

    def hear_all(self) -> list[fx.Effect]:
        """Playback of everything queued ends, one speech after the other."""
        orders: list[fx.Effect] = []
        while self.machine.state.speeches.playing:
            orders += self.tell(ev.PlaybackFinished(self.machine.state.speeches.unheard[0].id))
        return orders

    def wait(self) -> list[fx.Effect]:
        """Time passes up to the machine's deadline."""
        assert self.machine.deadline is not None
        self.now = self.machine.deadline
        return self.tell(ev.TimePassed())

    @property
    def said(self) -> list[str]:
        return [order.text for order in self.orders if isinstance(order, fx.Say)]


def kinds(orders: list[fx.Effect]) -> list[str]:
    return [type(order).__name__ for order in orders]


def given_pin_prompt(policy: Policy | None = None) -> Caller:
    caller = Caller(Machine(policy or Policy()))
    caller.tell(ev.CallArrived("Demo Company", recorded=True))
    return caller


def given_conversation(policy: Policy | None = None) -> Caller:
    caller = given_pin_prompt(policy)
    caller.press("4711#")
    caller.tell(ev.PinChecked(1, "accepted", "Ann Lee"))
    caller.hear_all()
    return caller


def given_answering(*sentences: str) -> Caller:
    caller = given_conversation()
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("what are my todos"))
    caller.tell(*[ev.ReplyWritten(1, sentence) for sentence in sentences])
    return caller


def given_waiting_in_queue() -> Caller:
    caller = given_conversation()
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("a person please"))
    caller.tell(ev.TransferAsked(1, "support", "2000", "wants a person"))
    caller.hear_all()
    caller.tell(ev.QueueEntered("2000"))
    return caller


def test_the_greeting_says_it_is_an_assistant_and_that_it_records() -> None:
    caller = given_pin_prompt()
    assert "automated assistant of Demo Company" in caller.said[0]
    assert "recorded" in caller.said[0]
    assert caller.said[1] == phrases.PIN_PROMPT
    assert kinds(caller.orders)[:3] == ["Answer", "StartRecording", "MuteRecording"]


def test_an_unknown_number_goes_to_people() -> None:
    caller = Caller()
    caller.tell(ev.CallArrived("", recorded=False))
    assert caller.machine.phase is Phase.HANDOFF
    assert "EnterQueue" in kinds(caller.hear_all())


@pytest.mark.parametrize(("keys", "digits"), [("4711#", "4711"), ("471100", "471100"), ("99*4711#", "4711")])
def test_four_to_six_digits_are_checked(keys: str, digits: str) -> None:
    caller = given_pin_prompt()
    assert fx.CheckPin(1, digits) in caller.press(keys)


def test_digits_stop_the_prompt() -> None:
    assert kinds(given_pin_prompt().press("4")) == ["Hush"]


def test_a_pause_after_four_digits_ends_the_entry() -> None:
    caller = given_pin_prompt()
    caller.press("4711")
    assert fx.CheckPin(1, "4711") in caller.wait()


def test_pin_digits_are_not_in_what_is_stored_nor_in_any_repr() -> None:
    caller = given_pin_prompt()
    caller.press("4711#")
    text = repr(caller.history) + repr(caller.orders) + repr(caller.machine.state)
    assert "4711" not in text
    assert not any(
        isinstance(event, ev.DigitPressed) and event.digit.isdigit() for event, _ in caller.history
    )


def test_a_right_pin_opens_the_conversation_by_name() -> None:
    caller = given_pin_prompt()
    caller.press("4711#")
    orders = caller.tell(ev.PinChecked(1, "accepted", "Ann Lee"))
    assert caller.machine.phase is Phase.CONVERSATION
    assert kinds(orders) == ["UnmuteRecording", "Listen", "Say"]
    assert "Ann Lee" in caller.said[0]


def test_third_wrong_pin_leads_to_a_person() -> None:
    caller = given_pin_prompt()
    for attempt in (1, 2):
        caller.press("1234#")
        caller.tell(ev.PinChecked(attempt, "wrong"))
        assert caller.said == [phrases.PIN_AGAIN]
    caller.press("1234#")
    caller.tell(ev.PinChecked(3, "wrong"))
    assert caller.said == [phrases.PIN_FAILED]
    assert fx.EnterQueue("2000", "", "PIN not verified") in caller.hear_all()


def test_an_organisation_may_want_a_goodbye_after_the_third_wrong_pin() -> None:
    caller = Caller()
    caller.tell(ev.CallArrived("Demo Company", recorded=False, goodbye_without_pin=True))
    for attempt in (1, 2, 3):
        caller.press("1234#")
        caller.tell(ev.PinChecked(attempt, "wrong"))
    assert caller.said == [phrases.PIN_GOODBYE]
    assert kinds(caller.hear_all()) == ["Hangup"]


def test_a_short_pin_counts_as_a_try() -> None:
    caller = given_pin_prompt()
    caller.press("12#")
    caller.press("12#")
    assert caller.said == [phrases.PIN_SHORT]
    caller.press("12#")
    assert caller.machine.phase is Phase.HANDOFF


def test_a_hash_behind_six_digits_that_were_judged_already_is_no_further_try() -> None:
    caller = given_pin_prompt()
    caller.press("123456")
    caller.tell(ev.PinChecked(1, "wrong"))
    assert caller.press("#") == []
    assert caller.machine.state.wrong == 1


def test_tones_that_are_no_keys_of_a_telephone_are_no_digits() -> None:
    assert fx.CheckPin(1, "4711") in given_pin_prompt().press("A47BC11D#")


def test_digits_taken_back_leave_no_time_limit_behind() -> None:
    caller = given_pin_prompt()
    caller.press("12*")
    assert caller.said == [phrases.PIN_PROMPT]
    assert caller.machine.deadline == caller.now + caller.machine.state.policy.standstill_limit


def test_a_verdict_on_an_older_attempt_vanishes() -> None:
    caller = given_pin_prompt()
    caller.press("1234#")
    assert caller.tell(ev.PinChecked(7, "accepted", "Mallory")) == []


@pytest.mark.parametrize("outcome", ["locked", "unavailable"])
def test_a_pin_that_cannot_be_taken_leads_to_a_person(outcome: ev.PinOutcome) -> None:
    caller = given_pin_prompt()
    caller.press("1234#")
    caller.tell(ev.PinChecked(1, outcome))
    assert "EnterQueue" in kinds(caller.hear_all())


def test_star_instead_of_a_pin_asks_for_a_person() -> None:
    caller = given_pin_prompt()
    caller.press("*")
    assert "EnterQueue" in kinds(caller.hear_all())


def test_a_silent_caller_is_prompted_twice_and_gently_ended() -> None:
    caller = given_pin_prompt()
    caller.hear_all()
    for _ in range(2):
        assert kinds(caller.wait()) == ["Say"]
        caller.hear_all()
    caller.wait()
    assert caller.said == [phrases.GOODBYE_SILENT]
    assert kinds(caller.hear_all()) == ["Hangup"]


def test_a_silent_caller_in_conversation_is_prompted_twice_and_gently_ended() -> None:
    caller = given_conversation()
    prompts = []
    for _ in range(3):
        caller.wait()
        prompts += caller.said
        last = caller.hear_all()
    assert prompts == [phrases.STILL_THERE, phrases.STILL_THERE_AGAIN, phrases.GOODBYE_SILENT]
    assert kinds(last) == ["Hangup"]


def test_words_of_the_caller_are_given_to_the_agent() -> None:
    caller = given_conversation()
    orders = caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("create a todo"))
    assert fx.Think(1, "create a todo") in orders


def test_speech_during_the_answer_stops_it_and_the_thread_learns_what_was_heard() -> None:
    caller = given_answering("You have two todos.", "The first is the budget report.")
    caller.tell(ev.PlaybackFinished(caller.machine.state.speeches.unheard[0].id))
    assert kinds(caller.tell(ev.SpeechBegan())) == ["Hush", "HoldThinking"]
    speech = caller.machine.state.speeches.unheard[0].id
    caller.tell(ev.PlaybackStopped(speech, "The first is"))
    orders = caller.tell(ev.SpeechRecognized("no, the others"))
    assert fx.CancelThinking(1, "You have two todos. The first is") in orders
    assert fx.Think(2, "no, the others") in orders


def test_a_noise_during_the_answer_loses_nothing_of_it() -> None:
    caller = given_answering("You have two todos.", "The first is the budget report.")
    caller.tell(ev.SpeechBegan())
    caller.tell(ev.ReplyWritten(1, "The second is the release."))
    caller.tell(ev.SpeechRecognized(""))
    assert caller.said == [
        "You have two todos.",
        "The first is the budget report.",
        "The second is the release.",
    ]


def test_mm_hm_during_the_answer_takes_nothing_from_it() -> None:
    caller = given_answering("You have two todos.", "The first is the budget report.")
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("Mm-hmm."))
    assert caller.said == ["You have two todos.", "The first is the budget report."]
    assert caller.machine.state.turn == 1


def test_what_was_heard_twice_is_remembered_once() -> None:
    caller = given_answering("You have two todos.")
    caller.tell(ev.SpeechBegan(), ev.PlaybackStopped(caller.machine.state.speeches.unheard[0].id, "You have"))
    caller.tell(ev.SpeechRecognized(""))
    caller.tell(ev.SpeechBegan(), ev.PlaybackStopped(caller.machine.state.speeches.unheard[0].id, "You"))
    assert fx.CancelThinking(1, "You") in caller.tell(ev.SpeechRecognized("stop"))


def test_mm_hm_after_the_answer_is_the_callers_turn() -> None:
    caller = given_answering("Would you like to talk to a person?")
    caller.tell(ev.ThinkingFinished(1, "done"))
    caller.hear_all()
    assert fx.Think(2, "Mm-hmm.") in caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("Mm-hmm."))


def test_an_answer_to_an_older_turn_vanishes() -> None:
    caller = given_answering("One.")
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("no, tomorrow"))
    assert caller.tell(ev.ReplyWritten(1, "Two."), ev.ThinkingFinished(1, "done")) == []


def test_a_slow_tool_is_announced_after_a_second() -> None:
    caller = given_answering()
    caller.tell(ev.ToolStarted(1, "create_todo", "a", "Creating your todo."))
    caller.wait()
    assert caller.said == ["Creating your todo."]
    assert caller.now == pytest.approx(1.0)


def test_a_turn_over_its_limit_is_cancelled_and_excused() -> None:
    caller = given_answering()
    orders = caller.wait()
    assert kinds(orders) == ["CancelThinking", "Say"]
    assert caller.said == [phrases.SORRY_SLOW]


def test_the_second_failure_in_a_row_leads_to_a_person() -> None:
    caller = given_answering()
    caller.tell(ev.ThinkingFinished(1, "failed"))
    assert caller.said == [phrases.SORRY_FAILED]
    caller.hear_all()
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("again"), ev.ThinkingFinished(2, "failed"))
    assert "EnterQueue" in kinds(caller.hear_all())


def test_the_queue_is_entered_when_the_announcement_was_heard_to_its_end() -> None:
    caller = given_conversation()
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("sales please"))
    orders = caller.tell(ev.TransferAsked(1, "sales", "2001", "wants to buy"))
    assert "EnterQueue" not in kinds(orders)
    assert orders[-1] == fx.PrepareMove("2001", "sales", "wants to buy", "Ann Lee")
    assert caller.hear_all() == [fx.EnterQueue("2001", "sales", "wants to buy", "Ann Lee")]


@pytest.mark.parametrize(
    ("place", "expected_s", "words"),
    [
        (None, None, "One moment please, I will connect you with sales."),
        (0, 0, "Somebody in sales is free. One moment please, I will connect you."),
        (1, None, "Nobody in sales is free right now. I will try to connect you."),
        (
            4,
            70,
            "Nobody in sales is free yet, and you are number 4 in line. I will connect you. "
            "It takes about a minute. {back}",
        ),
    ],
)
def test_the_announcement_tells_whether_it_takes_a_while(
    place: int | None, expected_s: int | None, words: str
) -> None:
    ways = (
        (Policy(), ""),
        (Policy(key_back=True), phrases.KEY_BACK),
        (Policy(key_back=True, word_back=True), phrases.WORD_BACK),
    )
    for policy, back in ways:
        caller = given_conversation(policy)
        caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("sales please"))
        caller.tell(ev.TransferAsked(1, "sales", "2001", "wants to buy", place, expected_s))
        assert caller.said == [words.format(back=back).strip()]


def test_nothing_interrupts_the_announcement() -> None:
    caller = given_conversation()
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("sales please"))
    caller.tell(ev.TransferAsked(1, "sales", "2001", "wants to buy"))
    assert caller.tell(ev.SpeechBegan()) == []


def test_an_announcement_that_never_ends_does_not_hold_the_caller() -> None:
    caller = given_conversation()
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("sales please"))
    caller.tell(ev.TransferAsked(1, "sales", "2001", "wants to buy"))
    assert kinds(caller.wait()) == ["EnterQueue"]


def test_a_missing_department_falls_back_to_the_main_queue() -> None:
    caller = given_conversation()
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("sales"))
    caller.tell(ev.TransferAsked(1, "sales", "2999", "wants to buy"))
    caller.hear_all()
    assert caller.tell(ev.QueueMissing("2999")) == [fx.EnterQueue("2000", "", "wants to buy", "Ann Lee")]
    caller.tell(ev.QueueMissing("2000"))
    assert caller.said[0] == phrases.NO_QUEUE
    assert caller.machine.phase is Phase.CONVERSATION


def test_the_session_closes_when_the_caller_is_with_people() -> None:
    caller = given_waiting_in_queue()
    assert caller.orders == [fx.Close(with_human=True)]
    assert caller.machine.phase is Phase.WITH_HUMAN


@pytest.mark.parametrize("status", ["TIMEOUT", "JOINEMPTY", "FULL", "CONTINUE", ""])
def test_a_caller_who_comes_back_hears_why_and_goes_on(status: str) -> None:
    caller = given_waiting_in_queue()
    orders = caller.tell(ev.CallReturned(status))
    assert caller.said[0] == phrases.returned(status)
    assert caller.machine.phase is Phase.CONVERSATION
    assert kinds(orders)[0] == "Answer"
    assert "Remember" in kinds(orders)
    assert fx.Think(2, "never mind") in caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("never mind"))


def test_a_caller_without_a_pin_is_not_sent_to_an_empty_queue_for_ever() -> None:
    caller = given_pin_prompt()
    for _ in range(2):
        caller.press("*")
        caller.hear_all()
        caller.tell(ev.QueueEntered("2000"))
        caller.tell(ev.CallReturned("JOINEMPTY"))
        assert caller.machine.phase is Phase.PIN
    caller.press("*")
    caller.hear_all()
    caller.tell(ev.QueueEntered("2000"), ev.CallReturned("JOINEMPTY"))
    assert caller.said[-1] == phrases.NOBODY_LEFT
    assert kinds(caller.hear_all()) == ["Hangup"]


def test_lost_records_are_excused_and_the_caller_gets_a_person() -> None:
    caller = given_answering("You have two todos.")
    orders = caller.tell(ev.StoreLost())
    assert kinds(orders) == ["CancelThinking", "Hush", "Listen", "Say", "PrepareMove"]
    assert caller.said == [phrases.SORRY_STORE]
    assert "EnterQueue" in kinds(caller.hear_all())


def test_an_adopting_worker_says_the_unheard_words_again() -> None:
    caller = given_answering("You have two todos.", "The first is the budget report.")
    caller.tell(ev.PlaybackFinished(caller.machine.state.speeches.unheard[0].id))
    successor = Caller(Machine.replay(caller.history), caller.now)
    successor.tell(ev.CallAdopted())
    assert successor.said == [phrases.ADOPTED, "The first is the budget report."]
    assert successor.machine.state.speeches.unheard[-1].turn == 1
    assert fx.Think(1, "what are my todos", resume=True) in successor.orders


def test_an_adopting_worker_asks_for_the_whole_pin_again() -> None:
    caller = given_pin_prompt()
    caller.press("47")
    successor = Caller(Machine.replay(caller.history), caller.now)
    successor.tell(ev.CallAdopted())
    assert successor.said == [phrases.ADOPTED_PIN]
    assert fx.CheckPin(1, "4711") in successor.press("4711#")


def test_an_adopting_worker_finishes_a_handoff() -> None:
    caller = given_conversation()
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("sales"))
    caller.tell(ev.TransferAsked(1, "sales", "2001", "wants to buy"))
    successor = Caller(Machine.replay(caller.history), caller.now)
    assert fx.EnterQueue("2001", "sales", "wants to buy", "Ann Lee") in successor.tell(ev.CallAdopted())


@pytest.mark.parametrize("effect", ["Answer", "EnterQueue", "Media"])
def test_what_cannot_be_carried_out_gives_the_call_back_to_the_dialplan(effect: str) -> None:
    assert fx.Release() in given_conversation().tell(ev.EffectFailed(effect, "ari"))


def test_zero_in_a_conversation_asks_for_a_person() -> None:
    caller = given_conversation()
    caller.press("0")
    assert "EnterQueue" in kinds(caller.hear_all())
    assert Machine.replay(caller.history).phase is Phase.HANDOFF


def test_a_replay_gives_the_same_state() -> None:
    caller = given_answering("You have two todos.")
    caller.now = 3.0
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("thanks"), ev.ThinkingFinished(2, "done"))
    caller.hear_all()
    caller.wait()
    assert Machine.replay(caller.history).state == caller.machine.state


@pytest.mark.parametrize(
    "given", [Caller, given_pin_prompt, given_conversation, given_answering, given_waiting_in_queue]
)
def test_a_hang_up_ends_the_call_in_every_phase(given: type[Caller]) -> None:
    caller = given()
    with_human = caller.machine.phase is Phase.WITH_HUMAN
    orders = caller.tell(ev.ChannelGone("Normal Clearing"))
    assert caller.machine.phase is Phase.ENDED
    assert with_human or fx.Close() in orders
    assert caller.machine.deadline is None
    assert caller.tell(ev.SpeechBegan(), ev.TimePassed()) == []
