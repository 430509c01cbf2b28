"""One frozen Settings: `convonet.yaml` for choices, the environment for secrets; read once, nowhere else."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from convonet_ari.errors import ConfigError


class Section(BaseModel):
    # Strict: YAML 1.1 reads `on` and `no` as booleans, which must not become 1 and 0.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_section(cls, data: Any) -> Any:
        """A section whose keys are all commented out reads as null."""
        return {} if data is None else data


SectionT = TypeVar("SectionT", bound=Section)


def _rising(section: SectionT, *names: str) -> SectionT:
    for low, high in pairwise(names):
        if getattr(section, low) > getattr(section, high):
            raise ValueError(f"{low} must not exceed {high}")
    return section


# Drivers quote an address they cannot read, its password with it.
POSTGRES = re.compile(r"postgres(ql)?://([^/?#\s]*@)?(\[[\d:a-f]+\]|[^@:/?#\s\[]|:\d+(?=[,/?]|$))*([/?].*)?")


def _readable(url: SecretStr) -> SecretStr:
    if url and not POSTGRES.fullmatch(url.get_secret_value()):
        raise ValueError("must be postgresql://role:password@host:port/database, special characters as %XX")
    return url


class Listen(Section):
    """Where Asterisk connects to (workers) and where operators look (desk)."""

    host: str = "127.0.0.1"
    port: int = Field(default=8765, ge=1, le=65535)
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8766, ge=1, le=65535)
    agi_host: str = "127.0.0.1"
    agi_port: int = Field(default=8767, ge=1, le=65535)
    ari_user: str = "convonet"
    ari_password: SecretStr = SecretStr("")


class Asterisk(Section):
    """How to reach Asterisk's HTTP server (media sockets, ARI of the desk) and its manager interface."""

    http_url: str = "http://127.0.0.1:8088"
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

    url: Annotated[SecretStr, AfterValidator(_readable)] = SecretStr("")
    owner_url: Annotated[SecretStr, AfterValidator(_readable)] = SecretStr("")
    pool_min: int = Field(default=2, ge=1)
    pool_max: int = Field(default=10, ge=1)
    timeout_s: float = Field(default=3.0, gt=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        return _rising(self, "pool_min", "pool_max")


class Pin(Section):
    """PIN entry and its limits."""

    min_digits: int = Field(default=4, ge=4, le=6)
    max_digits: int = Field(default=6, ge=4, le=6)
    tries: int = Field(default=3, ge=1, le=5)
    digit_timeout_s: float = Field(default=4.0, gt=0)
    first_digit_timeout_s: float = Field(default=10.0, gt=0)
    failures_per_number: int = Field(default=5, ge=1)
    failures_per_number_window_s: float = Field(default=900, gt=0)
    failures_per_tenant: int = Field(default=30, ge=1)
    failures_per_tenant_window_s: float = Field(default=60, gt=0)
    key: SecretStr = SecretStr("")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        return _rising(self, "min_digits", "max_digits")


class Turn(Section):
    """Turn-taking; every figure is audio time."""

    start_ms: int = Field(default=120, ge=40)
    sentence_silence_ms: int = Field(default=350, ge=100)
    end_silence_ms: int = Field(default=500, ge=200)
    incomplete_silence_ms: int = Field(default=1200, ge=200)
    eager_silence_ms: int = Field(default=100, ge=60)
    think_ahead: bool = True
    max_turn_s: float = Field(default=30, gt=1)
    vad_threshold: float = Field(default=0.5, gt=0, lt=1)
    silent_caller_s: float = Field(default=12, gt=1)
    silent_prompts: int = Field(default=2, ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        return _rising(
            self, "eager_silence_ms", "sentence_silence_ms", "end_silence_ms", "incomplete_silence_ms"
        )


class Limits(Section):
    """The three layers of a turn, and when the caller hears that work is going on."""

    tool_s: float = Field(default=8, gt=0)
    agent_s: float = Field(default=10, gt=0)
    turn_s: float = Field(default=12, gt=0)
    slow_tool_s: float = Field(default=1, gt=0)


class Handoff(Section):
    """Where callers who want a person go."""

    context: str = "ext-queues"
    queue: str = "2000"


class Reminders(Section):
    """The calls that tell users of what they wanted to be reminded of."""

    call_users: bool = True
    endpoint: str = "Local/{number}@from-internal/n"
    ring_s: float = Field(default=30, ge=5, le=120)
    tries: int = Field(default=3, ge=1, le=10)
    retry_s: float = Field(default=300, ge=10)
    calls_at_once: int = Field(default=2, ge=1, le=50)

    @field_validator("endpoint")
    @classmethod
    def _takes_a_number(cls, endpoint: str) -> str:
        if "{number}" not in endpoint or "{" in endpoint.replace("{number}", ""):
            raise ValueError("must hold {number}, where the user's number goes, and no other braces")
        return endpoint


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


class Recording(Section):
    """Where two-channel recordings of the assistant's part of a call are written."""

    directory: Path = Field(default=Path("var/recordings"), strict=False)


class Price(Section):
    """What a model costs: per million tokens, and per minute of audio."""

    text_in: float = Field(default=0, ge=0)
    cached: float = Field(default=0, ge=0)
    text_out: float = Field(default=0, ge=0)
    audio_in: float = Field(default=0, ge=0)
    audio_out: float = Field(default=0, ge=0)
    minute: float = Field(default=0, ge=0)


# US dollars, November 2026: developers.openai.com/api/docs/pricing.
PRICES: Mapping[str, Price] = {
    "gpt-6-luna": Price(text_in=0.10, cached=0.01, text_out=0.50),
    "gpt-live-transcribe": Price(minute=0.017),
    "gpt-transcribe": Price(minute=0.0045),
    "gpt-4o-mini-tts": Price(minute=0.015),
    "gpt-realtime-2.1-mini": Price(text_in=0.60, cached=0.06, text_out=2.40, audio_in=10, audio_out=20),
}


class OpenAI(Section):
    """Any server that speaks OpenAI's protocols."""

    base_url: str | None = None
    api_key: SecretStr = SecretStr("")
    chat_model: str = "gpt-6-luna"
    chat_reasoning: str | None = None
    transcribe_model: str = "gpt-transcribe"
    live_transcribe_model: str = "gpt-live-transcribe"
    speech_model: str = "gpt-4o-mini-tts"
    voice: str = "alloy"
    realtime_model: str = "gpt-realtime-2.1-mini"
    realtime_voice: str = "marin"
    timeout_s: float = Field(default=10, gt=0)
    connect_timeout_s: float = Field(default=3, gt=0)
    transcribe_timeout_s: float = Field(default=4, gt=0)
    live_transcribe_timeout_s: float = Field(default=2, gt=0)
    first_token_timeout_s: float = Field(default=3, gt=0)
    token_timeout_s: float = Field(default=2, gt=0)
    first_audio_timeout_s: float = Field(default=3, gt=0)
    stall_timeout_s: float = Field(default=2, gt=0)
    prices: dict[str, Price] = {}

    @property
    def reasoning(self) -> str | None:
        """OpenAI's chat protocol takes tools only without reasoning; other servers may not know the field."""
        if self.chat_reasoning is None:
            return None if self.base_url else "none"
        return self.chat_reasoning or None

    def price(self, model: str) -> Price:
        """Nothing for a model nobody named a price for."""
        return self.prices.get(model) or PRICES.get(model, Price())


class Local(Section):
    """Recognition and synthesis on this machine."""

    whisper_model: str = "tiny.en"
    whisper_threads: int = Field(default=2, ge=1)
    vocabulary: str = (
        "Create a to-do for the meeting. What are my to-dos? Mark the report as done. "
        "Assign code review to John in the dev team. Which departments are available? "
        "Put me through to sales. I need to speak to a human. Transfer me to an agent."
    )


class Speech(Section):
    """Which engine hears, thinks and speaks; each may be named alone."""

    stt: Literal["local", "openai", "openai-realtime"] = "local"
    llm: Literal["local", "openai"] = "local"
    tts: Literal["local", "openai", "openai-realtime"] = "local"
    openai: OpenAI = OpenAI()
    local: Local = Local()


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


class Logging(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["console", "json"] = "json"
    personal_data: bool = False


class Sentry(Section):
    dsn: SecretStr = SecretStr("")
    environment: str = "production"
    traces_sample_rate: float = Field(default=1.0, ge=0, le=1)


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
    reminders: Reminders = Reminders()
    google: Google = Google()
    speech: Speech = Speech()
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
    "CONVONET_MCP_KEY": ("mcp", "key"),
    "OPENAI_API_KEY": ("speech", "openai", "api_key"),
    "GOOGLE_CLIENT_SECRET": ("google", "client_secret"),
    "CONVONET_TOKEN_KEY": ("google", "token_key"),
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


def _read(path: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
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
