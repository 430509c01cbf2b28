"""Calls that a person has with a caller whom we know, as an assistant who is called in finds them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from convonet_ari.store.pool import Tx
from convonet_ari.store.text import clean

WITH_PERSON = """
SELECT user_id, caller_number FROM calls
WHERE id = $1 AND org_id = tenant() AND phase = 'with_human' AND ended_at IS NULL AND user_id IS NOT NULL
"""
SAID = """
SELECT who, coalesce(heard, text) AS text FROM utterances
WHERE call_id = $1 AND coalesce(heard, text) <> '' ORDER BY at DESC, id DESC LIMIT 8
"""
ABOUT_CHARACTERS = 800


@dataclass(frozen=True, slots=True)
class Talk:
    """`about` is what was said last before the caller left for people."""

    org_id: UUID
    user_id: UUID
    number: str
    about: str


async def talk_with_person(tx: Tx, org_id: UUID, call_id: UUID) -> Talk | None:
    row = await tx.fetchrow(WITH_PERSON, call_id)
    if row is None:
        return None
    said = [f"{line['who']}: {line['text']}" for line in reversed(await tx.fetch(SAID, call_id))]
    about = clean(" / ".join(said))[-ABOUT_CHARACTERS:]
    return Talk(org_id, row["user_id"], row["caller_number"], about)
