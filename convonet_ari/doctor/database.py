"""PostgreSQL: reachable, a role beneath row security, this version's schema, and somebody who can call."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from convonet_ari.config import Settings
from convonet_ari.doctor.finding import Finding, fail, ok, warn
from convonet_ari.errors import MissingPart, StoreError
from convonet_ari.store.migrate import pending
from convonet_ari.store.pool import OUTAGE

DATABASE, ROLE, SCHEMA, NUMBERS, PEOPLE = "Database", "Database role", "Migrations", "Numbers", "People"
MIGRATE = "Run `convonet migrate` with CONVONET_DATABASE_OWNER_URL set."
CONNECT_S = 2.5

RIGHTS = """
SELECT rolname AS name, rolsuper AS superuser, rolbypassrls AS bypass,
  EXISTS (SELECT FROM pg_class WHERE relnamespace = to_regnamespace('convonet') AND relowner = r.oid) owner
FROM pg_roles r WHERE rolname = current_user
"""


@dataclass(frozen=True, slots=True)
class Tenant:
    """One organisation as far as a call needs it; `departments` maps names to queues."""

    org_id: UUID
    name: str
    dids: tuple[str, ...]
    with_pin: int
    departments: Mapping[str, str]


async def look(settings: Settings) -> list[Finding]:
    """Reachable, and the role and schema right."""
    url = settings.database.url.get_secret_value()
    if not url:
        return [fail(DATABASE, "no address is set", "Set CONVONET_DATABASE_URL.")]
    try:
        async with connected(url) as connection:
            row = await connection.fetchrow(RIGHTS)
            lacking = await asyncio.to_thread(pending, url)
    except (*OUTAGE, TimeoutError, asyncpg.PostgresError, ValueError, StoreError) as error:
        return [unreachable(error)]
    except MissingPart as error:
        return [ok(DATABASE, "reachable"), fail(SCHEMA, error.what, error.mend)]
    return [ok(DATABASE, "reachable"), judge_role(dict(row or {})), judge_schema(lacking)]


def unreachable(error: Exception) -> Finding:
    """Told by its kind: a driver's message may quote the address with its password."""
    if isinstance(error, asyncpg.InvalidAuthorizationSpecificationError):
        return fail(DATABASE, "PostgreSQL refuses the role or its password", "Correct CONVONET_DATABASE_URL.")
    if isinstance(error, asyncpg.InvalidCatalogNameError):
        return fail(DATABASE, "there is no such database", f"Create it. {MIGRATE}")
    if isinstance(error, asyncpg.TooManyConnectionsError):
        mend = "Raise max_connections; each process holds up to database.pool_max, and one for the assistant."
        return fail(DATABASE, "PostgreSQL has no connection left for us", mend)
    mend = "Start PostgreSQL, or correct CONVONET_DATABASE_URL."
    return fail(DATABASE, f"PostgreSQL cannot be reached ({type(error).__name__})", mend)


def judge_role(row: Mapping[str, Any]) -> Finding:
    above = [word for word in ("superuser", "owner", "bypass") if row.get(word)]
    name = row.get("name", "?")
    if above:
        words = {"superuser": "is a superuser", "owner": "owns the tables", "bypass": "has BYPASSRLS"}
        what = f"{name} {' and '.join(words[word] for word in above)}: tenants are not kept apart"
        mend = f"Put a role of its own into CONVONET_DATABASE_URL (CREATE ROLE convonet_app LOGIN). {MIGRATE}"
        return fail(ROLE, what, mend)
    return ok(ROLE, f"{name} is bound by row security")


def judge_schema(lacking: list[str]) -> Finding:
    if lacking:
        return fail(SCHEMA, f"pending: {', '.join(lacking)}", MIGRATE)
    return ok(SCHEMA, "none is pending")


async def tenants(settings: Settings, did: str) -> list[Tenant] | None:
    """The organisations a caller could reach; None when the application's role alone may not know."""
    database = settings.database
    owner = database.owner_url.get_secret_value()
    async with connected(owner or database.url.get_secret_value()) as connection:
        if did:
            rows = await connection.fetch("SELECT org_id, name FROM number_owner($1)", did)
        elif owner:
            rows = await connection.fetch("SELECT org_id, name FROM organisations ORDER BY name")
        else:
            return None
        return [await _tenant(connection, row["org_id"], row["name"]) for row in rows]


async def _tenant(connection: asyncpg.Connection[asyncpg.Record], org_id: UUID, name: str) -> Tenant:
    async with connection.transaction(readonly=True):
        await connection.execute("SELECT set_config('app.tenant', $1, true)", str(org_id))
        dids = await connection.fetch("SELECT did FROM dids WHERE org_id = $1 ORDER BY did", org_id)
        holders = await connection.fetchval(
            "SELECT count(*) FROM users WHERE active AND pin_index IS NOT NULL"
        )
        rows = await connection.fetch("SELECT name, queue FROM departments")
    return Tenant(
        org_id, name, tuple(row["did"] for row in dids), holders, {row["name"]: row["queue"] for row in rows}
    )


def judge_tenants(found: list[Tenant] | None, did: str) -> list[Finding]:
    if found is None:
        mend = "Name one with --did, or set CONVONET_DATABASE_OWNER_URL for the doctor."
        return [warn(NUMBERS, "the application's role may not list them", mend)]
    numbers = [number for tenant in found for number in tenant.dids]
    if not numbers:
        what = f"nobody owns {did}" if did else "no organisation has a number"
        return [fail(NUMBERS, what, "Add the organisation and its number; a call to it would go to people.")]
    return [ok(NUMBERS, ", ".join(numbers)), *(_people(tenant) for tenant in found if tenant.dids)]


def _people(tenant: Tenant) -> Finding:
    if not tenant.with_pin:
        mend = "Add a user with `convonet user add`, or give one a PIN with `convonet user pin`."
        return fail(PEOPLE, f"{tenant.name}: nobody has a PIN", mend)
    return ok(PEOPLE, f"{tenant.name}: {tenant.with_pin} with a PIN")


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection[asyncpg.Record]]:
    connection = await asyncpg.connect(
        url, timeout=CONNECT_S, command_timeout=CONNECT_S, server_settings={"search_path": "convonet"}
    )
    try:
        yield connection
    finally:
        await connection.close(timeout=1)
