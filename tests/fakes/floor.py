"""A manager interface of a few queues in memory: it does what it is told, and tells of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from convonet_ari.callcenter import events as ev
from convonet_ari.callcenter.ami import Member
from convonet_ari.errors import AmiError, AmiLost


class ScriptedQueues:
    """`asked` keeps what was asked of it; `away` makes it unreachable."""

    def __init__(self, *queues: str) -> None:
        self.told: asyncio.Queue[ev.Event] = asyncio.Queue()
        self.members: dict[tuple[str, str], ev.QueueMember] = {}
        self.lamps: dict[str, str] = {}
        self.queues = queues
        self.away = False

    async def __anext__(self) -> ev.Event:
        return await self.told.get()

    def tell(self, *events: ev.Event) -> None:
        for event in events:
            self.told.put_nowait(event)

    def put(self, member: ev.QueueMember) -> None:
        self.members[member.queue, member.interface] = member
        self.tell(member)

    async def queue_status(self) -> Sequence[ev.Event]:
        return [*(ev.QueueKnown(queue) for queue in self.queues), *self.members.values()]

    async def core_show_channels(self) -> Sequence[ev.Channel]:
        return []

    async def extension_states(self) -> Sequence[ev.Event]:
        return [ev.ExtensionStatus("1001", "ext-local", 0)]

    async def queue_add(self, queue: str, member: Member, *, paused: bool) -> None:
        self._reach("QueueAdd", queue)
        self.put(ev.QueueMember(queue, member.interface, member.name, ev.IDLE, paused, in_call=False))

    async def queue_remove(self, queue: str, interface: str) -> None:
        self._reach("QueueRemove", queue)
        del self.members[queue, interface]
        self.tell(ev.QueueMemberRemoved(queue, interface))

    async def queue_pause(self, queue: str, interface: str, *, paused: bool, reason: str = "") -> None:
        self._reach("QueuePause", queue)
        member = self.members[queue, interface]
        self.put(replace(member, paused=paused, reason=reason if paused else ""))

    async def set_device_state(self, device: str, state: str) -> None:
        self._reach("Setvar", self.queues[0])
        self.lamps[device] = state

    def _reach(self, action: str, queue: str) -> None:
        if self.away:
            raise AmiLost(action)
        if queue not in self.queues:
            raise AmiError(action, "No such queue")
