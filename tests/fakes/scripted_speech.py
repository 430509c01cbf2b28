"""Hearing and speaking by script: what each attempt does is written down beforehand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta

import numpy as np

from convonet_ari.errors import ProviderError
from convonet_ari.speech.base import Pcm, SttCaps, Transcript, TtsCaps


class ScriptedSTT:
    """Each attempt takes the next step: words are heard, an error is raised; the last step repeats."""

    def __init__(self, *steps: str | ProviderError, languages: tuple[str, ...] = ("en",)) -> None:
        self.caps = SttCaps("scripted", 16000, languages)
        self.asked = 0
        self._steps = list(steps)

    async def transcribe(self, audio: Pcm, language: str = "en") -> Transcript:
        self.asked += 1
        step = self._steps.pop(0) if len(self._steps) > 1 else self._steps[0]
        if isinstance(step, ProviderError):
            raise step
        return Transcript(step)


class ScriptedTTS:
    """Each attempt plays the next step: chunks of the given lengths, an error where one stands."""

    def __init__(
        self,
        *steps: Iterable[int | ProviderError],
        name: str = "scripted",
        rate: int = 16000,
        stable: bool = True,
    ) -> None:
        self.caps = TtsCaps(name, rate, ("en",), stable)
        self.said: list[str] = []
        self.closed = 0
        self._steps = [list(step) for step in steps]

    async def speak(self, text: str, language: str = "en") -> AsyncIterator[Pcm]:
        self.said.append(text)
        step = self._steps.pop(0) if len(self._steps) > 1 else self._steps[0]
        try:
            for part in step:
                if isinstance(part, ProviderError):
                    raise part
                yield np.full(part, 5000, np.int16)
        finally:
            self.closed += 1


class HandClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now

    def utc(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.now)
