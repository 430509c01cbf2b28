"""A large company in a database: what tools are measured on."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from convonet_ari.store.pool import Store

DID = "+19995550100"
SIZE_OF_A_TEAM = 20
TEAM = "Team e"
"""The owner's, in which Robert Be is, too."""

# $1 is the organisation, $2 how many users, $3 how many todos, $4 how many are in a team.
STATEMENTS = (
    "INSERT INTO organisations (org_id, name) SELECT $1, 'Large' WHERE $2::int + $3::int + $4::int > 0",
    f"INSERT INTO dids (org_id, did) SELECT $1, '{DID}' WHERE $2::int + $3::int + $4::int > 0",
    """
    INSERT INTO users (org_id, id, name, number, number_verified, org_role)
    SELECT $1, md5('user' || n)::uuid,
           (ARRAY['Ann', 'John', 'Sarah', 'Robert', 'Maria', 'Wei', 'Priya', 'Omar'])[1 + n % 8] || ' '
             || initcap(translate(n::text, '0123456789', 'aeioubdkln')),
           '+1888' || lpad(n::text, 7, '0'), true, CASE WHEN n = 1 THEN 'owner' ELSE 'member' END
    FROM generate_series(1, $2::int) AS n WHERE $3::int + $4::int > 0
    """,
    """
    INSERT INTO teams (org_id, id, name)
    SELECT $1, md5('team' || n)::uuid, 'Team ' || translate(n::text, '0123456789', 'aeioubdkln')
    FROM generate_series(1, greatest(1, $2::int / $4::int)) AS n WHERE $3::int >= 0
    """,
    """
    INSERT INTO memberships (org_id, team_id, user_id, role)
    SELECT $1, md5('team' || 1 + (n - 1) % greatest(1, $2::int / $4::int))::uuid, md5('user' || n)::uuid,
           CASE WHEN n % $4::int = 1 THEN 'owner' ELSE 'member' END
    FROM generate_series(1, $2::int) AS n WHERE $3::int >= 0
    """,
    """
    INSERT INTO departments (org_id, id, name, queue, spoken, is_default)
    SELECT $1, gen_random_uuid(), 'sales', '2001', 'Sales', true WHERE $2::int + $3::int + $4::int > 0
    """,
    """
    INSERT INTO todos (org_id, id, title, due, done_at, assignee, team_id, created_by, created_at)
    SELECT $1, gen_random_uuid(),
           (ARRAY['Budget report', 'Call the landlord', 'Order headsets', 'Code review',
                  'Plan the offsite'])[1 + n % 5] || ' ' || n,
           current_date + n % 60 - 20, CASE WHEN n % 3 = 0 THEN now() - interval '3 days' END,
           CASE WHEN n % 5 > 0 THEN md5('user' || 1 + n % $2::int)::uuid END,
           CASE WHEN n % 5 = 0 THEN md5('team' || 1 + n % greatest(1, $2::int / $4::int))::uuid END,
           md5('user' || 1 + n % $2::int)::uuid, now() - make_interval(mins => n)
    FROM generate_series(1, $3::int) AS n
    """,
    """
    INSERT INTO calendar_events (org_id, id, user_id, title, starts_at, ends_at)
    SELECT $1, gen_random_uuid(), md5('user' || 1 + n % $2::int)::uuid, 'Meeting ' || n, at,
           at + interval '30 minutes'
    FROM generate_series(1, $3::int / 5) AS n,
         LATERAL (SELECT date_trunc('hour', now()) + make_interval(hours => n % 700 - 200)) AS t (at)
    WHERE $4::int > 0
    """,
    """
    INSERT INTO reminders (org_id, id, user_id, title, due_at, next_at)
    SELECT $1, gen_random_uuid(), md5('user' || 1 + n % $2::int)::uuid, 'Remember ' || n, at, at
    FROM generate_series(1, $3::int / 10) AS n,
         LATERAL (SELECT now() + make_interval(hours => n % 500)) AS t (at)
    WHERE $4::int > 0
    """,
    """
    INSERT INTO calls (org_id, id, did, user_id, channel_id, phase, owner, started_at, answered_at, ended_at)
    SELECT $1, gen_random_uuid(), '1', md5('user' || 1 + n % $2::int)::uuid, 'many.' || n, 'ended', 'bench',
           at, at, at + interval '3 minutes'
    FROM generate_series(1, $3::int / 10) AS n,
         LATERAL (SELECT now() - make_interval(mins => 7 * n)) AS t (at)
    WHERE $4::int > 0
    """,
    """
    INSERT INTO recordings (org_id, call_id, segment, path, duration, at)
    SELECT org_id, id, 0, 'many/' || channel_id, 180, ended_at FROM calls
    WHERE org_id = $1 AND $2::int + $3::int + $4::int > 0
    """,
    """
    INSERT INTO utterances (org_id, id, call_id, turn, who, text, at)
    SELECT org_id, gen_random_uuid(), id, n, CASE WHEN n % 2 = 1 THEN 'caller' ELSE 'assistant' END,
           'What was said ' || n, answered_at + n * interval '10 seconds'
    FROM calls, generate_series(1, 4) AS n WHERE org_id = $1 AND $2::int + $3::int + $4::int > 0
    """,
    """
    INSERT INTO tool_runs (org_id, call_id, tool_call_id, tool, answer, at)
    SELECT org_id, id, channel_id, 'create_todo', 'I created the todo.', ended_at FROM calls
    WHERE org_id = $1 AND $2::int + $3::int + $4::int > 0
    """,
    """
    INSERT INTO changes (org_id, user_id, call_id, tool_call_id, tool, table_name, key, after, at)
    SELECT c.org_id, c.user_id, c.id, c.channel_id, 'create_todo', 'todos', jsonb_build_object('id', t.id),
           to_jsonb(t), c.ended_at
    FROM calls c CROSS JOIN LATERAL (
      SELECT * FROM todos t WHERE t.org_id = c.org_id AND t.created_by = c.user_id LIMIT 1) t
    WHERE c.org_id = $1 AND $2::int + $3::int + $4::int > 0 ORDER BY c.ended_at
    """,
)


@dataclass(frozen=True, slots=True)
class Large:
    """`user_id` is one of its owners."""

    org_id: UUID
    did: str
    user_id: UUID


async def seed_many(store: Store, todos: int = 100_000, users: int = 1_000) -> Large:
    """Fill an empty organisation as the owner's role; the store must be patient."""
    org_id = uuid4()
    async with store.tenant(org_id) as tx:
        await tx.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        for statement in STATEMENTS:
            await tx.execute(statement, org_id, users, todos, SIZE_OF_A_TEAM)
        user_id = await tx.fetchval("SELECT id FROM users WHERE org_id = $1 AND org_role = 'owner'", org_id)
    async with store.lookup() as tx:
        await tx.execute("ANALYZE")
    return Large(org_id, DID, user_id)
