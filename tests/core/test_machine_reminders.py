"""Reminders are told once the PIN is known, and a call that we placed never waits for a machine."""

from __future__ import annotations

import pytest

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call import phrases
from convonet_ari.call.machine import Machine, Phase

pytestmark = pytest.mark.core

CALLED = ev.CallArrived("Demo Company", recorded=False, by_us=True)
SARAH = ev.RemindersFound(("call Sarah",), ("r1",))


def said(effects: list[fx.Effect]) -> list[str]:
    return [effect.text for effect in effects if isinstance(effect, fx.Say)]


def heard(machine: Machine, now: float = 1.0) -> list[fx.Effect]:
    """Everything that is queued is heard to its end."""
    effects: list[fx.Effect] = []
    while machine.state.speeches.playing:
        effects += machine.on(ev.PlaybackFinished(machine.state.speeches.unheard[0].id), now)
    return effects


def typed(machine: Machine) -> None:
    for key in "1234#":
        machine.on(ev.DigitPressed(key), 1.0)


def reminded() -> tuple[Machine, list[fx.Effect]]:
    machine = Machine()
    machine.on(CALLED, 0.0)
    typed(machine)
    machine.on(SARAH, 1.0)
    return machine, machine.on(ev.PinChecked(1, "accepted", "Ann Lee"), 1.0)


def test_what_a_call_is_about_is_said_after_the_pin_only() -> None:
    machine = Machine()
    assert "Sarah" not in " ".join(said(machine.on(CALLED, 0.0)))
    typed(machine)
    assert said(machine.on(SARAH, 1.0)) == []
    assert "You wanted to be reminded: call Sarah." in said(
        machine.on(ev.PinChecked(1, "accepted", "Ann Lee"), 1.0)
    )


def test_a_reminder_heard_to_its_end_is_noted_once_and_the_agent_knows_of_it() -> None:
    machine, _ = reminded()
    orders = heard(machine)
    assert [order for order in orders if isinstance(order, fx.NoteReminders)] == [fx.NoteReminders(("r1",))]
    assert any(isinstance(order, fx.Remember) and "call Sarah" in order.text for order in orders)


def test_a_caller_who_speaks_into_the_reminder_has_heard_it() -> None:
    machine, effects = reminded()
    thanks, words, _ = (effect for effect in effects if isinstance(effect, fx.Say))
    machine.on(ev.PlaybackFinished(thanks.id), 2.0)
    machine.on(ev.SpeechBegan(), 2.5)
    assert fx.NoteReminders(("r1",)) in machine.on(ev.PlaybackStopped(words.id, "You wanted to be"), 2.5)


def test_a_reminder_of_which_nothing_left_is_not_noted() -> None:
    machine, effects = reminded()
    words = [effect for effect in effects if isinstance(effect, fx.Say)][1]
    machine.on(ev.SpeechBegan(), 1.5)
    assert machine.on(ev.PlaybackStopped(words.id, ""), 1.5) == []


def test_a_worker_lost_before_the_reminder_was_heard_tells_it_again() -> None:
    machine, _ = reminded()
    assert "You wanted to be reminded: call Sarah." in said(machine.on(ev.CallAdopted(), 3.0))
    assert fx.NoteReminders(("r1",)) in heard(machine, 9.0)


def test_a_machine_that_answers_hears_a_goodbye_and_no_reminder() -> None:
    machine = Machine()
    machine.on(CALLED, 0.0)
    heard(machine)
    deadline = machine.deadline
    assert deadline is not None
    assert said(machine.on(ev.TimePassed(), deadline)) == [phrases.CALL_AGAIN]
    assert heard(machine, deadline) == [fx.Hangup()]


def test_a_stranger_who_answers_is_not_led_to_a_person() -> None:
    machine = Machine()
    machine.on(CALLED, 0.0)
    for attempt in (1, 2, 3):
        typed(machine)
        machine.on(ev.PinChecked(attempt, "wrong"), 1.0)
    assert machine.phase is Phase.PIN
    assert fx.Hangup() in heard(machine)


@pytest.mark.parametrize("locked", [True, False])
def test_a_called_user_whose_pin_is_locked_is_called_again_and_led_to_nobody(locked: bool) -> None:
    machine = Machine()
    effects = machine.on(ev.CallArrived("Demo Company", recorded=False, locked=locked, by_us=True), 0.0)
    if not locked:
        typed(machine)
        effects = machine.on(ev.PinChecked(1, "locked"), 1.0)
    assert phrases.CALL_AGAIN in said(effects)
    assert heard(machine)[-1] == fx.Hangup()
    assert machine.phase is Phase.PIN


def test_a_caller_without_reminders_is_welcomed_as_ever() -> None:
    machine = Machine()
    machine.on(ev.CallArrived("Demo Company", recorded=False), 0.0)
    typed(machine)
    assert said(machine.on(ev.PinChecked(1, "accepted", "Ann Lee"), 1.0)) == [phrases.welcome("Ann Lee")]
