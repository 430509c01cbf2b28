"""The cases of `cases.yaml`, with their recordings."""

from __future__ import annotations

import wave
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import yaml
from numpy.typing import NDArray

_HERE = resources.files(__package__)


@dataclass(frozen=True, slots=True)
class Case:
    """`holds` is SQL, `answer` are patterns, `people` a queue; exactly one of the three grades it."""

    slug: str
    voice: str
    say: tuple[str, ...]
    holds: str = ""
    answer: tuple[str, ...] = ()
    people: str = ""
    short: bool = False

    def sound(self, number: int) -> NDArray[np.int16]:
        """Utterance `number` (from 1): int16 at 8 kHz."""
        with _HERE.joinpath(f"{self.slug}-{number}.wav").open("rb") as file, wave.open(file) as sound:
            return np.frombuffer(sound.readframes(sound.getnframes()), "<i2").astype(np.int16)


@cache
def cases() -> tuple[Case, ...]:
    loaded = yaml.safe_load(_HERE.joinpath("cases.yaml").read_text(encoding="utf-8"))
    return tuple(
        Case(**{**entry, "say": tuple(entry["say"]), "answer": tuple(entry.get("answer", ()))})
        for entry in loaded
    )


def people() -> str:
    """The SQL that gives Ann's company back to the state in which every case finds it."""
    return _HERE.joinpath("people.sql").read_text(encoding="utf-8")
