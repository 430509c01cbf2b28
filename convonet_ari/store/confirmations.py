"""What a tool has asked a caller and is still waiting to hear."""

from __future__ import annotations

from uuid import UUID

from convonet_ari.store.people import Caller
from convonet_ari.store.pool import Tx

TURNS = 2
"""A question is forgotten when the caller has talked about something else for longer than this."""

TAKE = """
DELETE FROM confirmations
WHERE scope = $1 AND user_id = $2 AND tool = $3 AND about = $4
  AND turn BETWEEN $5::int - $6::int AND $5::int - 1
RETURNING true
"""

ASK = """
INSERT INTO confirmations (org_id, user_id, scope, tool, about, turn) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (scope, user_id, tool)
DO UPDATE SET about = excluded.about, turn = excluded.turn, asked_at = now()
"""


async def take(tx: Tx, caller: Caller, scope: UUID, tool: str, about: str, turn: int) -> bool:
    """Whether the caller was asked about the very same in an earlier turn; it counts once."""
    return bool(await tx.fetchval(TAKE, scope, caller.user_id, tool, about, turn, TURNS))


async def ask(tx: Tx, caller: Caller, scope: UUID, tool: str, about: str, turn: int) -> None:
    """Note the question; an earlier one of the same tool is forgotten."""
    await tx.execute(ASK, caller.org_id, caller.user_id, scope, tool, about, turn)
