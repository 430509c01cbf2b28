"""A call while it happens: what was stored of it since the last look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from convonet_ari.store.calls import CallLog
from convonet_ari.store.event_codec import decode
from convonet_ari.store.history import StoredEvent
from convonet_ari.store.pool import Store
from convonet_ari.store.text import from_json

OVER = "SELECT ended_at IS NOT NULL FROM calls WHERE id = $1"
EVENTS = "SELECT seq, at_ms, kind, data FROM call_events WHERE call_id = $1 AND seq > $2 ORDER BY seq"
FIGURES = """
SELECT turn, timings FROM utterances
WHERE call_id = $1 AND who = 'assistant' AND timings ? 'total_ms' ORDER BY at
"""


@dataclass(frozen=True, slots=True)
class News:
    """`over`: there will be no more, for the call ended or was deleted."""

    over: bool
    events: tuple[StoredEvent, ...]
    figures: tuple[Mapping[str, Any], ...]


class LiveCalls:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def find(self, channel: str) -> tuple[UUID, UUID] | None:
        """Tenant and call of a channel, as soon as a worker took it."""
        found = await CallLog(self._store).find(channel)
        return (found.org_id, found.call_id) if found else None

    async def channels(self) -> set[str]:
        """Those of all calls that are not over."""
        return {call.channel_id for call in await CallLog(self._store).open_calls()}

    async def news(self, org_id: UUID, call_id: UUID, after: int) -> News:
        """What came after event `after`."""
        async with self._store.tenant(org_id) as tx:
            over = await tx.fetchval(OVER, call_id)
            events = await tx.fetch(EVENTS, call_id, after)
            figures = await tx.fetch(FIGURES, call_id)
        stored = (StoredEvent(r["seq"], r["at_ms"], decode(r["kind"], r["data"])) for r in events)
        timed = ({"turn": r["turn"], "timings": from_json(r["timings"])} for r in figures)
        return News(over is not False, tuple(stored), tuple(timed))
