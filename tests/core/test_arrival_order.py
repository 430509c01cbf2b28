"""What a call's machine is told first when something failed while the call was still looked up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call.machine import Machine, Phase
from convonet_ari.stasis.arrival import Arrival
from tests.core.test_machine import given_conversation, given_waiting_in_queue

pytestmark = pytest.mark.core

NO_MEDIA = ev.EffectFailed("Media", "media")


def orders(machine: Machine, event: ev.Event) -> list[fx.Effect]:
    arrival = Arrival(machine, event, "call", datetime(2026, 1, 1, tzinfo=UTC))
    return [order for told in arrival.first([NO_MEDIA]) for order in machine.on(told, 100.0)]


def test_a_caller_back_from_a_queue_goes_to_people_when_there_is_no_media() -> None:
    machine = given_waiting_in_queue().machine
    assert fx.Release() in orders(machine, ev.CallReturned("TIMEOUT"))
    assert machine.phase is Phase.HANDOFF


def test_an_adopted_caller_goes_to_people_once_when_there_is_no_media() -> None:
    given = orders(given_conversation().machine, ev.CallAdopted())
    assert [order for order in given if isinstance(order, fx.Release | fx.EnterQueue)] == [fx.Release()]


def test_a_new_call_without_media_is_sent_on_unanswered() -> None:
    assert orders(Machine(), ev.CallArrived("Demo Company", recorded=False)) == [fx.Release()]


@pytest.mark.parametrize(("later_s", "age_s"), [(90, 90), (-3600, 60), (3600, 3600)])
def test_a_call_is_as_old_as_its_last_event_though_the_clock_was_set_back(later_s: int, age_s: int) -> None:
    machine, began = given_conversation().machine, datetime(2026, 1, 1, tzinfo=UTC)
    arrival = Arrival(machine, ev.CallAdopted(), "call", began, told_s=60.0)
    assert arrival.age_s(began + timedelta(seconds=later_s)) == age_s
