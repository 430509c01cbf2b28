"""A call in memory: real machine, session, record, mind and agent; scripted ears, mouth and channel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Literal
from uuid import UUID

from convonet_ari.agent.brain import Brain
from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call.machine import Machine
from convonet_ari.clock import Clock
from convonet_ari.media.ear import TurnTimings
from convonet_ari.obs import trace
from convonet_ari.stasis.journal import Entry
from convonet_ari.stasis.mind import Mind
from convonet_ari.stasis.record import CallRecord
from convonet_ari.stasis.session import Session
from convonet_ari.stasis.turn_clock import TurnClock
from convonet_ari.stasis.turn_watch import TurnWatch
from convonet_ari.store.lease import Lease
from convonet_ari.usage import Used
from tests.fakes.records import ANN

CALL = UUID(int=77)
LEASE = Lease(CALL, ANN.org_id, 1, "1763779200.1")
PIN = "471182"
SILENCE_S = 0.02
WORD_S = 0.01


class Kept:
    """The call's rows."""

    def __init__(self) -> None:
        self.events: list[ev.Event] = []
        self.spent: list[Used] = []
        self.utterances: list[tuple[int, str, str, str | None, Mapping[str, Any]]] = []

    async def append(self, lease: Lease, events: Sequence[Entry]) -> None:
        self.events += [event for _, _, event in events]

    async def usage(self, lease: Lease, entry: int, turn: int, spent: Sequence[Used]) -> None:
        self.spent += spent

    async def utterance(
        self,
        lease: Lease,
        turn: int,
        who: Literal["caller", "assistant"],
        text: str,
        heard: str | None = None,
        timings: Mapping[str, Any] | None = None,
    ) -> None:
        self.utterances.append((turn, who, text, heard, timings or {}))

    async def recording(
        self, lease: Lease, path: str, seconds: float, segment: int = 0, *, broken_off: bool = False
    ) -> None: ...

    async def set_phase(self, lease: Lease, phase: str) -> None: ...

    async def identify(self, lease: Lease, user_id: UUID) -> None: ...

    async def with_human(self, lease: Lease, queue: str) -> None: ...

    async def finish(self, lease: Lease, reason: str) -> None: ...


class Life:
    """One caller's call. What is said takes a moment for each word; a flush stops it at once."""

    def __init__(self, brain: Brain, clock: Clock) -> None:
        self.rows = Kept()
        self.said: list[str] = []
        self.orders: list[fx.Effect] = []
        self.watch = TurnWatch(str(CALL), clock)
        trace.bind(self.watch.trace)
        self.turns = TurnClock(clock, self.watch)
        self.record = CallRecord(
            self.rows,
            LEASE,
            self.turns,
            self.watch,
            lost=lambda: None,
            fenced=lambda: None,
            first_event=1,
        )
        self.session = Session(Machine(), self, self.record, clock, clock.monotonic())
        self._clock = clock
        self._mouth: asyncio.Queue[fx.Say] = asyncio.Queue()
        self._mind = Mind(brain.conversation(call_id=CALL, fence=1, caller=ANN), self.session.tell)
        self._moved = asyncio.Event()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            helpers = [
                tasks.create_task(work)
                for work in (self.record.journal.run(), self._speak(), self._mind.run())
            ]
            await self.session.run()
            await self.record.flushed()
            self.turns.stop()
            self.watch.close()
            for helper in helpers:
                helper.cancel()

    async def perform(self, effect: fx.Effect) -> None:
        self.record.order(effect)
        self.orders.append(effect)
        match effect:
            case fx.Say():
                self._mouth.put_nowait(effect)
            case fx.CheckPin(attempt):
                self.session.tell(ev.PinChecked(attempt, "accepted", ANN.name))
            case fx.Think(turn, text, resume):
                self._mind.think(turn, text, resume=resume)
            case fx.CancelThinking(turn, heard):
                self._mind.cancel(turn, heard)
        self._moved.set()

    def hears(self, text: str) -> None:
        """The caller's words, as the ear tells them."""
        now = self._clock.monotonic()
        self.session.tell(ev.SpeechBegan())
        self.session.tell(ev.SpeechRecognized(text))
        self.turns.timed(TurnTimings(now - SILENCE_S, now, audio_ms=900, recognition_ms=5, eager=False))

    async def until(self, words: str) -> None:
        """Wait until the caller has heard these words."""
        async with asyncio.timeout(60):
            while not any(words in said for said in self.said):
                self._moved.clear()
                await self._moved.wait()

    async def _speak(self) -> None:
        while True:
            speech = await self._mouth.get()
            await asyncio.sleep(WORD_S)
            self.turns.sounded(speech.id)
            await asyncio.sleep(WORD_S * len(speech.text.split()))
            self.said.append(speech.text)
            self._moved.set()
            self.session.tell(ev.PlaybackFinished(speech.id))


@asynccontextmanager
async def living(brain: Brain, clock: Clock) -> AsyncIterator[Life]:
    """A call that has come as far as the conversation."""
    life = Life(brain, clock)
    running = asyncio.create_task(life.run())
    life.session.tell(ev.CallArrived("Demo Company", recorded=False))
    for key in PIN:
        life.session.tell(ev.DigitPressed(key))
    try:
        await life.until("How can I help you?")
        yield life
    finally:
        life.session.tell(ev.ChannelGone("hangup"))
        await running
