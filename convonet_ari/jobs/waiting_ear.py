"""A caller who waits, as the desk hears and knows them: by a leg that spies on the channel, and by events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import aiohttp

from convonet_ari.call.machine import Machine
from convonet_ari.call.policy import Policy
from convonet_ari.config import Asterisk
from convonet_ari.errors import AriError
from convonet_ari.ids import row_id
from convonet_ari.media.chan_websocket import Message
from convonet_ari.media.frame import Pcm
from convonet_ari.media.socket import MediaSocket
from convonet_ari.store.calls import CallLog
from convonet_ari.store.lease import Lease

CONTEXT, EXTENSION = "convonet-hear", "ear"
ENDPOINT = "WebSocket/INCOMING/c(slin16)f(json)"
CONNECTION, PEER = "MEDIA_WEBSOCKET_CONNECTION_ID", "BRIDGEPEER"
CONNECTED_WITHIN_S = 5.0


class Telephone(Protocol):
    """Raises AriError."""

    async def call(
        self, channel: str, endpoint: str, caller_id: str, variables: Mapping[str, str], extension: str = "s"
    ) -> None: ...

    async def variable(self, channel: str, name: str) -> str: ...

    async def hangup(self, channel: str) -> None: ...


class WaitingEars:
    """Listening's Ears. Of all that is said on a channel the leg hears what comes from the caller."""

    def __init__(self, telephone: Telephone, http: aiohttp.ClientSession, asterisk: Asterisk) -> None:
        self._telephone = telephone
        self._http = http
        self._asterisk = asterisk

    async def hear(self, channel_id: str, on_audio: Callable[[Pcm], None]) -> None:
        own = f"hear-{row_id()}"
        await self._telephone.call(own, ENDPOINT, "", {"CONVONET_HEARD": channel_id}, EXTENSION)
        socket: MediaSocket | None = None
        try:
            socket = await self._connect(own)
            await socket.run(on_audio, _unheeded)
        finally:
            await self._end(own, socket)

    async def talks(self, channel_id: str) -> bool:
        """Where Asterisk does not tell, the caller is taken to be talking."""
        try:
            return bool(await self._telephone.variable(channel_id, PEER))
        except AriError:
            return True

    async def _connect(self, own: str) -> MediaSocket:
        asterisk = self._asterisk
        return await MediaSocket.connect(
            self._http,
            asterisk.http_url,
            await self._telephone.variable(own, CONNECTION),
            asterisk.ari_user,
            asterisk.ari_password.get_secret_value(),
        )

    async def _end(self, own: str, socket: MediaSocket | None) -> None:
        """The leg first: closing a socket takes a while."""
        try:
            await self._telephone.hangup(own)
        finally:
            if socket is not None:
                await socket.close()


class WaitingCalls:
    """Listening's Calls."""

    def __init__(self, calls: CallLog, policy: Policy) -> None:
        self._calls = calls
        self._policy = policy

    async def language(self, channel_id: str) -> str | None:
        call = await self._calls.find(channel_id)
        if call is None:
            return None
        lease = Lease(call.call_id, call.org_id, call.fence, channel_id)
        history = ((item.event, item.at_ms / 1000) for item in await self._calls.load(lease))
        return Machine.replay(history, self._policy).state.language


def _unheeded(message: Message) -> None:
    """Nothing is played here, so nothing is told of it."""
