"""What a user's browser shows to see their own changes: a link that is good once, then a session."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import UUID

from convonet_ari.store.people import Caller, find_caller
from convonet_ari.store.pool import Store, Tx

# As long as a change can be taken back.
LINK_LASTS = timedelta(hours=24)
SESSION_LASTS = timedelta(hours=1)

ADD = "INSERT INTO user_passes (org_id, user_id, token_hash, kind, expires_at) VALUES ($1, $2, $3, $4, $5)"
FORGET = "DELETE FROM user_passes WHERE user_id = $1 AND expires_at < $2"
TENANT = "SELECT user_pass_tenant($1, $2)"
TAKE = "DELETE FROM user_passes WHERE token_hash = $1 AND kind = 'link' AND expires_at > $2 RETURNING user_id"
USER = "SELECT user_id FROM user_passes WHERE token_hash = $1 AND kind = 'session' AND expires_at > $2"
END = "DELETE FROM user_passes WHERE token_hash = $1 AND kind = 'session'"


async def new_link(tx: Tx, org_id: UUID, user_id: UUID, now: datetime) -> str:
    """The secret of a link that opens the page of this user's changes once, within a day."""
    await tx.execute(FORGET, user_id, now)
    return await _add(tx, org_id, user_id, "link", now + LINK_LASTS)


def page_of(public_url: str, link: str) -> str:
    """Behind the `#` it is in no server's log, and a mail scanner that loads the page leaves it good."""
    return f"{public_url}/changes#{link}"


class UserPasses:
    """Raises StoreError."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def open(self, link: str, now: datetime) -> str | None:
        """A new session's token for a link that is still good, which it then is no more."""
        org_id = await self._tenant(link, now)
        if org_id is None:
            return None
        async with self._store.tenant(org_id) as tx:
            user_id = await tx.fetchval(TAKE, _hash(link), now)
            return await _add(tx, org_id, user_id, "session", now + SESSION_LASTS) if user_id else None

    @asynccontextmanager
    async def session(self, token: str, now: datetime) -> AsyncIterator[tuple[Tx, Caller] | None]:
        """The user's transaction, and who they are now; None when nobody active has shown this token."""
        org_id = await self._tenant(token, now) if token else None
        if org_id is None:
            yield None
            return
        async with self._store.tenant(org_id) as tx:
            user_id = await tx.fetchval(USER, _hash(token), now)
            caller = await find_caller(tx, user_id) if user_id else None
            yield (tx, caller) if caller else None

    async def end(self, token: str, now: datetime) -> None:
        if org_id := await self._tenant(token, now):
            async with self._store.tenant(org_id) as tx:
                await tx.execute(END, _hash(token))

    async def _tenant(self, token: str, now: datetime) -> UUID | None:
        async with self._store.lookup() as tx:
            org_id: UUID | None = await tx.fetchval(TENANT, _hash(token), now)
            return org_id


async def _add(tx: Tx, org_id: UUID, user_id: UUID, kind: str, expires_at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    await tx.execute(ADD, org_id, user_id, _hash(token), kind, expires_at)
    return token


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
