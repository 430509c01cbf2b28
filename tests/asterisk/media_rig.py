"""A bare Asterisk with a media channel bridged to an echo: what is sent comes back as a caller's voice."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np

from convonet_ari.embedded.asterisk import EmbeddedAsterisk
from convonet_ari.embedded.installation import Installation
from convonet_ari.embedded.ports import free_ports
from convonet_ari.media.chan_websocket import TRANSPORT_DATA, Message, Notice
from convonet_ari.media.frame import Pcm
from convonet_ari.media.socket import MediaSocket

USER, PASSWORD, APP = "media", "media-secret", "media"
MEDIA = {
    "app": APP,
    "external_host": "INCOMING",
    "transport": "websocket",
    "encapsulation": "none",
    "connection_type": "server",
    "format": "slin16",
    "transport_data": TRANSPORT_DATA,
}


@dataclass
class Echo:
    """`frames` are (when, sound) as they came back; `messages` chan_websocket's words with their time."""

    socket: MediaSocket
    frames: list[tuple[float, Pcm]] = field(default_factory=list)
    messages: list[tuple[float, Message]] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    on_message: list[Any] = field(default_factory=list)
    on_audio: list[Any] = field(default_factory=list)

    def audio(self, pcm: Pcm) -> None:
        self.frames.append((time.monotonic(), pcm))
        for take in self.on_audio:
            take(pcm)
        self.arrived.set()

    def message(self, message: Message) -> None:
        self.messages.append((time.monotonic(), message))
        for take in self.on_message:
            take(message)
        self.arrived.set()

    def sound(self, since: float = 0) -> Pcm:
        return np.concatenate([np.zeros(0, np.int16), *(pcm for when, pcm in self.frames if when >= since)])

    @property
    def overflowed(self) -> bool:
        return any(message is Notice.XOFF for _, message in self.messages)

    async def until(self, seen: Any, within_s: float = 10) -> None:
        """Wait for `seen()` to be true, looking again at each arrival."""
        async with asyncio.timeout(within_s):
            while not seen():
                self.arrived.clear()
                await self.arrived.wait()


@asynccontextmanager
async def asterisk(installation: Installation) -> AsyncIterator[str]:
    """The base URL of an Asterisk that knows ARI and an echo."""
    (port,) = free_ports(1)
    files = {
        "http.conf": f"[general]\nenabled=yes\nbindaddr=127.0.0.1\nbindport={port}\n",
        "ari.conf": f"[general]\nenabled=yes\n[{USER}]\ntype=user\npassword={PASSWORD}\n",
        "extensions.conf": "[echo]\nexten => s,1,Answer()\n same => n,Echo()\n",
    }
    with tempfile.TemporaryDirectory(prefix="convonet-media-") as folder:
        async with EmbeddedAsterisk(installation, Path(folder), files):
            yield f"http://127.0.0.1:{port}"


@asynccontextmanager
async def echo(http: aiohttp.ClientSession, url: str) -> AsyncIterator[Echo]:
    """A media socket whose channel is bridged to an echo; its reader runs."""
    async with http.ws_connect(f"{url}/ari/events", params=_key(app=APP)) as events:
        media = await _post(http, url, "channels/externalMedia", **MEDIA)
        local = await _post(http, url, "channels", endpoint="Local/s@echo/n", app=APP, formats="slin16")
        connection = media["channelvars"]["MEDIA_WEBSOCKET_CONNECTION_ID"]
        socket = await MediaSocket.connect(http, url, connection, USER, PASSWORD)
        await _bridge(http, url, events, {media["id"], local["id"]})
        heard = Echo(socket)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(socket.run(heard.audio, heard.message))
            yield heard
            await socket.close()


async def _bridge(
    http: aiohttp.ClientSession, url: str, events: aiohttp.ClientWebSocketResponse, waiting: set[str]
) -> None:
    """A channel can be bridged once its StasisStart was seen; the media channel's follows its socket."""
    bridge = await _post(http, url, "bridges", type="mixing")
    async with asyncio.timeout(5):
        while waiting:
            event = await events.receive_json()
            if event["type"] == "StasisStart" and event["channel"]["id"] in waiting:
                waiting.remove(event["channel"]["id"])
                await _post(http, url, f"bridges/{bridge['id']}/addChannel", channel=event["channel"]["id"])


async def _post(http: aiohttp.ClientSession, url: str, path: str, **params: str) -> Any:
    async with http.post(f"{url}/ari/{path}", params=_key(**params)) as response:
        assert response.status < 300, await response.text()
        return await response.json() if response.status == 200 else None


def _key(**params: str) -> dict[str, str]:
    return {"api_key": f"{USER}:{PASSWORD}", **params}
