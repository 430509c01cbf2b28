"""One tenant never sees or writes another's rows, in any table there is now or will be."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest

from convonet_ari.call import events as ev
from convonet_ari.config import Database
from convonet_ari.errors import StoreError
from convonet_ari.ids import row_id
from convonet_ari.store.commands import send_command
from convonet_ari.store.departments import report_queue
from convonet_ari.store.pool import Store, Tx
from convonet_ari.store.runs import once, settle
from convonet_ari.usage import Used
from tests.db.house import House

pytestmark = pytest.mark.db

TABLES = """
SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
       (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid AND p.polroles = '{0}') AS policies
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'convonet' AND c.relkind IN ('r', 'p') AND c.relname <> 'alembic_version' ORDER BY 1
"""
ATTACKS = """
SELECT format('SELECT to_jsonb(t)::text FROM %I t LIMIT 1', $1::text) AS sample,
       format('INSERT INTO %1$I (%2$s) SELECT %2$s FROM jsonb_populate_record(null::%1$I, $1)',
              $1, columns) AS copy,
       format('UPDATE %1$I SET %2$s = %2$s', $1, first) AS update,
       format('DELETE FROM %I', $1) AS delete
FROM (SELECT string_agg(quote_ident(column_name), ', ') AS columns, min(quote_ident(column_name)) AS first
      FROM information_schema.columns
      WHERE table_schema = 'convonet' AND table_name = $1 AND is_generated = 'NEVER' AND is_identity = 'NO') c
"""
FUNCTIONS = """
SELECT proname, has_function_privilege('public', p.oid, 'EXECUTE') AS public, proconfig
FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE prosecdef AND nspname = 'convonet'
"""
TODO = "INSERT INTO todos (org_id, id, title, assignee, created_by) VALUES ($1, $2, 'x', $3, $4)"

ASSISTANT = (
    "INSERT INTO preferences (org_id, user_id) VALUES ($1, $2)",
    "INSERT INTO reminders (org_id, id, user_id, title, due_at, next_at)"
    " VALUES ($1, gen_random_uuid(), $2, 'x', now(), now())",
    "INSERT INTO calendar_events (org_id, id, user_id, title, starts_at, ends_at)"
    " VALUES ($1, gen_random_uuid(), $2, 'x', now(), now())",
    "INSERT INTO callbacks (org_id, id, user_id, number) VALUES ($1, gen_random_uuid(), $2, '1')",
    "INSERT INTO memories (org_id, id, user_id, kind, text) VALUES ($1, gen_random_uuid(), $2, 'note', 'x')",
    "INSERT INTO confirmations (org_id, user_id, scope, tool, about, turn) VALUES ($1, $2, $2, 'x', 'y', 1)",
    "INSERT INTO changes (org_id, user_id, tool_call_id, tool, table_name, key)"
    " VALUES ($1, $2, 'x', 'x', 'x', '{}')",
    "INSERT INTO google_accounts (org_id, user_id, tokens) VALUES ($1, $2, 'x')",
    "INSERT INTO google_consents (org_id, user_id, state_hash, verifier, expires_at)"
    " VALUES ($1, $2, 'x', 'x', now())",
    "INSERT INTO user_passes (org_id, user_id, token_hash, kind, expires_at)"
    " VALUES ($1, $2, 'x', 'link', now())",
)
PEOPLE = (
    "INSERT INTO agent_sessions (org_id, agent_id, token_hash, expires_at)"
    " SELECT $1, id, $2::uuid::text::bytea, now() + interval '1 day' FROM agents LIMIT 1",
    "INSERT INTO agent_calls (org_id, id, call_id, agent_id, queue, answered_at)"
    " SELECT $1, gen_random_uuid(), $2, id, '2000', now() FROM agents",
)
NOTES = "INSERT INTO call_notes (org_id, call_id, user_id, summary) VALUES ($1, $2, $3, 'x')"
CHORE = "INSERT INTO call_chores (org_id, call_id, kind, next_at) VALUES ($1, $2, 'notes', now())"
ARRIVALS = (
    "INSERT INTO blocked_callers (org_id, number) VALUES ($1, '1')",
    "INSERT INTO vip_callers (org_id, number) VALUES ($1, '2')",
    "INSERT INTO opening_hours (org_id, weekday, opens, closes) VALUES ($1, 1, '09:00', '17:00')",
    "INSERT INTO department_hours (org_id, department_id, weekday, opens, closes)"
    " SELECT $1, id, 1, '09:00', '17:00' FROM departments LIMIT 1",
)


async def names(house: House) -> list[str]:
    async with house.store.lookup() as tx:
        return [row["name"] for row in await tx.fetch(TABLES)]


async def counts(tx: Tx, tables: list[str]) -> dict[str, int]:
    return {table: len(await tx.fetch(f"TABLE {table}")) for table in tables}


async def fill(house: House) -> None:
    """Give the demonstration's organisation a row in every table."""
    org_id, calls = house.demo.org_id, house.calls
    lease = await calls.open(org_id, house.demo.did, "+15550000000", "1.1", "worker-1")
    await calls.append(lease, [(0, 0, ev.SpeechBegan())])
    await calls.utterance(lease, 1, "caller", "hello")
    await calls.recording(lease, "a.wav", 1.0)
    await calls.usage(lease, 1, 1, [Used("hearing", "m")])
    await send_command(house.store, org_id, lease.call_id, "say")
    await report_queue(house.store, "2000", 1, 0)
    await house.people.check_pin(org_id, "", "860263", datetime.now(UTC))
    async with house.store.tenant(org_id) as tx:
        await tx.execute(
            "INSERT INTO agent_activity (org_id, agent_id, kind) SELECT org_id, id, 'login' FROM agents"
        )
        for statement in PEOPLE:
            await tx.execute(statement, org_id, lease.call_id)
        for statement in ASSISTANT:
            await tx.execute(statement, org_id, house.demo.user_id)
        await tx.execute(NOTES, org_id, lease.call_id, house.demo.user_id)
        await tx.execute(CHORE, org_id, lease.call_id)
        for statement in ARRIVALS:
            await tx.execute(statement, org_id)
        user, call = house.demo.user_id, lease.call_id
        await once(tx, user_id=user, call_id=call, fence=1, tool_call_id="t", tool="create_todo")
        await settle(tx, org_id, user, call, "create_todo", "t", "done")


async def test_every_table_forces_row_security(house: House) -> None:
    async with house.store.lookup() as tx:
        rows = await tx.fetch(TABLES)
    assert len(rows) >= 18
    assert [row["name"] for row in rows if not row["forced"] or row["policies"] != 1] == []


async def test_stranger_and_nobody_see_no_row_of_any_table(house: House) -> None:
    await fill(house)
    tables = await names(house)
    async with house.store.tenant(house.demo.org_id) as tx:
        assert [table for table, rows in (await counts(tx, tables)).items() if rows == 0] == []
    async with house.store.tenant(row_id()) as tx:
        assert set((await counts(tx, tables)).values()) == {0}
    async with house.store.lookup() as tx:
        assert set((await counts(tx, tables)).values()) == {0}


async def test_owner_is_bound_too_save_for_what_the_lookups_read(house: House) -> None:
    await fill(house)
    async with house.owner.lookup() as tx:
        seen = {table for table, rows in (await counts(tx, await names(house))).items() if rows}
    assert seen == {
        "agent_sessions",
        "agents",
        "call_chores",
        "call_commands",
        "callbacks",
        "calls",
        "department_hours",
        "departments",
        "dids",
        "google_accounts",
        "google_consents",
        "opening_hours",
        "organisations",
        "preferences",
        "queue_state",
        "recordings",
        "reminders",
        "user_passes",
        "users",
    }


async def test_stranger_writes_no_row_of_the_victims(house: House) -> None:
    """A copy of each victim's row is refused, and every update or deletion finds nothing."""
    await fill(house)
    for table in await names(house):
        async with house.store.tenant(house.demo.org_id) as tx:
            attack = await tx.fetchrow(ATTACKS, table)
            assert attack is not None
            row = await tx.fetchval(attack["sample"])
        outcomes = [
            await attempt(house, attack["copy"], row),
            await attempt(house, attack["update"]),
            await attempt(house, attack["delete"]),
        ]
        assert set(outcomes) <= {"refused", "0"}, table


async def attempt(house: House, statement: str, *values: object) -> str:
    """`refused`, another error's name, or the number of rows that were written."""
    try:
        async with house.store.tenant(row_id()) as tx:
            return (await tx.execute(statement, *values)).split()[-1]
    except StoreError as error:
        refused = isinstance(error.__cause__, asyncpg.InsufficientPrivilegeError)
        return "refused" if refused else str(error)


async def test_stranger_cannot_point_at_the_victims_rows(house: House) -> None:
    stranger = await another_organisation(house)
    async with house.store.tenant(stranger) as tx:
        mine = row_id()
        await tx.execute("INSERT INTO users (org_id, id, name) VALUES ($1, $2, 'Mallory')", stranger, mine)
    for assignee, maker in ((house.demo.user_id, mine), (mine, house.demo.user_id)):
        with pytest.raises(StoreError, match="ForeignKeyViolation"):
            async with house.store.tenant(stranger) as tx:
                await tx.execute(TODO, stranger, row_id(), assignee, maker)


async def another_organisation(house: House) -> UUID:
    org_id = row_id()
    async with house.owner.tenant(org_id) as tx:
        await tx.execute("INSERT INTO organisations (org_id, name) VALUES ($1, 'Other Company')", org_id)
    return org_id


async def test_tenant_ends_with_its_transaction(house: House) -> None:
    """The pool hands the same connection on, and a setting once made reads '' afterwards."""
    for _ in range(5):
        async with house.store.tenant(house.demo.org_id) as tx:
            assert await tx.fetchval("SELECT count(*) FROM users") == 2
        async with house.store.lookup() as tx:
            assert await tx.fetchval("SELECT count(*) FROM users") == 0


async def test_a_plan_that_is_kept_shows_each_tenant_its_own(house: House) -> None:
    store = Store(house.store.url, Database(pool_min=1, pool_max=1))
    await store.open()
    for _ in range(3):
        for org_id, users in ((house.demo.org_id, 2), (row_id(), 0)):
            async with store.tenant(org_id, keep_plans=True) as tx:
                assert await tx.fetchval("SHOW plan_cache_mode") == "force_generic_plan"
                assert await tx.fetchval("SELECT count(*) FROM users WHERE name <> $1", "") == users
    async with store.tenant(house.demo.org_id) as tx:
        assert await tx.fetchval("SHOW plan_cache_mode") == "auto"
    await store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE convonet.users DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant ON convonet.users",
        "SET ROLE convonet_owner",
        "ALTER TABLE threads.checkpoints DISABLE ROW LEVEL SECURITY",
        "SET SESSION AUTHORIZATION postgres",
        "TRUNCATE convonet.users",
        "UPDATE convonet.call_events SET kind = 'x'",
        "DELETE FROM convonet.call_events",
        "DELETE FROM convonet.audit_log",
        "UPDATE convonet.organisations SET name = 'x'",
        "CREATE TABLE convonet.sneaky (x int)",
        "CREATE FUNCTION convonet.sneaky() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CALL convonet.isolate('users')",
        "SET LOCAL row_security = off; SELECT * FROM convonet.users",
    ],
)
async def test_application_cannot_step_over_its_role(house: House, statement: str) -> None:
    with pytest.raises(StoreError, match="InsufficientPrivilege"):
        async with house.store.tenant(house.demo.org_id) as tx:
            await tx.execute(statement)


async def test_lookup_functions_are_closed_to_the_public_and_fix_their_path(house: House) -> None:
    async with house.store.lookup() as tx:
        rows = await tx.fetch(FUNCTIONS)
    assert {row["proname"] for row in rows} == {
        "agent_login",
        "agent_organisations",
        "agent_session",
        "number_owner",
        "call_by_channel",
        "open_calls",
        "call_tenant",
        "claim_callback",
        "claim_return",
        "report_queue",
        "claim_chore",
        "claim_google_account",
        "claim_reminder",
        "google_consent_tenant",
        "expired_calls",
        "deleted_recordings",
        "forget_activity",
        "forget_call",
        "forget_memories",
        "forget_recording",
        "forget_threads",
        "user_pass_tenant",
    }
    assert not any(row["public"] for row in rows)
    assert {tuple(row["proconfig"]) for row in rows} == {("search_path=convonet, pg_temp",)}
