-- Free questions read the reports and, beneath them, these columns; the role has no way to name a table of
-- the schema convonet, and none to the schema threads.
REVOKE ALL ON ALL TABLES IN SCHEMA convonet, reports FROM {reader};
GRANT USAGE ON SCHEMA reports TO {reader};
GRANT SELECT ON ALL TABLES IN SCHEMA reports TO {reader};

GRANT SELECT (org_id, id, name, org_role, active, created_at) ON convonet.users TO {reader};
GRANT SELECT (org_id, id, name, created_at) ON convonet.teams TO {reader};
GRANT SELECT (org_id, team_id, user_id, role) ON convonet.memberships TO {reader};
GRANT SELECT (org_id, id, title, due, due_at, done_at, priority, assignee, team_id, created_by, created_at)
  ON convonet.todos TO {reader};
GRANT SELECT (org_id, id, user_id, caller_number, phase, queue, started_at, answered_at, ended_at, end_reason)
  ON convonet.calls TO {reader};
GRANT SELECT (org_id, id, name, spoken, queue, is_default) ON convonet.departments TO {reader};
