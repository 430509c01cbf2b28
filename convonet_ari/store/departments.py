"""Departments and how their queues stand: the desk reports, tools read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from convonet_ari.store.pool import Store, Tx


@dataclass(frozen=True, slots=True)
class Department:
    """`available` and `waiting` are None until the desk has reported the queue."""

    id: UUID
    name: str
    queue: str
    spoken: str
    is_default: bool
    available: int | None
    waiting: int | None
    updated_at: datetime | None


LIST = """
SELECT d.id, d.name, d.queue, d.spoken, d.is_default, q.available, q.waiting, q.updated_at
FROM departments d LEFT JOIN queue_state q ON q.queue = d.queue ORDER BY d.is_default DESC, d.name
"""


async def list_departments(tx: Tx) -> list[Department]:
    """The organisation's departments, the default one first."""
    return [Department(**dict(row)) for row in await tx.fetch(LIST)]


async def report_queue(store: Store, queue: str, available: int, waiting: int) -> None:
    """Note how many agents could take a call now and how many callers wait."""
    async with store.lookup() as tx:
        await tx.execute("SELECT report_queue($1, $2, $3)", queue, available, waiting)
