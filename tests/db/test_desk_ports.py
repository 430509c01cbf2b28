"""The desk where its ports are taken: it works, says what is missing, and has them when they are free."""

from __future__ import annotations

import asyncio
import os
import socket
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from convonet_ari.bootstrap.desk import desk
from convonet_ari.config import Asterisk, Console, Listen, Recording, Settings
from convonet_ari.embedded.ports import free_ports
from convonet_ari.supervise import Pulse
from tests.asterisk.system_rig import eventually
from tests.db.house import House

pytestmark = pytest.mark.db

HOST = "127.0.0.1"
DEADLINE_S = 40


class Wanted(Pulse):
    """Work is there at once."""

    async def warm(self) -> None:
        pass


def settings_of(house: House, folder: Path) -> Settings:
    http, agi, workers, ari, ami = free_ports(5)
    url = SecretStr(house.server.app_dsn(house.name))
    return Settings(
        state_dir=folder,
        listen=Listen(http_port=http, agi_port=agi, port=workers),
        asterisk=Asterisk(http_url=f"http://{HOST}:{ari}", ami_port=ami),
        console=Console(enabled=False),
        recording=Recording(directory=folder / "recordings"),
        database=Settings().database.model_copy(update={"url": url}),
    )


async def checks(settings: Settings) -> dict[str, Any]:
    url = f"http://{HOST}:{settings.listen.http_port}/readyz"
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        found: dict[str, Any] = (await answer.json())["checks"]
        return found


async def all_open(settings: Settings) -> bool:
    return bool((await checks(settings))["addresses"] == "ok")


async def test_a_desk_without_its_dialplan_port_is_there_and_tells_who_holds_it(
    house: House, tmp_path: Path
) -> None:
    settings = settings_of(house, tmp_path)
    (tmp_path / "serve.json").write_text('{"processes": [{"role": "worker", "ready": false}]}')
    with socket.socket() as held:
        # What keeps the port for this process does not listen, and shares it so.
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((HOST, settings.listen.agi_port))
        held.listen()
        async with asyncio.timeout(DEADLINE_S), desk(settings, "desk-0", Wanted(-1)):
            found = await checks(settings)
            assert found["database"] == "ok"
            assert "(listen.agi_port, for what the dialplan asks" in found["addresses"]
            assert f"held by pid {os.getpid()}" in found["addresses"]
            assert "(listen.port, for calls from Asterisk): no worker takes calls" in found["workers"]
            held.close()
            await eventually(
                lambda: all_open(settings), DEADLINE_S, "the port was not taken when it was free"
            )
            _, writer = await asyncio.open_connection(HOST, settings.listen.agi_port)
            writer.close()
            await writer.wait_closed()
