"""Keeps the processes of `serve` alive: forks them warm, hears their hearts, replaces dead and hung ones."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from convonet_ari.obs import log as logs
from convonet_ari.obs import metrics, sentry
from convonet_ari.obs.systemd import Systemd
from convonet_ari.supervise.child import Child, Patience, Role, runnable
from convonet_ari.supervise.pulse import READY, WARM, Pulse
from convonet_ari.supervise.status import write_status

log = structlog.get_logger(__name__)

SHORT_LIFE_S = 2.0
LONGEST_PAUSE_S = 5.0
COURTESY_S = 1.5
LAST_WORDS_S = 0.5
PR_SET_PDEATHSIG = 1


@dataclass(slots=True)
class Supervisor:
    """Single-threaded on purpose: it forks after the heavy imports, so a replacement is there in a moment."""

    roles: tuple[Role, ...]
    status_file: Path
    patience: Patience = field(default_factory=Patience)
    systemd: Systemd = field(default_factory=Systemd.from_environment)
    _children: dict[int, Child] = field(default_factory=dict)
    _not_before: dict[str, float] = field(default_factory=dict)
    _quick_deaths: dict[str, int] = field(default_factory=dict)
    _judged: float = field(default_factory=time.monotonic)
    _stopping: bool = False

    def run(self) -> None:
        """Until SIGTERM or SIGINT; then the children are told to end, and killed when they do not."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told_to_stop)
        while not self._stopping:
            self._step()
        self.systemd.stopping()
        self._stop_children()
        self.status_file.unlink(missing_ok=True)

    def _told_to_stop(self, *_: object) -> None:
        self._stopping = True

    def _step(self) -> None:
        for role in self.roles:
            self._fill(role)
        self._listen(0.1)
        self._kill_hung(time.monotonic())
        self._bury()
        self.systemd.alive()

    def _fill(self, role: Role) -> None:
        """Start what is missing, those that work before those that stand by."""
        mine = self._of(role)
        complete = sum(child.ready for child in mine) >= role.count
        wanted = role.count + role.spare if complete else role.count
        if time.monotonic() < self._not_before.get(role.name, 0.0):
            return
        taken = {child.number for child in mine}
        free = [number for number in range(role.count + role.spare) if number not in taken]
        try:
            for number in free[: max(0, wanted - len(mine))]:
                self._spawn(role, number)
        except OSError as error:
            log.error("process cannot be started", role=role.name, error=error.strerror)
            self._wait(role, LONGEST_PAUSE_S)

    def _of(self, role: Role) -> list[Child]:
        return [child for child in self._children.values() if child.role is role]

    def _promote(self, role: Role) -> None:
        """Let warm processes work while there are too few."""
        mine = self._of(role)
        missing = role.count - sum(child.wanted for child in mine)
        for child in [child for child in mine if child.warm and not child.wanted][: max(0, missing)]:
            child.wanted = True
            os.kill(child.pid, signal.SIGUSR1)

    def _spawn(self, role: Role, number: int) -> None:
        read, write = os.pipe()
        os.set_blocking(write, False)
        logs.flush()
        supervisor = os.getpid()
        if (pid := os.fork()) == 0:
            os.close(read)
            self._become(role, number, write, supervisor)
        os.close(write)
        now = time.monotonic()
        self._children[pid] = Child(role, number, pid, read, now, now)
        log.info("process started", role=role.name, number=number, pid=pid)
        write_status(self.status_file, self._children.values())

    def _become(self, role: Role, number: int, fd: int, supervisor: int) -> None:
        """The child's life; never returns."""
        code = 1
        try:
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != supervisor:
                os._exit(0)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            for child in self._children.values():
                os.close(child.fd)
            role.target(Pulse(fd), number)
            code = 0
        except BaseException:
            log.exception("process failed", role=role.name, number=number)
        finally:
            sentry.flush(LAST_WORDS_S)
            logs.flush()
            os._exit(code)

    def _listen(self, timeout_s: float) -> None:
        by_fd = {child.fd: child for child in self._children.values()}
        if not by_fd:
            time.sleep(timeout_s)
            return
        readable, _, _ = select.select(list(by_fd), [], [], timeout_s)
        for fd in readable:
            child, data = by_fd[fd], os.read(fd, 4096)
            child.heard = time.monotonic()
            if WARM in data:
                child.warm = True
                self._promote(child.role)
                write_status(self.status_file, self._children.values())
            if READY in data:
                self._became_ready(child)
            if not data:
                time.sleep(0.001)

    def _became_ready(self, child: Child) -> None:
        child.ready = True
        log.info("process ready", role=child.role.name, number=child.number, pid=child.pid)
        self._wait(child.role, COURTESY_S)
        write_status(self.status_file, self._children.values())
        if all(sum(one.ready for one in self._of(role)) >= role.count for role in self.roles):
            self.systemd.ready()

    def _wait(self, role: Role, pause_s: float) -> None:
        """Start no process of this role for a while: it would slow those down that have just begun."""
        self._not_before[role.name] = time.monotonic() + pause_s

    def _kill_hung(self, now: float) -> None:
        """A machine that stood still held the supervisor up too: then nobody is judged this time."""
        late, self._judged = now - self._judged, now
        for child in self._children.values():
            if late > self.patience.beat / 2:
                child.heard = now
            elif not child.killed and now - child.heard > self._patience_with(child):
                log.error("process hangs and is killed", role=child.role.name, pid=child.pid)
                child.killed = True
                os.kill(child.pid, signal.SIGKILL)

    def _patience_with(self, child: Child) -> float:
        """Who waits for a processor may be slow and well; who sleeps or is stopped without a beat is not."""
        if not child.warm:
            return self.patience.start
        return 2 * self.patience.beat if runnable(child.pid) else self.patience.beat

    def _bury(self) -> None:
        for pid in list(self._children):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                metrics.forget(pid)
                self._replace(self._children.pop(pid), os.waitstatus_to_exitcode(status))

    def _replace(self, child: Child, code: int) -> None:
        os.close(child.fd)
        role, lived = child.role, time.monotonic() - child.born
        deaths = self._quick_deaths.get(role.name, 0) + 1 if lived < SHORT_LIFE_S else 0
        self._quick_deaths[role.name] = deaths
        self._promote(role)
        siblings = any(other.wanted for other in self._of(role))
        pause = min(0.25 * 2**deaths, LONGEST_PAUSE_S) if deaths else COURTESY_S if siblings else 0.0
        log.error("process ended", role=role.name, pid=child.pid, code=code, again_in_s=pause)
        self._wait(role, pause)
        write_status(self.status_file, self._children.values())

    def _stop_children(self) -> None:
        deadline = time.monotonic() + self.patience.stop
        for pid in self._children:
            os.kill(pid, signal.SIGTERM)
        while self._children and time.monotonic() < deadline:
            self._reap()
            self._listen(0.05)
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        self._children.clear()

    def _reap(self) -> None:
        for pid in list(self._children):
            if os.waitpid(pid, os.WNOHANG)[0]:
                os.close(self._children.pop(pid).fd)
