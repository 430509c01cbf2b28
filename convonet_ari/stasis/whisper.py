"""What an agent hears before the bridge: who calls and why, rendered while their telephone rings."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path
from textwrap import shorten

import numpy as np
import structlog

from convonet_ari import ulaw
from convonet_ari.call.effects import EnterQueue
from convonet_ari.config import Handoff
from convonet_ari.errors import ProviderError
from convonet_ari.ids import row_id
from convonet_ari.media.frame import Pcm, resample
from convonet_ari.speech.base import TTS

log = structlog.get_logger(__name__)

REASON_CHARACTERS = 80
WAITING = 32
KEPT_S = 2 * 3600
TELEPHONE_RATE = 8000
PREFIX, SUFFIX = "whisper-", ".ulaw"


def words(order: EnterQueue) -> str:
    """ "Ann Lee, verified. A question about an invoice.\""""
    who = f"{order.caller}, verified." if order.caller else "Not verified."
    reason = shorten(order.reason, REASON_CHARACTERS, placeholder="").rstrip(" .,;:")
    return f"{who} {reason}." if reason else who


class Whispers:
    """Nobody waits for a whisper: a file that is not there when the agent answers is left out by Queue()."""

    def __init__(self, tts: TTS, settings: Handoff, writer: Executor) -> None:
        self._tts = tts
        self._queues = frozenset(settings.whisper_queues)
        self._folder = settings.whisper_directory.absolute()
        self._writer = writer
        self._asked: asyncio.Queue[tuple[Path, str]] = asyncio.Queue(WAITING)

    def ask(self, order: EnterQueue) -> str:
        """The sound file's name as Asterisk wants it, without its end; none where agents hear nothing."""
        if order.queue not in self._queues:
            return ""
        name = self._folder / f"{PREFIX}{row_id()}"
        try:
            self._asked.put_nowait((name, words(order)))
        except asyncio.QueueFull:
            log.warning("too many whispers at once")
            return ""
        return str(name)

    async def run(self) -> None:
        """One after another, until cancelled."""
        while True:
            name, text = await self._asked.get()
            try:
                await self._render(name, text)
            except (ProviderError, OSError) as error:
                log.warning("no whisper", error=type(error).__name__, reason=str(error))
            finally:
                self._asked.task_done()

    async def made(self) -> None:
        """Wait until everything that was asked for is there, or failed."""
        await self._asked.join()

    async def _render(self, name: Path, text: str) -> None:
        chunks = [chunk async for chunk in self._tts.speak(text)]
        rate = self._tts.caps.sample_rate
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._writer, _write, name, chunks, rate)


def _write(name: Path, chunks: Sequence[Pcm], rate: int) -> None:
    """Whole or not at all; Asterisk's user reads it as the folder's group."""
    name.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    _forget_old(name.parent)
    sound = resample(np.concatenate(chunks), rate, TELEPHONE_RATE)
    part = name.with_suffix(".part")
    part.write_bytes(ulaw.encode(np.ascontiguousarray(sound)))
    os.chmod(part, 0o640)
    part.replace(name.with_suffix(SUFFIX))


def _forget_old(folder: Path) -> None:
    """They name people: each is deleted when nobody can be waiting for it any more."""
    before = time.time() - KEPT_S
    for file in folder.glob(f"{PREFIX}*"):
        if file.stat().st_mtime < before:
            file.unlink(missing_ok=True)
