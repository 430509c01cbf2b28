"""A call's ownership: who holds the current fence may write, everybody else is told to stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from convonet_ari.errors import FenceLost
from convonet_ari.store.pool import Record


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write one call's rows until somebody takes a higher fence."""

    call_id: UUID
    org_id: UUID
    fence: int
    channel_id: str


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call that has not ended, as found by its channel or by the reaper."""

    call_id: UUID
    org_id: UUID
    channel_id: str
    fence: int
    phase: str
    owner: str
    queue: str | None
    did: str
    caller_number: str
    user_id: UUID | None
    started_at: datetime


def require(held: object) -> None:
    """Raise FenceLost unless the statement found the call under the lease's fence."""
    if not held:
        raise FenceLost("another session owns the call")


def open_call(row: Record) -> OpenCall:
    return OpenCall(**dict(row))
