"""Render the files of `freepbx/` from a few options; the same options give the same bytes."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, fields
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Literal

from convonet_ari.errors import ConfigError

FILES = (
    "extensions_custom.conf",
    "pjsip_custom.conf",
    "ari_general_custom.conf",
    "ari_additional_custom.conf",
    "websocket_client.conf",
    "http_custom.conf",
    "manager_custom.conf",
)
# What the page /call needs, at the end of a file; only where there is such a page.
WEB = {"extensions_custom.conf": "extensions_web.conf", "pjsip_custom.conf": "pjsip_web.conf"}
PLACEHOLDER = "CHANGE_ME"
# A name is free again 3.5 s after its call left it, and each entry takes Asterisk at least 0.5 s.
FEWEST_NAMES = 8

# Twilio's signalling networks as of 2026; the first two are published in its SIP trunking guide.
TWILIO_SIGNALLING = (
    "54.172.60.0/30",
    "54.244.51.0/30",
    "54.171.127.192/30",
    "35.156.191.128/30",
    "54.65.63.192/30",
    "54.169.127.128/30",
    "54.252.254.64/30",
    "177.71.206.192/30",
)

# A semicolon begins a comment and a backslash escapes one; a space would be trimmed or split.
_VALUE = re.compile(r"[!-:<-\[\]-~]+")
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_NAMES = ("application", "queue_context", "queue", "worker_user", "ari_user", "ami_user")
_NUMBER_OR_NONE = re.compile(r"\+?[0-9]*")


@dataclass(frozen=True, slots=True)
class DialplanOptions:
    """What differs between installations; the defaults make `freepbx/`, with placeholders for secrets."""

    application: str = "convonet"
    application_names: int = 10
    queue_context: str = "ext-queues"
    queue: str = "2000"
    entry_limit: int = 20
    worker_uri: str = "ws://127.0.0.1:8765/ari"
    worker_user: str = "convonet"
    worker_password: str = field(default=f"{PLACEHOLDER}_WORKER_PASSWORD", repr=False)
    connection_timeout_ms: int = 300
    reconnect_interval_ms: int = 100
    reconnect_attempts: int = 60
    agi_host: str = "127.0.0.1"
    agi_port: int = 8767
    agi_patience_s: float = 0.5
    vip_priority: int = 10
    machine_s: int = 8
    ari_user: str = "convonet"
    ari_password: str = field(default=f"{PLACEHOLDER}_ARI_PASSWORD", repr=False)
    ami_user: str = "convonet"
    ami_secret: str = field(default=f"{PLACEHOLDER}_AMI_SECRET", repr=False)
    http_host: str = "127.0.0.1"
    http_port: int = 8088
    trunk_networks: tuple[str, ...] = TWILIO_SIGNALLING
    trunk_media_encryption: Literal["sdes", "no"] = "sdes"
    # The number that the page /call leads to; empty: there is no such page.
    web_did: str = ""
    web_secret: str = field(default=f"{PLACEHOLDER}_CALL_PAGE_PASSWORD", repr=False)

    def __post_init__(self) -> None:
        for option in fields(self):
            if not _allowed(option.name).fullmatch(_text(getattr(self, option.name))):
                raise ConfigError(
                    f"dialplan option {option.name}: a character that Asterisk's files cannot hold"
                )
        if self.application_names < FEWEST_NAMES:
            raise ConfigError(
                f"dialplan option application_names: fewer than {FEWEST_NAMES} make returns deaf"
            )

    @property
    def applications(self) -> tuple[str, ...]:
        """The names a call enters in turn, as Asterisk must know them."""
        return tuple(f"{self.application}-{number}" for number in range(self.application_names))

    @property
    def reconnect_window_s(self) -> float:
        """How long a call waits for a worker before it goes on to people."""
        return self.reconnect_interval_ms * self.reconnect_attempts / 1000


class _Template(Template):
    delimiter = "@@"


def render(options: DialplanOptions | None = None) -> dict[str, str]:
    """Every file an administrator installs, by its name."""
    options = options or DialplanOptions()
    values = _values(options)
    rendered = {name: _fill(name, values) for name in FILES}
    if options.web_did:
        for name, addition in WEB.items():
            rendered[name] += _fill(addition, values)
    return rendered


def unfilled(rendered: dict[str, str]) -> list[str]:
    """The placeholders still to be replaced, as `file: PLACEHOLDER`."""
    found = (
        (name, mark) for name, text in rendered.items() for mark in re.findall(rf"{PLACEHOLDER}\w*", text)
    )
    return [f"{name}: {mark}" for name, mark in found]


def write(rendered: dict[str, str], directory: Path) -> None:
    """Write the files, readable by their owner and group alone, for they hold passwords."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in rendered.items():
        descriptor = os.open(directory / name, os.O_WRONLY | os.O_CREAT, 0o640)
        os.fchmod(descriptor, 0o640)
        os.truncate(descriptor, 0)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)


def _fill(name: str, values: dict[str, str]) -> str:
    template = (files(__package__) / "templates" / name).read_text(encoding="utf-8")
    return _Template(template).substitute(values)


def _values(options: DialplanOptions) -> dict[str, str]:
    own = {option.name: _text(getattr(options, option.name)) for option in fields(options)}
    derived = {"applications": ",".join(options.applications), "last_entry": str(options.entry_limit + 1)}
    return own | derived


def _allowed(option: str) -> re.Pattern[str]:
    if option == "web_did":
        return _NUMBER_OR_NONE
    return _NAME if option in _NAMES else _VALUE


def _text(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)
