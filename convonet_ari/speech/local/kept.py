"""Keeps what a voice says again and again in a folder, so that only the first start has to render it."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Collection
from pathlib import Path

import numpy as np
import structlog

from convonet_ari.speech.base import TTS, Pcm, TtsCaps, close, flowing, warm

log = structlog.get_logger(__name__)


class KeptTTS:
    """A TTS whose `phrases` are read from files; `voice_id` changes when the voice sounds different.

    No other text is written: what callers are told is theirs.
    """

    def __init__(self, voice: TTS, folder: Path, voice_id: str, phrases: Collection[str]) -> None:
        self._voice = voice
        self._folder = folder / voice_id
        self._phrases = frozenset(phrases)
        self._writable = True

    @property
    def caps(self) -> TtsCaps:
        return self._voice.caps

    async def speak(self, text: str, language: str = "en") -> AsyncIterator[Pcm]:
        kept = text in self._phrases and language == "en"
        if kept and (audio := await asyncio.to_thread(read, self._file(text))) is not None:
            yield audio
            return
        parts = []
        async with flowing(self._voice.speak(text, language)) as chunks:
            async for chunk in chunks:
                yield chunk
                parts.append(chunk)
        if kept and parts and self._writable:
            self._writable = await asyncio.to_thread(write, self._file(text), np.concatenate(parts))

    async def warm(self) -> None:
        await warm(self._voice)

    async def close(self) -> None:
        await close(self._voice)

    def _file(self, text: str) -> Path:
        return self._folder / f"{hashlib.sha256(text.encode()).hexdigest()}.npy"


def read(file: Path) -> Pcm | None:
    """The audio of a whole file of ours; nothing for an absent or damaged one."""
    try:
        audio = np.load(file, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return audio if isinstance(audio, np.ndarray) and audio.dtype == np.int16 and audio.ndim == 1 else None


def write(file: Path, audio: Pcm) -> bool:
    """Whole or not at all, whoever else writes the same; false where nothing can be written."""
    partial = file.with_suffix(f".{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as stream:
            np.save(stream, audio)
        partial.replace(file)
    except OSError as error:
        log.warning("phrases are rendered at each start", folder=str(file.parent), error=error.strerror)
        return False
    return True
