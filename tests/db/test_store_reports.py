"""Free questions at a real PostgreSQL: what the guard lets through, and the walls behind it if it failed."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

import pytest

from convonet_ari.errors import ConvonetError, ToolError
from convonet_ari.ids import row_id
from convonet_ari.store.reports import REPORTS, Table, ask
from convonet_ari.tools.sql_guard import check
from tests.core.test_tools_sql_guard import ATTACKS, QUESTIONS
from tests.db.house import House

pytestmark = pytest.mark.db

COLUMNS = """
SELECT table_name AS view, array_agg(column_name::text ORDER BY ordinal_position) AS columns
FROM information_schema.columns WHERE table_schema = 'reports' GROUP BY 1
"""
STATE = """
SELECT (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM todos t),
       (SELECT md5(string_agg(u::text, '' ORDER BY id)) FROM users u),
       (SELECT count(*) FROM calls)
"""
# How a PIN's hash begins.
SECRET = "argon2"
SLOW = ("pg_sleep", "generate_series", "RECURSIVE", "todos t11")
BEYOND_THE_ROLE = (
    "SELECT * FROM convonet.users",
    "SELECT * FROM convonet.calls",
    "SELECT * FROM threads.checkpoints",
    "SELECT * FROM convonet.open_calls()",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT * FROM pg_authid",
    "INSERT INTO departments VALUES ('a', 'b', 'c', true)",
    "DELETE FROM departments",
    "WITH gone AS (DELETE FROM departments RETURNING name) SELECT * FROM gone",
    "CREATE TABLE reports.mine (x int)",
    "SELECT name FROM people FOR UPDATE",
    "SELECT 1; RESET ROLE",
    "SELECT nextval('convonet.audit_log_id_seq')",
)


async def asked(house: House, sql: str, org_id: UUID | None = None) -> Table:
    async with house.store.tenant(org_id or house.demo.org_id) as tx:
        return await ask(tx, sql, "UTC")


async def state(house: House) -> list[object]:
    async with house.store.tenant(house.demo.org_id) as tx:
        return list(await tx.fetchrow(STATE) or ())


async def test_the_views_are_those_the_model_is_told_of(house: House) -> None:
    async with house.owner.lookup() as tx:
        found = {row["view"]: tuple(row["columns"]) for row in await tx.fetch(COLUMNS)}
        invoking = await tx.fetchval(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'reports'::regnamespace"
            " AND relkind = 'v' AND 'security_invoker=true' = ANY (reloptions)"
        )
    assert found == dict(REPORTS)
    assert invoking == len(REPORTS)


async def test_every_plain_question_is_answered(house: House) -> None:
    for sql in QUESTIONS:
        assert (await asked(house, check(sql, REPORTS))).columns, sql


async def test_a_figure_is_right(house: House) -> None:
    table = await asked(house, "SELECT assignee, count(*) AS n FROM todos GROUP BY assignee")
    assert (table.columns, table.rows, table.more) == (("assignee", "n"), [("Ann Lee", 3)], False)


async def test_a_stranger_sees_nothing_in_any_report(house: House) -> None:
    for view in REPORTS:
        assert (await asked(house, f"SELECT * FROM {view}", row_id())).rows == []


async def test_behind_the_guard_no_attack_reads_a_secret_or_changes_anything(house: House) -> None:
    """Every attack that the guard refuses, run as if it had been let through."""
    before = await state(house)
    for sql in ATTACKS:
        if any(word in sql for word in SLOW):
            continue
        with suppress(ConvonetError, UnicodeEncodeError):
            assert SECRET not in str((await asked(house, sql)).rows), sql
    assert await state(house) == before


async def test_the_role_itself_can_only_read_the_reports(house: House) -> None:
    for sql in BEYOND_THE_ROLE:
        with pytest.raises(ConvonetError):
            await asked(house, sql)


async def test_what_takes_too_long_ends_and_the_pool_goes_on(house: House) -> None:
    with pytest.raises(ToolError, match="too long"):
        await asked(house, "SELECT count(pg_sleep(5))")
    assert (await asked(house, "SELECT count(*) FROM people")).rows == [(2,)]


async def test_fifty_rows_are_given_and_the_rest_is_said_to_be_there(house: House) -> None:
    demo = house.demo
    async with house.store.tenant(demo.org_id) as tx:
        await tx.execute(
            "INSERT INTO todos (org_id, id, title, created_by)"
            " SELECT $1, gen_random_uuid(), 'many', $2 FROM generate_series(1, 60)",
            demo.org_id,
            demo.user_id,
        )
    table = await asked(house, "SELECT title FROM todos")
    assert (len(table.rows), table.more) == (50, True)


async def test_the_role_and_its_limits_end_with_the_transaction(house: House) -> None:
    for _ in range(3):
        await asked(house, "SELECT count(*) FROM people")
        async with house.store.tenant(house.demo.org_id) as tx:
            assert await tx.fetchval("SELECT current_user") == "convonet_app"
            assert await tx.fetchval("SHOW transaction_read_only") == "off"
            assert await tx.fetchval("SHOW search_path") == "convonet"


async def test_a_question_that_does_not_fit_is_answered_in_words(house: House) -> None:
    for sql in ("SELECT title + 1 FROM todos", "SELECT 1 / 0 FROM todos"):
        with pytest.raises(ToolError, match="do not understand"):
            await asked(house, check(sql, REPORTS))
