"""Finds the settings a command means: those configured, or the running demo's with its secrets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from convonet_ari import config
from convonet_ari.config import Settings
from convonet_ari.demo.interface import NAME
from convonet_ari.demo.plan import Secrets
from convonet_ari.embedded.postgres import APP, OWNER
from convonet_ari.errors import MissingPart

HOME = Path("var")
SETTINGS, SECRETS = "convonet.yaml", "secrets.json"


def settings_for(config_file: Path | None, *, demo: bool = False) -> tuple[Settings, str]:
    """The settings, and the demonstration's number when they are its.

    Where `config_file`, or without one the whole configuration, names no database, a demonstration that runs
    beside it is meant: its secrets, and the file that was named. Raises ConfigError, and MissingPart when
    `demo` is asked for and none runs.
    """
    home = config_file.parent if config_file else HOME
    if demo:
        return _running(home)
    settings = config.load(config_file)
    if _names_no_database(settings, alone=config_file is not None) and (home / NAME).is_file():
        return _running(home, config_file)
    return settings, ""


def _running(home: Path, config_file: Path | None = None) -> tuple[Settings, str]:
    try:
        interface: dict[str, Any] = json.loads((home / NAME).read_text(encoding="utf-8"))
        kept = Secrets(**json.loads((home / SECRETS).read_text(encoding="utf-8")))
        superusers = interface["database_url"]
        environment = kept.environment(_address(home, superusers, APP))
        environment["CONVONET_DATABASE_OWNER_URL"] = _address(home, superusers, OWNER)
        return config.load(config_file or home / SETTINGS, environment), interface["sip"]["did"]
    except (OSError, ValueError, KeyError, TypeError):
        raise MissingPart(f"No demo runs in {home}", "Run `make demo`.") from None


def _address(home: Path, superusers: str, role: str) -> str:
    """The database's address for a role; the interface tells the superuser's."""
    password = json.loads((home / "postgres" / "passwords.json").read_text(encoding="utf-8"))[role]
    parts = urlsplit(superusers)
    return f"postgresql://{role}:{password}@{parts.hostname}:{parts.port}{parts.path}"


def _names_no_database(settings: Settings, *, alone: bool) -> bool:
    """Somebody who configured anything at all is not taken for a newcomer with a demonstration."""
    unset = Settings()
    names = ("database",) if alone else ("database", "asterisk", "listen", "pin")
    return all(getattr(settings, name) == getattr(unset, name) for name in names)
