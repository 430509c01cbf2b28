"""Figures for Prometheus, summed over all processes of `serve`; nothing is counted before `start`."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from convonet_ari.obs.meters import Meters

Part = Literal["endpoint", "recognition", "first_token", "first_audio", "total", "entry"]

ACTIVE = "convonet_calls_active"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

MEMORY = Path("/dev/shm")

_meters: Meters | None = None
_directory: Path | None = None


def start(directory: Path | None = None) -> None:
    """Begin to count: in this process alone, or in `directory` together with processes forked later.

    Call it once, before any fork. Figures of an earlier run in `directory` are thrown away.
    """
    global _meters, _directory
    if _meters is not None:
        return
    if directory is not None:
        # prometheus_client decides when it is imported whether its values live in files.
        if "prometheus_client" in sys.modules:
            raise RuntimeError("start metrics before anything imports prometheus_client")
        directory.mkdir(parents=True, exist_ok=True)
        for old in directory.glob("*.db"):
            old.unlink()
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(directory)
    from convonet_ari.obs.meters import Meters

    _meters, _directory = Meters(), directory


def folder(state_dir: Path, memory: Path = MEMORY) -> Path:
    """Where figures are kept: in memory, for the kernel kills who writes to a mapped file on a full disk."""
    place = memory / f"convonet-{os.geteuid()}-{sha256(bytes(state_dir.absolute())).hexdigest()[:12]}"
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        found = place.lstat()
    except OSError:
        return state_dir / "metrics"
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077
    return place if ours else state_dir / "metrics"


def render() -> bytes:
    """All processes' figures in Prometheus' text format."""
    if _meters is None:
        return b""
    import prometheus_client

    if _directory is None:
        return prometheus_client.generate_latest()
    registry = prometheus_client.CollectorRegistry()
    _multiprocess().MultiProcessCollector(registry, path=str(_directory))
    return prometheus_client.generate_latest(registry)


def forget(pid: int) -> None:
    """A process is dead: its live calls count as ended with it; what it counted stays."""
    if _directory is None:
        return
    if _meters and (calls := _live_calls(_directory / f"gauge_livesum_{pid}.db")):
        _meters.ended.labels("killed").inc(calls)
    _multiprocess().mark_process_dead(pid, path=str(_directory))


def call_started() -> None:
    if _meters:
        _meters.started.inc()
        _meters.active.inc()


def call_ended(outcome: str) -> None:
    """`outcome`: how the call left this worker (ended, with_human, lost, failed; killed with the worker)."""
    if _meters:
        _meters.ended.labels(outcome).inc()
        _meters.active.dec()


def turn_part(part: Part, seconds: float) -> None:
    """How long one part of a turn took; `total` is from the caller's last sound to our first.

    `entry` is no part of one: from the caller's coming, or coming back, to our first sound.
    """
    if _meters:
        _meters.turn.labels(part).observe(seconds)


def tool_finished(tool: str, outcome: str, seconds: float) -> None:
    if _meters:
        _meters.tool.labels(tool, outcome).observe(seconds)


def model_answered(outcome: str, seconds: float) -> None:
    """`outcome`: ok, failed, or cut when the caller went on speaking or a limit ended it."""
    if _meters:
        _meters.model.labels(outcome).observe(seconds)


def turn_over(outcome: str) -> None:
    """`outcome`: done, failed, timeout, or cut by the caller."""
    if _meters:
        _meters.turns.labels(outcome).inc()


def provider_failed(provider: str, code: str) -> None:
    """An engine that hears, thinks or speaks failed, and the next one was asked."""
    if _meters:
        _meters.providers.labels(provider, code).inc()


def takeover(kind: str) -> None:
    """`kind`: adopted, or given_up when the call went on to people."""
    if _meters:
        _meters.takeovers.labels(kind).inc()


def pin_failed(outcome: str) -> None:
    if _meters:
        _meters.pins.labels(outcome).inc()


def ari_request(method: str, outcome: str, seconds: float) -> None:
    if _meters:
        _meters.ari.labels(method, outcome).observe(seconds)


def log_line_lost() -> None:
    if _meters:
        _meters.lines_lost.inc()


def loop_lag(seconds: float) -> None:
    if _meters:
        _meters.lag.observe(seconds)


def tasks(count: int) -> None:
    if _meters:
        _meters.tasks.set(count)


async def watch_loop(every_s: float = 0.25) -> None:
    """Measure how late this loop wakes up and how many tasks it has; until cancelled."""
    clock = asyncio.get_running_loop().time
    while True:
        due = clock() + every_s
        await asyncio.sleep(every_s)
        loop_lag(max(0.0, clock() - due))
        tasks(len(asyncio.all_tasks()))


def _live_calls(file: Path) -> float:
    """What a dead process's gauge of live calls stood at."""
    from prometheus_client.mmap_dict import MmapedDict

    read: Any = MmapedDict.read_all_values_from_file
    try:
        return sum(float(value) for key, value, *_ in read(str(file)) if ACTIVE in key)
    except OSError:
        return 0.0


def _multiprocess() -> Any:
    from prometheus_client import multiprocess

    return multiprocess
