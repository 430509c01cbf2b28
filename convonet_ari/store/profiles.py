"""A user's own entry and how they want to be treated, inside a tenant's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from uuid import UUID

from convonet_ari.store.pool import Tx

PROFILE = """
SELECT u.name, u.number, u.number_verified, u.org_role AS role, coalesce(u.timezone, o.timezone) AS timezone,
       coalesce(u.language, o.language) AS language, p.quiet_from, p.quiet_until,
       coalesce(p.reminder_delivery, 'call') AS reminder_delivery, coalesce(p.receipts, 'none') AS receipts,
       p.email, coalesce(p.remember, true) AS remember
FROM users u JOIN organisations o ON o.org_id = u.org_id LEFT JOIN preferences p ON p.user_id = u.id
WHERE u.id = $1
"""
SET_ZONE = "UPDATE users SET timezone = $2 WHERE id = $1"
SAVE = """
INSERT INTO preferences
  (org_id, user_id, quiet_from, quiet_until, reminder_delivery, receipts, email, remember)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (user_id) DO UPDATE SET quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until,
  reminder_delivery = excluded.reminder_delivery, receipts = excluded.receipts, email = excluded.email,
  remember = excluded.remember
"""


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    number: str | None
    number_verified: bool
    role: str | None
    timezone: str
    language: str
    quiet_from: time | None
    quiet_until: time | None
    reminder_delivery: str
    receipts: str
    email: str | None
    remember: bool


async def read_profile(tx: Tx, user_id: UUID) -> Profile:
    row = await tx.fetchrow(PROFILE, user_id)
    assert row is not None
    return Profile(**dict(row))


async def save_preferences(tx: Tx, org_id: UUID, user_id: UUID, new: Profile) -> None:
    """Keep the wishes among the profile's fields."""
    wishes = (new.quiet_from, new.quiet_until, new.reminder_delivery, new.receipts, new.email, new.remember)
    await tx.execute(SAVE, org_id, user_id, *wishes)


async def set_timezone(tx: Tx, user_id: UUID, timezone: str) -> None:
    await tx.execute(SET_ZONE, user_id, timezone)
