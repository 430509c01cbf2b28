"""Finds out which call a socket is about: a new one, one back from a queue, or one whose worker was lost."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from convonet_ari.call import events as ev
from convonet_ari.call.languages import ENGLISH
from convonet_ari.call.machine import Machine, Phase
from convonet_ari.errors import AriError, FenceLost, StoreError
from convonet_ari.stasis.ari import Ari
from convonet_ari.stasis.services import Services
from convonet_ari.store.lease import Lease, OpenCall
from convonet_ari.store.people import Caller

log = structlog.get_logger(__name__)

ADOPTIONS = 40
ADOPTION_TRIES = 3
SENT_BACK = "SENTBACK"
ROW_ID = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Entry:
    """How the caller's channel stands in the application: arguments of Stasis() and who calls."""

    channel: str
    number: str
    args: tuple[str, ...]

    @property
    def did(self) -> str:
        return self.args[1] if len(self.args) > 1 else ""

    @property
    def queue_status(self) -> str:
        return self.args[2] if len(self.args) > 2 else ""

    @property
    def reminder(self) -> UUID | None:
        """Because of which we placed the call."""
        return _id(self.args[3] if len(self.args) > 3 else "")

    @property
    def beside(self) -> UUID | None:
        """The call into which a person has called the assistant."""
        return _id(self.args[4] if len(self.args) > 4 else "")


def _id(text: str) -> UUID | None:
    return UUID(text) if ROW_ID.fullmatch(text) else None


@dataclass(slots=True)
class Arrival:
    """A call ready to go on: `event` is the first thing to tell its machine.

    `number` is the caller's, or of the user whom we called.
    Without a `lease` nothing of the call is stored: nobody owns the number, or PostgreSQL is away.
    """

    machine: Machine
    event: ev.Event
    call_id: str
    started_at: datetime
    number: str = ""
    lease: Lease | None = None
    caller: Caller | None = None
    next_event: int = 1
    told_s: float = 0.0

    def age_s(self, now: datetime) -> float:
        """Never less than at its last event: a clock that was set back makes no call younger."""
        return max((now - self.started_at).total_seconds(), self.told_s)

    def first(self, early: Sequence[ev.Event]) -> list[ev.Event]:
        """What its machine is told first; `early` came while the call was looked up.

        Media that failed before a new call keeps it unanswered; one back from a queue must be taken in first.
        """
        new = self.machine.phase is Phase.RINGING
        return [*early, self.event] if new else [self.event, *early]


async def entry_of(ari: Ari, channel: str) -> Entry | None:
    """The entry of a channel whose StasisStart went to a worker that is lost; None when it hung up."""
    try:
        found = await ari.channels.get(channel)
    except AriError:
        return None
    return Entry(channel, found.caller.number, tuple(found.dialplan.app_data.split(",")[1:]))


# Before the call has begun it leads to the end of the channel: behind Stasis() nothing else waits for it.
NOT_BESIDE = ev.EffectFailed("Media", "nobody_to_be_with")


class Arrivals:
    """Looks calls up for one worker."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def of(self, entry: Entry, *, lost: bool) -> Arrival:
        """`lost` tells that the channel stood in the application already. Never raises StoreError."""
        try:
            return await self._look_up(entry, lost)
        except StoreError as error:
            log.error("the call cannot be looked up", code=error.code)
            return self._unknown(entry, NOT_BESIDE if entry.beside else ev.StoreLost())

    async def _look_up(self, entry: Entry, lost: bool) -> Arrival:
        """Another session that still held the call may be quicker once; who has the socket has the call."""
        for _ in range(ADOPTION_TRIES):
            known = await self._services.calls.find(entry.channel)
            if known is None:
                return await (self._called_in(entry, entry.beside) if entry.beside else self._new(entry))
            try:
                return await self._known(known, entry, lost)
            except FenceLost:
                log.info("the call was adopted meanwhile, looking again")
        raise StoreError("the call changes hands too fast")

    async def _new(self, entry: Entry) -> Arrival:
        services = self._services
        machine, now = Machine(services.policy), services.clock.utc()
        organisation = await services.people.organisation(entry.did)
        if organisation is None:
            return self._unknown(entry, ev.CallArrived("", recorded=False))
        called = await self._called(organisation.org_id, entry)
        number = called or entry.number
        lease = await services.calls.open(
            organisation.org_id, entry.did, number, entry.channel, services.worker
        )
        event = await self._arrived(lease.org_id, entry.did, number, by_us=called is not None)
        return Arrival(machine, event, str(lease.call_id), now, number, lease)

    def _unknown(self, entry: Entry, event: ev.Event) -> Arrival:
        """Nothing of it is stored."""
        return Arrival(Machine(self._services.policy), event, entry.channel, self._services.clock.utc())

    async def _called_in(self, entry: Entry, beside: UUID) -> Arrival:
        """A call of its own, of the user whom a person talks with."""
        services, now = self._services, self._services.clock.utc()
        organisation = await services.people.organisation(entry.did)
        talk = await services.calls.with_person(organisation.org_id, beside) if organisation else None
        caller = await self._caller(talk.org_id, talk.user_id) if talk else None
        if talk is None or caller is None:
            return self._unknown(entry, NOT_BESIDE)
        lease = await services.calls.open(talk.org_id, entry.did, talk.number, entry.channel, services.worker)
        await services.calls.identify(lease, caller.user_id)
        language = services.language(caller.language) or ENGLISH
        event = ev.CalledIn(caller.name, talk.about, language)
        machine = Machine(services.policy)
        return Arrival(machine, event, str(lease.call_id), now, talk.number, lease, caller)

    async def _called(self, org_id: UUID, entry: Entry) -> str | None:
        """The number of the user whom we called; None for everybody who calls us."""
        if entry.reminder is None:
            return None
        return await self._services.reminders.called(org_id, entry.reminder)

    async def _caller(self, org_id: UUID, user_id: UUID | None) -> Caller | None:
        return await self._services.people.caller(org_id, user_id) if user_id else None

    async def _known(self, known: OpenCall, entry: Entry, lost: bool) -> Arrival:
        services = self._services
        # Meanwhile the caller hears nothing.
        lease, caller = await asyncio.gather(
            services.calls.adopt(known, services.worker), self._caller(known.org_id, known.user_id)
        )
        history = await services.calls.load(lease)
        machine = Machine.replay(((item.event, item.at_ms / 1000) for item in history), services.policy)
        still_here = lost and machine.phase is not Phase.WITH_HUMAN
        event: ev.Event = ev.CallAdopted() if still_here else await self._returned(lease, entry)
        if lease.fence > ADOPTIONS:
            log.error("the call was adopted too often", fence=lease.fence)
            event = ev.EffectFailed("Media", "adopted_too_often")
        elif machine.phase is Phase.RINGING and entry.beside:
            event = NOT_BESIDE
        elif machine.phase is Phase.RINGING:
            by_us = await self._called(known.org_id, entry) is not None
            event = await self._arrived(known.org_id, entry.did, known.caller_number, by_us=by_us)
        return Arrival(
            machine,
            event,
            str(known.call_id),
            known.started_at,
            known.caller_number,
            lease,
            caller,
            next_event=history[-1].seq + 1 if history else 1,
            told_s=history[-1].at_ms / 1000 if history else 0.0,
        )

    async def _returned(self, lease: Lease, entry: Entry) -> ev.CallReturned:
        by_person = entry.queue_status == SENT_BACK
        note = await self._services.calls.note(lease) if by_person else ""
        return ev.CallReturned(entry.queue_status, note)

    async def _arrived(self, org_id: UUID, did: str, number: str, *, by_us: bool) -> ev.CallArrived:
        people = self._services.people
        organisation = await people.organisation(did)
        if organisation is None or organisation.org_id != org_id:
            return ev.CallArrived("", recorded=False)
        locked = await people.locked(org_id, number, self._services.clock.utc())
        return ev.CallArrived(
            organisation.name,
            organisation.recording != "off",
            locked,
            goodbye_without_pin=organisation.after_wrong_pin == "goodbye",
            by_us=by_us,
            language=self._services.language(organisation.language) or ENGLISH,
            languages=self._services.languages,
            detects=self._services.detects,
        )
