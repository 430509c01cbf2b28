"""Where things are: sockets, Asterisk, the database, files, and where errors and logs go."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator

from convonet_ari.config.section import Http, Section, readable, rising


class Listen(Section):
    """Where Asterisk connects to (workers) and where operators look (desk)."""

    host: str = "127.0.0.1"
    port: int = Field(default=8765, ge=1, le=65535)
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8766, ge=1, le=65535)
    https_host: str = ""
    https_port: int = Field(default=8768, ge=1, le=65535)
    https_certificate: Path | None = Field(default=None, strict=False)
    agi_host: str = "127.0.0.1"
    agi_port: int = Field(default=8767, ge=1, le=65535)
    ari_user: str = "convonet"
    ari_password: SecretStr = SecretStr("")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.https_host and not self.https_certificate:
            raise ValueError("with https_host, https_certificate must name a file with key and certificate")
        return self


class Asterisk(Section):
    """How to reach Asterisk's HTTP server (media sockets, ARI of the desk) and its manager interface."""

    http_url: Http = "http://127.0.0.1:8088"
    ari_user: str = "convonet"
    ari_password: SecretStr = SecretStr("")
    application: str = "convonet"
    application_names: int = Field(default=10, ge=8, le=32)
    request_timeout_s: float = Field(default=5.0, gt=0)
    ami_host: str = "127.0.0.1"
    ami_port: int = Field(default=5038, ge=1, le=65535)
    ami_user: str = "convonet"
    ami_secret: SecretStr = SecretStr("")


class Database(Section):
    """PostgreSQL: `url` is the application's role (row security applies), `owner_url` the migrations'."""

    url: Annotated[SecretStr, AfterValidator(readable)] = SecretStr("")
    owner_url: Annotated[SecretStr, AfterValidator(readable)] = SecretStr("")
    pool_min: int = Field(default=2, ge=1)
    pool_max: int = Field(default=10, ge=1)
    timeout_s: float = Field(default=3.0, gt=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        return rising(self, "pool_min", "pool_max")


class Recording(Section):
    """Where two-channel recordings of the assistant's part of a call are written."""

    directory: Path = Field(default=Path("var/recordings"), strict=False)


class Logging(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["console", "json"] = "json"
    personal_data: bool = False


class Sentry(Section):
    dsn: SecretStr = SecretStr("")
    environment: str = "production"
    traces_sample_rate: float = Field(default=1.0, ge=0, le=1)
