"""The steps of docs/freepbx.md on a running PBX: no restart, and the next call is the assistant's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from convonet_ari.dialplan.render import DialplanOptions, render
from convonet_ari.embedded.installation import Installation
from tests.asterisk.dialplan_rig import DID, Pbx, TinyWorker, pbx

pytestmark = pytest.mark.asterisk

GUIDE = Path(__file__).parents[2] / "docs" / "freepbx.md"
BESIDE_YOURS = "convonet/extensions_custom.conf"
BEFORE_US = """
[convonet-inbound]
exten => s,1,Congestion(1)
[convonet-return]
exten => s,1,Congestion(1)
"""
LATER = (
    "ari_general_custom.conf",
    "ari_additional_custom.conf",
    "websocket_client.conf",
    "manager_custom.conf",
)


def reloads() -> list[str]:
    """The commands the guide gives, in its order."""
    return re.findall(r'^asterisk -rx "([^"]*reload[^"]*)"', GUIDE.read_text(encoding="utf-8"), re.MULTILINE)


async def install(server: Pbx, options: DialplanOptions) -> None:
    files = render(options)
    server.asterisk.write(BESIDE_YOURS, files["extensions_custom.conf"])
    server.asterisk.write("extensions_custom.conf", f"#include {BESIDE_YOURS}\n")
    for name in LATER:
        server.asterisk.write(name, files[name])
    for command in reloads():
        await server.asterisk.cli(command)


async def test_the_guide_s_reloads_bring_the_assistant_into_a_running_pbx(
    asterisk_installation: Installation,
) -> None:
    without = {**dict.fromkeys(LATER, ""), "extensions_custom.conf": BEFORE_US}
    async with (
        TinyWorker() as worker,
        pbx(asterisk_installation, worker.dialplan, files=without) as server,
        server.trunk() as trunk,
    ):
        assert (await (await trunk.dial(DID)).ended(5)).status == 503
        await install(server, worker.dialplan)
        assert "per_call_config" in await server.asterisk.cli("ari show outbound-websockets")
        await trunk.dial(DID)
        assert (await worker.session()).arguments == ["1", DID, ""]
        assert "convonet" in await server.asterisk.cli("manager show users")
