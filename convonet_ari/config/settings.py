"""The whole configuration, and reading it."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, Field, ValidationError

from convonet_ari.config.call_page import CallPage
from convonet_ari.config.calling import Callbacks, Handoff, Limits, Pin, Reminders, Turn
from convonet_ari.config.outside import Google, Mail, Mcp
from convonet_ari.config.people import Console
from convonet_ari.config.places import Asterisk, Database, Listen, Logging, Recording, Sentry
from convonet_ari.config.section import Section
from convonet_ari.config.speech import Speech
from convonet_ari.errors import ConfigError


class Settings(Section):
    """The whole configuration. `convonet.example.yaml` documents every key with its unit and default."""

    workers: int = Field(default=2, ge=1, le=64)
    state_dir: Path = Field(default=Path("var"), strict=False)
    listen: Listen = Listen()
    asterisk: Asterisk = Asterisk()
    database: Database = Database()
    pin: Pin = Pin()
    turn: Turn = Turn()
    limits: Limits = Limits()
    handoff: Handoff = Handoff()
    recording: Recording = Recording()
    callbacks: Callbacks = Callbacks()
    reminders: Reminders = Reminders()
    console: Console = Console()
    google: Google = Google()
    mail: Mail = Mail()
    speech: Speech = Speech()
    call_page: CallPage = CallPage()
    mcp: Mcp = Mcp()
    logging: Logging = Logging()
    sentry: Sentry = Sentry()


SECRETS: Mapping[str, tuple[str, ...]] = {
    "CONVONET_DATABASE_URL": ("database", "url"),
    "CONVONET_DATABASE_OWNER_URL": ("database", "owner_url"),
    "CONVONET_PIN_KEY": ("pin", "key"),
    "CONVONET_LISTEN_PASSWORD": ("listen", "ari_password"),
    "CONVONET_ARI_PASSWORD": ("asterisk", "ari_password"),
    "CONVONET_AMI_SECRET": ("asterisk", "ami_secret"),
    "CONVONET_CALL_PAGE_PASSWORD": ("call_page", "sip_password"),
    "CONVONET_MCP_KEY": ("mcp", "key"),
    "OPENAI_API_KEY": ("speech", "openai", "api_key"),
    "GOOGLE_CLIENT_SECRET": ("google", "client_secret"),
    "CONVONET_TOKEN_KEY": ("google", "token_key"),
    "CONVONET_MAIL_PASSWORD": ("mail", "password"),
    "SENTRY_DSN": ("sentry", "dsn"),
}


def load(path: Path | None = None, env: Mapping[str, str] | None = None) -> Settings:
    """Read `path` (CONVONET_CONFIG, else `convonet.yaml` if it exists), lay the secrets over it.

    Raises ConfigError naming the wrong key, its place and the nearest known one.
    """
    env = os.environ if env is None else env
    source = path or Path(env.get("CONVONET_CONFIG", "convonet.yaml"))
    named = path is not None or "CONVONET_CONFIG" in env
    data = _read(source) if named or source.exists() else {}
    for name, keys in SECRETS.items():
        if value := env.get(name):
            _put(data, keys, value)
    return parse(data, str(source))


def parse(data: Mapping[str, Any], source: str = "settings") -> Settings:
    """Validate a plain mapping; the error speaks of keys as `a.b.c`."""
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        wrong = "; ".join(_explain(e["loc"], e["type"], e["msg"]) for e in error.errors())
        raise ConfigError(f"{source}: {wrong}") from None


class _Once(yaml.SafeLoader):
    """YAML lets a second section of one name silently take the first one's place."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise yaml.constructor.ConstructorError(
                    problem=f"{key.value} stands twice, again in line {line}"
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _read(path: Path) -> dict[str, Any]:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), _Once)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid YAML: {error}") from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ConfigError(f"{path}: the top level must be a mapping of sections")
    return data


def _put(data: dict[str, Any], keys: tuple[str, ...], value: str) -> None:
    for key in keys[:-1]:
        section = data[key] = data.get(key) or {}
        if not isinstance(section, dict):
            return
        data = section
    data[keys[-1]] = value


def _explain(loc: tuple[int | str, ...], kind: str, message: str) -> str:
    name = ".".join(str(part) for part in loc)
    if kind == "model_type":
        return f"{name}: must be a section with keys of its own"
    if kind == "string_type":
        return f"{name}: must be text; put quotes around it"
    if kind != "extra_forbidden":
        return f"{name}: {message.removeprefix('Value error, ')}"
    near = difflib.get_close_matches(str(loc[-1]), _known(loc[:-1]), n=1, cutoff=0.4)
    return f"{name}: unknown key" + (
        f", did you mean {'.'.join([*map(str, loc[:-1]), near[0]])}?" if near else ""
    )


def _known(loc: tuple[int | str, ...]) -> list[str]:
    model: type[BaseModel] = Settings
    for part in loc:
        field = model.model_fields.get(str(part))
        if (
            field is None
            or not isinstance(field.annotation, type)
            or not issubclass(field.annotation, BaseModel)
        ):
            return []
        model = field.annotation
    return list(model.model_fields)
