"""What a realtime model's answer cost, from the usage it tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from convonet_ari import usage
from convonet_ari.config import OpenAI


def count(told: object, part: usage.Part, settings: OpenAI) -> None:
    """Noted for the call, whatever is absent as nothing."""
    used = told if isinstance(told, dict) else {}
    given, made = _details(used, "input_token_details"), _details(used, "output_token_details")
    cached = _details(given, "cached_tokens_details")
    model = settings.realtime_model
    spent = usage.Used(
        part,
        model,
        text_in=_number(given, "text_tokens"),
        cached=_number(cached, "text_tokens") or (0 if cached else _number(given, "cached_tokens")),
        text_out=_number(made, "text_tokens"),
        audio_in=_number(given, "audio_tokens"),
        audio_cached=_number(cached, "audio_tokens"),
        audio_out=_number(made, "audio_tokens"),
    )
    usage.note(spent, settings.price(model))


def _details(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = told.get(name)
    return found if isinstance(found, dict) else {}


def _number(told: Mapping[str, Any], name: str) -> int:
    return int(told.get(name) or 0)
