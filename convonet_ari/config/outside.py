"""Others whom users connect: Google Calendar, and MCP clients."""

from __future__ import annotations

from typing import Self

from pydantic import Field, SecretStr, model_validator

from convonet_ari.config.section import Section


class Google(Section):
    """Google Calendar, for users who connect theirs. Without a client there is none."""

    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    redirect_url: str = "http://127.0.0.1:8766/google/callback"
    token_key: SecretStr = SecretStr("")
    poll_s: float = Field(default=120, ge=5)
    consent_url: str = "https://accounts.google.com/o/oauth2/v2/auth"
    exchange_url: str = "https://oauth2.googleapis.com/token"
    calendar_url: str = "https://www.googleapis.com/calendar/v3"

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.client_id and not (self.client_secret and self.token_key):
            raise ValueError("with a client_id, GOOGLE_CLIENT_SECRET and CONVONET_TOKEN_KEY must be set")
        return self


class Mcp(Section):
    """`convonet mcp --http`: where it listens, what it is called, and whose tokens it believes."""

    host: str = "127.0.0.1"
    port: int = Field(default=8769, ge=1, le=65535)
    resource_url: str = "http://127.0.0.1:8769/mcp"
    issuer: str = ""
    jwks_url: str = ""
    key: SecretStr = SecretStr("")
    scope: str = "convonet"
    user_claim: str = "sub"
    org_claim: str = "org_id"
