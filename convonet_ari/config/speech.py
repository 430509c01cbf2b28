"""Which engines hear, think and speak, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, model_validator

from convonet_ari.config.section import Http, Section


class Price(Section):
    """What a model costs: per million tokens, and per minute of audio."""

    text_in: float = Field(default=0, ge=0)
    cached: float = Field(default=0, ge=0)
    text_out: float = Field(default=0, ge=0)
    audio_in: float = Field(default=0, ge=0)
    audio_cached: float = Field(default=0, ge=0)
    audio_out: float = Field(default=0, ge=0)
    minute: float = Field(default=0, ge=0)


# US dollars, November 2026: developers.openai.com/api/docs/pricing.
PRICES: Mapping[str, Price] = {
    "gpt-6-luna": Price(text_in=0.10, cached=0.01, text_out=0.50),
    "gpt-live-transcribe": Price(minute=0.017),
    "gpt-transcribe": Price(minute=0.0045),
    "gpt-4o-mini-tts": Price(minute=0.015),
    "gpt-realtime-2.1-mini": Price(
        text_in=0.60, cached=0.06, text_out=2.40, audio_in=10, audio_cached=0.30, audio_out=20
    ),
}


class OpenAI(Section):
    """Any server that speaks OpenAI's protocols."""

    base_url: Http | None = None
    api_key: SecretStr = SecretStr("")
    chat_model: str = "gpt-6-luna"
    chat_reasoning: str | None = None
    chat_written_calls: bool | None = None
    transcribe_model: str = "gpt-transcribe"
    live_transcribe_model: str = "gpt-live-transcribe"
    speech_model: str = "gpt-4o-mini-tts"
    voice: str = "alloy"
    realtime_model: str = "gpt-realtime-2.1-mini"
    realtime_voice: str = "marin"
    realtime_audio: Literal["pcm", "pcmu"] = "pcmu"
    timeout_s: float = Field(default=10, gt=0)
    connect_timeout_s: float = Field(default=3, gt=0)
    transcribe_timeout_s: float = Field(default=4, gt=0)
    live_transcribe_timeout_s: float = Field(default=2, gt=0)
    first_token_timeout_s: float = Field(default=3, gt=0)
    token_timeout_s: float = Field(default=2, gt=0)
    first_audio_timeout_s: float = Field(default=3, gt=0)
    stall_timeout_s: float = Field(default=2, gt=0)
    prices: dict[str, Price] = Field(default_factory=dict)

    @property
    def reasoning(self) -> str | None:
        """OpenAI's chat protocol takes tools only without reasoning; other servers may not know the field."""
        if self.chat_reasoning is None:
            return None if self.base_url else "none"
        return self.chat_reasoning or None

    @property
    def reads_written_calls(self) -> bool:
        """OpenAI's own models never write a tool call as text."""
        return bool(self.base_url) if self.chat_written_calls is None else self.chat_written_calls

    def price(self, model: str) -> Price:
        """Nothing for a model nobody named a price for."""
        return self.prices.get(model) or PRICES.get(model, Price())


class Local(Section):
    """Recognition and synthesis on this machine."""

    whisper_model: str = "tiny.en"
    whisper_threads: int = Field(default=2, ge=1)
    phrases_directory: Path | None = Field(default=None, strict=False)
    vocabulary: str = (
        "Create a to-do for the meeting. What are my to-dos? Mark the report as done. "
        "Assign code review to John in the dev team. Which departments are available? "
        "Put me through to sales. I need to speak to a human. Transfer me to an agent."
    )


class Speech(Section):
    """Which engine hears, thinks and speaks; each may be named alone, or one named that does all."""

    engine: Literal["cascade", "realtime", "local"] = "cascade"
    stt: Literal["local", "openai", "openai-realtime"] = "local"
    llm: Literal["local", "openai"] = "local"
    tts: Literal["local", "openai", "openai-realtime"] = "local"
    detect_language: bool = True
    openai: OpenAI = OpenAI()
    local: Local = Local()

    @model_validator(mode="before")
    @classmethod
    def _local_alone(cls, data: Any) -> Any:
        """With `engine: local` this machine does all, whatever else stands there."""
        if isinstance(data, dict) and data.get("engine") == "local":
            return {**data, "stt": "local", "llm": "local", "tts": "local"}
        return data
