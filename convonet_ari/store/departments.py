"""Departments and how their queues stand: the desk reports, tools read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from convonet_ari.call.languages import code_of
from convonet_ari.store.pool import Record, Store, Tx


@dataclass(frozen=True, slots=True)
class Department:
    """`available` and `waiting` are None unless the desk has reported the queue within the last minute.

    `expected_s` is how long the next caller would wait; None: nobody can tell. `fallback_id` takes over
    while it is closed. No `languages` are all of them.
    """

    id: UUID
    name: str
    queue: str
    spoken: str
    is_default: bool
    available: int | None
    waiting: int | None
    updated_at: datetime | None
    expected_s: int | None = None
    is_open: bool = True
    fallback_id: UUID | None = None
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()

    def speaks(self, language: str) -> bool:
        """Whether callers of this language are served; `language` is a tag such as `es-MX`, or unknown."""
        return not self.languages or not language or code_of(language) in self.languages


@dataclass(frozen=True, slots=True)
class Whose:
    """Who gets a department's todos: its team, or somebody of the organisation."""

    team_id: UUID | None
    assignee: UUID | None


# The team that the department names, else the one of its name, else the organisation's first owner.
WHOSE = """
SELECT coalesce(d.team_id, t.id) AS team_id,
       CASE WHEN coalesce(d.team_id, t.id) IS NULL THEN o.id END AS assignee
FROM departments d
LEFT JOIN LATERAL (SELECT id FROM teams t WHERE lower(t.name) IN (lower(d.name), lower(d.spoken))
                   ORDER BY id LIMIT 1) t ON true
LEFT JOIN LATERAL (SELECT id FROM users u WHERE u.org_role IN ('owner', 'admin') AND u.active
                   ORDER BY u.org_role DESC, u.created_at, u.id LIMIT 1) o ON true
WHERE d.id = $1
"""
LIST = """
SELECT d.id, d.name, d.queue, d.spoken, d.is_default, q.available, q.waiting, q.updated_at, q.expected_s,
       is_open(d.org_id, d.id, now() AT TIME ZONE o.timezone) AS is_open, d.fallback_id, d.languages, d.skills
FROM departments d JOIN organisations o ON o.org_id = d.org_id
LEFT JOIN queue_state q ON q.queue = d.queue AND q.updated_at > now() - interval '1 minute'
WHERE d.org_id = tenant() ORDER BY d.is_default DESC, d.name
"""


async def list_departments(tx: Tx) -> list[Department]:
    """The organisation's departments, the default one first."""
    return [_department(row) for row in await tx.fetch(LIST)]


async def whose_todo(tx: Tx, department_id: UUID) -> Whose | None:
    """None when there is nobody."""
    row = await tx.fetchrow(WHOSE, department_id)
    return Whose(**dict(row)) if row and (row["team_id"] or row["assignee"]) else None


async def report_queue(
    store: Store, queue: str, available: int, waiting: int, expected_s: int | None = None
) -> None:
    """Note how many agents could take a call now and how many callers wait."""
    async with store.lookup() as tx:
        await tx.execute("SELECT report_queue($1, $2, $3, $4)", queue, available, waiting, expected_s)


def _department(row: Record) -> Department:
    several = {name: tuple(row[name]) for name in ("languages", "skills")}
    return Department(**{**dict(row), **several})
