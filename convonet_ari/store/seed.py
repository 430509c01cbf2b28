"""The demonstration's company: its people, departments and a little work; safe to run again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from convonet_ari.store.agents import NewAgent, add_agent, serve_department
from convonet_ari.store.people import People
from convonet_ari.store.pool import Store, Tx

NAMESPACE = UUID("6f0f3b52-6c0e-5d0a-9f58-0c2a7f0a6d11")
DID = "+12344007818"
ANN_NUMBER = "+15551234567"

DEPARTMENTS = (
    ("support", "2000", "Support", True),
    ("sales", "2001", "Sales", False),
    ("general", "2002", "General enquiries", False),
)
AGENTS = (
    ("1001", "Maria Keller", "maria", "supervisor", ("support", "general")),
    ("1002", "Tom Baker", "tom", "agent", ("support", "sales")),
)
LOGINS = {extension: login for extension, _, login, _, _ in AGENTS}
ADMIT = """
UPDATE agents SET login = $2, role = $3, password_hash = $4, sip_secret = $5 WHERE id = $1 AND active
"""
TODOS = (("Budget report", 3), ("Call the landlord", 1), ("Order new headsets", 10))


@dataclass(frozen=True, slots=True)
class Demo:
    """What a newcomer needs to call as the demonstration's user."""

    org_id: UUID
    did: str
    user_id: UUID
    user: str
    number: str
    pin: str = field(repr=False)


async def seed_demo(
    owner: Store,
    people: People,
    *,
    did: str = DID,
    number: str = ANN_NUMBER,
    timezone: str = "UTC",
    pin: str | None = None,
) -> Demo:
    """Make what is missing, as the owner's role, and give Ann her PIN: the one given, or a new one.

    `people` must use the same store.
    """
    org_id, ann = _id("company"), _id("ann")
    async with owner.tenant(org_id) as tx:
        await _company(tx, org_id, did, timezone)
        await _users(tx, org_id, ann, number)
        await _departments(tx, org_id)
        await _agents(tx, org_id)
        await _todos(tx, org_id, ann)
    return Demo(org_id, did, ann, "Ann Lee", number, await people.assign_pin(org_id, ann, pin))


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE, name)


async def _company(tx: Tx, org_id: UUID, did: str, timezone: str) -> None:
    await tx.execute(
        "INSERT INTO organisations (org_id, name, timezone, recording)"
        " VALUES ($1, 'Demo Company', $2, 'announce') ON CONFLICT DO NOTHING",
        org_id,
        timezone,
    )
    await tx.execute("INSERT INTO dids (org_id, did) VALUES ($1, $2) ON CONFLICT DO NOTHING", org_id, did)


async def _users(tx: Tx, org_id: UUID, ann: UUID, number: str) -> None:
    await tx.execute(
        "INSERT INTO users (org_id, id, name, number, number_verified, org_role)"
        " VALUES ($1, $2, 'Ann Lee', $3, true, 'member')"
        " ON CONFLICT (id) DO UPDATE SET number = excluded.number",
        org_id,
        ann,
        number,
    )
    await tx.execute(
        "INSERT INTO users (org_id, id, name, org_role) VALUES ($1, $2, 'Ben Ortiz', 'owner')"
        " ON CONFLICT DO NOTHING",
        org_id,
        _id("ben"),
    )
    await _teams(tx, org_id, {"Development": (ann, _id("ben")), "Marketing": (ann,)})


async def _teams(tx: Tx, org_id: UUID, teams: dict[str, Sequence[UUID]]) -> None:
    """By their names: a team that people made meanwhile may have one of them."""
    for name, members in teams.items():
        await tx.execute(
            "INSERT INTO teams (org_id, id, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            org_id,
            _id(name),
            name,
        )
        await tx.executemany(
            "INSERT INTO memberships (org_id, team_id, user_id, role)"
            " SELECT $1, id, $3, 'member' FROM teams WHERE name = $2 ON CONFLICT DO NOTHING",
            [(org_id, name, member) for member in members],
        )


async def _departments(tx: Tx, org_id: UUID) -> None:
    await tx.executemany(
        "INSERT INTO departments (org_id, id, name, queue, spoken, is_default)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        [(org_id, _id(f"department {entry[0]}"), *entry) for entry in DEPARTMENTS],
    )


async def _agents(tx: Tx, org_id: UUID) -> None:
    for extension, name, login, role, departments in AGENTS:
        agent_id = _id(f"agent {extension}")
        await add_agent(tx, org_id, NewAgent(login, name, extension, role), agent_id)
        for department in departments:
            await serve_department(tx, agent_id, department)


async def admit_agents(
    owner: Store, org_id: UUID, password_hash: str, sip_secrets: Mapping[str, bytes]
) -> None:
    """Let the demonstration's agents sign in; who has a sealed SIP secret here answers in the browser."""
    async with owner.tenant(org_id) as tx:
        for extension, _, login, role, _ in AGENTS:
            access = login, role, password_hash, sip_secrets.get(extension)
            await tx.execute(ADMIT, _id(f"agent {extension}"), *access)


async def _todos(tx: Tx, org_id: UUID, ann: UUID) -> None:
    await tx.executemany(
        "INSERT INTO todos (org_id, id, title, due, assignee, created_by)"
        " VALUES ($1, $2, $3, current_date + $4::int, $5, $5) ON CONFLICT DO NOTHING",
        [(org_id, _id(f"todo {title}"), title, days, ann) for title, days in TODOS],
    )
