"""One `serve` for a state folder and a port: a second one by mistake would take half of the calls."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from convonet_ari.config import Listen
from convonet_ari.errors import ConfigError
from convonet_ari.obs import ports

LOCK = "serve.lock"
# The processes of a supervisor that was just killed end within milliseconds, or a little later.
LAST_BREATH_S = 3.0
LOOK_S = 0.1


def alone(state_dir: Path, listen: Listen) -> TextIO:
    """Hold the folder until the file is closed or this process ends. Raises ConfigError."""
    try:
        state_dir.mkdir(parents=True, exist_ok=True)
        lock = (state_dir / LOCK).open("a+", encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"state_dir: {state_dir} cannot be written to ({error.strerror})") from error
    _take(lock, state_dir)
    _port_of_our_own(listen)
    return lock


def _take(lock: TextIO, state_dir: Path) -> None:
    """Of this process alone, not of those it forks; the kernel gives it back with the process's end."""
    try:
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        pid = lock.read().strip()
        raise ConfigError(
            f"state_dir: another `convonet serve` (pid {pid}) uses {state_dir.absolute()}; end it, "
            "or give this one a state_dir and ports of its own"
        ) from None
    with suppress(OSError):
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()


def _port_of_our_own(listen: Listen) -> None:
    deadline = time.monotonic() + LAST_BREATH_S
    while ports.shared(listen.host, listen.port):
        if time.monotonic() > deadline:
            raise ConfigError(
                f"listen.port: {listen.host}:{listen.port} would be shared with "
                f"{ports.holder(listen.port)}; end it, or set another port"
            )
        time.sleep(LOOK_S)
