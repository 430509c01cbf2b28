"""Calls users back with their due reminders: claims one, places the call, and puts off what nobody took."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from convonet_ari.clock import Clock
from convonet_ari.config import Reminders
from convonet_ari.errors import AriError
from convonet_ari.jobs.claimed import EVERY_S, attend
from convonet_ari.store.reminder_calls import ReminderCall

log = structlog.get_logger(__name__)

CONTEXT = "convonet-callback"
UNREACHABLE_S = 60.0


class Claims(Protocol):
    """Where due reminders are kept. Raises StoreError."""

    async def claim(self, claimer: str, now: datetime) -> ReminderCall | None: ...

    async def put_off(self, call: ReminderCall, until: datetime, *, counted: bool = True) -> None: ...

    async def missed(self, call: ReminderCall) -> None: ...


class Telephone(Protocol):
    """Raises AriError."""

    async def call(self, channel: str, endpoint: str, caller_id: str, variables: Mapping[str, str]) -> None:
        """Ring `endpoint`; who answers goes on in the dialplan's `CONTEXT`. `channel` names the call."""
        ...

    async def stands(self, channel: str) -> bool:
        """Whether that call still is."""
        ...


class ReminderCaller:
    """Runs on the desk."""

    def __init__(
        self, reminders: Claims, telephone: Telephone, clock: Clock, settings: Reminders, desk: str
    ) -> None:
        self._reminders = reminders
        self._telephone = telephone
        self._clock = clock
        self._settings = settings
        self._desk = desk

    async def run(self) -> None:
        """Until cancelled; a call under way goes on without us, and its claim lapses."""
        await attend(self._claim, self._place, self._settings.calls_at_once)

    async def _claim(self) -> ReminderCall | None:
        return await self._reminders.claim(self._desk, self._clock.utc())

    async def _place(self, call: ReminderCall) -> None:
        channel = channel_of(call)
        endpoint = self._settings.endpoint.format(number=call.number)
        variables = {"FROM_DID": call.did, "CONVONET_REMINDER": call.reminder_id.hex}
        log.info("calling a user", reminder=str(call.reminder_id), tries=call.tries)
        try:
            await self._telephone.call(channel, endpoint, call.did, variables)
        except AriError as error:
            log.warning("no call could be placed", status=error.status)
            await self._reminders.put_off(call, self._in(UNREACHABLE_S), counted=False)
            return
        await self._ended(channel)
        await self._over(call)

    async def _ended(self, channel: str) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                if not await self._telephone.stands(channel):
                    return
            except AriError as error:
                log.debug("Asterisk cannot be asked", status=error.status)

    async def _over(self, call: ReminderCall) -> None:
        """Changes nothing for a user who heard the reminder."""
        if call.tries >= self._settings.tries:
            await self._reminders.missed(call)
        else:
            await self._reminders.put_off(call, self._in(self._settings.retry_s * call.tries))

    def _in(self, seconds: float) -> datetime:
        return self._clock.utc() + timedelta(seconds=seconds)


def channel_of(call: ReminderCall) -> str:
    """Of this claim alone: the channel before may still stand when who snoozed is called again."""
    return f"convonet-reminder-{call.reminder_id.hex}-{round(call.claimed_at.timestamp() * 1000)}"
