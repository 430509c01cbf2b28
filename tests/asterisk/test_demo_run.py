"""`convonet demo` as a newcomer runs it: a whole call, a clean end, and nothing left behind."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.asterisk.system_rig import eventually

pytestmark = pytest.mark.asterisk

KEYS = {
    "sip", "pin", "user", "database_url", "http_url", "call_url", "console_url", "ws_url", "wss_url",
    "queue", "agents", "phone", "asterisk_cli", "log_dir", "recordings_dir", "pid",
}  # fmt: skip


@asynccontextmanager
async def demo(home: Path, *options: str) -> AsyncIterator[Process]:
    """A running `convonet demo`, killed at the end if it still runs."""
    argv = [sys.executable, "-m", "convonet_ari", "demo", "--home", str(home), *options]
    process = await asyncio.create_subprocess_exec(*argv, stdout=PIPE, stderr=STDOUT)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def published(home: Path, process: Process) -> dict[str, Any]:
    """The interface that this process has published."""
    file = home / "demo.json"

    async def there() -> bool:
        assert process.returncode is None, await said(process)
        return file.exists() and json.loads(file.read_text())["pid"] == process.pid

    await eventually(there, 90, "the demo never was ready")
    interface: dict[str, Any] = json.loads(file.read_text())
    return interface


async def said(process: Process) -> str:
    assert process.stdout is not None
    return (await process.stdout.read()).decode()


async def nothing_runs_in(home: Path) -> None:
    async def quiet() -> bool:
        return not any(str(home) in _words(process) for process in psutil.process_iter(["cmdline"]))

    await eventually(quiet, 5, "a process of the demo was left behind")


def _words(process: psutil.Process) -> str:
    return "" if process.pid == os.getpid() else " ".join(process.info["cmdline"] or [])


def _files(folder: Path) -> list[str]:
    return [name for _, _, names in os.walk(folder) for name in names]


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@pytest.mark.timeout(240)
async def test_the_demonstration_call_does_what_it_shows(tmp_path: Path) -> None:
    async with demo(tmp_path, "--exit-after-call") as process:
        interface = await published(tmp_path, process)
        output = await said(process)
        assert await process.wait() == 0, output
    assert set(interface) == KEYS
    assert "understood  “Create a to" in output
    assert "create_todo done" in output
    assert "1001 rings: Ann Lee" in output
    assert "New in PostgreSQL" in output
    assert "\x1b" not in output
    assert interface["pin"] not in output.partition("A recorded caller dials in")[2]
    assert len([name for name in _files(tmp_path / "recordings") if name.endswith(".wav")]) == 1
    assert not (tmp_path / "demo.json").exists()
    await nothing_runs_in(tmp_path)


@pytest.mark.timeout(240)
async def test_killed_or_interrupted_it_leaves_nothing_that_stops_the_next(tmp_path: Path) -> None:
    options = ("--no-call", "--workers", "1")
    async with demo(tmp_path, *options) as process:
        await published(tmp_path, process)
        async with demo(tmp_path, *options) as second:
            assert "running already" in await said(second)
            assert await second.wait() == 1
        process.kill()
        await process.wait()
    await nothing_runs_in(tmp_path)
    async with demo(tmp_path, *options) as process:
        interface = await published(tmp_path, process)
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(5):
            assert await process.wait() == 0
    await nothing_runs_in(tmp_path)
    assert not (tmp_path / "demo.json").exists()
    assert is_free(interface["sip"]["port"])
