"""The bridge and the media channel of one call, made before the caller is answered and unmade after."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from http import HTTPStatus

import structlog

from convonet_ari.errors import AriError, AriLost, MediaError
from convonet_ari.stasis.ari import Ari

log = structlog.get_logger(__name__)

BRIDGE_PREFIX = "convonet-"
MEDIA_FORMAT = "slin16"
MEDIA_ARGUMENT = "media"
MEDIA_START_S = 4.0
UNHEARD = ("StasisEnd", "ChannelEnteredBridge", "ChannelLeftBridge", "BridgeDestroyed")


@dataclass(frozen=True, slots=True)
class Found:
    """What Asterisk holds for an application that another worker left behind."""

    caller: str | None
    bridges: tuple[str, ...]
    media: tuple[str, ...]


async def find(ari: Ari, application: str) -> Found:
    """Look at what stands in `application`: nothing for a new call, the caller and more for a lost one."""
    held = await ari.applications.get(application)
    caller: str | None = None
    media: list[str] = []
    for channel_id in held.channel_ids:
        if (name := await _channel_name(ari, channel_id)) is None:
            continue
        if name.startswith("WebSocket/"):
            media.append(channel_id)
        else:
            caller = channel_id
    return Found(caller, tuple(held.bridge_ids), tuple(media))


async def _channel_name(ari: Ari, channel_id: str) -> str | None:
    try:
        return (await ari.channels.get(channel_id)).name
    except AriLost:
        raise
    except AriError:
        return None


class Stage:
    """Owns one mixing bridge and one externalMedia channel inside Asterisk."""

    def __init__(self, ari: Ari, application: str, name: str) -> None:
        self._ari = ari
        self.application = application
        self._name = f"{BRIDGE_PREFIX}{name}"
        self._entered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.bridge = ""
        self.media = ""
        self.connection = ""

    async def open(self, found: Found | None = None) -> None:
        """Make bridge and media channel; `connection` is then the id of the media socket to connect to."""
        leftover = found.bridges if found else ()
        if leftover:
            self.bridge = leftover[0]
        else:
            self.bridge = (await self._ari.bridges.create(type="mixing", name=self._name)).id
        channel = await self._ari.channels.external_media(
            self.application,
            MEDIA_FORMAT,
            external_host="INCOMING",
            encapsulation="none",
            transport="websocket",
            connection_type="server",
            transport_data="f(json)",
            data=MEDIA_ARGUMENT,
        )
        self.media = channel.id
        self.connection = (channel.channelvars or {}).get("MEDIA_WEBSOCKET_CONNECTION_ID", "")
        if not self.connection:
            raise MediaError("Asterisk named no media socket")

    def media_entered(self, channel_id: str) -> bool:
        """Tell of a StasisStart; True when it was the media channel's."""
        if channel_id != self.media:
            return False
        if not self._entered.done():
            self._entered.set_result(None)
        return True

    async def join_media(self) -> None:
        """Put the media channel into the bridge; earlier than its StasisStart Asterisk answers 422."""
        async with asyncio.timeout(MEDIA_START_S):
            await self._entered
        await self._ari.bridges.add_channel(self.bridge, self.media)

    async def hear_less(self) -> None:
        """No event of the media channel or of bridges any more; to be called once the caller has entered.

        Asterisk 22.10 corrupts its memory when it writes an event while it frees the socket of a lost reader.
        With a worker its media sockets are lost too, so there would be events at that very moment.
        """
        # Subscribed twice: by the request that made the channel, and by its entering the application.
        for _ in range(2):
            source = f"channel:{self.media}"
            await self._quietly(self._ari.applications.unsubscribe(self.application, source))
        # Not a list of what is allowed: answers to requests pass the filter too.
        unheard = {"disallowed": [{"type": kind} for kind in UNHEARD]}
        await self._quietly(self._ari.applications.filter(self.application, filter=unheard))

    async def answer(self, caller: str) -> None:
        await self._ari.channels.answer(caller)
        await self._ari.bridges.add_channel(self.bridge, caller)

    async def sweep(self, found: Found) -> None:
        """End the media channels of the lost worker."""
        for channel_id in found.media:
            await self._quietly(self._ari.channels.hangup(channel_id))

    async def gone(self, caller: str) -> bool:
        """Whether Asterisk has no such channel any more, be it in Stasis or elsewhere."""
        try:
            await self._ari.channels.get(caller)
        except AriError as error:
            return error.status == HTTPStatus.NOT_FOUND
        return False

    async def part(self, channel: str) -> None:
        """End a leg of ours that may still be there."""
        await self._quietly(self._ari.channels.hangup(channel))

    async def close(self) -> None:
        """Unmake both; what Asterisk has unmade itself is no error."""
        if self.media:
            await self._quietly(self._ari.channels.hangup(self.media))
        if self.bridge:
            await self._quietly(self._ari.bridges.destroy(self.bridge))

    async def _quietly(self, request: Awaitable[object]) -> None:
        try:
            await request
        except AriError as error:
            log.debug("nothing to unmake", status=error.status)
