"""Calls the assistant into a call that a person has with a caller, sends it away, and notes who did."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from convonet_ari.ids import beside_channel
from convonet_ari.store.agent_sessions import SignedIn
from convonet_ari.store.pool import Store
from convonet_ari.store.text import to_json

CONTEXT = "convonet-beside"
EAR, MOUTH = f"Local/ear@{CONTEXT}/n", "mouth"
ANSWER_S = 5.0
UNIQUE_ID = re.compile(r"[0-9A-Za-z_.-]{1,120}")
CALL = "SELECT did FROM calls WHERE id = $1 AND ended_at IS NULL"
AUDIT = "INSERT INTO audit_log (org_id, call_id, action, data) VALUES ($1, $2, $3, $4::jsonb)"


class Telephone(Protocol):
    async def call(
        self, channel: str, endpoint: str, caller_id: str, variables: Mapping[str, str], extension: str = "s"
    ) -> None: ...

    async def stands(self, channel: str) -> bool: ...

    async def hangup(self, channel: str) -> None: ...


class Assistance:
    """The API's Assists. Raises AriError."""

    def __init__(self, telephone: Telephone, store: Store) -> None:
        self._telephone = telephone
        self._store = store

    async def call_in(self, who: SignedIn, call_id: UUID, channel_id: str) -> bool:
        """Have the assistant join the caller on `channel_id`; False when it is there, or the call is over."""
        own = beside_channel(call_id)
        if not UNIQUE_ID.fullmatch(channel_id) or await self._telephone.stands(own):
            return False
        async with self._store.tenant(who.org_id) as tx:
            did = await tx.fetchval(CALL, call_id)
            if did is None:
                return False
            await tx.execute(AUDIT, who.org_id, call_id, "assist", _by(who))
        told = {"CONVONET_HEARD": channel_id, "CONVONET_DID": str(did), "CONVONET_CALL": call_id.hex}
        await self._telephone.call(own, EAR, "", told, MOUTH)
        return True

    async def send_away(self, who: SignedIn, call_id: UUID) -> bool:
        """Hang the assistant's leg up; False when it has none."""
        own = beside_channel(call_id)
        if not await self._telephone.stands(own):
            return False
        async with self._store.tenant(who.org_id) as tx:
            await tx.execute(AUDIT, who.org_id, call_id, "assist.end", _by(who))
        await self._telephone.hangup(own)
        return True


def _by(who: SignedIn) -> str:
    return to_json({"agent": str(who.agent_id)})
