"""Recorded callers: short phrases in several voices, none of them the assistant's."""

from __future__ import annotations

import wave
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from convonet_ari.errors import MissingPart

_HERE = resources.files(__package__)


@dataclass(frozen=True, slots=True)
class Phrase:
    slug: str
    text: str
    voices: tuple[str, ...]


def names() -> tuple[str, ...]:
    return tuple(_index()["voices"])


@cache
def phrases() -> tuple[Phrase, ...]:
    return tuple(
        Phrase(entry["slug"], entry["text"], tuple(entry.get("voices", names())))
        for entry in _index()["phrases"]
    )


def load(voice: str, slug: str) -> NDArray[np.int16]:
    """int16 at 8 kHz; an unknown voice or slug raises `MissingPart` with what there is."""
    phrase = next((phrase for phrase in phrases() if phrase.slug == slug), None)
    if phrase is None:
        raise MissingPart(f"No phrase {slug!r}", f"There are {', '.join(p.slug for p in phrases())}.")
    if voice not in phrase.voices:
        raise MissingPart(f"{voice!r} does not say {slug!r}", f"These do: {', '.join(phrase.voices)}.")
    with _HERE.joinpath(voice, f"{slug}.wav").open("rb") as file, wave.open(file) as sound:
        return np.frombuffer(sound.readframes(sound.getnframes()), "<i2").astype(np.int16)


@cache
def _index() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_HERE.joinpath("phrases.yaml").read_text(encoding="utf-8"))
    return loaded
