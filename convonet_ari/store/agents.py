"""Agents as accounts: who may sign in at the console, with which extension, for which departments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from convonet_ari.ids import row_id
from convonet_ari.store.pool import Record, Tx

# The owner's role sees every organisation's agents, hence the condition.
LIST = """
SELECT a.id, a.login, a.name, a.extension, a.role, a.password_hash IS NOT NULL AS signs_in,
       a.sip_secret IS NOT NULL AS browser, a.state,
       ARRAY(SELECT d.name FROM agent_departments m JOIN departments d ON d.id = m.department_id
             WHERE m.agent_id = a.id ORDER BY d.name) AS departments
FROM agents a WHERE a.org_id = tenant() AND a.active ORDER BY a.name, a.id
"""
ADD = """
INSERT INTO agents (org_id, id, login, name, extension, role, password_hash, sip_secret)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING true
"""
FIND = """
SELECT id FROM agents WHERE org_id = tenant() AND active
  AND (login = lower($1) OR extension = $1 OR id::text = $1 OR lower(name) = lower($1)) LIMIT 2
"""
SERVE = """
INSERT INTO agent_departments (org_id, agent_id, department_id)
SELECT org_id, $1, id FROM departments WHERE lower(name) = lower($2) ON CONFLICT DO NOTHING
"""
SET_HASH = "UPDATE agents SET password_hash = $2 WHERE id = $1"
SIGN_OUT = "DELETE FROM agent_sessions WHERE agent_id = $1"
REMOVE = """
UPDATE agents SET active = false, login = NULL, password_hash = NULL, sip_secret = NULL, state = 'logged_out'
WHERE id = $1
"""
NO_DEPARTMENTS = "DELETE FROM agent_departments WHERE agent_id = $1"


@dataclass(frozen=True, slots=True)
class NewAgent:
    """`sip_secret` is sealed; None for a desk phone."""

    login: str
    name: str
    extension: str
    role: str = "agent"
    password_hash: str | None = field(default=None, repr=False)
    sip_secret: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class AgentLine:
    """One agent in a list; `browser` says that the console is their telephone."""

    id: UUID
    login: str | None
    name: str
    extension: str
    role: str
    signs_in: bool
    browser: bool
    state: str
    departments: Sequence[str]


async def list_agents(tx: Tx) -> list[AgentLine]:
    return [AgentLine(**dict(row)) for row in await tx.fetch(LIST)]


async def add_agent(tx: Tx, org_id: UUID, new: NewAgent, agent_id: UUID | None = None) -> UUID | None:
    """None when the extension or the login is somebody's already."""
    agent = agent_id or row_id()
    row = (new.login, new.name, new.extension, new.role, new.password_hash, new.sip_secret)
    return agent if await tx.fetchval(ADD, org_id, agent, *row) else None


async def find_agents(tx: Tx, name: str) -> list[UUID]:
    """By login, extension, name or id; two when it is not clear who is meant."""
    rows: list[Record] = await tx.fetch(FIND, name)
    return [row["id"] for row in rows]


async def serve_department(tx: Tx, agent_id: UUID, department: str) -> bool:
    """False when there is no such department."""
    known = await tx.fetchval("SELECT true FROM departments WHERE lower(name) = lower($1)", department)
    await tx.execute(SERVE, agent_id, department)
    return bool(known)


async def set_password(tx: Tx, agent_id: UUID, password_hash: str) -> None:
    """Every browser that is signed in has to sign in anew."""
    await tx.execute(SET_HASH, agent_id, password_hash)
    await tx.execute(SIGN_OUT, agent_id)


async def remove_agent(tx: Tx, agent_id: UUID) -> None:
    """What the agent did is kept; login and extension are free again."""
    for statement in (REMOVE, SIGN_OUT, NO_DEPARTMENTS):
        await tx.execute(statement, agent_id)
