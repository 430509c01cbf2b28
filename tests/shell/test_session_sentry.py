"""What Sentry learns of a call: its failures, each once, and its turns; never a digit or a word."""

from __future__ import annotations

import asyncio
import json

import pytest

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call.machine import Machine, Phase
from convonet_ari.config import Logging
from convonet_ari.errors import AriError
from convonet_ari.media.ear import TurnTimings
from convonet_ari.obs import log as logs
from convonet_ari.obs import sentry
from convonet_ari.stasis.session import Session
from convonet_ari.stasis.turn_clock import TurnClock
from convonet_ari.stasis.turn_watch import TurnWatch
from tests.fakes.scripted_speech import HandClock
from tests.fakes.sentry import receiving

pytestmark = pytest.mark.shell

PIN = "471182"


class Failing:
    """Cannot check PINs; everything else works."""

    async def perform(self, effect: fx.Effect) -> None:
        if isinstance(effect, fx.CheckPin):
            digits = effect.digits
            raise AriError(500, f"no {len(digits)} digits here")

    def event(self, at_ms: int, event: ev.Event, phase: Phase) -> None: ...


async def test_a_failed_order_arrives_once_with_call_and_phase_and_no_digit() -> None:
    async with receiving() as receiver:
        logs.configure(Logging(), report=sentry.report)
        logs.bind_call("c1", "t1")
        session = Session(Machine(), Failing(), Failing(), HandClock(), 100.0)
        session.tell(ev.CallArrived("Demo Company", recorded=False))
        for key in PIN:
            session.tell(ev.DigitPressed(key))
        running = asyncio.create_task(session.run())
        event = await receiver.next("event")
        session.tell(ev.ChannelGone("hangup"))
        assert await running
    assert receiver.items.empty()
    assert {"call_id": "c1", "phase": "pin", "effect": "CheckPin", "code": "ari"}.items() <= event[
        "tags"
    ].items()
    assert PIN not in json.dumps(event)
    assert "vars" not in json.dumps(event)


async def test_a_turn_is_traced_from_the_callers_words_to_the_first_sound() -> None:
    clock = HandClock()
    async with receiving() as receiver:
        turns = TurnClock(clock, TurnWatch("c1"))
        turns.timed(TurnTimings(99.5, 100.0, audio_ms=900, recognition_ms=200, eager=False))
        turns.order(fx.Think(3, "my secret words"))
        clock.now += 0.3
        turns.event(ev.ReplyWritten(3, "your secret answer"))
        turns.order(fx.Say(8, "your secret answer", 3))
        clock.now += 0.1
        turns.sounded(8)
        event = await receiver.next("transaction")
    assert {"call_id": "c1", "turn": "3"}.items() <= event["tags"].items()
    figures = event["contexts"]["trace"]["data"]
    assert figures["first_token_ms"] == 300
    assert figures["first_audio_ms"] == 100
    assert figures["total_ms"] == 900
    assert "secret" not in json.dumps(event)
