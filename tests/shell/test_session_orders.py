"""A session with a scripted performer, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call import phrases
from convonet_ari.call.machine import Machine, Phase
from convonet_ari.call.policy import Policy
from convonet_ari.errors import AriError
from convonet_ari.stasis.session import Session
from tests.fakes.virtual_time import LoopClock, in_virtual_time

pytestmark = pytest.mark.shell

ARRIVED = ev.CallArrived("Demo Company", recorded=True)


class Stage:
    """Keeps what a session notes and orders, in one line; orders in `fails` fail."""

    def __init__(self, **fails: Exception) -> None:
        self.line: list[str] = []
        self.events: list[tuple[int, ev.Event, Phase]] = []
        self.orders: list[fx.Effect] = []
        self.fails = fails
        self.gate = asyncio.Event()
        self.gate.set()
        self._happened = asyncio.Event()

    def event(self, at_ms: int, event: ev.Event, phase: Phase) -> None:
        self.events.append((at_ms, event, phase))
        self._note(type(event).__name__)

    async def perform(self, effect: fx.Effect) -> None:
        self.orders.append(effect)
        self._note(f"-> {type(effect).__name__}")
        await self.gate.wait()
        if error := self.fails.get(type(effect).__name__):
            raise error

    async def until(self, *names: str) -> None:
        """Wait until these stand in the line."""
        async with asyncio.timeout(600):
            while not set(names) <= set(self.line):
                self._happened.clear()
                await self._happened.wait()

    @property
    def said(self) -> list[fx.Say]:
        return [order for order in self.orders if isinstance(order, fx.Say)]

    def _note(self, what: str) -> None:
        self.line.append(what)
        self._happened.set()


@asynccontextmanager
async def running(stage: Stage, *events: ev.Event, started: float = 0.0) -> AsyncIterator[Session]:
    session = Session(Machine(Policy()), stage, stage, LoopClock(), started)
    for event in events:
        session.tell(event)
    task = asyncio.create_task(session.run())
    yield session
    session.stop()
    await task


@in_virtual_time
async def test_an_event_is_noted_before_its_orders_are_carried_out_one_by_one() -> None:
    stage = Stage()
    async with running(stage, ARRIVED, ev.DigitPressed("1")):
        await stage.until("-> Hush")
    assert stage.line == [
        "CallArrived",
        "-> Answer",
        "-> StartRecording",
        "-> MuteRecording",
        "-> Say",
        "-> Say",
        "DigitPressed",
        "-> Hush",
    ]


@in_virtual_time
async def test_an_event_told_during_an_order_waits_for_its_turn() -> None:
    stage = Stage()
    stage.gate.clear()
    async with running(stage, ARRIVED) as session:
        await stage.until("-> Answer")
        session.tell(ev.ChannelGone("hangup"))
        await asyncio.sleep(1)
        assert stage.line[-1] == "-> Answer"
        stage.gate.set()
        await stage.until("-> Close")
    assert stage.line.index("ChannelGone") > stage.line.index("-> Say")


@in_virtual_time
async def test_a_failed_order_is_an_event_with_the_errors_code() -> None:
    stage = Stage(Answer=AriError(500, "no"))
    async with running(stage, ARRIVED):
        await stage.until("-> Release")
    assert ev.EffectFailed("Answer", "ari") in [event for _, event, _ in stage.events]


@in_virtual_time
async def test_even_a_bug_in_an_order_is_no_more_than_an_event() -> None:
    stage = Stage(Answer=KeyError("what"))
    async with running(stage, ARRIVED):
        await stage.until("-> Release")
    assert ev.EffectFailed("Answer", "bug") in [event for _, event, _ in stage.events]


@in_virtual_time
async def test_the_machines_deadline_comes_as_an_event_at_its_millisecond() -> None:
    stage = Stage()
    async with running(stage, ARRIVED) as session:
        await stage.until("-> Say")
        await asyncio.sleep(2.5)
        for speech in stage.said:
            session.tell(ev.PlaybackFinished(speech.id))
        await stage.until("TimePassed")
        await asyncio.sleep(0)
    at_ms, event, _ = stage.events[-1]
    assert event == ev.TimePassed()
    assert at_ms == 2500 + round(Policy().first_digit * 1000)
    assert stage.said[-1].text == phrases.PIN_SILENT


@in_virtual_time
async def test_a_call_that_began_on_another_worker_goes_on_in_its_own_time() -> None:
    stage = Stage()
    async with running(stage, ARRIVED, started=-61.2345):
        await stage.until("CallArrived")
    assert stage.events[0][0] == 61_234


@in_virtual_time
async def test_digits_are_noted_without_their_value() -> None:
    stage = Stage()
    async with running(stage, ARRIVED, *[ev.DigitPressed(key) for key in "1234#"]):
        await stage.until("-> CheckPin")
    noted = [event.digit for _, event, _ in stage.events if isinstance(event, ev.DigitPressed)]
    assert noted == [*[ev.HIDDEN_DIGIT] * 4, "#"]
    assert fx.CheckPin(1, "1234") in stage.orders


@in_virtual_time
async def test_a_closed_call_is_over_and_takes_nothing_more() -> None:
    stage = Stage()
    session = Session(Machine(Policy()), stage, stage, LoopClock(), 0.0)
    for event in (ARRIVED, ev.ChannelGone("hangup"), ev.DigitPressed("1")):
        session.tell(event)
    assert await session.run() is True
    assert stage.line[-1] == "-> Close"


@in_virtual_time
async def test_a_stopped_session_does_nothing_more_for_its_call() -> None:
    stage = Stage()
    session = Session(Machine(Policy()), stage, stage, LoopClock(), 0.0)
    session.stop()
    session.tell(ARRIVED)
    assert await session.run() is False
    assert stage.line == []
