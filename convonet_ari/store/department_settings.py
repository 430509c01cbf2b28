"""What the owner says of a department: its queue, hours, languages and skills, and who takes over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from convonet_ari.store.pool import Tx

NO_OTHER_DEFAULT = "UPDATE departments SET is_default = false WHERE is_default"
FIND = "SELECT id FROM departments WHERE org_id = tenant() AND lower(name) = lower($1)"
CHANGE = """
UPDATE departments SET queue = coalesce($2, queue), spoken = coalesce($3, spoken),
  is_default = is_default OR $4, languages = coalesce($5, languages), skills = coalesce($6, skills)
WHERE id = $1
"""
FALL_BACK = "UPDATE departments SET fallback_id = $2 WHERE id = $1"
ANY_TIME = "DELETE FROM department_hours WHERE department_id = $1"
OPEN = """
INSERT INTO department_hours (org_id, department_id, weekday, opens, closes) VALUES ($1, $2, $3, $4, $5)
"""
HOURS = """
SELECT weekday, opens, closes FROM department_hours WHERE department_id = $1 ORDER BY weekday, opens
"""

Span = tuple[int, time, time]


@dataclass(frozen=True, slots=True)
class Changes:
    """None leaves a thing as it is. No `hours` are the organisation's; no `fallback` is nobody."""

    queue: str | None = None
    spoken: str | None = None
    default: bool = False
    languages: Sequence[str] | None = None
    skills: Sequence[str] | None = None
    hours: Sequence[Span] | None = None
    fallback: str | None = None


async def find_department(tx: Tx, name: str) -> UUID | None:
    found: UUID | None = await tx.fetchval(FIND, name.strip())
    return found


async def hours_of(tx: Tx, department: UUID) -> list[Span]:
    """1 is Monday; nothing where it keeps the organisation's hours."""
    return [tuple(row.values()) for row in await tx.fetch(HOURS, department)]


async def change_department(tx: Tx, org_id: UUID, department: UUID, to: Changes) -> bool:
    """As the database's owner. False when there is no such department to fall back on, or it is the same."""
    if to.default:
        await tx.execute(NO_OTHER_DEFAULT)
    await tx.execute(CHANGE, department, to.queue, to.spoken, to.default, to.languages, to.skills)
    if to.hours is not None:
        await tx.execute(ANY_TIME, department)
        await tx.executemany(OPEN, [(org_id, department, *span) for span in to.hours])
    return to.fallback is None or await _fall_back(tx, department, to.fallback)


async def _fall_back(tx: Tx, department: UUID, name: str) -> bool:
    other = await find_department(tx, name) if name else None
    if name and other in (None, department):
        return False
    await tx.execute(FALL_BACK, department, other)
    return True
