"""OAuth 2.0 for one user: the authorisation-code flow with PKCE (RFC 7636), and access tokens kept fresh."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import aiohttp

from convonet_ari.config import Google
from convonet_ari.errors import GoogleError
from convonet_ari.google.http import request

SCOPE = "https://www.googleapis.com/auth/calendar.events"
# An access token is renewed before it can expire on the way.
EARLY = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Tokens:
    """`refresh` is what the user's consent is worth; `expires_at` is of `access`."""

    refresh: str = field(repr=False)
    access: str = field(repr=False)
    expires_at: datetime

    def dump(self) -> str:
        return json.dumps((self.refresh, self.access, self.expires_at.isoformat()))

    @classmethod
    def load(cls, text: str) -> Tokens:
        refresh, access, expires_at = json.loads(text)
        return cls(refresh, access, datetime.fromisoformat(expires_at))

    def fresh(self, now: datetime) -> bool:
        return now < self.expires_at - EARLY


def new_verifier() -> str:
    return secrets.token_urlsafe(64)


def challenge(verifier: str) -> str:
    """RFC 7636, 4.2: S256."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class OAuth:
    """Google's authorisation server, or one that speaks like it."""

    def __init__(self, http: aiohttp.ClientSession, settings: Google) -> None:
        self._http = http
        self._settings = settings

    def consent_url(self, state: str, verifier: str) -> str:
        """Where the user's browser goes to agree; it comes back to `redirect_url`."""
        asked = {
            "client_id": self._settings.client_id,
            "redirect_uri": self._settings.redirect_url,
            "response_type": "code",
            "scope": SCOPE,
            "state": state,
            "code_challenge": challenge(verifier),
            "code_challenge_method": "S256",
            # A refresh token comes only with both, even for a user who agreed before.
            "access_type": "offline",
            "prompt": "consent",
        }
        return f"{self._settings.consent_url}?{urlencode(asked)}"

    async def exchange(self, code: str, verifier: str, now: datetime) -> Tokens:
        """The code that the browser brought back, for tokens. Raises GoogleError."""
        given = await self._token(
            {
                "grant_type": "authorization_code",
                "code": code,
                "code_verifier": verifier,
                "redirect_uri": self._settings.redirect_url,
            }
        )
        if "refresh_token" not in given:
            raise GoogleError(200, "no_refresh_token")
        return _tokens(given, given["refresh_token"], now)

    async def refresh(self, tokens: Tokens, now: datetime) -> Tokens:
        """Raises GoogleError; GoogleRevoked when the user has withdrawn the consent."""
        given = await self._token({"grant_type": "refresh_token", "refresh_token": tokens.refresh})
        return _tokens(given, given.get("refresh_token", tokens.refresh), now)

    async def _token(self, grant: Mapping[str, str]) -> dict[str, Any]:
        client = {
            "client_id": self._settings.client_id,
            "client_secret": self._settings.client_secret.get_secret_value(),
        }
        return await request(self._http, "POST", self._settings.exchange_url, form={**grant, **client})


def _tokens(given: Mapping[str, Any], refresh: str, now: datetime) -> Tokens:
    try:
        lasts = timedelta(seconds=float(given["expires_in"]))
        return Tokens(refresh, str(given["access_token"]), now + lasts)
    except (KeyError, TypeError, ValueError) as error:
        raise GoogleError(200, "malformed_token") from error
