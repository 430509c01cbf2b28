"""Engines by name: the one table that says which provider hears and which speaks."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection, Mapping, Sequence

from convonet_ari.clock import Clock
from convonet_ari.config import Settings
from convonet_ari.errors import ConfigError
from convonet_ari.speech.base import STT, TTS
from convonet_ari.speech.fallback import FallbackSTT, FallbackTTS
from convonet_ari.speech.local.kept import KeptTTS
from convonet_ari.speech.local.stt import LocalSTT
from convonet_ari.speech.local.tts import LocalTTS, pronunciation, voice_id
from convonet_ari.speech.local.weights import installed
from convonet_ari.speech.local.whisper import prompt_of
from convonet_ari.speech.openai import client
from convonet_ari.speech.openai.files import OpenAISTT, OpenAITTS
from convonet_ari.speech.openai.live import RealtimeSTT
from convonet_ari.speech.openai.reader import RealtimeTTS
from convonet_ari.speech.realtime.engine import TalkEngine
from convonet_ari.speech.speakable import speakable


def _files(settings: Settings) -> STT:
    return OpenAISTT(_keyed(settings).speech.openai, prompt_of(settings.speech.local.vocabulary))


def _live(settings: Settings) -> STT:
    return RealtimeSTT(_keyed(settings).speech.openai, prompt_of(settings.speech.local.vocabulary))


# Each engine by name: who is asked first, and who stands in where this machine's own engine comes last.
RECOGNISERS: Mapping[str, Sequence[Callable[[Settings], STT]]] = {
    "local": (),
    "openai": (_files,),
    "openai-realtime": (_live, _files),
}
VOICES: Mapping[str, Sequence[Callable[[Settings], TTS]]] = {
    "local": (),
    "openai": (lambda settings: OpenAITTS(_keyed(settings).speech.openai),),
    "openai-realtime": (lambda settings: RealtimeTTS(_keyed(settings).speech.openai),),
}


def make_stt(settings: Settings, clock: Clock | None = None) -> STT:
    """The recogniser of the configuration; one elsewhere falls back on this machine's, where there is one."""
    engines = [make(settings) for make in RECOGNISERS[settings.speech.stt]]
    if not engines or installed():
        engines.append(LocalSTT(settings.speech.local))
    return FallbackSTT(engines, clock) if len(engines) > 1 else engines[0]


def make_tts(settings: Settings, clock: Clock | None = None, kept: Collection[str] = ()) -> TTS:
    """The voice of the configuration; one elsewhere falls back on this machine's, where there is one.

    This machine's keeps the phrases `kept` in a folder.
    """
    engines = [make(settings) for make in VOICES[settings.speech.tts]]
    if not engines or installed():
        engines.append(_local_voice(settings, kept))
    return FallbackTTS(engines, clock) if len(engines) > 1 else engines[0]


def make_talk(settings: Settings, clock: Clock | None = None) -> TalkEngine | None:
    """The realtime model that takes the place of all parts, where the configuration says so."""
    if settings.speech.engine != "realtime":
        return None
    return TalkEngine(_keyed(settings).speech.openai, prompt_of(settings.speech.local.vocabulary), clock)


def _local_voice(settings: Settings, kept: Collection[str]) -> TTS:
    if not kept or not installed():
        return LocalTTS()
    folder = settings.speech.local.phrases_directory or settings.state_dir / "phrases"
    return KeptTTS(LocalTTS(), folder, voice_id(), [speakable(phrase) for phrase in kept])


def preload(settings: Settings) -> None:
    """Import the engines and load what forks well, in a process that is about to fork; starts no thread."""
    speech = settings.speech
    if {speech.stt, speech.tts} != {"local"} or speech.engine == "realtime":
        client.load()
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
