"""A Realtime WebSocket whose events are plain mappings and whose faults are ProviderErrors."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

from convonet_ari.errors import ProviderError, ProviderRefused, ProviderUnavailable
from convonet_ari.speech.openai.client import Client, translated

if TYPE_CHECKING:
    from openai.resources.realtime.realtime import AsyncRealtimeConnection
    from openai.types.websocket_connection_options import WebSocketConnectionOptions

CLOSE_S = 0.5
# An error about an order that came too late changes nothing.
HARMLESS = frozenset(
    {
        "response_cancel_not_active",
        "input_audio_buffer_commit_empty",
        "item_delete_invalid_item_id",
        "item_truncate_invalid_item_id",
    }
)
PASSING = frozenset({"rate_limit_exceeded", "server_error", "session_expired", "insufficient_quota"})

Event = Mapping[str, Any]


class Wire:
    def __init__(self, connection: AsyncRealtimeConnection) -> None:
        self._connection = connection

    async def send(self, kind: str, **fields: Any) -> None:
        """Raises ProviderUnavailable."""
        with translated():
            await self._connection.send_raw(json.dumps({"type": kind, **fields}))

    async def receive(self) -> Event:
        """The next event; one that tells of an error is raised."""
        with translated():
            event = json.loads(await self._connection.recv_bytes())
        if not isinstance(event, dict) or not isinstance(event.get("type"), str):
            raise ProviderUnavailable("the server does not speak the protocol")
        if event["type"] == "error" and (error := failure(event.get("error"))) is not None:
            raise error
        return event


@asynccontextmanager
async def wire(
    client: Client, session: Event, connect_s: float, model: str = "", intent: str = ""
) -> AsyncIterator[Wire]:
    """An open session with these settings. A speaker's model stands in the address, a transcriber's not."""
    query = {"model": model} if model else {"intent": intent}
    # The SDK hands all of them on, its type knows few.
    options = cast("WebSocketConnectionOptions", {"close_timeout": CLOSE_S, "open_timeout": connect_s})
    with translated():
        async with asyncio.timeout(connect_s):
            manager = client.get().realtime.connect(extra_query=query, websocket_connection_options=options)
            connection = await manager.enter()
    try:
        line = Wire(connection)
        await line.send("session.update", session=session)
        yield line
    finally:
        await connection.close()


def failure(error: object) -> ProviderError | None:
    """What an error event means; its message may quote what was said and is left out."""
    given = error if isinstance(error, dict) else {}
    code, kind = str(given.get("code") or ""), str(given.get("type") or "")
    if code in HARMLESS:
        return None
    told = f"the session answers {code or kind or 'an error'}"
    passing = code in PASSING or kind in PASSING
    return ProviderUnavailable(told) if passing else ProviderRefused(told)
