"""A guarded process ends with its owner, and only the very process that was left behind is ended later."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from convonet_ari.embedded.ports import free_ports, free_udp_block
from convonet_ari.embedded.process import Guarded, Identity, reap_stale
from convonet_ari.errors import MissingPart

pytestmark = pytest.mark.shell

PATIENT = ["sleep", "60"]
STUBBORN = ["bash", "-c", "trap '' TERM; echo up; while :; do read -t 60 <> <(:); done"]
SpawnedBy = Callable[[list[str]], "subprocess.Popen[bytes]"]


@pytest.fixture
def spawn() -> Iterator[SpawnedBy]:
    spawned: list[subprocess.Popen[bytes]] = []

    def start(argv: list[str]) -> subprocess.Popen[bytes]:
        spawned.append(subprocess.Popen(argv, stdout=subprocess.PIPE))
        return spawned[-1]

    yield start
    for process in spawned:
        process.kill()
        process.communicate()


def identity(pid: int) -> Identity:
    found = Identity.of(pid)
    assert found is not None
    return found


def ended_owner() -> Identity:
    """Somebody with this boot's and this process's marks, but gone."""
    return replace(identity(os.getpid()), started=1)


def pidfile(folder: Path, server: Identity, owner: Identity) -> Path:
    path = folder / "server.json"
    path.write_text(json.dumps({"server": asdict(server), "owner": asdict(owner)}))
    return path


def test_server_of_a_dead_owner_is_ended(spawn: SpawnedBy, tmp_path: Path) -> None:
    left = spawn(PATIENT)
    path = pidfile(tmp_path, identity(left.pid), ended_owner())
    assert reap_stale(path)
    assert left.wait(5) == -signal.SIGTERM
    assert not path.exists()


def test_server_that_ignores_the_request_is_killed(spawn: SpawnedBy, tmp_path: Path) -> None:
    left = spawn(STUBBORN)
    assert left.stdout is not None
    left.stdout.readline()
    assert reap_stale(pidfile(tmp_path, identity(left.pid), ended_owner()), patience_s=0.2)
    assert left.wait(5) == -signal.SIGKILL


def test_later_process_with_the_same_number_is_left_alone(spawn: SpawnedBy, tmp_path: Path) -> None:
    stranger = spawn(PATIENT)
    earlier = replace(identity(stranger.pid), started=1)
    assert not reap_stale(pidfile(tmp_path, earlier, ended_owner()))
    assert stranger.poll() is None


def test_server_of_a_living_owner_is_left_alone(spawn: SpawnedBy, tmp_path: Path) -> None:
    server = spawn(PATIENT)
    with pytest.raises(MissingPart, match="already"):
        reap_stale(pidfile(tmp_path, identity(server.pid), identity(os.getpid())))
    assert server.poll() is None


@pytest.mark.parametrize("text", ["", "{}", "[1, 2]", '{"server": {"pid": "x"}, "owner": 3}'])
def test_torn_pidfile_names_nobody(text: str, tmp_path: Path) -> None:
    path = tmp_path / "server.json"
    path.write_text(text)
    assert not reap_stale(path)


async def test_stopped_process_leaves_no_pidfile(tmp_path: Path) -> None:
    guarded = Guarded(tmp_path / "server.json")
    guarded.start(PATIENT, tmp_path / "log", {"PATH": os.defpath}, tmp_path)
    assert guarded.running
    assert guarded.pidfile.exists()
    await guarded.stop()
    assert not guarded.running
    assert not guarded.pidfile.exists()


async def test_process_that_will_not_stop_is_killed_in_time(tmp_path: Path) -> None:
    guarded = Guarded(tmp_path / "server.json")
    log = tmp_path / "log"
    guarded.start(STUBBORN, log, {"PATH": os.defpath}, tmp_path)
    assert await guarded.until(lambda: log.read_bytes() == b"up\n", 5)
    pid = guarded.pid
    await guarded.stop(patience_s=0.2)
    assert Identity.of(pid) is None


async def test_waiting_for_a_process_that_ended_does_not_take_the_whole_time(tmp_path: Path) -> None:
    guarded = Guarded(tmp_path / "server.json")
    guarded.start(["true"], tmp_path / "log", {"PATH": os.defpath}, tmp_path)
    assert not await guarded.until(lambda: False, 60)
    await guarded.stop()


def test_another_thread_may_not_start_a_guarded_process(tmp_path: Path) -> None:
    problems: list[BaseException] = []

    def attempt() -> None:
        try:
            Guarded(tmp_path / "server.json").start(PATIENT, tmp_path / "log", {}, tmp_path)
        except RuntimeError as problem:
            problems.append(problem)

    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()
    assert "main thread" in str(problems[0])


def test_free_ports_are_distinct_and_can_be_bound() -> None:
    ports = free_ports(8)
    assert len(set(ports)) == 8
    for port in ports:
        with socket.create_server(("127.0.0.1", port)):
            pass


def test_a_chosen_port_is_nobody_elses_while_our_server_there_is_down() -> None:
    (port,) = free_ports(1)
    for _ in range(2):
        with socket.create_server(("127.0.0.1", port)):
            pass
        with socket.socket() as stranger, pytest.raises(OSError, match="in use"):
            stranger.bind(("127.0.0.1", port))


def test_rtp_block_begins_even_and_is_free_throughout() -> None:
    first, last = free_udp_block(40)
    assert (first % 2, last - first) == (0, 39)
    for port in range(first, last + 1):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", port))
