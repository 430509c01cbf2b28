"""Free questions to the reports: a role that can only read, a transaction that can only read, and limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from convonet_ari.errors import ToolError
from convonet_ari.store.pool import Tx
from convonet_ari.store.reader import reader_of

MOST_ROWS = 50
STATEMENT_MS = 2000

REPORTS: Mapping[str, tuple[str, ...]] = {
    "people": ("name", "role", "active", "created_at"),
    "teams": ("name", "created_at", "members"),
    "team_members": ("team", "person", "role"),
    "todos": (
        "title",
        "due",
        "due_at",
        "done_at",
        "done",
        "priority",
        "assignee",
        "team",
        "created_by",
        "created_at",
    ),
    "calls": (
        "started_at",
        "answered_at",
        "ended_at",
        "caller",
        "caller_number",
        "phase",
        "end_reason",
        "queue",
        "seconds",
    ),
    "departments": ("name", "spoken", "queue", "is_default"),
}
"""Every view of the schema `reports` with its columns; a test compares them with the database."""

# The path is named in full: what a session had made for itself comes last.
BECOME = """
SELECT set_config('transaction_read_only', 'on', true),
       set_config('statement_timeout', $1, true),
       set_config('search_path', 'pg_catalog, reports, pg_temp', true),
       set_config('TimeZone', $2, true),
       set_config('cursor_tuple_fraction', '1', true),
       set_config('role', current_user || $3, true)
"""
SUFFIX = reader_of("")


@dataclass(frozen=True, slots=True)
class Table:
    """What a question gave; `more` tells that rows were left out."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    more: bool


async def ask(tx: Tx, select: str, timezone: str) -> Table:
    """Run one checked SELECT; nothing else can follow in this transaction. Raises ToolError."""
    try:
        await tx.execute(BECOME, str(STATEMENT_MS), timezone, SUFFIX)
        # Prepared, for that way no second statement can follow.
        await (await tx.prepare(f"DECLARE found NO SCROLL CURSOR FOR {select}")).fetch()
        prepared = await tx.prepare(f"FETCH {MOST_ROWS + 1} FROM found")
        rows = await prepared.fetch()
    except asyncpg.QueryCanceledError:
        raise ToolError("That question takes too long. Please ask for less.") from None
    except asyncpg.PostgresError as error:
        raise ToolError(f"The records do not understand that question: {error.args[0]}"[:200]) from None
    columns = tuple(attribute.name for attribute in prepared.get_attributes())
    return Table(columns, [tuple(row) for row in rows[:MOST_ROWS]], len(rows) > MOST_ROWS)
