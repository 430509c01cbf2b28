"""One run per tool call: the write, its answer and the fence's check are one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from convonet_ari.errors import FenceLost, StoreError
from convonet_ari.store.people import Caller, caller_of
from convonet_ari.store.people_sql import CALLER
from convonet_ari.store.pool import Tx
from convonet_ari.store.text import clean, to_json

# The claim tells who the caller is by now as well: a round trip costs as much as a statement.
CLAIM = "\n".join(
    (
        "WITH caller AS (",
        CALLER,
        """),
held AS (SELECT org_id FROM calls WHERE id = $2::uuid AND fence = $3 FOR SHARE),
claimed AS (
  INSERT INTO tool_runs (org_id, call_id, tool_call_id, tool, arguments_hash)
  SELECT org_id, $2, $4, $5, $6 FROM held
  ON CONFLICT (call_id, tool_call_id) DO NOTHING RETURNING true)
SELECT EXISTS (SELECT FROM held) AS held, EXISTS (SELECT FROM claimed) AS claimed,
       set_config('app.user', $1::text, true), set_config('app.call', $2::text, true),
       set_config('app.tool', $5, true), set_config('app.tool_call', $4, true), caller.*
FROM (SELECT) AS one LEFT JOIN caller ON true
""",
    )
)

SETTLE = """
WITH kept AS (UPDATE tool_runs SET answer = $3 WHERE call_id = $1 AND tool_call_id = $2)
INSERT INTO audit_log (org_id, user_id, call_id, action, data) VALUES ($4, $5, $1, $6, $7::jsonb)
"""

AUDIT = "INSERT INTO audit_log (org_id, user_id, call_id, action, data) VALUES ($1, $2, $3, $4, $5::jsonb)"


@dataclass(frozen=True, slots=True)
class Claimed:
    """`answer` is that of the run which was committed before, None for the first; `caller` is as they stand
    now, None for a user who is gone.
    """

    answer: str | None
    caller: Caller | None


async def once(
    tx: Tx,
    *,
    user_id: UUID,
    call_id: UUID,
    fence: int,
    tool_call_id: str,
    tool: str,
    arguments_hash: str = "",
) -> Claimed:
    """Claim this tool call in the write's own transaction. A second claim waits for the first one's commit or
    rollback. What this transaction writes from now on is journaled as the user's.

    Raises FenceLost when another session owns the call.
    """
    row = await tx.fetchrow(CLAIM, user_id, call_id, fence, tool_call_id, tool, arguments_hash)
    assert row is not None
    if not row["held"]:
        raise FenceLost("another session owns the call")
    caller = caller_of(row) if row["user_id"] else None
    if row["claimed"]:
        return Claimed(None, caller)
    answer: str | None = await tx.fetchval(
        "SELECT answer FROM tool_runs WHERE call_id = $1 AND tool_call_id = $2", call_id, tool_call_id
    )
    if answer is None:
        raise StoreError("a run of this tool call was committed without its answer")
    return Claimed(answer, caller)


async def settle(
    tx: Tx, org_id: UUID, user_id: UUID, call_id: UUID, tool: str, tool_call_id: str, answer: str
) -> None:
    """Keep what the tool answered, so that a repeated call hears the same, and note who had it write."""
    noted = to_json({"tool_call_id": tool_call_id})
    await tx.execute(SETTLE, call_id, tool_call_id, clean(answer), org_id, user_id, f"tool.{tool}", noted)


def hash_arguments(arguments: Mapping[str, Any]) -> str:
    """Tells whether two calls asked for the same without keeping what they asked for."""
    canonical = json.dumps(arguments, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


async def audit(
    tx: Tx, org_id: UUID, user_id: UUID, call_id: UUID | None, tool: str, tool_call_id: str
) -> None:
    """Note who had which tool write; what it wrote is in the journal of changes."""
    await tx.execute(AUDIT, org_id, user_id, call_id, f"tool.{tool}", to_json({"tool_call_id": tool_call_id}))
