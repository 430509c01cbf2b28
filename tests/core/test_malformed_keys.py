"""Ten thousand PIN entries of a caller who presses anything: no key breaks the machine or is shown."""

from __future__ import annotations

import random

import pytest

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call.machine import Machine, Phase

pytestmark = pytest.mark.core

ENTRIES = 10_000
# What ARI might call a digit: keys, keys no telephone has, several at once, none, other scripts.
KEYS = [*"0123456789" * 3, *"##**ABCD", "٣", "½", "", "12", "7" * 500, "\0", "\r\n", "';--", "\ud800", "$"]
OUTCOMES: list[ev.PinOutcome] = ["accepted", "wrong", "locked", "unavailable"]


def entry(dice: random.Random) -> tuple[Machine, list[fx.Effect]]:
    """One caller: keys, waiting, and answers to checks that were asked for, or were not."""
    machine, now, orders = Machine(), 0.0, list[fx.Effect]()
    orders += machine.on(ev.CallArrived("Demo Company", recorded=True), now)
    for _ in range(dice.randrange(1, 30)):
        now += dice.choice([0.0, 0.1, 30.0])
        event: ev.Event = ev.DigitPressed(dice.choice(KEYS))
        if dice.random() < 0.1:
            event = ev.PinChecked(dice.randrange(5), dice.choice(OUTCOMES), "Ann")
        elif machine.deadline is not None and now >= machine.deadline:
            event = ev.TimePassed()
        orders += machine.on(event, now)
    return machine, orders


def test_any_keys_in_any_order_end_in_a_phase_and_are_shown_nowhere() -> None:
    dice = random.Random(4711)
    for _ in range(ENTRIES):
        machine, orders = entry(dice)
        checks = [order for order in orders if isinstance(order, fx.CheckPin)]
        assert machine.phase in Phase
        assert not any(check.digits in repr(order) for check in checks for order in orders)
        if machine.phase is Phase.CONVERSATION:
            assert checks
