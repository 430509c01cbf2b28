"""Lets a supervisor hear a colleague's call, on the supervisor's own telephone, and notes that they did."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID, uuid4

from convonet_ari.callcenter.events import Channel
from convonet_ari.store.agent_sessions import SignedIn
from convonet_ari.store.pool import Store
from convonet_ari.store.text import to_json

CONTEXT = "convonet-supervise"
NAME = re.compile(r"[0-9A-Za-z/_.@;:+-]{1,120}")
AUDIT = "INSERT INTO audit_log (org_id, call_id, action, data) VALUES ($1, $2, $3, $4::jsonb)"


class Channels(Protocol):
    async def core_show_channels(self) -> Sequence[Channel]: ...


class Telephone(Protocol):
    async def call(
        self, channel: str, endpoint: str, caller_id: str, variables: Mapping[str, str], extension: str = "s"
    ) -> None: ...


class Supervision:
    """The API's Supervises. Raises AmiError and AriError."""

    def __init__(self, ami: Channels, telephone: Telephone, store: Store) -> None:
        self._ami = ami
        self._telephone = telephone
        self._store = store

    async def supervise(self, who: SignedIn, call_id: UUID, extension: str, mode: str) -> bool:
        """Ring `who`, to hear the agent on `extension`; False when that one has no telephone in a call."""
        heard = await self._channel_of(extension)
        if heard is None:
            return False
        async with self._store.tenant(who.org_id) as tx:
            data = to_json({"supervisor": str(who.agent_id), "extension": extension})
            await tx.execute(AUDIT, who.org_id, call_id, f"supervise.{mode}", data)
        caller_id = f'"{mode.capitalize()}" <{extension}>'
        variables = {"CONVONET_HEARD": heard}
        await self._telephone.call(str(uuid4()), f"PJSIP/{who.extension}", caller_id, variables, mode)
        return True

    async def _channel_of(self, extension: str) -> str | None:
        """The agent's own telephone: whispering is for that one's ears alone."""
        for channel in await self._ami.core_show_channels():
            own = channel.name.startswith(f"PJSIP/{extension}-") and channel.state == "Up"
            if own and NAME.fullmatch(channel.name):
                return channel.name
        return None
