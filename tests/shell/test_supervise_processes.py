"""The supervisor with real forks: killed, hung, failing and stubborn processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest

pytestmark = pytest.mark.shell

T = TypeVar("T")
SOON_S = 15.0


def until(found: Callable[[], T | None], within_s: float = SOON_S) -> T:
    """Look again and again until something is found."""
    deadline = time.monotonic() + within_s
    while not (result := found()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.01)
    return result


def alive(pid: int) -> bool:
    """Not even a zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


@dataclass
class Supervised:
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def status(self) -> list[dict[str, Any]]:
        try:
            found: list[dict[str, Any]] = json.loads((self.folder / "serve.json").read_text())["processes"]
        except FileNotFoundError:
            return []
        return found

    def ready(self, count: int) -> list[int]:
        """Wait for `count` working processes; their ids."""

        def pids() -> list[int] | None:
            working = [child["pid"] for child in self.status if child["ready"]]
            return working if len(working) == count else None

        return until(pids)

    def replacement(self, before: list[int]) -> int:
        """Wait until as many work as `before`, one of them new; its id."""

        def fresh() -> set[int] | None:
            working = {child["pid"] for child in self.status if child["ready"]}
            return working - set(before) if len(working) == len(before) else None

        (pid,) = until(fresh)
        return pid

    def notes(self, what: str) -> list[float]:
        file = self.folder / "notes"
        lines = file.read_text().splitlines() if file.exists() else []
        return [float(line.split()[2]) for line in lines if line.startswith(what)]


@contextmanager
def supervised(folder: Path, *roles: str, log_to: Path | None = None) -> Iterator[Supervised]:
    command = [sys.executable, "-m", "tests.fakes.supervised", str(folder), *roles]
    with (log_to or folder / "log").open("wb") as log, subprocess.Popen(command, stderr=log) as process:
        try:
            yield Supervised(folder, process)
        finally:
            process.kill()


def test_a_killed_process_is_replaced_and_its_sibling_left_alone(tmp_path: Path) -> None:
    with supervised(tmp_path, "obedient") as system:
        first, second = system.ready(2)
        os.kill(first, signal.SIGKILL)
        fresh = system.replacement([first, second])
        assert set(system.ready(2)) == {second, fresh}


def test_a_process_that_stands_by_works_at_once_in_place_of_a_killed_one(tmp_path: Path) -> None:
    with supervised(tmp_path, "spared") as system:
        [working] = system.ready(1)
        standby = until(lambda: next((one["pid"] for one in system.status if one["standby"]), None))
        os.kill(working, signal.SIGKILL)
        killed = time.monotonic()
        assert system.replacement([working]) == standby
        assert time.monotonic() - killed < 1.0


def test_a_hung_process_is_killed_within_seconds_and_replaced(tmp_path: Path) -> None:
    with supervised(tmp_path, "obedient") as system:
        first, second = system.ready(2)
        os.kill(first, signal.SIGSTOP)
        stopped = time.monotonic()
        until(lambda: not alive(first))
        assert 0.8 < time.monotonic() - stopped < 2.0
        system.replacement([first, second])


def test_a_process_that_fails_at_once_is_tried_at_growing_intervals(tmp_path: Path) -> None:
    with supervised(tmp_path, "failing") as system:
        born = until(lambda: times if len(times := system.notes("born")) >= 3 else None)
        assert born[1] - born[0] >= 0.5
        assert born[2] - born[1] >= 1.0
        assert "this process never works" in (tmp_path / "log").read_text()


def test_told_to_end_everything_ends_in_order(tmp_path: Path) -> None:
    with supervised(tmp_path, "obedient") as system:
        pids = system.ready(2)
        system.process.terminate()
        assert system.process.wait(SOON_S) == 0
        assert len(system.notes("ended")) == 2
        assert not any(map(alive, pids))
        assert not (tmp_path / "serve.json").exists()


def test_a_process_that_does_not_end_when_told_is_killed(tmp_path: Path) -> None:
    with supervised(tmp_path, "stubborn") as system:
        [pid] = system.ready(1)
        system.process.terminate()
        assert system.process.wait(SOON_S) == 0
        assert not alive(pid)


def test_no_process_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    with supervised(tmp_path, "obedient", "stubborn") as system:
        pids = system.ready(3)
        system.process.kill()
        system.process.wait(SOON_S)
        until(lambda: not any(map(alive, pids)))


def test_a_dead_process_has_no_live_calls(tmp_path: Path) -> None:
    with supervised(tmp_path, "obedient") as system:
        first, second = system.ready(2)

        def counted(pid: int) -> bool:
            return (tmp_path / "metrics" / f"gauge_livesum_{pid}.db").exists()

        assert counted(first)
        os.kill(first, signal.SIGKILL)
        system.replacement([first, second])
        assert not counted(first)
        assert counted(second)


def test_processes_are_replaced_where_nothing_can_be_written_down(tmp_path: Path) -> None:
    with supervised(tmp_path, "obedient") as system:
        first, _ = system.ready(2)
        (tmp_path / "serve.new").mkdir()
        os.kill(first, signal.SIGKILL)
        until(lambda: not alive(first))
        until(lambda: "who runs cannot be written down" in (tmp_path / "log").read_text())
        assert system.process.poll() is None


def test_processes_are_replaced_and_ended_where_no_line_can_be_logged(tmp_path: Path) -> None:
    with supervised(tmp_path, "obedient", log_to=Path("/dev/full")) as system:
        first, second = system.ready(2)
        os.kill(first, signal.SIGKILL)
        fresh = system.replacement([first, second])
        system.process.terminate()
        assert system.process.wait(SOON_S) == 0
        assert not alive(fresh)


def test_a_failing_process_ends_alone_where_no_line_can_be_logged(tmp_path: Path) -> None:
    with supervised(tmp_path, "failing", log_to=Path("/dev/full")) as system:
        until(lambda: len(system.notes("born")) >= 2 or None)
        assert system.process.poll() is None
        assert len({child["number"] for child in system.status}) <= 1
