"""The embedded Asterisk boots anywhere, keeps digits out of its log and never outlives its owner."""

from __future__ import annotations

import asyncio
import json
import os
import select
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from convonet_ari.embedded import places
from convonet_ari.embedded.asterisk import LOGGER, EmbeddedAsterisk
from convonet_ari.embedded.installation import Installation, from_prefix, is_new_enough, wanted_modules
from convonet_ari.embedded.phone import Phone
from convonet_ari.embedded.ports import free_ports, free_udp_block
from convonet_ari.embedded.process import Identity
from convonet_ari.errors import MissingPart

pytestmark = pytest.mark.asterisk

OWNER = """
import asyncio, json, sys
from pathlib import Path
from convonet_ari.embedded.asterisk import EmbeddedAsterisk
from convonet_ari.embedded.packages import ensure_asterisk
from convonet_ari.embedded.postgres import EmbeddedPostgres

async def main():
    home = Path(sys.argv[1])
    asterisk = EmbeddedAsterisk(ensure_asterisk(lambda line: None), home / "asterisk", {})
    postgres = EmbeddedPostgres(home / "postgres", durable=False)
    await asterisk.start()
    await postgres.start()
    print(json.dumps([asterisk.pid, postgres.pid]), flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


@dataclass(frozen=True, slots=True)
class Lab:
    """Echo at 100 for a trunk on 127.0.0.2."""

    port: int
    files: dict[str, str]


@pytest.fixture
def lab() -> Lab:
    (port,), (first, last) = free_ports(1), free_udp_block(40)
    return Lab(
        port,
        {
            "rtp.conf": f"[general]\nrtpstart={first}\nrtpend={last}\n",
            "extensions.conf": "[in]\nexten => 100,1,Answer()\n same => n,Echo()\n",
            "pjsip.conf": f"[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1:{port}\n"
            "[trunk]\ntype=endpoint\ncontext=in\ndisallow=all\nallow=ulaw\n"
            "[trunk]\ntype=identify\nendpoint=trunk\nmatch=127.0.0.2\n",
        },
    )


@pytest.fixture
def short_dir() -> Iterator[Path]:
    """Entered by any user, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="convonet-test-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


def contents(folder: Path) -> list[tuple[Path, bytes]]:
    return [(path, path.read_bytes()) for path in folder.rglob("*") if path.is_file()]


def ended_within(identity: Identity, seconds: float) -> bool:
    try:
        descriptor = os.pidfd_open(identity.pid)
    except ProcessLookupError:
        return True
    try:
        return not identity.is_alive() or bool(select.select([descriptor], [], [], seconds)[0])
    finally:
        os.close(descriptor)


async def test_asterisk_is_new_enough_and_loads_every_wanted_module(
    asterisk_installation: Installation, lab: Lab, tmp_path: Path
) -> None:
    async with EmbeddedAsterisk(asterisk_installation, tmp_path, lab.files) as asterisk:
        said = await asterisk.cli("core show version")
        assert f"Asterisk {asterisk.version}" in said
        assert is_new_enough(asterisk.version)
        running = {line.split()[0] for line in (await asterisk.cli("module show")).splitlines() if line}
        needing_files = {"app_queue", "res_musiconhold"}
        assert {name for name in wanted_modules() if f"{name}.so" not in running} <= needing_files
    assert not asterisk.running


def test_rest_descriptions_and_sounds_come_along(asterisk_installation: Installation) -> None:
    assert (asterisk_installation.rest_api_dir / "channels.json").is_file()
    assert list(asterisk_installation.sounds_dir.glob("en*/beep.gsm"))
    assert list(asterisk_installation.moh_dir.glob("*"))


async def test_two_instances_run_side_by_side(
    asterisk_installation: Installation, lab: Lab, tmp_path: Path
) -> None:
    async with (
        EmbeddedAsterisk(asterisk_installation, tmp_path / "one", lab.files) as one,
        EmbeddedAsterisk(asterisk_installation, tmp_path / "two", {}) as two,
    ):
        assert one.pid != two.pid
        assert "trunk" in await one.cli("pjsip show endpoints")
        assert "trunk" not in await two.cli("pjsip show endpoints")


async def test_path_too_long_for_a_socket_is_no_obstacle(
    asterisk_installation: Installation, lab: Lab, tmp_path: Path
) -> None:
    deep = tmp_path / ("deep" * 20)
    async with EmbeddedAsterisk(asterisk_installation, deep, lab.files) as asterisk:
        assert "trunk" in await asterisk.cli("pjsip show endpoints")
        socket_dir = asterisk.socket_dir
    assert not socket_dir.exists()


async def test_digits_a_caller_keys_in_are_in_no_file(
    asterisk_installation: Installation, lab: Lab, tmp_path: Path
) -> None:
    """A second log with the forbidden level proves that the digits did arrive."""
    files = {**lab.files, "logger.conf": f"{LOGGER}control.log => dtmf\n"}
    async with (
        EmbeddedAsterisk(asterisk_installation, tmp_path, files) as asterisk,
        Phone("127.0.0.2", server=("127.0.0.1", lab.port)) as phone,
    ):
        call = await phone.dial("100")
        await call.answered()
        await call.press("739142")
        await call.pressed("739142")
        await call.hangup()
    control = (asterisk.log_dir / "control.log").read_text()
    assert all(f"'{digit}'" in control for digit in "739142")
    (asterisk.log_dir / "control.log").unlink()
    assert not [path for path, text in contents(tmp_path) if b"DTMF" in text or b"739142" in text]


async def test_start_that_fails_says_what_asterisk_said(
    asterisk_installation: Installation, tmp_path: Path
) -> None:
    broken = {"modules.conf": "[modules]\nautoload=no\nrequire=no_such_module.so\n"}
    with pytest.raises(MissingPart, match="no_such_module"):
        await EmbeddedAsterisk(asterisk_installation, tmp_path, broken).start()


async def test_running_asterisk_is_not_taken_from_its_owner(
    asterisk_installation: Installation, lab: Lab, tmp_path: Path
) -> None:
    async with EmbeddedAsterisk(asterisk_installation, tmp_path, lab.files) as first:
        with pytest.raises(MissingPart, match="already"):
            await EmbeddedAsterisk(asterisk_installation, tmp_path, lab.files).start()
        assert first.running


async def test_owner_killed_hard_leaves_no_server(
    asterisk_installation: Installation, short_dir: Path
) -> None:
    owner = await asyncio.create_subprocess_exec(
        sys.executable, "-c", OWNER, str(short_dir), stdout=asyncio.subprocess.PIPE
    )
    assert owner.stdout is not None
    pids: list[int] = json.loads(await asyncio.wait_for(owner.stdout.readline(), 40))
    servers = [Identity.of(pid) for pid in pids]
    owner.send_signal(signal.SIGKILL)
    await owner.wait()
    assert all(server is not None and ended_within(server, 5) for server in servers)


@pytest.mark.skipif(os.geteuid() != 0, reason="every other test here already runs as a plain user")
def test_plain_user_runs_it_too(asterisk_installation: Installation, lab: Lab, short_dir: Path) -> None:
    installation = asterisk_installation
    if not places.enterable_by_all(installation.data_dir):
        prefix = installation.data_dir.parents[2]
        shutil.copytree(prefix, short_dir / "tree", symlinks=True)
        installation = from_prefix(short_dir / "tree")
    run_dir = short_dir / "run-of-nobody"
    run_dir.mkdir()
    os.chown(run_dir, 65534, 65534)
    wanted_modules()  # read while the checkout, which may be closed to others, can still be entered
    child = os.fork()
    if child == 0:
        os._exit(_as_nobody(installation, run_dir, lab))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert (run_dir / "log/messages.log").stat().st_uid == 65534


def _as_nobody(installation: Installation, run_dir: Path, lab: Lab) -> int:
    async def boot() -> int:
        async with EmbeddedAsterisk(installation, run_dir, lab.files) as asterisk:
            return 0 if "trunk" in await asterisk.cli("pjsip show endpoints") else 1

    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    return asyncio.run(boot())
