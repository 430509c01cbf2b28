"""`--report FILE`: what somebody who helps needs to see, and nothing that they must not."""

from __future__ import annotations

import io
import json
import platform
import re
import zipfile
from collections.abc import Collection, Mapping
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from convonet_ari.config import Settings
from convonet_ari.dialplan import conf
from convonet_ari.dialplan.lint import lint
from convonet_ari.doctor.finding import Finding
from convonet_ari.doctor.report import as_json
from convonet_ari.errors import MissingPart

NUMBER = re.compile(r"\+?\d[\d \-().]{5,}\d")
DOTTED = re.compile(r"\d+(\.\d+)+")
ADDRESS = re.compile(r"://[^@/\s]*@")


def contents(settings: Settings | None, findings: list[Finding], etc: Path) -> dict[str, str]:
    """Text by its name in the archive, as it is before it is scrubbed."""
    dialplan = lint(conf.read(conf.from_directory(etc), "extensions.conf")) if etc.is_dir() else []
    return {
        "findings.json": as_json(findings),
        "settings.json": json.dumps(_shown(settings.model_dump()) if settings else {}, indent=1, default=str),
        "versions.txt": _versions(),
        "dialplan.txt": "\n".join(map(str, dialplan)) + "\n",
    }


def secrets_of(settings: Settings | None) -> list[str]:
    """Every secret's value."""
    return list(_secrets(settings.model_dump())) if settings else []


def scrubbed(text: str, secrets: Collection[str]) -> str:
    """Without secrets, without the password of any address, and with no telephone number."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "(secret)").replace(json.dumps(secret)[1:-1], "(secret)")
    text = ADDRESS.sub("://(secret)@", text)
    return NUMBER.sub(lambda found: found[0] if DOTTED.fullmatch(found[0]) else "(number)", text)


def write(file: Path, texts: Mapping[str, str], secrets: Collection[str]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(f"convonet-report/{name}", scrubbed(text, secrets))
    try:
        file.touch(0o600)
        file.write_bytes(packed.getvalue())
    except OSError as error:
        raise MissingPart(f"{file} cannot be written ({error.strerror})", "Name another place.") from None


def _shown(section: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _shown(value)
        if isinstance(value, Mapping)
        else ("(set)" if value.get_secret_value() else "(not set)")
        if isinstance(value, SecretStr)
        else value
        for key, value in section.items()
    }


def _secrets(section: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    for value in section.values():
        if isinstance(value, Mapping):
            found += _secrets(value)
        elif isinstance(value, SecretStr):
            found.append(value.get_secret_value())
    return found


def _versions() -> str:
    packages = sorted(f"{each.name} {each.version}" for each in distributions())
    return "\n".join([f"Python {platform.python_version()}", platform.platform(), *packages]) + "\n"
