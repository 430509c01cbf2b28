"""Judges bearer tokens: signature, issuer, audience, expiry, and whom they stand for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import jwt
import structlog
from mcp.server.auth.provider import AccessToken

from convonet_ari.config import Mcp
from convonet_ari.errors import ConfigError

log = structlog.get_logger(__name__)

# One list for each kind of key: a public key must never be taken for a shared secret.
PUBLIC_KEY = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
SHARED_KEY = ("HS256", "HS384", "HS512")
SHORTEST_KEY = 32
REQUIRED = ("exp", "iss", "aud")
CLOCKS_APART_S = 10
FETCH_S = 5


@dataclass(frozen=True, slots=True)
class Bearer:
    """The user of an organisation that a token stands for."""

    org_id: UUID
    user_id: UUID


class Tokens:
    """A `TokenVerifier` of the MCP library. Raises ConfigError when no key and no issuer are configured."""

    def __init__(self, settings: Mcp) -> None:
        self._settings = settings
        self._shared = settings.key.get_secret_value()
        if not settings.issuer:
            raise ConfigError("not set: mcp.issuer, who makes the tokens of MCP clients")
        if bool(self._shared) == bool(settings.jwks_url):
            raise ConfigError("set either mcp.jwks_url or CONVONET_MCP_KEY")
        if self._shared and len(self._shared) < SHORTEST_KEY:
            raise ConfigError(f"CONVONET_MCP_KEY has fewer than {SHORTEST_KEY} characters")
        self._keys = jwt.PyJWKClient(settings.jwks_url, timeout=FETCH_S) if settings.jwks_url else None

    async def verify_token(self, token: str) -> AccessToken | None:
        """What a good token grants; None for any other, of which only the kind of fault is logged."""
        try:
            claims = await self._claims(token)
            bearer(claims, self._settings)
        except (jwt.PyJWTError, ValueError) as error:
            log.info("a token was refused", error=type(error).__name__)
            return None
        return AccessToken(
            token=token,
            client_id=str(claims.get("client_id") or claims.get("azp") or ""),
            scopes=_scopes(claims),
            expires_at=int(claims["exp"]),
            resource=self._settings.resource_url,
            subject=str(claims.get("sub", "")),
            claims=dict(claims),
        )

    async def _claims(self, token: str) -> Mapping[str, Any]:
        key: Any = self._shared
        algorithms: Sequence[str] = SHARED_KEY
        if self._keys is not None:
            # The library fetches in a blocking way, and seldom: it keeps the set for minutes.
            key = (await asyncio.to_thread(self._keys.get_signing_key_from_jwt, token)).key
            algorithms = PUBLIC_KEY
        claims: Mapping[str, Any] = jwt.decode(
            token,
            key,
            algorithms=list(algorithms),
            audience=self._settings.resource_url,
            issuer=self._settings.issuer,
            leeway=CLOCKS_APART_S,
            options={"require": list(REQUIRED)},
        )
        return claims


def bearer(claims: Mapping[str, Any], settings: Mcp) -> Bearer:
    """Whom the claims name. Raises ValueError when they name nobody."""
    org_id, user_id = (str(claims.get(name, "")) for name in (settings.org_claim, settings.user_claim))
    return Bearer(UUID(org_id), UUID(user_id))


def _scopes(claims: Mapping[str, Any]) -> list[str]:
    given = claims.get("scope", claims.get("scp", ""))
    return given.split() if isinstance(given, str) else [str(scope) for scope in given]
