"""The settings themselves: every secret is there, and no placeholder was left where a value belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from convonet_ari.config import SECRETS, Settings
from convonet_ari.dialplan.render import PLACEHOLDER
from convonet_ari.doctor.finding import Finding, fail, ok, warn
from convonet_ari.store.secret import MIN_KEY_BYTES

NEEDED = (
    "CONVONET_DATABASE_URL",
    "CONVONET_PIN_KEY",
    "CONVONET_LISTEN_PASSWORD",
    "CONVONET_ARI_PASSWORD",
    "CONVONET_AMI_SECRET",
)
FOR_CALL_PAGE = "CONVONET_CALL_PAGE_PASSWORD"


def secrets(settings: Settings) -> Finding:
    """Names alone are told."""
    needed = (*NEEDED, *([FOR_CALL_PAGE] if settings.call_page.enabled else []))
    absent = [name for name in needed if not _secret(settings, name)]
    if absent:
        mend = "Set them in the environment of every Convonet process; `convonet.example.yaml` explains each."
        return fail("Secrets", f"not set: {', '.join(absent)}", mend)
    if len(settings.pin.key.get_secret_value().encode()) < MIN_KEY_BYTES:
        mend = f"Set {MIN_KEY_BYTES} random characters or more, and assign PINs that exist already anew."
        return fail("Secrets", "CONVONET_PIN_KEY is too short", mend)
    return ok("Secrets", f"{len(needed)} set")


def placeholders(settings: Settings) -> list[Finding]:
    mend = "Put the real value there."
    return [
        fail("Settings", f"{key} still holds a placeholder", mend)
        for key, value in _values(settings.model_dump())
        if PLACEHOLDER in value
    ]


def installed_files(etc: Path) -> list[Finding]:
    """Placeholders in Asterisk's own files, where they can be read; Asterisk itself is asked for the rest."""
    if not etc.is_dir():
        return []
    try:
        files = [*etc.glob("*.conf"), *etc.glob("convonet/*.conf")]
        texts = {str(file.relative_to(etc)): file.read_text(errors="replace") for file in files}
    except PermissionError:
        mend = "Run the doctor as a user who may read it, or look for CHANGE_ME there yourself."
        return [warn("Asterisk's files", f"{etc} cannot be read", mend)]
    return unfilled_findings(texts, etc) or [ok("Asterisk's files", f"no placeholder in {etc}")]


def unfilled_findings(texts: Mapping[str, str], etc: Path) -> list[Finding]:
    mend = "Set the secrets in the environment, and run `convonet dialplan install`."
    return [
        fail("Asterisk's files", f"{etc / name} still holds {mark}", mend)
        for name, text in sorted(texts.items())
        for mark in sorted(set(re.findall(rf"{PLACEHOLDER}\w*", text)))
    ]


def _secret(settings: Settings, name: str) -> str:
    value: Any = settings
    for key in SECRETS[name]:
        value = getattr(value, key)
    assert isinstance(value, SecretStr)
    return value.get_secret_value()


def _values(section: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in section.items():
        if isinstance(value, Mapping):
            yield from _values(value, f"{prefix}{key}.")
        elif isinstance(value, SecretStr):
            yield f"{prefix}{key}", value.get_secret_value()
        else:
            yield f"{prefix}{key}", str(value)
