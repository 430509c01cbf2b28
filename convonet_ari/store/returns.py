"""Orders of people to give their caller back: taken once by the desk, their note read by the session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from convonet_ari.store.pool import Store
from convonet_ari.store.text import to_json

FRESH = timedelta(seconds=20)

CLAIM = "SELECT * FROM claim_return($1)"
AUDIT = "INSERT INTO audit_log (org_id, call_id, action, data) VALUES ($1, $2, 'call.returned', $3::jsonb)"
NOTE = """
SELECT data->>'note' FROM call_commands
WHERE call_id = $1 AND kind = 'return' AND taken_at IS NOT NULL ORDER BY id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Return:
    org_id: UUID
    call_id: UUID
    command_id: int
    channel_id: str


class Returns:
    """Raises StoreError."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def claim(self) -> Return | None:
        """The oldest order, which is nobody else's from now on."""
        async with self._store.lookup() as tx:
            row = await tx.fetchrow(CLAIM, FRESH)
        return Return(**dict(row)) if row else None

    async def done(self, order: Return) -> None:
        """Note that it was carried out."""
        async with self._store.tenant(order.org_id) as tx:
            await tx.execute(AUDIT, order.org_id, order.call_id, to_json({"command": order.command_id}))
