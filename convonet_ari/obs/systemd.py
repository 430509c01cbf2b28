"""Tells systemd, where it started this service, that it is ready and that its loop turns (sd_notify)."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

# A third of what systemd waits: two messages may be late.
SHARE = 3
MICROSECONDS = 1_000_000


@dataclass(slots=True)
class Systemd:
    """Silent without an `address`, so that the same code runs in a terminal."""

    address: str = ""
    every_s: float = 0.0
    _said_ready: bool = False
    _next: float = 0.0

    @classmethod
    def from_environment(cls, env: Mapping[str, str] | None = None) -> Systemd:
        """As sd_notify(3) and sd_watchdog_enabled(3) describe the variables."""
        env = os.environ if env is None else env
        watchdog = env.get("WATCHDOG_USEC", "")
        every_s = int(watchdog) / MICROSECONDS / SHARE if watchdog.isdigit() else 0.0
        return cls(env.get("NOTIFY_SOCKET", ""), every_s)

    def alive(self) -> None:
        """Feed the watchdog when it is time; cheap enough to be called in every round."""
        now = time.monotonic()
        if self.every_s and now >= self._next:
            self._next = now + self.every_s
            self._send("WATCHDOG=1")

    def ready(self) -> None:
        """Calls can be taken; said once."""
        if not self._said_ready:
            self._said_ready = True
            self._send("READY=1")

    def stopping(self) -> None:
        """What ends from now on ends on purpose."""
        self._send("STOPPING=1")

    def _send(self, state: str) -> None:
        """A full or vanished socket ends no supervisor."""
        if not self.address:
            return
        # An address that begins with @ is in the abstract namespace: unix(7) spells that with a zero byte.
        place = "\0" + self.address[1:] if self.address.startswith("@") else self.address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.setblocking(False)
            line.sendto(state.encode(), place)
