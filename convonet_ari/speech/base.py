"""What a provider of hearing or speaking must do; adding one is one file and one line in a table.

Audio is mono int16 numpy, one array per chunk; the sample rate stands in the provider's capabilities.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Pcm = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class SttCaps:
    """`costly`: each try takes a processor of this machine as long as a word takes to say.

    `detects`: where it is asked for no language, it takes down whichever is spoken.
    """

    name: str
    sample_rate: int
    languages: tuple[str, ...]
    costly: bool = False
    detects: bool = False


@dataclass(frozen=True, slots=True)
class TtsCaps:
    """`stable` speeches may be cached: the same text gives the same audio."""

    name: str
    sample_rate: int
    languages: tuple[str, ...]
    stable: bool = True


@dataclass(frozen=True, slots=True)
class Transcript:
    """Words of one utterance; `text` is empty when the sound held none. `confidence` is 0 to 1.

    `language` is a tag, where the recogniser was asked for none and tells it.
    """

    text: str
    confidence: float = 1.0
    language: str = ""


class STT(Protocol):
    @property
    def caps(self) -> SttCaps: ...

    async def transcribe(self, audio: Pcm, language: str = "en") -> Transcript:
        """Recognise one finished utterance at `caps.sample_rate`. Raises ProviderError."""
        ...


class Live(Protocol):
    """A recogniser that hears one call while the caller speaks, turn after turn."""

    def feed(self, pcm: Pcm) -> None:
        """More of the turn, at `caps.sample_rate`; returns at once."""
        ...

    async def words(self, turn: Pcm) -> Transcript:
        """The words so far of the `turn` that was fed; it may go on afterwards. Raises ProviderError."""
        ...

    def forget(self) -> None:
        """What was fed belongs to no turn any more; the next one begins."""
        ...

    async def close(self) -> None: ...


@runtime_checkable
class LiveSTT(Protocol):
    """An STT that can also hear along."""

    def live(self, language: str = "en") -> Live:
        """Begin to listen to a call, in a task of it."""
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


@runtime_checkable
class Reaches(Protocol):
    """A part behind a network."""

    async def reach(self) -> None:
        """Have a connection open for a request that comes soon. Never raises for a server that is away."""
        ...


async def warm(*parts: object) -> None:
    """Warm every part that has something to prepare, one after another."""
    for part in parts:
        if isinstance(part, Prepared):
            await part.warm()


async def reach(*parts: object) -> None:
    """Have every part that is elsewhere at hand."""
    await asyncio.gather(*(part.reach() for part in parts if isinstance(part, Reaches)))


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
