"""The page on which a browser calls the assistant."""

from __future__ import annotations

import re
from typing import Self

from pydantic import Field, SecretStr, model_validator

from convonet_ari.config.section import Section


class CallPage(Section):
    """The page /call, served by the desk: whoever opens it may talk to the assistant of one number."""

    enabled: bool = False
    did: str = ""
    sip_password: SecretStr = SecretStr("")
    hint: str = ""
    calls_at_once: int = Field(default=4, ge=1, le=100)
    calls_per_address: int = Field(default=10, ge=1)
    calls_in_all: int = Field(default=60, ge=1)
    window_s: float = Field(default=600, gt=0)
    ice_servers: list[str] = Field(default=[])
    behind_proxy: bool = False

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.did and not re.fullmatch(r"\+?[0-9]+", self.did):
            raise ValueError("did must be a number, such as +12025550100")
        if self.enabled and not self.did:
            raise ValueError("when enabled, did must be set")
        return self
