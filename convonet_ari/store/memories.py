"""What a caller wants to be known about them, and what their earlier calls were about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from convonet_ari.ids import row_id
from convonet_ari.store.people import Caller
from convonet_ari.store.pool import Record, Tx
from convonet_ari.store.text import clean

Kind = Literal["note", "summary"]

ADD = """
INSERT INTO memories (org_id, id, user_id, kind, text, call_id)
VALUES ($1, $2, $3, $4, $5, (SELECT id FROM calls WHERE id = $6))
ON CONFLICT (call_id) WHERE kind = 'summary' AND call_id IS NOT NULL DO NOTHING
RETURNING id, kind, text, created_at
"""
LIST = """
SELECT id, kind, text, created_at FROM memories
WHERE user_id = $1 AND ($2::text IS NULL OR kind = $2) ORDER BY created_at DESC, id DESC LIMIT $3
"""
FORGET = "DELETE FROM memories WHERE user_id = $1 AND id = ANY ($2)"
FORGET_ALL = "DELETE FROM memories WHERE user_id = $1"
OFFER_NOTHING = "UPDATE call_notes SET actions = '{}' WHERE user_id = $1 AND actions <> '{}'"


@dataclass(frozen=True, slots=True)
class Memory:
    """`title` is what it is found by."""

    id: UUID
    kind: Kind
    title: str
    created_at: datetime


async def add(tx: Tx, caller: Caller, text: str, call_id: UUID | None, kind: Kind = "note") -> None:
    """A call has one summary at most."""
    await tx.execute(ADD, caller.org_id, row_id(), caller.user_id, kind, clean(text), call_id)


async def known(tx: Tx, user_id: UUID, kind: Kind | None = None, limit: int = 200) -> list[Memory]:
    """The newest first."""
    return [_memory(row) for row in await tx.fetch(LIST, user_id, kind, limit)]


async def forget(tx: Tx, user_id: UUID, memory: UUID) -> bool:
    return (await tx.execute(FORGET, user_id, [memory])).endswith(" 1")


async def forget_everything(tx: Tx, user_id: UUID) -> int:
    """What was noted, what calls were about, and what is still to be offered."""
    await tx.execute(OFFER_NOTHING, user_id)
    return int((await tx.execute(FORGET_ALL, user_id)).split()[-1])


def _memory(row: Record) -> Memory:
    return Memory(row["id"], row["kind"], row["text"], row["created_at"])
