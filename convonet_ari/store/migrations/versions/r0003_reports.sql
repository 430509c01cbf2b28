-- Read with the asker's rights, so that row security and column privileges hold beneath them.
CREATE SCHEMA reports;

CREATE VIEW reports.people WITH (security_invoker) AS
SELECT u.name, u.org_role AS role, u.active, u.created_at FROM convonet.users u;

CREATE VIEW reports.teams WITH (security_invoker) AS
SELECT t.name, t.created_at,
       (SELECT count(*) FROM convonet.memberships m WHERE m.team_id = t.id) AS members
FROM convonet.teams t;

CREATE VIEW reports.team_members WITH (security_invoker) AS
SELECT t.name AS team, u.name AS person, m.role
FROM convonet.memberships m
JOIN convonet.teams t ON t.id = m.team_id
JOIN convonet.users u ON u.id = m.user_id;

CREATE VIEW reports.todos WITH (security_invoker) AS
SELECT d.title, d.due, d.due_at, d.done_at, d.done_at IS NOT NULL AS done, d.priority,
       a.name AS assignee, t.name AS team, c.name AS created_by, d.created_at
FROM convonet.todos d
LEFT JOIN convonet.users a ON a.id = d.assignee
LEFT JOIN convonet.teams t ON t.id = d.team_id
LEFT JOIN convonet.users c ON c.id = d.created_by;

CREATE VIEW reports.calls WITH (security_invoker) AS
SELECT c.started_at, c.answered_at, c.ended_at, u.name AS caller, c.caller_number, c.phase, c.end_reason, c.queue,
       extract(epoch FROM c.ended_at - c.answered_at)::integer AS seconds
FROM convonet.calls c LEFT JOIN convonet.users u ON u.id = c.user_id;

CREATE VIEW reports.departments WITH (security_invoker) AS
SELECT d.name, d.spoken, d.queue, d.is_default FROM convonet.departments d;
