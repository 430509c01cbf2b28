"""Users' Google accounts: consents under way, sealed tokens, and where each sync stands."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from convonet_ari.store.pool import Record, Store, Tx
from convonet_ari.store.sealed import Seal

CONSENT_LASTS = timedelta(minutes=15)
LEASE = timedelta(minutes=2)

ADD_CONSENT = """
INSERT INTO google_consents (org_id, user_id, state_hash, verifier, expires_at) VALUES ($1, $2, $3, $4, $5)
"""
FORGET_CONSENTS = "DELETE FROM google_consents WHERE expires_at < $1"
VERIFIER = "SELECT verifier FROM google_consents WHERE state_hash = $1 AND expires_at > $2"
TAKE_CONSENT = """
DELETE FROM google_consents WHERE state_hash = $1 AND expires_at > $2 RETURNING user_id, verifier
"""
CONNECT = """
INSERT INTO google_accounts (org_id, user_id, tokens, next_sync_at, connected_at) VALUES ($1, $2, $3, $4, $4)
ON CONFLICT (user_id) DO UPDATE SET tokens = excluded.tokens, state = 'connected', sync_token = NULL,
  next_sync_at = excluded.next_sync_at, failures = 0, last_error = NULL, connected_at = excluded.connected_at
"""
ACCOUNT = """
SELECT g.org_id, g.user_id, g.tokens, g.calendar, g.sync_token, g.failures,
       coalesce(u.timezone, o.timezone) AS timezone
FROM google_accounts g JOIN users u ON u.id = g.user_id JOIN organisations o ON o.org_id = g.org_id
WHERE g.user_id = $1 AND g.state = 'connected'
"""
STATUS = """
SELECT g.state, g.last_synced_at, g.last_error, (
  SELECT count(*) FROM calendar_events e WHERE e.user_id = g.user_id
    AND unsent(e.changed_at, e.synced_at)
    AND (e.deleted_at IS NULL OR e.external_id IS NOT NULL)
) AS waiting
FROM google_accounts g WHERE g.user_id = $1
"""
KEEP_TOKENS = "UPDATE google_accounts SET tokens = $2 WHERE user_id = $1"
SYNCED = """
UPDATE google_accounts SET sync_token = $2, last_synced_at = $3, next_sync_at = $4, failures = 0,
  last_error = NULL
WHERE user_id = $1
"""
FAILED = """
UPDATE google_accounts SET failures = failures + 1, last_error = $2, next_sync_at = $3 WHERE user_id = $1
"""
REVOKED = "UPDATE google_accounts SET state = 'revoked', last_error = 'revoked' WHERE user_id = $1"
HURRY = """
UPDATE google_accounts SET next_sync_at = $2 WHERE user_id = $1 AND state = 'connected'
"""


@dataclass(frozen=True, slots=True)
class GoogleAccount:
    """One user's calendar at Google; `failures` is how often in a row it could not be synced.

    `tokens` are whatever was kept for them, as one text.
    """

    org_id: UUID
    user_id: UUID
    tokens: str = field(repr=False)
    calendar: str
    sync_token: str | None
    failures: int
    timezone: str


@dataclass(frozen=True, slots=True)
class GoogleStatus:
    """`waiting` changes have not reached Google yet."""

    state: str
    last_synced_at: datetime | None
    last_error: str | None
    waiting: int


class GoogleAccounts:
    """Raises StoreError."""

    def __init__(self, store: Store, seal: Seal) -> None:
        self._store = store
        self._seal = seal

    async def begin_consent(self, org_id: UUID, user_id: UUID, verifier: str, now: datetime) -> str:
        """The secret of a link that is good for one consent of this user, for a quarter of an hour."""
        state = secrets.token_urlsafe(32)
        async with self._store.tenant(org_id) as tx:
            await tx.execute(FORGET_CONSENTS, now)
            sealed = self._seal.seal(verifier)
            await tx.execute(ADD_CONSENT, org_id, user_id, _hash(state), sealed, now + CONSENT_LASTS)
        return state

    async def verifier(self, state: str, now: datetime) -> str | None:
        """PKCE's verifier of a link that is still good."""
        org_id = await self._consent_tenant(state)
        if org_id is None:
            return None
        async with self._store.tenant(org_id) as tx:
            sealed = await tx.fetchval(VERIFIER, _hash(state), now)
        return self._seal.open(sealed) if sealed else None

    async def take_consent(self, state: str, now: datetime) -> tuple[UUID, UUID, str] | None:
        """Organisation, user and verifier of a consent that came back, once."""
        org_id = await self._consent_tenant(state)
        if org_id is None:
            return None
        async with self._store.tenant(org_id) as tx:
            row = await tx.fetchrow(TAKE_CONSENT, _hash(state), now)
        return (org_id, row["user_id"], self._seal.open(row["verifier"])) if row else None

    async def connect(self, org_id: UUID, user_id: UUID, tokens: str, now: datetime) -> None:
        """The first sync, of everything, is due at once."""
        async with self._store.tenant(org_id) as tx:
            await tx.execute(CONNECT, org_id, user_id, self._seal.seal(tokens), now)

    async def claim(self, now: datetime) -> GoogleAccount | None:
        """An account whose sync is due, which is nobody else's for two minutes."""
        async with self._store.lookup() as tx:
            due = await tx.fetchrow("SELECT * FROM claim_google_account($1, $2)", now, LEASE)
        if due is None:
            return None
        async with self._store.tenant(due["org_id"]) as tx:
            row = await tx.fetchrow(ACCOUNT, due["user_id"])
        return self._account(row) if row else None

    async def keep(self, account: GoogleAccount, tokens: str) -> None:
        async with self._store.tenant(account.org_id) as tx:
            await tx.execute(KEEP_TOKENS, account.user_id, self._seal.seal(tokens))

    async def synced(self, account: GoogleAccount, token: str, now: datetime, next_at: datetime) -> None:
        async with self._store.tenant(account.org_id) as tx:
            await tx.execute(SYNCED, account.user_id, token or None, now, next_at)

    async def failed(self, account: GoogleAccount, error: str, next_at: datetime) -> None:
        async with self._store.tenant(account.org_id) as tx:
            await tx.execute(FAILED, account.user_id, error, next_at)

    async def revoked(self, account: GoogleAccount) -> None:
        """Nothing more is tried until the user connects again."""
        async with self._store.tenant(account.org_id) as tx:
            await tx.execute(REVOKED, account.user_id)

    async def _consent_tenant(self, state: str) -> UUID | None:
        async with self._store.lookup() as tx:
            found: UUID | None = await tx.fetchval("SELECT google_consent_tenant($1)", _hash(state))
            return found

    def _account(self, row: Record) -> GoogleAccount:
        return GoogleAccount(**{**dict(row), "tokens": self._seal.open(row["tokens"])})


async def status(tx: Tx, user_id: UUID) -> GoogleStatus | None:
    """None for a user who never connected a calendar."""
    row = await tx.fetchrow(STATUS, user_id)
    return GoogleStatus(**dict(row)) if row else None


async def hurry(tx: Tx, user_id: UUID, now: datetime) -> None:
    """Let the next sync be due now, if there is one to come."""
    await tx.execute(HURRY, user_id, now)


def _hash(state: str) -> bytes:
    return hashlib.sha256(state.encode()).digest()
