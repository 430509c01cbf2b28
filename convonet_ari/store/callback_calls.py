"""Call-backs on their way: claimed by a desk, held in a queue, rung, and done, put off or given up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from convonet_ari.store.pool import Store

STALE = timedelta(seconds=15)

CLAIM = "SELECT * FROM claim_callback($1, $2, $3)"
# `attempt` tells whether the claim is still the one that is held here.
HOLD = """
UPDATE callbacks SET claimed_at = $3, claimed_by = $4
WHERE id = $1 AND state = 'calling' AND attempt = $2 RETURNING true
"""
OVER = """
UPDATE callbacks SET state = $3, not_before = $4, tries = tries + $5, outcome = $6
WHERE id = $1 AND state = 'calling' AND attempt = $2
"""


@dataclass(frozen=True, slots=True)
class CallbackCall:
    """`since` is when the caller began to wait; `tries` how often their telephone has rung.

    `lost`: another desk held it, and it may still be in the queue under its `attempt`.
    """

    org_id: UUID
    callback_id: UUID
    number: str = field(repr=False)
    did: str
    queue: str
    name: str
    reason: str
    call_id: UUID | None
    since: datetime
    tries: int
    attempt: int
    lost: bool


class CallbackCalls:
    """Raises StoreError."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def claim(self, claimer: str, now: datetime) -> CallbackCall | None:
        async with self._store.lookup() as tx:
            row = await tx.fetchrow(CLAIM, claimer, now, STALE)
        return CallbackCall(**dict(row)) if row else None

    async def hold(self, call: CallbackCall, claimer: str, now: datetime) -> bool:
        """Go on holding the claim; False when it was cancelled or is another desk's."""
        async with self._store.tenant(call.org_id) as tx:
            return bool(await tx.fetchval(HOLD, call.callback_id, call.attempt, now, claimer))

    async def over(
        self, call: CallbackCall, state: str, not_before: datetime, outcome: str, *, rang: bool
    ) -> None:
        """`state` is done, missed or waiting again; nothing changes for a claim that is lost."""
        values = (call.callback_id, call.attempt, state, not_before, int(rang), outcome)
        async with self._store.tenant(call.org_id) as tx:
            await tx.execute(OVER, *values)
