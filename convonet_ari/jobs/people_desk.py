"""Writes down what the desk sees: queues for the tools, and the end of calls that no session owns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

import structlog

from convonet_ari.callcenter.board import QueueSnapshot
from convonet_ari.errors import FenceLost
from convonet_ari.store.calls import CallLog
from convonet_ari.store.departments import report_queue
from convonet_ari.store.lease import Lease, OpenCall
from convonet_ari.store.pool import Store

log = structlog.get_logger(__name__)

MISSED = 0
WITH_HUMAN = "with_human"


class PeopleDesk:
    """The desk's People: rows of calls and of queues."""

    def __init__(self, store: Store, calls: CallLog) -> None:
        self._store = store
        self._calls = calls
        self._open: dict[str, OpenCall] = {}

    async def open_calls(self) -> Mapping[str, bool]:
        """Every open call: one whose channel is gone has no session left that would close it."""
        self._open = {call.channel_id: call for call in await self._calls.open_calls()}
        return {channel_id: call.phase == WITH_HUMAN for channel_id, call in self._open.items()}

    async def came(self, channel_id: str, queue: str) -> None:
        """The dialplan brought it, for no worker was left; one that came back meanwhile has another fence."""
        call = self._open[channel_id]
        with suppress(FenceLost):
            await self._calls.with_human(Lease(call.call_id, call.org_id, call.fence, channel_id), queue)
            log.info("a call without a session is with people", call_id=str(call.call_id), queue=queue)

    async def answered(self, channel_id: str, agent: str, held_s: int) -> None:
        if await self._calls.find(channel_id):
            log.info("a person answered", channel=channel_id, held_s=held_s)

    async def left(self, channel_id: str, cause: int) -> bool:
        """A session closes its own call when its channel ends; what nobody owns is closed here."""
        call = await self._calls.find(channel_id)
        if call is None:
            return True
        if cause != MISSED and call.phase != WITH_HUMAN:
            return False
        reason = "hung up with people" if call.phase == WITH_HUMAN else "lost"
        if await self._calls.close_orphan(call, reason):
            log.info("call closed by the desk", call_id=str(call.call_id), reason=reason)
        return True

    async def queues(self, board: Sequence[QueueSnapshot]) -> None:
        for queue in board:
            expected_s = None if queue.expected_s is None else round(queue.expected_s)
            await report_queue(self._store, queue.queue, queue.available, queue.waiting, expected_s)
