"""Runs the session of one call's socket from its first message to the last, and leaves nothing behind."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import structlog

from convonet_ari import usage
from convonet_ari.call import events as ev
from convonet_ari.call.pin_entry import greeting
from convonet_ari.call.spoken_digits import hide
from convonet_ari.errors import ConvonetError
from convonet_ari.ids import beside_channel, row_id
from convonet_ari.media.ear import TurnTimings
from convonet_ari.obs import metrics, trace
from convonet_ari.obs.log import bind_call
from convonet_ari.stasis.ari import Ari, ReceivedEvent
from convonet_ari.stasis.ari.generated import (
    ChannelDestroyed,
    ChannelDtmfReceived,
    ChannelHangupRequest,
    StasisEnd,
    StasisStart,
)
from convonet_ari.stasis.arrival import Arrival, Arrivals, Entry, entry_of
from convonet_ari.stasis.perform import CallPerformer
from convonet_ari.stasis.record import CallRecord
from convonet_ari.stasis.server import CallSocket
from convonet_ari.stasis.services import Services
from convonet_ari.stasis.session import Session
from convonet_ari.stasis.short_keys import ShortKeys
from convonet_ari.stasis.stage import MEDIA_ARGUMENT, Found, Stage, find
from convonet_ari.stasis.turn_clock import TurnClock
from convonet_ari.stasis.turn_watch import TurnWatch
from convonet_ari.stasis.voice import Voice

log = structlog.get_logger(__name__)

ENTER_WITHIN_S = 10.0
CLOSE_WITHIN_S = 10.0
GREETING_READY_S = 1.5


class Ended(Exception):
    """The session is over; cancels what still runs in its task group."""


class CallHandler:
    """`CallServer`'s handler: one instance per worker, one `_Call` per socket."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def __call__(self, sock: CallSocket) -> None:
        call = _Call(self._services, sock)
        try:
            await call.run()
        except asyncio.CancelledError:
            call.outcome = "lost"
            raise
        finally:
            call.counted_out()


class _Call:
    def __init__(self, services: Services, sock: CallSocket) -> None:
        self._services = services
        self._sock = sock
        self._ari: Ari = sock.ari
        self._stage = Stage(sock.ari, sock.application, str(row_id()))
        self._voice = Voice(
            services.engines,
            services.settings,
            services.clock,
            self._tell,
            self._timed,
            self._sounded,
            self._guessed,
            self._makes_sense,
        )
        self._entered: asyncio.Future[Entry] = asyncio.get_running_loop().create_future()
        self._early: list[ev.Event] = []
        self._session: Session | None = None
        self._performer: CallPerformer | None = None
        self._entered_at: float | None = None
        self._turns: TurnClock | None = None
        self._watch: TurnWatch | None = None
        self._arrival: Arrival | None = None
        self._channel = ""
        self._keys = ShortKeys()
        self._gone = ""
        self._meter = usage.Meter()
        self.outcome = "failed"

    async def run(self) -> None:
        usage.keep(self._meter)
        found = await find(self._ari, self._sock.application)
        try:
            async with asyncio.TaskGroup() as tasks:
                await self._live(tasks, found)
                raise Ended
        except* Ended:
            pass
        finally:
            await self._voice.close()

    def counted_out(self) -> None:
        """Nothing more is measured in this call."""
        if self._turns is not None and self._watch is not None:
            self._turns.stop()
            self._watch.close()
            metrics.call_ended(self.outcome)

    async def _live(self, tasks: asyncio.TaskGroup, found: Found) -> None:
        tasks.create_task(self._read())
        opened = tasks.create_task(self._open(tasks, found))
        entry = await self._entry(found)
        if entry is None:
            await opened
            await self._stage.close()
            return
        self._channel = entry.channel
        lost = found.caller is not None
        arrival = await Arrivals(self._services).of(entry, lost=lost)
        if lost:
            given_up = isinstance(arrival.event, ev.EffectFailed | ev.StoreLost)
            metrics.takeover("given_up" if given_up else "adopted")
        first = arrival.event
        language = first.language if isinstance(first, ev.CallArrived) else ""
        learned = tasks.create_task(self._voice.learn(greeting(first), language))
        await opened
        await self._greet_ready(learned)
        tasks.create_task(self._tidy(found, arrival))
        await self._converse(tasks, entry, arrival)

    async def _open(self, tasks: asyncio.TaskGroup, found: Found) -> None:
        """Bridge and media, while the caller still hears ringing. A failure is told, not raised."""
        try:
            await self._stage.open(found)
            await self._voice.open(self._stage.connection, tasks)
            await self._stage.join_media()
        except (ConvonetError, TimeoutError) as error:
            log.error("no media", error=str(error))
            self._tell(ev.EffectFailed("Media", getattr(error, "code", "media")))

    async def _greet_ready(self, learned: asyncio.Task[None]) -> None:
        """The caller rings a moment longer when his organisation's greeting was never said here before."""
        await asyncio.wait({learned}, timeout=GREETING_READY_S)
        learned.cancel()

    async def _tidy(self, found: Found, arrival: Arrival) -> None:
        """What the caller need not wait for."""
        if isinstance(arrival.event, ev.CallReturned):
            await self._stage.part(beside_channel(arrival.call_id))
        await self._stage.hear_less()
        await self._stage.sweep(found)

    async def _entry(self, found: Found) -> Entry | None:
        """The caller's entry: found already, or the StasisStart that comes within half a second."""
        if found.caller is not None and not self._entered.done():
            if entry := await entry_of(self._ari, found.caller):
                return entry
            return None
        lost = asyncio.create_task(self._ari.lost.wait())
        waits: set[asyncio.Future[Any]] = {lost, self._entered}
        try:
            await asyncio.wait(waits, timeout=ENTER_WITHIN_S, return_when=asyncio.FIRST_COMPLETED)
        finally:
            lost.cancel()
        return self._entered.result() if self._entered.done() else None

    async def _converse(self, tasks: asyncio.TaskGroup, entry: Entry, arrival: Arrival) -> None:
        bind_call(arrival.call_id, str(arrival.lease.org_id) if arrival.lease else "")
        self._arrival = arrival
        clock = self._services.clock
        self._watch = watch = TurnWatch(arrival.call_id, clock)
        self._turns = turns = TurnClock(clock, watch, arrival.machine.state.turn)
        if self._entered_at is not None:
            turns.entered(self._entered_at)
        trace.bind(watch.trace)
        metrics.call_started()
        record = CallRecord(
            self._services.calls,
            arrival.lease,
            turns,
            watch,
            lost=lambda: self._tell(ev.StoreLost()),
            fenced=self._stop,
            first_event=arrival.next_event,
            turn=arrival.machine.state.turn,
            meter=self._meter,
        )
        writer = tasks.create_task(record.journal.run())
        self._performer = performer = CallPerformer(
            self._services,
            self._ari,
            entry,
            arrival,
            self._stage,
            self._voice,
            record,
            tasks,
            self._tell,
        )
        started = clock.monotonic() - arrival.age_s(clock.utc())
        self._session = session = Session(arrival.machine, performer, record, clock, started)
        log.info("call taken", event_=type(arrival.event).__name__, application=self._sock.application)
        if self._ari.lost.is_set():
            session.stop()
        for event in arrival.first(self._early):
            session.tell(event)
        if self._gone:
            session.tell(ev.ChannelGone(self._gone))
        closed = await session.run()
        self.outcome = "lost" if not closed else "with_human" if performer.with_human else "ended"
        await self._close(record, performer, orderly=closed)
        writer.cancel()

    async def _close(self, record: CallRecord, performer: CallPerformer, *, orderly: bool) -> None:
        """Release everything; what cannot be released in time is Asterisk's to end with the socket."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_WITHIN_S):
                if orderly and not performer.with_human:
                    record.finished(self._gone or "ended")
                if orderly:
                    # First: the media socket's goodbye is answered only when its channel is gone.
                    self._voice.expect_close()
                    await self._stage.close()
                if file := await self._voice.close():
                    record.recorded(file)
                await record.flushed()
                await performer.see_off()
        log.info("session over", orderly=orderly, with_human=performer.with_human)

    async def _read(self) -> None:
        """Asterisk's events, in order, until the socket is lost."""
        async for event in self._ari:
            self._take(event)
        self._stop()

    def _take(self, event: ReceivedEvent) -> None:
        match event:
            case StasisStart(channel=channel) if channel.id == self._channel:
                if self._performer is not None:
                    self._performer.entered_again()
            case StasisStart(channel=channel, args=args):
                ours = self._stage.media_entered(channel.id)
                if not ours and args != (MEDIA_ARGUMENT,) and not self._entered.done():
                    self._channel = channel.id
                    self._entered_at = self._services.clock.monotonic()
                    self._entered.set_result(Entry(channel.id, channel.caller.number, tuple(args)))
            case ChannelDtmfReceived(channel=channel, digit=digit) if channel.id == self._channel:
                if not self._keys.again(digit, event.duration_ms, event.timestamp):
                    self._tell(ev.DigitPressed(digit))
            case StasisEnd(channel=channel) if channel.id == self._channel:
                self._caller_left("left")
            case ChannelHangupRequest(channel=channel) if channel.id == self._channel:
                self._caller_left("hangup")
            case ChannelDestroyed(channel=channel, cause_txt=cause) if channel.id == self._channel:
                self._caller_left(cause)

    def _caller_left(self, why: str) -> None:
        """A StasisEnd while leaving for the queue is no hang-up."""
        if self._gone or (self._performer is not None and self._performer.leaving and why == "left"):
            return
        self._gone = why
        if self._session is not None:
            self._session.tell(ev.ChannelGone(why))

    def _tell(self, event: ev.Event) -> None:
        if isinstance(event, ev.SpeechRecognized):
            event = replace(event, text=self._without_pin(event.text))
        if self._session is not None:
            self._session.tell(event)
        else:
            self._early.append(event)

    def _timed(self, timings: TurnTimings) -> None:
        if self._turns is not None:
            self._turns.timed(timings)

    def _without_pin(self, text: str) -> str:
        if self._arrival is None or self._arrival.caller is None:
            return text
        return hide(text, partial(self._services.people.is_pin, self._arrival.caller))

    def _guessed(self, text: str | None) -> None:
        if self._session is not None and self._performer is not None:
            words = None if text is None else self._without_pin(text)
            self._performer.guess(self._session.machine.turn_of(words or ""), words)

    def _makes_sense(self, text: str) -> bool:
        """What the call itself has an answer to does; else the agent knows."""
        if self._session is None or self._performer is None:
            return True
        words = self._without_pin(text)
        return not self._session.machine.turn_of(words) or self._performer.makes_sense(words)

    def _sounded(self, speech: int) -> None:
        if self._turns is not None:
            self._turns.sounded(speech)

    def _stop(self) -> None:
        if self._session is not None:
            self._session.stop()
