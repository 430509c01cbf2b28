"""Keeps fixed phrases as finished audio, so that a prompt starts without waiting for any voice."""

from __future__ import annotations

import asyncio
import random
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable

import numpy as np

from convonet_ari.errors import ProviderError
from convonet_ari.speech.base import TTS, Pcm, TtsCaps, close, flowing, reach, warm

Key = tuple[str, str]

MAX_BYTES = 8 * 2**20


class CachedTTS:
    """A TTS that renders each of its phrases once; everything else passes through unkept.

    Only phrases named before are kept: what callers are told is theirs, and memory stays bounded.
    """

    def __init__(
        self,
        voice: TTS,
        phrases: Iterable[str] = (),
        max_bytes: int = MAX_BYTES,
        *,
        foreign: Iterable[Key] = (),
    ) -> None:
        """`foreign` phrases are kept from the first time they are spoken."""
        self._voice = voice
        self._prepared: list[Key] = [(phrase, "en") for phrase in phrases]
        self._wanted: dict[Key, None] = dict.fromkeys([*self._prepared, *foreign])
        self._kept: OrderedDict[Key, Pcm] = OrderedDict()
        self._bytes = 0
        self._max_bytes = max_bytes

    @property
    def caps(self) -> TtsCaps:
        return self._voice.caps

    @property
    def kept_bytes(self) -> int:
        return self._bytes

    def want(self, phrase: str, language: str = "en") -> None:
        """Keep this phrase too, from the first time it is spoken."""
        self._wanted[phrase, language] = None

    async def speak(self, text: str, language: str = "en") -> AsyncIterator[Pcm]:
        key = (text, language)
        if (kept := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            yield kept
            return
        parts = []
        async with flowing(self._voice.speak(text, language)) as chunks:
            async for chunk in chunks:
                yield chunk
                parts.append(chunk)
        if parts and key in self._wanted and self.caps.stable:
            self._keep(key, np.concatenate(parts))

    async def fill(self) -> None:
        """Render the phrases that are absent; a failing voice leaves the rest for later.

        In any order: processes that start together share the work where their voice keeps it in one folder.
        """
        absent = [key for key in self._prepared if key not in self._kept]
        try:
            for text, language in random.sample(absent, len(absent)):
                async for _ in self.speak(text, language):
                    await asyncio.sleep(0)
        except ProviderError:
            return

    async def warm(self) -> None:
        await warm(self._voice)

    async def reach(self) -> None:
        await reach(self._voice)

    async def close(self) -> None:
        await close(self._voice)

    def _keep(self, key: Key, audio: Pcm) -> None:
        if key in self._kept or audio.nbytes > self._max_bytes:
            return
        audio.flags.writeable = False
        self._kept[key] = audio
        self._bytes += audio.nbytes
        while self._bytes > self._max_bytes:
            self._bytes -= self._kept.popitem(last=False)[1].nbytes
