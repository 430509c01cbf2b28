"""Has people call back: the caller's place in the queue is held, and when an agent answered they are rung."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from convonet_ari.call.shown import header_text
from convonet_ari.clock import Clock
from convonet_ari.config import Callbacks
from convonet_ari.errors import AriError, StoreError
from convonet_ari.jobs.claimed import EVERY_S, attend
from convonet_ari.store.callback_calls import CallbackCall

log = structlog.get_logger(__name__)

HOLD_EVERY_S = 5.0
AGAIN_S = 60.0
PLACE, SEAT = "convonet-callback-place", "Local/s@convonet-callback-seat/n"
SLOTS = 4096
RUNG = ("RUNG", "BUSY", "NOANSWER", "CANCEL", "CONGESTION", "CHANUNAVAIL", "MACHINE", "DONTCALL", "TORTURE")

Ahead = Callable[[str, float], int]


class Claims(Protocol):
    """Raises StoreError."""

    async def claim(self, claimer: str, now: datetime) -> CallbackCall | None: ...

    async def hold(self, call: CallbackCall, claimer: str, now: datetime) -> bool: ...

    async def over(
        self, call: CallbackCall, state: str, not_before: datetime, outcome: str, *, rang: bool
    ) -> None: ...


class Telephone(Protocol):
    """Raises AriError."""

    async def call(
        self, channel: str, endpoint: str, caller_id: str, variables: Mapping[str, str]
    ) -> None: ...

    async def stands(self, channel: str) -> bool: ...

    async def hangup(self, channel: str) -> None: ...

    async def recall(self, variable: str) -> str:
        """What a global variable of Asterisk holds; empty when nothing."""
        ...


class CallbackCaller:
    """Runs on the desk.

    `ahead` tells how many wait in a queue who have waited longer than so many seconds.
    """

    def __init__(
        self, calls: Claims, telephone: Telephone, ahead: Ahead, clock: Clock, settings: Callbacks, desk: str
    ) -> None:
        self._calls = calls
        self._telephone = telephone
        self._ahead = ahead
        self._clock = clock
        self._settings = settings
        self._desk = desk

    async def run(self) -> None:
        """Until cancelled; what is under way stays in Asterisk, and its claim lapses to the next desk."""
        await attend(self._claim, self._attend, self._settings.calls_at_once)

    async def _claim(self) -> CallbackCall | None:
        return await self._calls.claim(self._desk, self._clock.utc())

    async def _attend(self, call: CallbackCall) -> None:
        if call.lost or await self._placed(call):
            await self._watch(call)

    async def _placed(self, call: CallbackCall) -> bool:
        waited_s = (self._clock.utc() - call.since).total_seconds()
        position = 1 + self._ahead(call.queue, waited_s)
        log.info("a call-back takes its place", callback=str(call.callback_id), position=position)
        try:
            await self._telephone.call(
                channel(call), SEAT, shown(call), variables(call, self._settings, position)
            )
        except AriError as error:
            log.warning("no place could be taken", status=error.status)
            await self._calls.over(call, "waiting", self._in(AGAIN_S), "", rang=False)
            return False
        return True

    async def _watch(self, call: CallbackCall) -> None:
        """Until its channel is gone; one that was cancelled loses its place, unless it rings already."""
        hold_at = 0.0
        while await self._stands(call):
            if self._clock.monotonic() >= hold_at:
                hold_at = self._clock.monotonic() + HOLD_EVERY_S
                if not await self._held(call):
                    await self._leave(call)
                    return
            await asyncio.sleep(EVERY_S)
        await self._settle(call)

    async def _held(self, call: CallbackCall) -> bool:
        """While PostgreSQL is away the claim is believed."""
        try:
            return await self._calls.hold(call, self._desk, self._clock.utc())
        except StoreError:
            return True

    async def _stands(self, call: CallbackCall) -> bool:
        try:
            return await self._telephone.stands(channel(call))
        except AriError as error:
            log.debug("Asterisk cannot be asked", status=error.status)
            return True

    async def _leave(self, call: CallbackCall) -> None:
        try:
            if not await self._outcome(call):
                await self._telephone.hangup(channel(call))
        except AriError as error:
            log.debug("the place cannot be left", status=error.status)

    async def _settle(self, call: CallbackCall) -> None:
        outcome = await self._outcome(call)
        # The dialplan tells when nobody was rung: what it does not tell of counts, so that there is an end.
        rang = outcome in RUNG or not outcome
        log.info("a call-back ended", callback=str(call.callback_id), outcome=outcome or "unknown")
        if outcome == "DONE":
            state, wait_s = "done", 0.0
        elif rang and call.tries + 1 >= self._settings.tries:
            state, wait_s = "missed", 0.0
        else:
            state, wait_s = "waiting", self._settings.retry_s * (call.tries + 1) if rang else AGAIN_S
        await self._calls.over(call, state, self._in(wait_s), outcome, rang=rang or outcome == "DONE")

    async def _outcome(self, call: CallbackCall) -> str:
        """What the dialplan noted of this very attempt; empty when the caller was not rung."""
        key, _, outcome = (await self._telephone.recall(f"CONVONET_CALLBACK_{slot(call)}")).partition(":")
        return outcome if key == name_of(call) else ""

    def _in(self, seconds: float) -> datetime:
        return self._clock.utc() + timedelta(seconds=seconds)


def name_of(call: CallbackCall) -> str:
    return f"{call.callback_id.hex}-{call.attempt}"


def channel(call: CallbackCall) -> str:
    return f"convonet-callback-{name_of(call)}"


def slot(call: CallbackCall) -> str:
    """Of the global variables, which nobody deletes: there is an end to their number."""
    return str(call.callback_id.int % SLOTS)


def shown(call: CallbackCall) -> str:
    """The caller as the agent's telephone shows them."""
    return f'"Call back {header_text(call.name, 40)}" <{_number(call)}>'


def variables(call: CallbackCall, settings: Callbacks, position: int) -> dict[str, str]:
    return {
        "CONVONET_CALLBACK": name_of(call),
        "CONVONET_SLOT": slot(call),
        "CONVONET_ENDPOINT": settings.endpoint.format(number=_number(call)),
        "CONVONET_DID": call.did,
        "CONVONET_QUEUE": call.queue,
        "CONVONET_RING": str(settings.ring_s),
        "CONVONET_MAXWAIT": str(settings.wait_s),
        "CONVONET_POSITION": str(position),
        "CONVONET_CALL": str(call.call_id or ""),
        "CONVONET_NAME": header_text(call.name, 60) or "not verified",
        "CONVONET_REASON": f"call back: {header_text(call.reason, 100) or 'asked to be called'}",
        "FROM_DID": call.did,
    }


def _number(call: CallbackCall) -> str:
    return re.sub(r"[^0-9+]", "", call.number)
