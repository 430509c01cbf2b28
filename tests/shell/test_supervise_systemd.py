"""What the supervisor tells systemd, heard on a real socket."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from convonet_ari.obs.systemd import Systemd
from tests.shell.test_supervise_processes import supervised

pytestmark = pytest.mark.shell


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Where systemd would listen, with a watchdog of three tenths of a second."""
    place = tmp_path / "notify"
    monkeypatch.setenv("NOTIFY_SOCKET", str(place))
    monkeypatch.setenv("WATCHDOG_USEC", "300000")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(place))
        listener.settimeout(15)
        yield listener


def heard_until(line: socket.socket, last: str) -> list[str]:
    heard: list[str] = []
    while last not in heard:
        heard.append(line.recv(100).decode())
    return heard


def test_systemd_hears_of_readiness_of_the_loop_and_of_the_end(tmp_path: Path, line: socket.socket) -> None:
    with supervised(tmp_path, "obedient") as system:
        assert "READY=1" not in heard_until(line, "WATCHDOG=1")
        heard_until(line, "READY=1")
        assert len([status for status in system.status if status["ready"]]) == 2
        heard_until(line, "WATCHDOG=1")
        system.process.terminate()
        heard_until(line, "STOPPING=1")
        assert system.process.wait(15) == 0


def test_a_replaced_process_is_no_second_readiness(tmp_path: Path, line: socket.socket) -> None:
    with supervised(tmp_path, "obedient") as system:
        first, second = system.ready(2)
        heard_until(line, "READY=1")
        os.kill(first, 9)
        system.replacement([first, second])
        system.process.terminate()
        assert "READY=1" not in heard_until(line, "STOPPING=1")


def test_an_abstract_address_is_reached() -> None:
    name = f"convonet-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind("\0" + name)
        listener.settimeout(5)
        Systemd(f"@{name}").ready()
        assert listener.recv(100) == b"READY=1"


def test_a_supervisor_without_systemd_says_nothing() -> None:
    silent = Systemd.from_environment({})
    silent.alive()
    silent.ready()
    assert (silent.address, silent.every_s) == ("", 0.0)


def test_a_vanished_systemd_ends_nobody(tmp_path: Path) -> None:
    alone = Systemd(str(tmp_path / "nobody"), every_s=0.001)
    alone.alive()
    alone.stopping()
