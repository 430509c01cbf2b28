"""The queue board: who can answer and who waits, as a fold over manager events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from convonet_ari.callcenter.events import (
    Connected,
    Event,
    QueueCallerJoin,
    QueueCallerLeave,
    QueueKnown,
    QueueMember,
    QueueMemberRemoved,
)


@dataclass(frozen=True, slots=True)
class QueueSnapshot:
    """One queue now. `available` members are idle and not paused."""

    queue: str
    members: int
    available: int
    waiting: int
    longest_wait_s: float


@dataclass(slots=True)
class _Queue:
    members: dict[str, QueueMember] = field(default_factory=dict)
    joined_at: dict[str, float] = field(default_factory=dict)


class Board:
    """Events may be told twice and in the order of one connection: the state is keyed, never counted."""

    def __init__(self) -> None:
        self._queues: dict[str, _Queue] = {}

    def load(self, status: Iterable[Event], now: float) -> None:
        """Begin anew from QueueStatus."""
        self._queues = {}
        for event in status:
            self.on(event, now)

    def on(self, event: Event, now: float) -> bool:
        """Take one event in; True if it changed the board."""
        match event:
            case Connected():
                return False
            case QueueKnown(queue):
                return self._know(queue)
            case QueueMember():
                return _put(self._queue(event.queue).members, event.interface, event)
            case QueueMemberRemoved(queue, interface):
                return self._queue(queue).members.pop(interface, None) is not None
            case QueueCallerJoin():
                return self._join(event, now)
            case QueueCallerLeave(queue, channel_id):
                return self._queue(queue).joined_at.pop(channel_id, None) is not None
        return False

    def snapshot(self, now: float) -> tuple[QueueSnapshot, ...]:
        return tuple(_snapshot(name, queue, now) for name, queue in sorted(self._queues.items()))

    def _queue(self, name: str) -> _Queue:
        return self._queues.setdefault(name, _Queue())

    def _know(self, name: str) -> bool:
        new = name not in self._queues
        self._queue(name)
        return new

    def _join(self, event: QueueCallerJoin, now: float) -> bool:
        callers = self._queue(event.queue).joined_at
        if event.channel_id in callers:
            return False
        callers[event.channel_id] = now - event.waited_s
        return True


def _put(members: dict[str, QueueMember], interface: str, member: QueueMember) -> bool:
    changed = members.get(interface) != member
    members[interface] = member
    return changed


def _snapshot(name: str, queue: _Queue, now: float) -> QueueSnapshot:
    return QueueSnapshot(
        queue=name,
        members=len(queue.members),
        available=sum(member.available for member in queue.members.values()),
        waiting=len(queue.joined_at),
        longest_wait_s=max((now - joined for joined in queue.joined_at.values()), default=0.0),
    )
