"""An address that somebody else holds: named, waited for, and had as soon as it is free."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from convonet_ari.bootstrap.door import Door
from convonet_ari.config import Listen
from convonet_ari.dialplan import fastagi
from convonet_ari.errors import CannotListen, ConfigError
from convonet_ari.obs import ports
from convonet_ari.store.arrivals import Arrival
from convonet_ari.supervise.alone import alone

pytestmark = pytest.mark.shell

HOST = "127.0.0.1"
DEADLINE_S = 20


def squatter(*, shares: bool = False) -> socket.socket:
    held = socket.socket()
    if shares:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    held.bind((HOST, 0))
    held.listen()
    return held


async def nobody(dialled: str, caller: str) -> Arrival | None:
    return None


async def test_a_taken_port_is_told_once_with_its_holder_and_had_when_it_is_free() -> None:
    held = squatter()
    port = held.getsockname()[1]
    servers = []

    async def bind() -> None:
        servers.append(await fastagi.listen(nobody, HOST, port))

    door = Door("listen.agi_port", "what the dialplan asks about a call", HOST, port, bind)
    with capture_logs() as logs:
        async with asyncio.timeout(DEADLINE_S):
            opening = asyncio.create_task(door.open())
            await door.tried.wait()
            with pytest.raises(CannotListen, match=rf"{port} \(listen.agi_port, .*held by pid {os.getpid()}"):
                await door.check()
            held.close()
            await opening
    await door.check()
    [server] = servers
    server.close()
    assert [line["event"] for line in logs] == ["cannot listen, will try again", "listening at last"]


async def test_a_certificate_that_cannot_be_read_closes_its_door_alone() -> None:
    async def bind() -> None:
        raise FileNotFoundError(2, "No such file or directory", "certificate.pem")

    door = Door("listen.https_port", "pages over TLS", HOST, 1, bind)
    opening = asyncio.create_task(door.open())
    await door.tried.wait()
    with pytest.raises(CannotListen, match="No such file"):
        await door.check()
    opening.cancel()


def test_a_port_that_would_be_shared_is_told_from_one_that_is_taken_or_free(tmp_path: Path) -> None:
    with squatter() as alone_there, squatter(shares=True) as sharing:
        assert not ports.shared(HOST, alone_there.getsockname()[1])
        port = sharing.getsockname()[1]
        assert ports.shared(HOST, port)
        with pytest.raises(ConfigError, match=rf"would be shared with pid {os.getpid()} "):
            alone(tmp_path, Listen(port=port))
    assert not ports.shared(HOST, port)


SECOND = """
import sys
from pathlib import Path
from convonet_ari.config import Listen
from convonet_ari.supervise.alone import alone
alone(Path(sys.argv[1]), Listen(port=int(sys.argv[2])))
"""


def test_a_second_serve_of_one_state_folder_is_refused_with_the_first_ones_pid(tmp_path: Path) -> None:
    with squatter() as held:
        port = held.getsockname()[1]
    second = [sys.executable, "-c", SECOND, str(tmp_path), str(port)]
    with alone(tmp_path, Listen(port=port)):
        refused = subprocess.run(second, capture_output=True, text=True, check=False)
    assert f"another `convonet serve` (pid {os.getpid()}) uses {tmp_path}" in refused.stderr
    assert subprocess.run(second, check=False).returncode == 0


def test_a_state_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match=r"state_dir: .*file/state cannot be written to"):
        alone(tmp_path / "file" / "state", Listen())
