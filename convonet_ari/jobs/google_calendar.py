"""Keeps users' calendars and Google's the same, in the background: no call ever waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import datetime, timedelta

import aiohttp
import structlog

from convonet_ari.clock import Clock, zone
from convonet_ari.config import Google
from convonet_ari.errors import ConvonetError, GoogleError, GoogleRevoked, StoreError
from convonet_ari.google.calendar import Calendar
from convonet_ari.google.oauth import OAuth, Tokens
from convonet_ari.store.google import GoogleAccount, GoogleAccounts
from convonet_ari.store.google_events import GoogleEvents, Unsent
from convonet_ari.store.pool import Store

log = structlog.get_logger(__name__)

EVERY_S = 1.0
WITHIN_S = 100.0
LONGEST_REST_S = 3600.0
# A calendar seen for the first time is read from so long ago.
HISTORY = timedelta(days=30)
CHANGED_MEANWHILE, FORBIDDEN_TO_WRITE = 412, 403


class GoogleCalendarSync:
    """Runs on the desk; any number of desks may, since a claim is one desk's alone."""

    def __init__(
        self,
        accounts: GoogleAccounts,
        store: Store,
        http: aiohttp.ClientSession,
        clock: Clock,
        settings: Google,
    ) -> None:
        self._accounts = accounts
        self._store = store
        self._http = http
        self._oauth = OAuth(http, settings)
        self._clock = clock
        self._settings = settings

    async def run(self) -> None:
        """Until cancelled; one account after another."""
        while True:
            if account := await self._next():
                await self.sync(account)
            else:
                await asyncio.sleep(EVERY_S)

    async def sync(self, account: GoogleAccount) -> None:
        """One round for one account; what goes wrong is noted in its row."""
        try:
            async with asyncio.timeout(WITHIN_S):
                token = await self._round(account)
            now = self._clock.utc()
            await self._accounts.synced(account, token, now, now + timedelta(seconds=self._settings.poll_s))
        except GoogleRevoked:
            log.info("a user has withdrawn the consent to their calendar", user=str(account.user_id))
            await self._noted(self._accounts.revoked(account))
        except (ConvonetError, TimeoutError) as error:
            await self._noted(self._failed(account, error))

    async def _next(self) -> GoogleAccount | None:
        try:
            return await self._accounts.claim(self._clock.utc())
        except StoreError as error:
            log.debug("accounts cannot be read", code=error.code)
            return None

    async def _round(self, account: GoogleAccount) -> str:
        """First what Google has, then what it lacks; returns the token for the next round."""
        tokens = await self._fresh(account)
        calendar = Calendar(
            self._http, self._settings.calendar_url, account.calendar, tokens.access, zone(account.timezone)
        )
        events = GoogleEvents(self._store, account.org_id, account.user_id)
        await events.name()
        since = self._clock.utc() - HISTORY
        changes = await calendar.changes(account.sync_token, since)
        await events.take(changes.events, all_since=since if changes.whole else None)
        for event in await events.unsent():
            await self._send(calendar, events, event)
        return changes.token

    async def _fresh(self, account: GoogleAccount) -> Tokens:
        now, tokens = self._clock.utc(), Tokens.load(account.tokens)
        if tokens.fresh(now):
            return tokens
        tokens = await self._oauth.refresh(tokens, now)
        await self._accounts.keep(account, tokens.dump())
        return tokens

    async def _send(self, calendar: Calendar, events: GoogleEvents, event: Unsent) -> None:
        """An event that Google has changed meanwhile, or that is not ours, waits for the next round."""
        try:
            await events.sent(event, await self._written(calendar, event))
        except GoogleError as error:
            if error.status not in (CHANGED_MEANWHILE, FORBIDDEN_TO_WRITE) or error.wait_s:
                raise
            log.info("Google did not take a change", status=error.status, reason=error.reason)

    async def _written(self, calendar: Calendar, event: Unsent) -> str:
        if event.deleted:
            await calendar.delete(event.external_id)
            return event.etag
        if event.known:
            return (await calendar.update(event, event.external_id, event.etag)).etag
        return (await calendar.insert(event)).etag

    async def _failed(self, account: GoogleAccount, error: Exception) -> None:
        asked = error.wait_s if isinstance(error, GoogleError) else 0.0
        rest = min(self._settings.poll_s * 2**account.failures, LONGEST_REST_S)
        reason = getattr(error, "reason", "") or getattr(error, "code", type(error).__name__)
        log.warning("a calendar was not synced", user=str(account.user_id), reason=reason)
        await self._accounts.failed(account, reason, self._later(max(asked, rest)))

    async def _noted(self, writing: Awaitable[None]) -> None:
        """PostgreSQL may be what failed; the claim then lapses by itself."""
        try:
            await writing
        except StoreError as error:
            log.warning("a sync's end was not noted", code=error.code)

    def _later(self, seconds: float) -> datetime:
        return self._clock.utc() + timedelta(seconds=seconds)
