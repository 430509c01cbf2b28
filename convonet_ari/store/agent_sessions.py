"""Who is signed in at the console: a random token in the browser, its hash here."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from convonet_ari.store.passwords import Passwords
from convonet_ari.store.pool import Store
from convonet_ari.store.text import clean

LOGIN = "SELECT org_id, agent_id, password_hash FROM agent_login($1)"
BEGIN = """
INSERT INTO agent_sessions (org_id, agent_id, token_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
"""
FORGET = "DELETE FROM agent_sessions WHERE agent_id = $1 AND expires_at < $2"
SESSION = "SELECT org_id, agent_id, expires_at FROM agent_session($1, $2)"
AGENT = "SELECT login, name, extension, role, sip_secret IS NOT NULL AS browser FROM agents WHERE id = $1"
END = "DELETE FROM agent_sessions WHERE token_hash = $1"
SEALED = "SELECT sip_secret FROM agents WHERE id = $1"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An agent whose browser has shown a token that is good until `expires_at`.

    `browser` says that the console is their telephone as well.
    """

    org_id: UUID
    agent_id: UUID
    expires_at: datetime
    login: str
    name: str
    extension: str
    role: str
    browser: bool

    @property
    def supervises(self) -> bool:
        return self.role == "supervisor"


class AgentSessions:
    """Raises StoreError."""

    def __init__(self, store: Store, passwords: Passwords, lasts: timedelta) -> None:
        self._store = store
        self._passwords = passwords
        self._lasts = lasts

    async def sign_in(self, login: str, password: str, now: datetime) -> str | None:
        """A new session's token; None, after as long a while, when login and password do not fit."""
        async with self._store.lookup() as tx:
            row = await tx.fetchrow(LOGIN, clean(login).lower())
        known = row["password_hash"] if row else None
        if not await self._passwords.verify(known, password) or row is None:
            return None
        token = secrets.token_urlsafe(32)
        async with self._store.tenant(row["org_id"]) as tx:
            await tx.execute(FORGET, row["agent_id"], now)
            await tx.execute(BEGIN, row["org_id"], row["agent_id"], _hash(token), now, now + self._lasts)
        return token

    async def who(self, token: str, now: datetime) -> SignedIn | None:
        async with self._store.lookup() as tx:
            session = await tx.fetchrow(SESSION, _hash(token), now)
        if session is None:
            return None
        async with self._store.tenant(session["org_id"]) as tx:
            agent = await tx.fetchrow(AGENT, session["agent_id"])
        return SignedIn(**dict(session), **dict(agent)) if agent else None

    async def sign_out(self, agent: SignedIn, token: str) -> None:
        async with self._store.tenant(agent.org_id) as tx:
            await tx.execute(END, _hash(token))

    async def sealed_sip_secret(self, agent: SignedIn) -> bytes | None:
        async with self._store.tenant(agent.org_id) as tx:
            sealed: bytes | None = await tx.fetchval(SEALED, agent.agent_id)
        return sealed


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
