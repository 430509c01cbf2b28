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
    """One queue now. `available` members are idle and not paused; `busy` ones ring or talk.

    `expected_s` is how long one more caller would wait, by the queue's own average; None: nobody can tell.
    """

    queue: str
    members: int
    available: int
    waiting: int
    longest_wait_s: float
    busy: int = 0
    paused: int = 0
    expected_s: float | None = None


@dataclass(slots=True)
class _Queue:
    members: dict[str, QueueMember] = field(default_factory=dict)
    joined_at: dict[str, float] = field(default_factory=dict)
    talk_s: int = 0


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
            case QueueKnown(queue, talk_s):
                return self._know(queue, talk_s)
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

    def waited_s(self, channel_id: str, now: float) -> float | None:
        """How long the caller on this channel has been waiting; None when they are in no queue."""
        joined = [queue.joined_at.get(channel_id) for queue in self._queues.values()]
        return next((now - since for since in joined if since is not None), None)

    def ahead(self, queue: str, waited_s: float, now: float) -> int:
        """How many callers wait in `queue` who have waited longer than that."""
        joined = self._queue(queue).joined_at.values()
        return sum(now - since > waited_s for since in joined)

    def _know(self, name: str, talk_s: int) -> bool:
        new = name not in self._queues
        self._queue(name).talk_s = talk_s
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
    members = queue.members.values()
    return QueueSnapshot(
        queue=name,
        members=len(members),
        available=sum(member.available for member in members),
        waiting=len(queue.joined_at),
        longest_wait_s=max((now - joined for joined in queue.joined_at.values()), default=0.0),
        busy=sum(member.busy and not member.paused for member in members),
        paused=sum(member.paused for member in members),
        expected_s=_expected_s(queue),
    )


def _expected_s(queue: _Queue) -> float | None:
    members = queue.members.values()
    free = sum(member.available for member in members)
    if free > len(queue.joined_at):
        return 0.0
    staff = free + sum(member.busy and not member.paused for member in members)
    return (len(queue.joined_at) + 1) * queue.talk_s / staff if staff and queue.talk_s else None
