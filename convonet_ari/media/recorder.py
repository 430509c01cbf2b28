"""One part of a call as a WAV file: the caller on the left, what he was hearing on the right."""

from __future__ import annotations

import asyncio
import errno
import os
import struct
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import structlog

from convonet_ari.clock import Clock
from convonet_ari.media.frame import RATE, Pcm, silence

log = structlog.get_logger(__name__)

CHANNELS = 2
SAMPLE_BYTES = 2 * CHANNELS
HEADER_BYTES = 44
WRITE_EVERY = RATE
GAP = RATE // 5
PATIENCE_S = 0.06
DISK_S = 1.0


def header(data_bytes: int) -> bytes:
    """A canonical RIFF/WAVE header for 16-bit PCM."""
    fmt = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, CHANNELS, RATE, RATE * SAMPLE_BYTES, SAMPLE_BYTES, 16)
    return (
        struct.pack("<4sI4s", b"RIFF", data_bytes + 36, b"WAVE")
        + fmt
        + struct.pack("<4sI", b"data", data_bytes)
    )


@dataclass(frozen=True, slots=True)
class Recorded:
    path: Path
    duration_s: float
    broken_off: bool = False


class WavFile:
    """Grows by `append`; its header is true after each, so that a kill at any moment leaves a sound file."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path, self._file = _next(folder)
        self._bytes = 0
        self._broken = False
        try:
            os.pwrite(self._file, header(0), 0)
        except OSError:
            os.close(self._file)
            self.path.unlink(missing_ok=True)
            raise

    def append(self, data: bytes) -> None:
        """After the first write that fails there are no more."""
        if self._broken:
            return
        try:
            self._write(data)
        except OSError as error:
            self._broken = True
            log.error("recording broken off", error=error.strerror, path=str(self.path))

    def _write(self, data: bytes) -> None:
        if os.pwrite(self._file, data, HEADER_BYTES + self._bytes) < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._bytes += len(data)
        os.pwrite(self._file, header(self._bytes), 0)

    def close(self) -> Recorded:
        os.close(self._file)
        return Recorded(self.path, self._bytes / SAMPLE_BYTES / RATE, self._broken)


def parts(folder: Path) -> list[Recorded]:
    """What is there already: the parts of sessions before this one, their workers lost or not."""
    files = sorted(filter(_is_part, folder.glob("*.wav")), key=lambda path: int(path.stem))
    return [
        Recorded(path, max(0, path.stat().st_size - HEADER_BYTES) / SAMPLE_BYTES / RATE) for path in files
    ]


def _is_part(path: Path) -> bool:
    """Whether we named it; somebody may have put a copy beside it."""
    return path.stem.isascii() and path.stem.isdecimal()


def _next(folder: Path) -> tuple[Path, int]:
    """A new file `<n>.wav`; each part of a call, as after a takeover, has its own."""
    number = 1
    while True:
        path = folder / f"{number}.wav"
        try:
            return path, os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            number += 1


class Recorder:
    """The caller's frames are its clock; where they stop, the wall clock fills in.

    `writer` must run one job at a time. A full disk ends the recording, never the call.
    """

    def __init__(self, folder: Path, heard: Callable[[int], Pcm], clock: Clock, writer: Executor) -> None:
        self._folder = folder
        self._heard = heard
        self._clock = clock
        self._writer = writer
        self._file: WavFile | None = None
        self._last: asyncio.Future[None] | None = None
        self._buffer: list[tuple[Pcm, Pcm]] = []
        self._buffered = 0
        self._samples = 0
        self._began = 0.0
        self._behind: float | None = None
        self._muted = False
        self._mute_until = 0

    async def start(self) -> Path:
        """Create the file. Raises OSError, also when the disk takes too long: the caller waits meanwhile."""
        async with asyncio.timeout(DISK_S):
            self._file = await asyncio.get_running_loop().run_in_executor(self._writer, WavFile, self._folder)
        self._began = self._clock.monotonic()
        return self._file.path

    def feed(self, caller: Pcm) -> None:
        """Give every frame of the caller to this as it arrives."""
        if self._file:
            self._catch_up(len(caller))
            self._add(caller)

    def mute(self) -> None:
        """Silence in both channels from now on."""
        self._muted = True

    def unmute(self, after_ms: int = 500) -> None:
        self._muted = False
        self._mute_until = self._samples + after_ms * RATE // 1000

    async def close(self) -> Recorded | None:
        """Write the rest; None when nothing was recorded."""
        if not (file := self._file):
            return None
        self._fill(self._missing(GAP))
        self._flush(file)
        self._file = None
        if self._last:
            await self._last
        return await asyncio.get_running_loop().run_in_executor(self._writer, file.close)

    def _missing(self, arriving: int) -> int:
        return round((self._clock.monotonic() - self._began) * RATE) - self._samples - arriving

    def _catch_up(self, arriving: int) -> None:
        """A gap stays a gap for a few frames; frames held up by a busy moment come in one burst instead."""
        missing, now = self._missing(arriving), self._clock.monotonic()
        if missing <= GAP:
            self._behind = None
        elif self._behind is None:
            self._behind = now
        elif now - self._behind >= PATIENCE_S:
            self._behind = None
            self._fill(missing)

    def _fill(self, samples: int) -> None:
        for at in range(0, samples, RATE):
            self._add(silence(min(RATE, samples - at)))

    def _add(self, caller: Pcm) -> None:
        heard = self._heard(len(caller))
        if self._muted or self._samples < self._mute_until:
            caller = heard = silence(len(caller))
        self._samples += len(caller)
        self._buffer.append((caller, heard))
        self._buffered += len(caller)
        if self._file and self._buffered >= WRITE_EVERY:
            self._flush(self._file)

    def _flush(self, file: WavFile) -> None:
        data, self._buffer, self._buffered = _interleaved(self._buffer), [], 0
        self._last = asyncio.get_running_loop().run_in_executor(self._writer, file.append, data)


def _interleaved(pieces: Sequence[tuple[Pcm, Pcm]]) -> bytes:
    both = np.empty((sum(len(left) for left, _ in pieces), CHANNELS), "<i2")
    if pieces:
        for channel, side in enumerate(zip(*pieces, strict=True)):
            np.concatenate(side, out=both[:, channel])
    return both.tobytes()
