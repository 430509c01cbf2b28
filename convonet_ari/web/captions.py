"""Tells a call to the page it was made from: who says what, and how long each answer took."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call.machine import Machine, Phase
from convonet_ari.call.policy import Policy
from convonet_ari.errors import StoreError
from convonet_ari.store.history import StoredEvent
from convonet_ari.store.live_call import LiveCalls
from convonet_ari.web.passes import Visit

LOOK_EVERY_S = 0.12
AWAY_S = 1.0

Caption = dict[str, Any]

PARTS = ("endpoint", "recognition", "first_token", "first_audio", "total")


class Captions:
    """One call's, from its stored events: what is said as soon as it is, and what was heard of it."""

    def __init__(self, policy: Policy) -> None:
        self._machine = Machine(policy)
        self._timed: set[int] = set()
        self.seen = 0

    def feed(self, events: Iterable[StoredEvent]) -> list[Caption]:
        """What is new; events that were fed before are passed over."""
        return [caption for stored in events for caption in self._take(stored)]

    def figures(self, rows: Iterable[Mapping[str, Any]]) -> list[Caption]:
        """How long each turn took, once for each."""
        told: list[Caption] = []
        for row in rows:
            turn, timings = row["turn"], row["timings"]
            if turn not in self._timed and "total_ms" in timings:
                self._timed.add(turn)
                parts = {part: timings[f"{part}_ms"] for part in PARTS if f"{part}_ms" in timings}
                told.append({"type": "turn", "turn": turn, "ms": parts})
        return told

    def _take(self, stored: StoredEvent) -> Iterator[Caption]:
        if stored.seq <= self.seen:
            return
        self.seen = stored.seq
        before = self._machine.phase
        effects = self._machine.on(stored.event, stored.at_ms / 1000)
        yield from _spoken(stored.event)
        if self._machine.phase is not before:
            yield _phase(self._machine)
        for effect in effects:
            if isinstance(effect, fx.Say):
                yield {"type": "say", "id": effect.id, "turn": effect.turn, "text": effect.text}


async def told(calls: LiveCalls, visit: Visit, captions: Captions) -> AsyncIterator[Caption]:
    """The visit's call from its first word to its end; an outage of PostgreSQL delays it."""
    call: tuple[UUID, UUID] | None = None
    over = False
    while not over:
        try:
            if call is None and visit.channel:
                call = await calls.find(visit.channel)
            if call is not None:
                news = await calls.news(*call, captions.seen)
                for caption in (*captions.feed(news.events), *captions.figures(news.figures)):
                    yield caption
                over = news.over
            await asyncio.sleep(LOOK_EVERY_S)
        except StoreError:
            await asyncio.sleep(AWAY_S)
    yield {"type": "over"}


def _phase(machine: Machine) -> Caption:
    name = machine.state.name if machine.phase is Phase.CONVERSATION else ""
    return {"type": "phase", "phase": machine.phase.value, "name": name}


def _spoken(event: ev.Event) -> Iterator[Caption]:
    match event:
        case ev.SpeechBegan():
            yield {"type": "speaking"}
        case ev.SpeechRecognized(text):
            yield {"type": "caller", "text": text}
        case ev.PinChecked(outcome=outcome):
            yield {"type": "pin", "outcome": outcome}
        case ev.PlaybackFinished(speech):
            yield {"type": "heard", "id": speech}
        case ev.PlaybackStopped(speech, heard):
            yield {"type": "cut", "id": speech, "heard": heard}
        case ev.CallAdopted():
            yield {"type": "moved"}
        case ev.ToolStarted(tool=tool):
            yield {"type": "tool", "tool": tool}
