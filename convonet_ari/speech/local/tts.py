"""Synthesis on this machine: hibari in a thread of its own, one chunk of audio per sentence."""

from __future__ import annotations

import importlib.util
from collections.abc import AsyncIterator, Iterator
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convonet_ari.errors import MissingPart, ProviderRefused
from convonet_ari.speech.base import Pcm, TtsCaps
from convonet_ari.speech.local.lane import Lane
from convonet_ari.speech.local.weights import INSTALL

# The one voice inside the package: naming any other would make hibari download it.
VOICE = "heart"
RATE = 24000
WAITING = 24
SEED = 7


class LocalTTS:
    """One per process: its queue is the process's."""

    caps = TtsCaps("local", RATE, ("en",))

    def __init__(self) -> None:
        self._lane = Lane("synthesis", WAITING)
        self._voice: Any = None

    async def warm(self) -> None:
        """Load the voice and speak a word into the void. Raises MissingPart."""
        await self._lane.run(lambda: self._load()("Hello.", seed=SEED))

    async def speak(self, text: str, language: str = "en") -> AsyncIterator[Pcm]:
        if language != "en":
            raise ProviderRefused(f"the local voice speaks English only, not {language!r}")
        sentences = await self._lane.run(lambda: self._start(text))
        while (chunk := await self._lane.run(lambda: next(sentences, None))) is not None:
            if chunk.size:
                yield chunk

    async def close(self) -> None:
        self._lane.close()

    def _start(self, text: str) -> Iterator[Pcm]:
        try:
            voice = self._load()
        except MissingPart as error:
            raise ProviderRefused(str(error)) from error
        return (to_int16(chunk) for chunk in voice.stream(text, seed=SEED))

    def _load(self) -> Any:
        if self._voice is None:
            if importlib.util.find_spec("hibari") is None:
                raise MissingPart("hibari-tts is not installed", INSTALL)
            from hibari import Hibari

            self._voice = Hibari(voice=VOICE, threads=1, g2p=pronunciation())
        return self._voice


@cache
def pronunciation() -> Any:
    """The dictionaries: 100 MB of plain data, so a process may load them and then fork."""
    from hibari.g2p import G2P

    return G2P(british=False)


def voice_id() -> str:
    """Another one whenever the same words would sound otherwise."""
    return f"hibari-{version('hibari-tts')}-{VOICE}-{SEED}"


def to_int16(audio: NDArray[np.float32]) -> Pcm:
    """Floats of ±1 as 16-bit samples."""
    scaled: Pcm = (np.clip(audio, -1.0, 1.0) * 32767).astype(np.int16)
    return scaled
