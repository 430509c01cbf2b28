"""What a provider of hearing or speaking must do; adding one is one file and one line in a table.

Audio is mono int16 numpy, one array per chunk; the sample rate stands in the provider's capabilities.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Pcm = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class SttCaps:
    name: str
    sample_rate: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TtsCaps:
    """`stable` speeches may be cached: the same text gives the same audio."""

    name: str
    sample_rate: int
    languages: tuple[str, ...]
    stable: bool = True


@dataclass(frozen=True, slots=True)
class Transcript:
    """Words of one utterance; `text` is empty when the sound held none. `confidence` is 0 to 1."""

    text: str
    confidence: float = 1.0


class STT(Protocol):
    @property
    def caps(self) -> SttCaps: ...

    async def transcribe(self, audio: Pcm, language: str = "en") -> Transcript:
        """Recognise one finished utterance at `caps.sample_rate`. Raises ProviderError."""
        ...


class TTS(Protocol):
    @property
    def caps(self) -> TtsCaps: ...

    def speak(self, text: str, language: str = "en") -> AsyncIterator[Pcm]:
        """Synthesise one sentence as chunks at `caps.sample_rate`. Raises ProviderError."""
        ...


@runtime_checkable
class Prepared(Protocol):
    """A part that loads models or holds connections: warmed once at start, closed once at the end."""

    async def warm(self) -> None:
        """Be ready for the first call. Raises MissingPart."""
        ...

    async def close(self) -> None: ...


async def warm(*parts: object) -> None:
    """Warm every part that has something to prepare, one after another."""
    for part in parts:
        if isinstance(part, Prepared):
            await part.warm()


async def close(*parts: object) -> None:
    """Close every part that holds something."""
    for part in parts:
        if isinstance(part, Prepared):
            await part.close()


@asynccontextmanager
async def flowing(chunks: AsyncIterator[Pcm]) -> AsyncIterator[AsyncIterator[Pcm]]:
    """Audio that is closed at once when its reader stops early, not when it is collected."""
    try:
        yield chunks
    finally:
        if isinstance(chunks, AsyncGenerator):
            await chunks.aclose()
