"""Figures for Prometheus, in one process and over several."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from convonet_ari.obs import metrics

pytestmark = pytest.mark.shell


def run(script: str, *arguments: str) -> str:
    """What a fresh interpreter prints: where values live is decided once per process."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


FORKED = """
import os, sys
from pathlib import Path
from convonet_ari.obs import metrics

metrics.start(Path(sys.argv[1]))
children = []
for number in range(3):
    if (pid := os.fork()) == 0:
        metrics.call_started()
        metrics.call_started()
        metrics.call_ended("ended")
        metrics.turn_part("total", 0.4)
        metrics.tool_finished("create_todo", "ok", 0.02)
        os._exit(0)
    os.waitpid(pid, 0)
    children.append(pid)
metrics.forget(children[0])
print(metrics.render().decode())
"""


def test_processes_are_summed_and_a_dead_ones_live_calls_are_forgotten(tmp_path: Path) -> None:
    seen = run(FORKED, str(tmp_path))
    assert "convonet_calls_started_total 6.0" in seen
    assert 'convonet_calls_ended_total{outcome="ended"} 3.0' in seen
    assert 'convonet_calls_ended_total{outcome="killed"} 1.0' in seen
    assert "convonet_calls_active 2.0" in seen
    assert 'convonet_turn_seconds_count{part="total"} 3.0' in seen
    assert 'convonet_tool_seconds_bucket{le="0.025",outcome="ok",tool="create_todo"} 3.0' in seen


def test_figures_of_an_earlier_run_are_thrown_away(tmp_path: Path) -> None:
    run(FORKED, str(tmp_path))
    assert "convonet_calls_started_total 6.0" in run(FORKED, str(tmp_path))


def test_one_process_alone_needs_no_directory() -> None:
    seen = run(
        """
        from convonet_ari.obs import metrics
        metrics.start()
        metrics.takeover("adopted")
        metrics.pin_failed("wrong")
        metrics.ari_request("GET", "200", 0.001)
        metrics.loop_lag(0.0)
        metrics.provider_failed("realtime", "provider_unavailable")
        print(metrics.render().decode())
        """
    )
    assert 'convonet_takeovers_total{kind="adopted"} 1.0' in seen
    assert 'convonet_pin_failures_total{outcome="wrong"} 1.0' in seen
    assert 'convonet_ari_request_seconds_count{method="GET",outcome="200"} 1.0' in seen
    failed = 'convonet_provider_failures_total{code="provider_unavailable",provider="realtime"} 1.0'
    assert failed in seen


def test_before_the_start_nothing_is_counted_and_nothing_fails() -> None:
    metrics.call_started()
    metrics.turn_part("recognition", 0.1)
    metrics.forget(1)
    assert metrics.render() == b""


def test_starting_too_late_is_said_aloud(tmp_path: Path) -> None:
    seen = run(
        """
        import sys, prometheus_client
        from pathlib import Path
        from convonet_ari.obs import metrics
        try:
            metrics.start(Path(sys.argv[1]))
        except RuntimeError as error:
            print(error)
        """,
        str(tmp_path),
    )
    assert "before anything imports prometheus_client" in seen


async def test_a_loops_lag_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: asyncio.Queue[float] = asyncio.Queue()
    monkeypatch.setattr(metrics, "loop_lag", measured.put_nowait)
    watch = asyncio.create_task(metrics.watch_loop(0.001))
    async with asyncio.timeout(2):
        assert [await measured.get() >= 0 for _ in range(3)] == [True] * 3
    watch.cancel()


def test_figures_are_kept_in_memory_by_the_user_who_counts_them(tmp_path: Path) -> None:
    place = metrics.folder(Path("var"), memory=tmp_path)
    assert place.parent == tmp_path
    assert metrics.folder(Path("var"), memory=tmp_path) == place
    assert metrics.folder(Path("other"), memory=tmp_path) != place


def test_figures_are_kept_with_the_state_where_memory_is_absent_or_somebody_elses(tmp_path: Path) -> None:
    assert metrics.folder(tmp_path, memory=tmp_path / "absent") == tmp_path / "metrics"
    metrics.folder(tmp_path, memory=tmp_path).chmod(0o777)
    assert metrics.folder(tmp_path, memory=tmp_path) == tmp_path / "metrics"
