"""Asterisk's manager events as dataclasses."""

from __future__ import annotations

from dataclasses import dataclass

IDLE = 1
BUSY = {2, 3, 6, 7, 8}


@dataclass(frozen=True, slots=True)
class Connected:
    """The manager interface answers (again): whatever was known before must be read anew."""


@dataclass(frozen=True, slots=True)
class Disconnected:
    """The manager interface is gone; events are missed until Connected."""


@dataclass(frozen=True, slots=True)
class QueueKnown:
    """QueueStatus lists this queue, with how long callers talk there on average."""

    queue: str
    talk_s: int = 0


@dataclass(frozen=True, slots=True)
class QueueMember:
    """A member of a queue was added, or its state is now this. `status` is a device state; 1 is idle.

    `reason` is why it is paused; only a dynamic member can be removed.
    """

    queue: str
    interface: str
    name: str
    status: int
    paused: bool
    in_call: bool
    reason: str = ""
    dynamic: bool = True

    @property
    def available(self) -> bool:
        return self.status == IDLE and not self.paused and not self.in_call

    @property
    def busy(self) -> bool:
        return self.in_call or self.status in BUSY


@dataclass(frozen=True, slots=True)
class QueueMemberRemoved:
    queue: str
    interface: str


@dataclass(frozen=True, slots=True)
class QueueCallerJoin:
    """A caller waits in the queue; `waited_s` is above zero when QueueStatus told of it."""

    queue: str
    channel_id: str
    position: int
    waited_s: float = 0.0


@dataclass(frozen=True, slots=True)
class QueueCallerLeave:
    """A caller waits no more, whatever the reason."""

    queue: str
    channel_id: str


@dataclass(frozen=True, slots=True)
class QueueCallerAbandon:
    """A caller left before anybody answered. Asterisk also says so after a timeout and a redirect."""

    queue: str
    channel_id: str
    held_s: int


@dataclass(frozen=True, slots=True)
class AgentCalled:
    """A member's phone rings for this caller."""

    queue: str
    channel_id: str
    interface: str


@dataclass(frozen=True, slots=True)
class AgentRingNoAnswer:
    """A member's phone has stopped ringing for this caller: declined, or not answered in time."""

    queue: str
    channel_id: str
    interface: str


@dataclass(frozen=True, slots=True)
class AgentConnect:
    """A member answered this caller."""

    queue: str
    channel_id: str
    interface: str
    name: str
    agent_channel_id: str
    held_s: int


@dataclass(frozen=True, slots=True)
class AgentComplete:
    """Member and caller parted; `reason` is caller, agent or transfer."""

    queue: str
    channel_id: str
    interface: str
    talked_s: int
    reason: str


@dataclass(frozen=True, slots=True)
class Hangup:
    """A channel is gone; `cause` is a Q.850 number."""

    channel_id: str
    channel: str
    cause: int


@dataclass(frozen=True, slots=True)
class ExtensionStatus:
    """What a hint shows; `status` adds up 1 in use, 2 busy, 4 unavailable, 8 ringing, 16 on hold."""

    extension: str
    context: str
    status: int


@dataclass(frozen=True, slots=True)
class Newstate:
    channel_id: str
    channel: str
    state: str


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel of CoreShowChannels."""

    channel_id: str
    name: str
    context: str
    extension: str
    application: str
    state: str


Event = (
    Connected
    | Disconnected
    | QueueKnown
    | QueueMember
    | QueueMemberRemoved
    | QueueCallerJoin
    | QueueCallerLeave
    | QueueCallerAbandon
    | AgentCalled
    | AgentRingNoAnswer
    | AgentConnect
    | AgentComplete
    | Hangup
    | ExtensionStatus
    | Newstate
)
