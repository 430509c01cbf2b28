"""Due reminders on their way to a user: claimed for a call, told in one, or put off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from convonet_ari.store.people import Caller
from convonet_ari.store.pool import Store
from convonet_ari.store.text import column

STALE = timedelta(minutes=3)
AT_MOST = 5

CLAIM = "SELECT * FROM claim_reminder($1, $2, $3)"

CALLED = """
SELECT u.number FROM reminders r JOIN users u ON u.id = r.user_id WHERE r.id = $1 AND r.state = 'calling'
"""

DUE = """
SELECT id, title FROM reminders
WHERE user_id = $1 AND due_at <= $2 AND state <> 'done' ORDER BY due_at LIMIT $3
"""

TOLD = (
    "UPDATE reminders SET state = 'done', done_at = $2 WHERE id = ANY($1::text[]::uuid[]) AND state <> 'done'"
)

# The time of the claim tells whether it is still the one that ends here.
PUT_OFF = """
UPDATE reminders SET state = 'waiting', next_at = $3, tries = $4
WHERE id = $1 AND state = 'calling' AND claimed_at = $2
"""

MISSED = "UPDATE reminders SET state = 'missed' WHERE id = $1 AND state = 'calling' AND claimed_at = $2"


@dataclass(frozen=True, slots=True)
class ReminderCall:
    """A user to be called now, from the organisation's own number; `tries` counts this one."""

    org_id: UUID
    reminder_id: UUID
    number: str = field(repr=False)
    did: str
    tries: int
    claimed_at: datetime


@dataclass(frozen=True, slots=True)
class DueReminder:
    id: UUID
    title: str


class ReminderCalls:
    """Raises StoreError."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def claim(self, claimer: str, now: datetime) -> ReminderCall | None:
        """The next user to call, who is nobody else's from now on."""
        async with self._store.lookup() as tx:
            row = await tx.fetchrow(CLAIM, claimer, now, STALE)
        return ReminderCall(**dict(row), claimed_at=now) if row else None

    async def called(self, org_id: UUID, reminder_id: UUID) -> str | None:
        """The number of the user who is being called because of this reminder."""
        async with self._store.tenant(org_id) as tx:
            number: str | None = await tx.fetchval(CALLED, reminder_id)
            return number

    async def due(self, caller: Caller, now: datetime) -> Sequence[DueReminder]:
        """What the caller wanted to be reminded of by now and was not, the oldest first."""
        async with self._store.tenant(caller.org_id) as tx:
            rows = await tx.fetch(DUE, caller.user_id, now, AT_MOST)
            return [DueReminder(**dict(row)) for row in rows]

    async def told(self, org_id: UUID, reminders: Sequence[UUID], now: datetime) -> None:
        """The user has heard them."""
        async with self._store.tenant(org_id) as tx:
            await tx.execute(TOLD, column(reminders), now)

    async def put_off(self, call: ReminderCall, until: datetime, *, counted: bool = True) -> None:
        """Call again then, unless it was told meanwhile. Not `counted`: nobody's telephone rang."""
        async with self._store.tenant(call.org_id) as tx:
            tries = call.tries if counted else call.tries - 1
            await tx.execute(PUT_OFF, call.reminder_id, call.claimed_at, until, tries)

    async def missed(self, call: ReminderCall) -> None:
        """Give up calling, unless it was told meanwhile; the user hears of it when they call."""
        async with self._store.tenant(call.org_id) as tx:
            await tx.execute(MISSED, call.reminder_id, call.claimed_at)
