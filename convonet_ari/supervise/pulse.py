"""How a process tells its supervisor that it is loaded, that it works, and that its loop turns."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress

BEAT = b"."
WARM = b"W"
READY = b"R"
BEAT_S = 0.1


class Pulse:
    """A child's line to its supervisor."""

    def __init__(self, fd: int) -> None:
        self._fd = fd

    async def warm(self) -> None:
        """Everything is loaded: wait until the supervisor wants this process to work."""
        wanted = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, wanted.set)
        self._send(WARM)
        await wanted.wait()

    def ready(self) -> None:
        """The process takes work from now on."""
        self._send(READY)

    async def beat(self) -> None:
        """Tell every tenth of a second that the loop turns; until cancelled."""
        while True:
            self._send(BEAT)
            await asyncio.sleep(BEAT_S)

    def _send(self, what: bytes) -> None:
        with suppress(BlockingIOError, BrokenPipeError):
            os.write(self._fd, what)
