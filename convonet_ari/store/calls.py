"""The log of calls: opened, adopted, appended to and finished, each write under the call's fence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, Literal
from uuid import UUID

from convonet_ari.call.events import Event
from convonet_ari.errors import FenceLost
from convonet_ari.ids import row_id
from convonet_ari.store import call_sql as sql
from convonet_ari.store.event_codec import encode
from convonet_ari.store.history import StoredEvent, read_events
from convonet_ari.store.lease import Lease, OpenCall, open_call, require
from convonet_ari.store.pool import Store
from convonet_ari.store.returns import NOTE
from convonet_ari.store.talks import Talk, talk_with_person
from convonet_ari.store.text import clean, column, to_json
from convonet_ari.usage import Used

COLUMNS = attrgetter(
    "part", "model", "text_in", "cached", "text_out", "audio_in", "audio_out", "seconds", "cost"
)


class CallLog:
    """Writes and finds calls. Each write raises FenceLost when another session has adopted the call."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def open(self, org_id: UUID, did: str, caller_number: str, channel_id: str, worker: str) -> Lease:
        """Begin a call; calls to numbers nobody owns have no tenant and are not stored.

        Asked twice for one channel, it hands the same call out again under a higher fence.
        """
        texts = (clean(did), clean(caller_number), clean(channel_id), worker)
        async with self._store.tenant(org_id) as tx:
            row = await tx.fetchrow(sql.OPEN, org_id, row_id(), *texts)
        assert row is not None
        return Lease(row["id"], org_id, row["fence"], channel_id)

    async def find(self, channel_id: str) -> OpenCall | None:
        """The open call of a channel that returned, or whose worker was lost."""
        async with self._store.lookup() as tx:
            row = await tx.fetchrow("SELECT * FROM call_by_channel($1)", clean(channel_id))
        return open_call(row) if row else None

    async def adopt(self, call: OpenCall, worker: str) -> Lease:
        """Take the call over. Raises FenceLost when it ended or somebody else was quicker.

        Who still has the call's socket then may `find` it and adopt again.
        """
        async with self._store.tenant(call.org_id) as tx:
            fence = await tx.fetchval(sql.ADOPT, call.call_id, call.fence, worker)
        if fence is None:
            raise FenceLost("the call ended or was adopted by another session")
        return Lease(call.call_id, call.org_id, fence, call.channel_id)

    async def append(self, lease: Lease, events: Sequence[tuple[int, int, Event]]) -> None:
        """Add `(seq, at_ms, event)`s in one statement; one that is stored already is left as it is."""
        if not events:
            return
        kinds, data = zip(*(encode(event) for _, _, event in events), strict=True)
        seqs, times = column(seq for seq, _, _ in events), column(at for _, at, _ in events)
        await self._fenced(sql.APPEND, lease, seqs, times, list(kinds), list(data))

    async def load(self, lease: Lease) -> list[StoredEvent]:
        """The call's events in order. Raises StoreError for one this version cannot read."""
        async with self._store.tenant(lease.org_id) as tx:
            return await read_events(tx, lease.call_id)

    async def utterance(
        self,
        lease: Lease,
        turn: int,
        who: Literal["caller", "assistant"],
        text: str,
        heard: str | None = None,
        timings: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep what was said; `heard` is the part of an assistant's words that left for the caller."""
        words, left = clean(text), clean(heard) if heard is not None else None
        await self._fenced(sql.UTTERANCE, lease, row_id(), turn, who, words, left, to_json(timings or {}))

    async def recording(
        self, lease: Lease, path: str, seconds: float, segment: int = 0, *, broken_off: bool = False
    ) -> None:
        """A part of the call as a file; once broken off, it stays so."""
        await self._fenced(sql.RECORDING, lease, segment, path, seconds, broken_off)

    async def usage(self, lease: Lease, entry: int, turn: int, spent: Sequence[Used]) -> None:
        """What providers did since the session's entry before this one."""
        columns = zip(*(COLUMNS(used) for used in spent), strict=True)
        await self._fenced(sql.USAGE, lease, entry, turn, *map(column, columns))

    async def set_phase(self, lease: Lease, phase: str) -> None:
        """Note the machine's phase; the first one after ringing marks the answer."""
        await self._fenced(sql.SET_PHASE, lease, phase)

    async def identify(self, lease: Lease, user_id: UUID) -> None:
        """The caller proved to be this user."""
        await self._fenced(sql.IDENTIFY, lease, user_id)

    async def with_human(self, lease: Lease, queue: str) -> None:
        """The caller's channel left for a queue; the desk watches over the call from now on."""
        await self._fenced(sql.WITH_HUMAN, lease, queue)

    async def with_person(self, org_id: UUID, call_id: UUID) -> Talk | None:
        """The call while a person talks with its caller, whom we know; None when there is none."""
        async with self._store.tenant(org_id) as tx:
            return await talk_with_person(tx, org_id, call_id)

    async def note(self, lease: Lease) -> str:
        """What the person wrote who gave the caller back last."""
        async with self._store.tenant(lease.org_id) as tx:
            found: str | None = await tx.fetchval(NOTE, lease.call_id)
        return clean(found or "")

    async def finish(self, lease: Lease, reason: str, at: datetime | None = None) -> None:
        """Close the call; closing it again changes nothing."""
        await self._fenced(sql.FINISH, lease, clean(reason), at)

    async def open_calls(self) -> list[OpenCall]:
        """Every open call of every tenant, for the reaper that compares them with Asterisk's channels."""
        async with self._store.lookup() as tx:
            return [open_call(row) for row in await tx.fetch("SELECT * FROM open_calls()")]

    async def close_orphan(self, call: OpenCall, reason: str) -> bool:
        """Close a call whose channel is gone; False when a session took it meanwhile."""
        lease = Lease(call.call_id, call.org_id, call.fence, call.channel_id)
        try:
            await self._fenced(sql.CLOSE_ORPHAN, lease, clean(reason))
        except FenceLost:
            return False
        return True

    async def _fenced(self, statement: str, lease: Lease, *values: object) -> None:
        async with self._store.tenant(lease.org_id) as tx:
            require(await tx.fetchval(statement, lease.call_id, lease.fence, *values))
