"""What an agent's console is told: how they stand, what rang, and what Asterisk is to be asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["logged_out", "ready", "not_ready", "ringing", "on_call", "wrap_up"]
Wanted = Literal["logged_out", "ready", "not_ready"]
Parting = Literal["ended", "abandoned"]

WRAP_UP = "wrap-up"
SIGNED_OUT = "logged out"

INTERFACE = re.compile(r"(?:Local|PJSIP|SIP)/([0-9A-Za-z_]+)(?:@.*)?")


@dataclass(frozen=True, slots=True)
class Stand:
    """`channel_id` is the caller's who rings, talks or is wrapped up; `until` is the wrap-up's end."""

    state: State
    since: datetime
    reason: str = ""
    channel_id: str = ""
    until: datetime | None = None

    def same(self, other: Stand) -> bool:
        """Whether nothing has begun anew."""
        mine = self.state, self.reason, self.channel_id
        return mine == (other.state, other.reason, other.channel_id)


@dataclass(frozen=True, slots=True)
class Stood:
    """The agent stands like this from now on."""

    extension: str
    stand: Stand


@dataclass(frozen=True, slots=True)
class Rang:
    """The agent's phone rings for this caller."""

    extension: str
    queue: str
    channel_id: str


@dataclass(frozen=True, slots=True)
class Answered:
    extension: str
    queue: str
    channel_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Missed:
    """The phone rings no more for this caller, and the agent did not answer."""

    extension: str
    channel_id: str
    status: Parting


@dataclass(frozen=True, slots=True)
class Parted:
    """Agent and caller talk no more; `by` is caller, agent, transfer, or nothing when nobody saw it."""

    extension: str
    channel_id: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Join:
    """Make the agent a member of the queue."""

    extension: str
    queue: str
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Leave:
    extension: str
    queue: str
    interface: str


@dataclass(frozen=True, slots=True)
class Pause:
    queue: str
    interface: str
    paused: bool
    reason: str = ""


Order = Join | Leave | Pause
News = Stood | Rang | Answered | Missed | Parted | Order


def extension_of(interface: str) -> str:
    """The extension that a queue's member rings, or nothing."""
    found = INTERFACE.fullmatch(interface)
    return found[1] if found else ""
