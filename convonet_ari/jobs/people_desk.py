"""Writes down what the desk sees: queues for the tools, and the end of calls that no session owns."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import structlog

from convonet_ari.callcenter.board import QueueSnapshot
from convonet_ari.store.calls import CallLog
from convonet_ari.store.departments import report_queue
from convonet_ari.store.pool import Store

log = structlog.get_logger(__name__)

MISSED = 0


class PeopleDesk:
    """The desk's People: rows of calls and of queues."""

    def __init__(self, store: Store, calls: CallLog) -> None:
        self._store = store
        self._calls = calls

    async def with_people(self) -> Collection[str]:
        """Every open call: one whose channel is gone has no session left that would close it."""
        return [call.channel_id for call in await self._calls.open_calls()]

    async def answered(self, channel_id: str, agent: str, held_s: int) -> None:
        if await self._calls.find(channel_id):
            log.info("a person answered", channel=channel_id, held_s=held_s)

    async def left(self, channel_id: str, cause: int) -> None:
        """A session closes its own call when its channel ends; what nobody owns is closed here."""
        call = await self._calls.find(channel_id)
        if call is None or (cause != MISSED and call.phase != "with_human"):
            return
        reason = "hung up with people" if call.phase == "with_human" else "lost"
        if await self._calls.close_orphan(call, reason):
            log.info("call closed by the desk", call_id=str(call.call_id), reason=reason)

    async def queues(self, board: Sequence[QueueSnapshot]) -> None:
        for queue in board:
            expected_s = None if queue.expected_s is None else round(queue.expected_s)
            await report_queue(self._store, queue.queue, queue.available, queue.waiting, expected_s)
