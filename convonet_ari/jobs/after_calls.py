"""What the desk does about calls that are over: notes of them, and receipts of what they changed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Protocol

import structlog

from convonet_ari.clock import Clock, zone
from convonet_ari.errors import DeliveryError, StoreError
from convonet_ari.jobs.receipts import Ways, compose
from convonet_ari.store import call_notes, memories, profiles
from convonet_ari.store.chores import Chore, Chores, PastTalk, past_talk
from convonet_ari.store.pool import Store
from convonet_ari.tools.recap import done

log = structlog.get_logger(__name__)

EVERY_S = 1.0
FIRST_RETRY_S = 30.0
LONGEST_RETRY_S = 3600.0
TRIES = 10


class Notes(Protocol):
    @property
    def summary(self) -> str: ...

    @property
    def actions(self) -> tuple[str, ...]: ...

    @property
    def made_by(self) -> str: ...


class Summariser(Protocol):
    async def summarise(self, talk: PastTalk, changed: list[str]) -> Notes:
        """What the call was about, and what its caller meant to do. Never raises."""
        ...


class AfterCalls:
    """Runs on the desk; any number of desks may, since a claim is one desk's alone.

    `public_url` is where receipts say that the pages are; without it they name none.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        summariser: Summariser,
        ways: Ways,
        desk: str,
        public_url: str = "",
    ) -> None:
        self._store = store
        self._chores = Chores(store)
        self._clock = clock
        self._summariser = summariser
        self._ways = ways
        self._desk = desk
        self._public_url = public_url

    async def run(self) -> None:
        """Until cancelled; what was under way then is claimed again when its claim is stale."""
        while True:
            try:
                if await self.one():
                    continue
            except StoreError as error:
                log.debug("nothing can be done about calls that are over", code=error.code)
            await asyncio.sleep(EVERY_S)

    async def one(self) -> bool:
        """Do one thing; False when there is none. Raises StoreError."""
        chore = await self._chores.claim(self._desk, self._clock.utc())
        if chore is None:
            return False
        try:
            await (self._write_notes(chore) if chore.kind == "notes" else self._send_receipt(chore))
        except DeliveryError as error:
            await self._failed(chore, error)
        return True

    async def _write_notes(self, chore: Chore) -> None:
        """The notes and the end of the chore are one transaction: written once, or not at all."""
        talk, changed = await self._read(chore)
        if talk is None or not talk.said:
            await self._over(chore)
            return
        notes = await self._summariser.summarise(talk, changed)
        async with self._store.tenant(chore.org_id) as tx:
            await call_notes.save(tx, talk.caller, chore.call_id, notes.summary, notes.actions, notes.made_by)
            if (await profiles.read_profile(tx, talk.caller.user_id)).remember:
                day = talk.started_at.astimezone(zone(talk.caller.timezone))
                text = f"{day.day} {day:%B}: {notes.summary}"
                await memories.add(tx, talk.caller, text, chore.call_id, "summary")
            await self._chores.over(tx, chore, self._clock.utc())

    async def _read(self, chore: Chore) -> tuple[PastTalk | None, list[str]]:
        async with self._store.tenant(chore.org_id) as tx:
            talk = await past_talk(tx, chore.call_id)
            if talk is None:
                return None, []
            now = talk.started_at.astimezone(zone(talk.caller.timezone))
            return talk, [thing.words for thing in await done(tx, talk.caller.user_id, chore.call_id, now)]

    async def _send_receipt(self, chore: Chore) -> None:
        async with self._store.tenant(chore.org_id) as tx:
            talk = await past_talk(tx, chore.call_id)
            composed = None
            if talk:
                composed = await compose(tx, talk, chore.call_id, self._public_url, self._clock.utc())
        way = self._ways.get(composed[0]) if composed else None
        if composed is None or way is None:
            await self._over(chore, dropped=composed is not None)
            return
        await way.send(composed[1])
        await self._over(chore)
        log.info("receipt sent", call_id=str(chore.call_id), way=composed[0], tries=chore.tries)

    async def _failed(self, chore: Chore, error: DeliveryError) -> None:
        if not error.may_pass or chore.tries >= TRIES:
            log.error("receipt given up", call_id=str(chore.call_id), reason=str(error), tries=chore.tries)
            await self._over(chore, dropped=True)
            return
        wait_s = min(FIRST_RETRY_S * 2 ** (chore.tries - 1), LONGEST_RETRY_S)
        log.warning("receipt put off", call_id=str(chore.call_id), reason=str(error), wait_s=wait_s)
        await self._chores.put_off(chore, self._clock.utc() + timedelta(seconds=wait_s))

    async def _over(self, chore: Chore, *, dropped: bool = False) -> None:
        async with self._store.tenant(chore.org_id) as tx:
            await self._chores.over(tx, chore, self._clock.utc(), dropped=dropped)
