"""`convonet dialplan install` at a running PBX: no restart, the next call is the assistant's; and back."""

from __future__ import annotations

import asyncio
import shlex
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from convonet_ari.cli import app
from convonet_ari.embedded.installation import Installation
from tests.asterisk.dialplan_rig import DIALPLAN, DID, Pbx, TinyWorker, pbx

pytestmark = pytest.mark.asterisk

BEFORE_US = """
[before-us]
exten => s,1,Congestion(1)
"""
THEIRS = {"extensions_custom.conf": BEFORE_US, "manager_custom.conf": "", "ari_general_custom.conf": ""}
ABSENT = {"ari_additional_custom.conf": "", "websocket_client.conf": ""}
SECRETS = {
    "CONVONET_LISTEN_PASSWORD": DIALPLAN.worker_password,
    "CONVONET_ARI_PASSWORD": DIALPLAN.ari_password,
    "CONVONET_AMI_SECRET": DIALPLAN.ami_secret,
}


async def convonet(server: Pbx, settings: Path, *arguments: str) -> str:
    """The command as an administrator types it, with the console of this Asterisk."""
    command, *options = arguments
    places = ["--etc", str(server.asterisk.etc_dir), "--asterisk", shlex.join(server.asterisk.cli_argv)]
    if command == "install":
        places += ["--config", str(settings), "--no-http"]
    line = ["dialplan", command, "--yes", *places, *options]
    done = await asyncio.to_thread(CliRunner().invoke, app, line, env=SECRETS)
    assert done.exit_code == 0, done.output
    return done.output


def contents(etc: Path) -> dict[str, bytes]:
    files = (place for place in etc.rglob("*") if place.is_file() and "convonet-backup" not in place.parts)
    return {str(place.relative_to(etc)): place.read_bytes() for place in files}


async def test_the_assistant_is_installed_into_a_running_pbx_and_taken_out_again(
    asterisk_installation: Installation, tmp_path: Path
) -> None:
    async with (
        TinyWorker() as worker,
        pbx(asterisk_installation, worker.dialplan, files={**THEIRS, **ABSENT}) as server,
        server.trunk() as trunk,
    ):
        settings = tmp_path / "convonet.yaml"
        settings.write_text(yaml.safe_dump({"listen": {"port": worker.port}}))
        before = contents(server.asterisk.etc_dir)
        (await (await trunk.dial(DID)).ended(5))
        assert "Asterisk has loaded it" in await convonet(server, settings, "install")
        assert "per_call_config" in await server.asterisk.cli("ari show outbound-websockets")
        assert "before-us" in await server.asterisk.cli("dialplan show before-us")
        await trunk.dial(DID)
        session = await worker.session()
        assert session.arguments == ["1", DID, ""]
        await session.hang_up()
        await convonet(server, settings, "uninstall")
        assert contents(server.asterisk.etc_dir) == before
        assert "convonet" not in await server.asterisk.cli("manager show users")
        assert "no existence" in await server.asterisk.cli("dialplan show convonet-inbound")
        (await (await trunk.dial(DID)).ended(5))
