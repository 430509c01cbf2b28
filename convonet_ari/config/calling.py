"""How a call goes: the PIN, whose turn it is, limits, people, and calls of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator

from convonet_ari.config.section import Section, rising


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
        return rising(self, "min_digits", "max_digits")


class Turn(Section):
    """Turn-taking; every figure is audio time."""

    start_ms: int = Field(default=120, ge=40)
    sentence_silence_ms: int = Field(default=380, ge=100)
    end_silence_ms: int = Field(default=500, ge=200)
    incomplete_silence_ms: int = Field(default=1200, ge=200)
    eager_silence_ms: int = Field(default=60, ge=40)
    think_ahead: bool = True
    max_turn_s: float = Field(default=30, gt=1)
    vad_threshold: float = Field(default=0.5, gt=0, lt=1)
    silent_caller_s: float = Field(default=12, gt=1)
    silent_prompts: int = Field(default=2, ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        return rising(
            self, "eager_silence_ms", "sentence_silence_ms", "end_silence_ms", "incomplete_silence_ms"
        )


class Limits(Section):
    """The three layers of a turn, and when the caller hears that work is going on."""

    tool_s: float = Field(default=8, gt=0)
    agent_s: float = Field(default=10, gt=0)
    turn_s: float = Field(default=12, gt=0)
    slow_tool_s: float = Field(default=1, gt=0)


class Handoff(Section):
    """Where callers who want a person go; back when the person hangs up (option c), by key, or by a word."""

    context: str = "ext-queues"
    queue: str = "2000"
    queue_options: str = Field(default="tc", pattern="^[A-Za-z]*$")
    key_back: bool = False
    listen_while_waiting: int = Field(default=20, ge=0, le=200)
    whisper_queues: list[str] = Field(default=[])
    whisper_directory: Path = Field(default=Path("var/whispers"), strict=False)


def takes_a_number(endpoint: str) -> str:
    if "{number}" not in endpoint or "{" in endpoint.replace("{number}", ""):
        raise ValueError("must hold {number}, where the user's number goes, and no other braces")
    return endpoint


class Callbacks(Section):
    """The calls of people to callers who did not want to wait for them."""

    enabled: bool = True
    endpoint: Annotated[str, AfterValidator(takes_a_number)] = "Local/{number}@from-internal/n"
    ring_s: int = Field(default=30, ge=5, le=120)
    tries: int = Field(default=3, ge=1, le=10)
    retry_s: float = Field(default=600, ge=1)
    wait_s: int = Field(default=3600, ge=5)
    calls_at_once: int = Field(default=10, ge=1, le=200)


class Reminders(Section):
    """The calls that tell users of what they wanted to be reminded of."""

    call_users: bool = True
    endpoint: Annotated[str, AfterValidator(takes_a_number)] = "Local/{number}@from-internal/n"
    ring_s: float = Field(default=30, ge=5, le=120)
    tries: int = Field(default=3, ge=1, le=10)
    retry_s: float = Field(default=300, ge=10)
    calls_at_once: int = Field(default=2, ge=1, le=50)
