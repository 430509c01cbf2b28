"""What is known of a call before anybody answers: who may not call, who comes first, the hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from convonet_ari.store.pool import Store
from convonet_ari.store.text import only_digits

Route = Literal["assistant", "people", "closed", "blocked"]

LOOK = """
SELECT
  $1 <> '' AND EXISTS (SELECT FROM blocked_callers WHERE digits = $1) AS blocked,
  (SELECT straight_to_people FROM vip_callers WHERE digits = $1) AS straight,
  NOT EXISTS (SELECT FROM opening_hours) OR EXISTS (
    SELECT FROM opening_hours h
    WHERE h.weekday = extract(isodow FROM $2::timestamptz AT TIME ZONE $3)
      AND ($2::timestamptz AT TIME ZONE $3)::time >= h.opens
      AND ($2::timestamptz AT TIME ZONE $3)::time < h.closes) AS open
"""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A caller's number is a claim: it may cost them the call or win a place, and never grants access."""

    tenant: str
    language: str
    route: Route
    vip: bool


async def arrival(store: Store, dialled: str, caller: str, now: datetime) -> Arrival | None:
    """None when nobody owns the number dialled."""
    async with store.lookup() as tx:
        owner = await tx.fetchrow("SELECT * FROM number_owner($1)", only_digits(dialled))
    if owner is None:
        return None
    async with store.tenant(owner["org_id"]) as tx:
        row = await tx.fetchrow(LOOK, only_digits(caller), now, owner["timezone"])
    assert row is not None
    return Arrival(
        tenant=str(owner["org_id"]),
        language=owner["language"],
        route=_route(row["blocked"], row["straight"], row["open"]),
        vip=row["straight"] is not None,
    )


def _route(blocked: bool, straight: bool | None, is_open: bool) -> Route:
    if blocked:
        return "blocked"
    if not is_open:
        return "closed"
    return "people" if straight else "assistant"
