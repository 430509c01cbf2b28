"""`python -m tests.fakes.supervised FOLDER TARGET...`: a supervisor of tiny processes, for tests to hurt."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

from convonet_ari.config import Logging
from convonet_ari.obs import log as logs
from convonet_ari.obs import metrics
from convonet_ari.supervise import Patience, Pulse, Role, Supervisor

FOLDER = Path(sys.argv[1])


def note(what: str) -> None:
    with (FOLDER / "notes").open("a", encoding="utf-8") as notes:
        notes.write(f"{what} {os.getpid()} {time.monotonic():.3f}\n")


async def _obedient(pulse: Pulse) -> None:
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    beats = asyncio.create_task(pulse.beat())
    await pulse.warm()
    metrics.call_started()
    pulse.ready()
    await told.wait()
    beats.cancel()
    note("ended")


def obedient(pulse: Pulse, number: int) -> None:
    """Counts one live call, and ends when told."""
    asyncio.run(_obedient(pulse))


def stubborn(pulse: Pulse, number: int) -> None:
    """Does not end when told."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    asyncio.run(_obedient_to_none(pulse))


async def _obedient_to_none(pulse: Pulse) -> None:
    beats = asyncio.create_task(pulse.beat())
    await pulse.warm()
    pulse.ready()
    await beats


def failing(pulse: Pulse, number: int) -> None:
    """Fails at once."""
    note("born")
    raise RuntimeError("this process never works")


ROLES = {
    "obedient": Role("obedient", 2, obedient),
    "spared": Role("spared", 1, obedient, spare=1),
    "stubborn": Role("stubborn", 1, stubborn),
    "failing": Role("failing", 1, failing),
}

if __name__ == "__main__":
    logs.configure(Logging())
    metrics.start(FOLDER / "metrics")
    roles = tuple(ROLES[name] for name in sys.argv[2:])
    Supervisor(roles, FOLDER / "serve.json", Patience(beat=1.0, stop=0.5)).run()
