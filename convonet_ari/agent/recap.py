"""What was said and done in a call, from its record: the seed of a thread that has to begin anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol
from uuid import UUID

from convonet_ari.errors import StoreError
from convonet_ari.store.pool import Store

BEGUN_ANEW = "I am sorry, I had to start my notes of our call again."
ANEW = "Your notes of this call were lost. This is what its record says."
LOST = "Your notes of this call were lost, and its record cannot be read. Ask what you need to know."
SAID = 12
DONE = 8
SPEAKERS = {"caller": "Caller", "assistant": "Assistant"}

SAID_SQL = """
SELECT who, coalesce(heard, text) AS words FROM utterances
WHERE call_id = $1 AND turn > 0 AND coalesce(heard, text) <> '' ORDER BY at DESC, id DESC LIMIT $2
"""
DONE_SQL = """
SELECT answer FROM tool_runs WHERE call_id = $1 AND answer IS NOT NULL ORDER BY at DESC LIMIT $2
"""


class Recalls(Protocol):
    async def recall(self, org_id: UUID, call_id: UUID) -> str:
        """A summary for the model; never raises for a record that cannot be read."""
        ...


class Record:
    """The call's record in PostgreSQL: what was heard, not what was written, and what tools answered."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def recall(self, org_id: UUID, call_id: UUID) -> str:
        try:
            async with self._store.tenant(org_id) as tx:
                said = await tx.fetch(SAID_SQL, call_id, SAID)
                done = await tx.fetch(DONE_SQL, call_id, DONE)
        except StoreError:
            return LOST
        lines = [(str(row["who"]), str(row["words"])) for row in reversed(said)]
        return summary(lines, [str(row["answer"]) for row in reversed(done)])


def summary(said: Iterable[tuple[str, str]], done: Sequence[str]) -> str:
    """Plain lines, made without a model: whatever failed may have been the model."""
    results = ["Done for the caller already, never to be done again:", *(f"- {answer}" for answer in done)]
    words = [f"{SPEAKERS[who]}: {' '.join(text.split())}" for who, text in said]
    return "\n".join([ANEW, *(results if done else ()), *(["Said last:", *words] if words else ())])
