"""Others: Google Calendar and MCP clients, which users connect, and the mail server for their receipts."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator

from convonet_ari.config.section import Http, Section


class Google(Section):
    """Google Calendar, for users who connect theirs. Without a client there is none."""

    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    redirect_url: Http = "http://127.0.0.1:8766/google/callback"
    token_key: SecretStr = SecretStr("")
    poll_s: float = Field(default=120, ge=5)
    consent_url: Http = "https://accounts.google.com/o/oauth2/v2/auth"
    exchange_url: Http = "https://oauth2.googleapis.com/token"
    calendar_url: Http = "https://www.googleapis.com/calendar/v3"

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.client_id and not (self.client_secret and self.token_key):
            raise ValueError("with a client_id, GOOGLE_CLIENT_SECRET and CONVONET_TOKEN_KEY must be set")
        return self


class Mcp(Section):
    """`convonet mcp --http`: where it listens, what it is called, and whose tokens it believes."""

    host: str = "127.0.0.1"
    port: int = Field(default=8769, ge=1, le=65535)
    resource_url: Http = "http://127.0.0.1:8769/mcp"
    issuer: str = ""
    jwks_url: Http = ""
    key: SecretStr = SecretStr("")
    scope: str = "convonet"
    user_claim: str = "sub"
    org_claim: str = "org_id"


class Mail(Section):
    """The mail server by which receipts go out. Without a host there are none."""

    host: str = ""
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: SecretStr = SecretStr("")
    sender: str = ""
    timeout_s: float = Field(default=20, ge=1, le=120)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.host and "@" not in self.sender:
            raise ValueError("with a host, sender must be an address such as assistant@example.com")
        if bool(self.user) != bool(self.password):
            raise ValueError("user and CONVONET_MAIL_PASSWORD belong together")
        return self
