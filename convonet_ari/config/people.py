"""The people who answer: their console in the browser."""

from __future__ import annotations

import re
from typing import Self

from pydantic import Field, model_validator

from convonet_ari.config.section import Section

ORIGIN = re.compile(r"https?://[^/\s?#]+")
SOCKET = re.compile(r"wss?://[^/\s?#]+(/[^\s?#]*)?")


class Console(Section):
    """The agent console, served by the desk."""

    enabled: bool = True
    public_url: str = ""
    behind_proxy: bool = False
    sip_ws_url: str = ""
    sip_domain: str = ""
    session_h: float = Field(default=12, gt=0, le=168)
    failures_per_login: int = Field(default=10, ge=1)
    failures_per_address: int = Field(default=30, ge=1)
    failures_window_s: float = Field(default=900, gt=0)
    wrap_up_s: float = Field(default=30, ge=0, le=3600)
    reasons: list[str] = Field(default=["Break", "Lunch", "Meeting", "Paperwork"])
    dispositions: list[str] = Field(default=["Solved", "To follow up", "Call back", "Wrong number"])

    @model_validator(mode="after")
    def _addresses(self) -> Self:
        if self.public_url and not ORIGIN.fullmatch(self.public_url):
            raise ValueError("public_url must be like https://desk.example.com, without a path")
        if self.sip_ws_url and not SOCKET.fullmatch(self.sip_ws_url):
            raise ValueError("sip_ws_url must be like wss://pbx.example.com:8089/ws")
        return self

    @property
    def domain(self) -> str:
        """The host in agents' SIP addresses."""
        return self.sip_domain or re.sub(r"^wss?://|(:[0-9]+)?(/.*)?$", "", self.sip_ws_url)
