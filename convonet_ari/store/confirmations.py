"""What a tool has asked a caller and is still waiting to hear."""

from __future__ import annotations

from uuid import UUID

from convonet_ari.call.heard import QUESTION_TURNS
from convonet_ari.store.people import Caller
from convonet_ari.store.pool import Tx

# An earlier question of the same tool is forgotten for the new one.
TAKE_OR_ASK = """
WITH taken AS (
  DELETE FROM confirmations
  WHERE scope = $3 AND user_id = $2 AND tool = $4 AND about = $5
    AND turn BETWEEN $6::int - $7::int AND $6::int - 1
  RETURNING true),
asked AS (
  INSERT INTO confirmations (org_id, user_id, scope, tool, about, turn)
  SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (SELECT FROM taken)
  ON CONFLICT (scope, user_id, tool)
  DO UPDATE SET about = excluded.about, turn = excluded.turn, asked_at = now())
SELECT EXISTS (SELECT FROM taken)
"""


async def was_asked(tx: Tx, caller: Caller, scope: UUID, tool: str, about: str, turn: int) -> bool:
    """Whether the caller was asked about the very same in an earlier turn; it counts once. If not, the
    question is noted as asked now.
    """
    places = (scope, tool, about, turn, QUESTION_TURNS)
    return bool(await tx.fetchval(TAKE_OR_ASK, caller.org_id, caller.user_id, *places))
