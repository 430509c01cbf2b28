"""One call: its machine, the only writer of it, and the tasks that live and die with the call's socket."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call.machine import Machine, Phase
from convonet_ari.clock import Clock
from convonet_ari.errors import AriError, AriLost

log = structlog.get_logger(__name__)

# No such channel; a channel that is not in Stasis any more.
GONE = (404, 409)


class Performer(Protocol):
    """Carries out orders; raises ConvonetError when one fails."""

    async def perform(self, effect: fx.Effect) -> None: ...


class Recorder(Protocol):
    """Keeps what happened; `event` is called before the effects of that event."""

    def event(self, at_ms: int, event: ev.Event, phase: Phase) -> None: ...


class Session:
    """Feeds events to the machine one by one and hands its orders to the performer, in order.

    `tell` may be called from any task of the call's loop. `started` is when the call began, on the clock's
    monotonic scale; the machine's time is seconds since then, so that a replay sees the same figures.
    """

    def __init__(
        self, machine: Machine, performer: Performer, recorder: Recorder, clock: Clock, started: float
    ) -> None:
        self.machine = machine
        self._performer = performer
        self._recorder = recorder
        self._clock = clock
        self._started = started
        self._events: asyncio.Queue[ev.Event | None] = asyncio.Queue()
        self._closing = False

    @property
    def now(self) -> float:
        """Seconds into the call, in whole milliseconds, as they are stored."""
        return round((self._clock.monotonic() - self._started) * 1000) / 1000

    def tell(self, event: ev.Event) -> None:
        self._events.put_nowait(event)

    def stop(self) -> None:
        """The socket or the call's ownership is gone: nothing more is to be done for this call here."""
        self._events.put_nowait(None)

    async def run(self) -> bool:
        """Until the machine closes the call (True), or the session is stopped (False)."""
        while not self._closing:
            event = await self._next()
            if event is None:
                return False
            await self._take(event)
        return True

    async def _next(self) -> ev.Event | None:
        deadline = self.machine.deadline
        timeout = None if deadline is None else max(0.0, deadline - self.now)
        try:
            async with asyncio.timeout(timeout):
                return await self._events.get()
        except TimeoutError:
            return ev.TimePassed()

    async def _take(self, event: ev.Event) -> None:
        stored, now = self.machine.storable(event), self.now
        before = self.machine.phase
        effects = self.machine.on(event, now)
        after = self.machine.phase
        if after is not before:
            log.info("transition", from_=before.value, on=type(event).__name__, to=after.value)
        self._recorder.event(round(now * 1000), stored, after)
        for effect in effects:
            await self._carry_out(effect)

    async def _carry_out(self, effect: fx.Effect) -> None:
        if isinstance(effect, fx.Close):
            self._closing = True
        phase = self.machine.phase
        await carry_out(effect, phase, self._performer.perform(effect), self.tell)


async def carry_out(
    effect: fx.Effect, phase: Phase, work: Awaitable[None], tell: Callable[[ev.Event], None]
) -> None:
    """Do `work` for `effect`; whatever it raises is reported once and becomes EffectFailed."""
    name = type(effect).__name__
    try:
        await work
    except Exception as error:
        code = getattr(error, "code", "bug")
        if _is_gone(error):
            log.info("the caller had gone", effect=name, phase=phase.value, code=code)
        else:
            log.warning("effect failed", effect=name, phase=phase.value, code=code, exc_info=True)
        tell(ev.EffectFailed(name, code))


def _is_gone(error: Exception) -> bool:
    """Callers hang up at any moment, and Asterisk knows before we are told."""
    return isinstance(error, AriLost) or (isinstance(error, AriError) and error.status in GONE)
