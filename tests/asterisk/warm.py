"""Forks `convonet serve` from a process that has imported it: most of what starting a system costs."""

from __future__ import annotations

import array
import ctypes
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from convonet_ari.embedded.process import PR_SET_PDEATHSIG, Guarded, Started

PLACE = "CONVONET_TESTS_WARM"
LONGEST_REQUEST = 2**20
OURS = ("-m", "convonet_ari")
# Libraries look at these when they are loaded: as a system gives them to its workers.
THREADS = {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "1"}


class Warm(Guarded):
    """As Guarded, but forked from the process of `hold`, where there is one."""

    __slots__ = ()

    def _spawn(self, argv: Sequence[str], sink: BinaryIO, env: Mapping[str, str], cwd: Path) -> Started:
        place = os.environ.get(PLACE)
        if place is None or tuple(argv[1:3]) != OURS:
            return super()._spawn(argv, sink, env, cwd)
        return Forked(place, {"argv": ["convonet", *argv[3:]], "env": dict(env), "cwd": str(cwd)}, sink)


class Forked:
    """Lives no longer than our connection to the process that forked it."""

    def __init__(self, place: str, request: Mapping[str, object], sink: BinaryIO) -> None:
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._line.connect(place)
        output = array.array("i", [sink.fileno()])
        self._line.sendmsg([json.dumps(request).encode()], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, output)])
        self._code: int | None = None
        self.pid = int(self._line.recv(64))

    def poll(self) -> int | None:
        if self._code is None and select.select([self._line], [], [], 0)[0]:
            self.wait()
        return self._code

    def wait(self) -> int:
        if self._code is None:
            self._code = int(self._line.recv(64) or -signal.SIGKILL)
            self._line.close()
        return self._code

    def send_signal(self, sig: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, sig)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def hold(place: Path) -> subprocess.Popen[bytes]:
    """Begin the process that forks; it ends with us."""
    os.environ[PLACE] = str(place)
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(str(place))
        listener.listen(16)
        descriptor = listener.fileno()
        argv = [sys.executable, "-m", __name__, str(descriptor), str(os.getpid())]
        return subprocess.Popen(argv, pass_fds=[descriptor], env=os.environ | THREADS)


def end(warm: subprocess.Popen[bytes]) -> None:
    warm.kill()
    warm.wait()


@dataclass(slots=True)
class Child:
    pid: int
    line: socket.socket
    ended: int
    told: bool = False


def fork_for_all(listener: socket.socket) -> None:
    """Returns in the forked processes alone."""
    children: list[Child] = []
    while True:
        lines = {child.line.fileno(): child for child in children}
        ends = {child.ended: child for child in children if not child.told}
        for descriptor in select.select([listener.fileno(), *lines, *ends], [], [])[0]:
            if descriptor == listener.fileno():
                if (child := _fork(listener, children)) is None:
                    return
                children.append(child)
            elif descriptor in ends:
                _tell(ends[descriptor])
            else:
                _bury(lines[descriptor])
                children.remove(lines[descriptor])


def _fork(listener: socket.socket, siblings: Sequence[Child]) -> Child | None:
    line, _ = listener.accept()
    request, (output,), _, _ = socket.recv_fds(line, LONGEST_REQUEST, 1)
    if pid := os.fork():
        os.close(output)
        line.send(str(pid).encode())
        return Child(pid, line, os.pidfd_open(pid))
    for inherited in (listener, line, *(sibling.line for sibling in siblings)):
        inherited.close()
    _become(json.loads(request), output)
    return None


def _become(wanted: dict[str, Any], output: int) -> None:
    _end_with_parent()
    os.setsid()
    os.dup2(output, sys.stdout.fileno())
    os.dup2(output, sys.stderr.fileno())
    os.close(output)
    os.environ.clear()
    os.environ.update(wanted["env"])
    os.chdir(wanted["cwd"])
    sys.argv = wanted["argv"]


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)


def _tell(child: Child) -> None:
    """It stays a zombie, whose number is nobody else's, until its owner hung up."""
    found = os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    child.told = True
    if found is not None:
        code = found.si_status if found.si_code == os.CLD_EXITED else -found.si_status
        with suppress(OSError):
            child.line.send(str(code).encode())


def _bury(child: Child) -> None:
    """The line is only ever closed, by the owner or by its end."""
    os.kill(child.pid, signal.SIGKILL)
    os.waitpid(child.pid, 0)
    os.close(child.ended)
    child.line.close()


def _imported() -> Callable[[], None]:
    """The command, with what `serve` imports before it forks; only prometheus_client awaits its folder."""
    gc.disable()
    from convonet_ari import cli
    from convonet_ari.bootstrap import roles
    from convonet_ari.config import Settings
    from convonet_ari.speech.factory import preload

    preload(settings := Settings())
    roles(settings)
    gc.collect()
    gc.freeze()
    gc.enable()
    return cli.main


def main() -> None:
    _end_with_parent()
    if os.getppid() != int(sys.argv[2]):
        return
    convonet = _imported()
    fork_for_all(socket.socket(fileno=int(sys.argv[1])))
    convonet()


if __name__ == "__main__":
    main()
