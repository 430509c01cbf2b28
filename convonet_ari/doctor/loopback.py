"""A call that Asterisk places at its own dialplan, with the doctor's ear and voice at the other end."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field

import aiohttp
import numpy as np

from convonet_ari.config import Settings
from convonet_ari.doctor.hearing import Hearing
from convonet_ari.doctor.rest import HttpRest
from convonet_ari.errors import AriError, MediaError, ProtocolError
from convonet_ari.media.chan_websocket import TRANSPORT_DATA
from convonet_ari.media.frame import FRAME_SAMPLES, RATE, Pcm, resample, silence
from convonet_ari.media.socket import WIRE_FORMAT, MediaSocket
from convonet_ari.stasis.ari.generated import (
    Api,
    ChannelDestroyed,
    ChannelStateChange,
    Dial,
    RESTResponse,
    StasisStart,
)
from convonet_ari.stasis.ari.wire import ReceivedEvent, decode

APPLICATION = "convonet-doctor"
CONNECTION = "MEDIA_WEBSOCKET_CONNECTION_ID"
READY_S = 5.0
AHEAD_S = 0.1


@dataclass(slots=True)
class Progress:
    """What became of the call, each with its time; `cause` is a Q.850 number."""

    dialled: float = 0.0
    ringing: asyncio.Event = field(default_factory=asyncio.Event)
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    at: dict[str, float] = field(default_factory=dict)
    cause: int = 0

    def reach(self, name: str) -> None:
        self.at.setdefault(name, time.monotonic())
        event: asyncio.Event = getattr(self, name)
        event.set()

    def ms(self, name: str) -> int:
        """From the dialling to a moment that was reached."""
        return round((self.at[name] - self.dialled) * 1000)


class Loopback:
    """`async with line(...)` prepares everything; `dial` begins the call."""

    def __init__(self, api: Api, application: str, token: str) -> None:
        self._api = api
        self._application = application
        self._started: dict[str, asyncio.Event] = {}
        self.channel = f"{token}-1"
        self.other = f"{token}-2"
        self.media = f"{token}-3"
        self.bridge = token
        self.progress = Progress()
        self.hearing = Hearing()
        self.socket: MediaSocket | None = None
        self._speech: Pcm = silence(0)

    async def prepare(self, number: str, context: str, caller: str, did: str) -> None:
        """Both ends of the line in Stasis, nothing dialled yet. Raises AriError."""
        variables = {"__FROM_DID": did} if did else None
        await self._api.channels.create(
            f"Local/{number}@{context}/n",
            self._application,
            channel_id=self.channel,
            other_channel_id=self.other,
            formats="slin16",
            variables=variables,
        )
        await self._arrived(self.channel)
        if caller:
            await self._api.channels.set_channel_var(
                self.channel, variable="CONNECTEDLINE(num,i)", value=caller
            )

    async def open_media(self, http: aiohttp.ClientSession, settings: Settings) -> MediaSocket:
        """Raises AriError or MediaError."""
        found = await self._api.channels.external_media(
            self._application,
            WIRE_FORMAT,
            channel_id=self.media,
            external_host="INCOMING",
            transport="websocket",
            encapsulation="none",
            connection_type="server",
            transport_data=TRANSPORT_DATA,
        )
        connection = str((found.channelvars or {}).get(CONNECTION, ""))
        asterisk = settings.asterisk
        self.socket = await MediaSocket.connect(
            http,
            asterisk.http_url,
            connection,
            asterisk.ari_user,
            asterisk.ari_password.get_secret_value(),
        )
        await self._arrived(self.media)
        await self._api.bridges.create_with_id(self.bridge, type="mixing", name=self.bridge)
        await self._api.bridges.add_channel(self.bridge, self.media)
        return self.socket

    async def dial(self, ring_s: int) -> None:
        self.progress.dialled = time.monotonic()
        await self._api.channels.dial(self.channel, timeout=ring_s)

    async def join(self) -> None:
        """Once answered: the doctor's ear and voice to the call."""
        await self._api.bridges.add_channel(self.bridge, self.channel)

    async def press(self, digits: str) -> None:
        await self._api.channels.send_dtmf(self.channel, dtmf=digits, between=120, duration=120)

    def say(self, pcm_8k: Pcm) -> float:
        """When the last word of this phrase will have left."""
        pcm = resample(pcm_8k, 8000, RATE)
        self._speech = np.concatenate([self._speech, pcm])
        return time.monotonic() + len(self._speech) / RATE

    async def speak(self, socket: MediaSocket) -> None:
        """Send what is to be said, and silence between: a telephone never stops sending."""
        began, sent = time.monotonic(), 0
        while True:
            due = int((time.monotonic() - began + AHEAD_S) * RATE) - sent
            block = np.zeros(due // FRAME_SAMPLES * FRAME_SAMPLES, np.int16)
            words = self._speech[: len(block)]
            block[: len(words)] = words
            self._speech = self._speech[len(words) :]
            sent += len(block)
            await socket.send_audio(block)
            await asyncio.sleep(AHEAD_S / 2)

    def take(self, event: ReceivedEvent | RESTResponse) -> None:
        progress = self.progress
        match event:
            case StasisStart():
                self._started.setdefault(event.channel.id, asyncio.Event()).set()
            case Dial() if event.peer.id == self.channel and event.dialstatus in ("RINGING", "ANSWER"):
                progress.reach("ringing" if event.dialstatus == "RINGING" else "answered")
            case ChannelStateChange() if event.channel.id == self.channel and event.channel.state == "Up":
                progress.reach("answered")
            case ChannelDestroyed() if event.channel.id == self.channel:
                progress.cause = event.cause
                progress.reach("over")

    async def hang_up(self) -> None:
        """Both ends and the bridge, whatever is left of them."""
        for end in (
            self._api.channels.hangup(self.channel),
            self._api.channels.hangup(self.media),
            self._api.bridges.destroy(self.bridge),
        ):
            with suppress(AriError, aiohttp.ClientError):
                await end
        if self.socket is not None:
            await self.socket.close()

    async def _arrived(self, channel: str) -> None:
        async with asyncio.timeout(READY_S):
            await self._started.setdefault(channel, asyncio.Event()).wait()


@asynccontextmanager
async def line(settings: Settings, http: aiohttp.ClientSession) -> AsyncIterator[Loopback]:
    """A line of the doctor's own; hung up at the end. Raises AriError, aiohttp.ClientError, TimeoutError."""
    token = f"{APPLICATION}-{secrets.token_hex(4)}"
    asterisk = settings.asterisk
    url = f"{asterisk.http_url.rstrip('/')}/ari/events?app={token}"
    password = asterisk.ari_password.get_secret_value()
    headers = {"Authorization": aiohttp.encode_basic_auth(asterisk.ari_user, password)}
    async with AsyncExitStack() as stack:
        async with asyncio.timeout(READY_S):
            events = await stack.enter_async_context(http.ws_connect(url, headers=headers))
        loopback = Loopback(Api(HttpRest(http, settings)), token, token)
        reader = asyncio.create_task(_read(events, loopback))
        stack.callback(reader.cancel)
        stack.push_async_callback(loopback.hang_up)
        yield loopback


async def listen_and_speak(loopback: Loopback, socket: MediaSocket) -> None:
    """The doctor's ear and voice, until the line is gone."""
    speaking = asyncio.create_task(loopback.speak(socket))
    try:
        with suppress(MediaError):
            await socket.run(loopback.hearing.feed, lambda message: None)
    finally:
        speaking.cancel()


async def _read(events: aiohttp.ClientWebSocketResponse, loopback: Loopback) -> None:
    async for message in events:
        if message.type is aiohttp.WSMsgType.TEXT:
            with suppress(ProtocolError):
                loopback.take(decode(message.data))
    loopback.progress.reach("over")
