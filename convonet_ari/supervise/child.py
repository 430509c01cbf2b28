"""What a supervised process is: the role it has, what was heard of it, and how long it is waited for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from convonet_ari.supervise.pulse import Pulse

Target = Callable[[Pulse, int], None]


@dataclass(frozen=True, slots=True)
class Role:
    """`count` processes that each run `target(pulse, number)` and return when told by SIGTERM.

    `spare` more stand by, loaded and idle: when a process dies, one of them works within milliseconds.
    """

    name: str
    count: int
    target: Target
    spare: int = 0


@dataclass(slots=True)
class Child:
    role: Role
    number: int
    pid: int
    fd: int
    born: float
    heard: float
    warm: bool = False
    wanted: bool = False
    ready: bool = False
    killed: bool = False


@dataclass(slots=True)
class Patience:
    """All in seconds."""

    beat: float = 1.0
    start: float = 60.0
    stop: float = 8.0


def runnable(pid: int) -> bool:
    """Whether it has a processor or waits for one."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] == "R"
