"""What is left to do about calls that are over: claimed by one desk at a time, done once or put off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from convonet_ari.store.people import Caller, find_caller
from convonet_ari.store.pool import Store, Tx

STALE = timedelta(minutes=3)
CLAIM = "SELECT * FROM claim_chore($1, $2, $3)"
# `tries` tells whether the claim is still the one that ends here.
OVER = """
UPDATE call_chores SET state = $4, done_at = $5 WHERE call_id = $1 AND kind = $2 AND tries = $3
  AND state = 'working'
"""
PUT_OFF = """
UPDATE call_chores SET state = 'waiting', next_at = $4 WHERE call_id = $1 AND kind = $2 AND tries = $3
  AND state = 'working'
"""
CALL = """
SELECT c.user_id, o.name AS organisation, c.started_at, c.queue FROM calls c
JOIN organisations o ON o.org_id = c.org_id WHERE c.id = $1
"""
SAID = """
SELECT u.turn, u.who, coalesce(u.heard, u.text) AS words FROM utterances u
WHERE u.call_id = $1 AND u.turn > 0 AND coalesce(u.heard, u.text) <> '' ORDER BY u.at, u.id LIMIT 200
"""
TURNS = """
SELECT data ->> 'id' AS tool_call_id, (data ->> 'turn')::integer AS turn FROM call_events
WHERE call_id = $1 AND kind = 'ToolStarted'
"""


@dataclass(frozen=True, slots=True)
class Chore:
    """`tries` counts this one."""

    org_id: UUID
    call_id: UUID
    kind: Literal["notes", "receipt"]
    tries: int


@dataclass(frozen=True, slots=True)
class Said:
    turn: int
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class PastTalk:
    """A call that is over, its caller as they stand now, and which turn each tool call belonged to."""

    caller: Caller
    organisation: str
    started_at: datetime
    queue: str | None
    said: Sequence[Said]
    turns: dict[str, int]


class Chores:
    """Raises StoreError."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def claim(self, claimer: str, now: datetime) -> Chore | None:
        """The next thing to do, which is nobody else's from now on."""
        async with self._store.lookup() as tx:
            row = await tx.fetchrow(CLAIM, claimer, now, STALE)
        return Chore(**dict(row)) if row else None

    async def over(self, tx: Tx, chore: Chore, now: datetime, *, dropped: bool = False) -> bool:
        """In the transaction of what was done for it; False when another desk has it by now."""
        state = "dropped" if dropped else "done"
        return (await tx.execute(OVER, chore.call_id, chore.kind, chore.tries, state, now)).endswith(" 1")

    async def put_off(self, chore: Chore, until: datetime) -> None:
        async with self._store.tenant(chore.org_id) as tx:
            await tx.execute(PUT_OFF, chore.call_id, chore.kind, chore.tries, until)


async def past_talk(tx: Tx, call_id: UUID) -> PastTalk | None:
    """None when the caller is gone."""
    call = await tx.fetchrow(CALL, call_id)
    caller = await find_caller(tx, call["user_id"]) if call and call["user_id"] else None
    if call is None or caller is None:
        return None
    said = [Said(**dict(row)) for row in await tx.fetch(SAID, call_id)]
    turns = {row["tool_call_id"]: row["turn"] for row in await tx.fetch(TURNS, call_id)}
    return PastTalk(caller, call["organisation"], call["started_at"], call["queue"], said, turns)
