"""The assistant beside a person: it talks with both, moves nobody, and leaves by its own leg."""

from __future__ import annotations

import pytest

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call import phrases
from convonet_ari.call.machine import Phase
from tests.core.test_machine import Caller, kinds

pytestmark = pytest.mark.core


def given_beside() -> Caller:
    caller = Caller()
    caller.tell(ev.CalledIn("Ann Lee", "caller: my invoice"))
    return caller


def test_it_greets_both_and_knows_what_was_said_before() -> None:
    caller = given_beside()
    assert kinds(caller.orders) == ["Answer", "Listen", "Say", "Remember"]
    assert caller.said == [phrases.BESIDE]
    note = caller.orders[-1]
    assert isinstance(note, fx.Remember)
    assert note.text.endswith("Earlier in this call: caller: my invoice")


def test_what_either_says_is_a_turn() -> None:
    caller = given_beside()
    caller.hear_all()
    orders = caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("create a todo"))
    assert orders == [fx.Think(1, "create a todo")]


def test_whoever_asks_for_a_person_is_left_with_the_one_who_is_there() -> None:
    caller = given_beside()
    caller.hear_all()
    caller.tell(ev.SpeechBegan(), ev.SpeechRecognized("get me a person"))
    caller.tell(ev.TransferAsked(1, "Sales", "2001", "wants a person"))
    assert caller.said == [phrases.BESIDE_OVER]
    assert caller.hear_all() == [fx.Hangup()]


def test_it_leaves_when_nobody_asks_for_more() -> None:
    caller = given_beside()
    caller.hear_all()
    caller.wait()
    assert caller.said == [phrases.BESIDE_OVER]
    assert caller.hear_all() == [fx.Hangup()]


@pytest.mark.parametrize(
    "fault",
    [
        (ev.EffectFailed("Media", "lost"),),
        (ev.EffectFailed("Answer", "gone"),),
        (ev.EffectFailed("Say", "voice"), ev.EffectFailed("Say", "voice")),
        (ev.StoreLost(),),
        tuple(ev.SpeechRecognized("") for _ in range(6)),
        (ev.PersonKeyPressed(),),
        (
            ev.SpeechRecognized("one"),
            ev.ThinkingFinished(1, "failed"),
            ev.SpeechRecognized("two"),
            ev.ThinkingFinished(2, "failed"),
        ),
    ],
)
def test_no_fault_moves_anybody_into_a_queue(fault: tuple[ev.Event, ...]) -> None:
    caller = given_beside()
    caller.hear_all()
    caller.now += 30
    orders = caller.tell(*fault) + caller.hear_all()
    assert fx.Hangup() in orders
    assert not {"EnterQueue", "Release"} & set(kinds(orders))
    assert caller.machine.phase is Phase.CONVERSATION


def test_another_worker_goes_on_beside_them() -> None:
    caller = given_beside()
    caller.hear_all()
    caller.tell(ev.CallAdopted())
    assert caller.said == [phrases.ADOPTED]


def test_its_own_leg_is_its_end() -> None:
    caller = given_beside()
    assert kinds(caller.tell(ev.ChannelGone("hangup"))) == ["Close"]
    assert caller.machine.phase is Phase.ENDED
