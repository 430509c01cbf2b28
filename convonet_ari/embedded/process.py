"""A server process that never outlives its owner, and is found again if it did."""

from __future__ import annotations

import asyncio
import ctypes
import json
import os
import select
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from convonet_ari.errors import MissingPart

PR_SET_PDEATHSIG = 1
KILL_AFTER_S = 5.0
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Identity:
    """A process that no later process can be mistaken for: its number, start time and boot."""

    pid: int
    started: int
    boot: str

    @classmethod
    def of(cls, pid: int) -> Identity | None:
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return None
        state, *rest = stat.rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return None if state == "Z" else cls(pid, int(rest[18]), boot)

    def is_alive(self) -> bool:
        return Identity.of(self.pid) == self


@dataclass(frozen=True, slots=True)
class As:
    """The user a server runs under; none stands for our own."""

    uid: int | None = None
    gid: int | None = None


class Started(Protocol):
    """What of `subprocess.Popen` is used here."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None: ...

    def wait(self) -> int: ...

    def send_signal(self, sig: int) -> None: ...

    def kill(self) -> None: ...


@dataclass(slots=True)
class Guarded:
    """One server process with its identity in `pidfile`, ended by the kernel when its owner dies.

    It must be started from the main thread: the kernel sends the signal when the starting *thread* ends.
    """

    pidfile: Path
    on_owner_death: signal.Signals = signal.SIGKILL
    run_as: As = field(default_factory=As)
    process: Started | None = None

    @property
    def pid(self) -> int:
        if self.process is None:
            raise MissingPart("The server is not running", "Start it first.")
        return self.process.pid

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def crashed(self) -> bool:
        """It ended by a fault of its own."""
        return self.process is not None and self.process.poll() in (-signal.SIGSEGV, -signal.SIGABRT)

    def start(self, argv: Sequence[str], output: Path, env: Mapping[str, str], cwd: Path) -> None:
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("a guarded process must be started from the main thread")
        with output.open("ab") as sink:
            self.process = self._spawn(argv, sink, env, cwd)
        identities = {"server": Identity.of(self.process.pid), "owner": Identity.of(os.getpid())}
        self.pidfile.write_text(json.dumps({name: asdict(who) for name, who in identities.items() if who}))

    def _spawn(self, argv: Sequence[str], sink: BinaryIO, env: Mapping[str, str], cwd: Path) -> Started:
        return subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,  # Ctrl-C reaches the owner alone, which then stops things in order
            preexec_fn=_bind_to(os.getpid(), self.on_owner_death),
            user=self.run_as.uid,
            group=self.run_as.gid,
            extra_groups=None if self.run_as.uid is None else [],
        )

    async def until(self, ready: Callable[[], bool], within_s: float) -> bool:
        """Wait until the server is ready; false when it ended or the time is up."""
        deadline = asyncio.get_running_loop().time() + within_s
        while True:
            if ready():
                return True
            if not self.running or asyncio.get_running_loop().time() > deadline:
                return False
            await asyncio.sleep(0.02)

    async def stop(self, how: signal.Signals = signal.SIGTERM, patience_s: float = KILL_AFTER_S) -> None:
        if self.process is None:
            return
        if self.running:
            self.process.send_signal(how)
            try:
                async with asyncio.timeout(patience_s):
                    await _ended(self.process.pid)
            except TimeoutError:
                self.process.kill()
        self.process.wait()
        self.process = None
        self.pidfile.unlink(missing_ok=True)


def reap_stale(pidfile: Path, how: signal.Signals = signal.SIGTERM, patience_s: float = KILL_AFTER_S) -> bool:
    """End the server that a dead owner left behind; refuse when the owner lives. True if one was ended."""
    server, owner = _read(pidfile)
    if server is None or not server.is_alive():
        pidfile.unlink(missing_ok=True)
        return False
    if owner is not None and owner.is_alive():
        raise MissingPart(
            f"Process {owner.pid} is using {pidfile.parent} already",
            "Stop it first, or work in another checkout.",
        )
    _end(server, how, patience_s)
    pidfile.unlink(missing_ok=True)
    return True


def _read(pidfile: Path) -> tuple[Identity | None, Identity | None]:
    try:
        said = json.loads(pidfile.read_text())
        server, owner = said["server"], said["owner"]
        return Identity(**server), Identity(**owner)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None, None


def _bind_to(owner: int, how: signal.Signals) -> Callable[[], None]:
    def bind() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, int(how), 0, 0, 0)
        if os.getppid() != owner:  # the owner died before the kernel knew of the wish
            os.kill(os.getpid(), signal.SIGKILL)

    return bind


async def _ended(pid: int) -> None:
    """Wait until a child has ended, without taking its exit status from `Popen`."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    descriptor = os.pidfd_open(pid)
    loop.add_reader(descriptor, ended.set)
    try:
        await ended.wait()
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)


def _end(server: Identity, how: signal.Signals, patience_s: float) -> None:
    try:
        descriptor = os.pidfd_open(server.pid)
    except ProcessLookupError:
        return
    try:
        for signum in (how, signal.SIGKILL):
            if not server.is_alive():  # asked again: the descriptor is of whoever has the number now
                return
            signal.pidfd_send_signal(descriptor, signum)
            select.select([descriptor], [], [], patience_s)
    finally:
        os.close(descriptor)
