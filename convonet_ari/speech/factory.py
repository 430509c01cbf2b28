"""Engines by name: the one table that says which provider hears and which speaks."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping

from convonet_ari.clock import Clock
from convonet_ari.config import Settings
from convonet_ari.errors import ConfigError
from convonet_ari.speech.base import STT, TTS
from convonet_ari.speech.fallback import FallbackSTT, FallbackTTS
from convonet_ari.speech.local.stt import LocalSTT
from convonet_ari.speech.local.tts import LocalTTS, pronunciation
from convonet_ari.speech.local.weights import installed
from convonet_ari.speech.local.whisper import prompt_of
from convonet_ari.speech.openai import OpenAISTT, OpenAITTS

RECOGNISERS: Mapping[str, Callable[[Settings], STT]] = {
    "local": lambda settings: LocalSTT(settings.speech.local),
    "openai": lambda settings: OpenAISTT(
        _keyed(settings).speech.openai, prompt_of(settings.speech.local.vocabulary)
    ),
}
VOICES: Mapping[str, Callable[[Settings], TTS]] = {
    "local": lambda settings: LocalTTS(),
    "openai": lambda settings: OpenAITTS(_keyed(settings).speech.openai),
}


def make_stt(settings: Settings, clock: Clock | None = None) -> STT:
    """The recogniser of the configuration; one elsewhere falls back on this machine's, where there is one."""
    first = RECOGNISERS[settings.speech.stt](settings)
    if settings.speech.stt == "local" or not installed():
        return first
    return FallbackSTT([first, LocalSTT(settings.speech.local)], clock)


def make_tts(settings: Settings, clock: Clock | None = None) -> TTS:
    """The voice of the configuration; one elsewhere falls back on this machine's, where there is one."""
    first = VOICES[settings.speech.tts](settings)
    if settings.speech.tts == "local" or not installed():
        return first
    return FallbackTTS([first, LocalTTS()], clock)


def preload(settings: Settings) -> None:
    """Import the engines and load what forks well, in a process that is about to fork; starts no thread."""
    speech = settings.speech
    if "openai" in (speech.stt, speech.tts):
        importlib.import_module("openai")
    if not installed():
        return
    importlib.import_module("faster_whisper")
    pronunciation()


def _keyed(settings: Settings) -> Settings:
    openai = settings.speech.openai
    if not openai.api_key.get_secret_value() and not openai.base_url:
        raise ConfigError(
            "speech.openai.api_key: absent; set OPENAI_API_KEY, or base_url to a server without keys"
        )
    return settings
