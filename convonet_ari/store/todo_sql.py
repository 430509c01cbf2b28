"""The statements of todos: a caller sees what is assigned to them, what they made, and their teams'."""

from __future__ import annotations

CREATE = """
INSERT INTO todos (org_id, id, title, due, due_at, priority, assignee, team_id, created_by, created_call)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, (SELECT c.id FROM calls c WHERE c.id = $10))
RETURNING id, title, due, due_at, done_at, priority, assignee, team_id, created_by, created_at
"""

# Each part takes the first of maybe thousands in the order in which an index has them.
OPEN = """
SELECT id, title, due, due_at, done_at, priority, assignee, team_id, created_by, created_at FROM (
  (SELECT * FROM todos WHERE assignee = $1 AND done_at IS NULL ORDER BY due, created_at LIMIT $2)
  UNION
  (SELECT * FROM todos WHERE created_by = $1 AND done_at IS NULL ORDER BY due, created_at LIMIT $2)
  UNION
  SELECT t.* FROM memberships m CROSS JOIN LATERAL
    (SELECT * FROM todos WHERE team_id = m.team_id AND done_at IS NULL ORDER BY due, created_at LIMIT $2) t
  WHERE m.user_id = $1
) seen ORDER BY due, created_at LIMIT $2
"""
OPEN_UNTIL = """
SELECT id, title, due, due_at, done_at, priority, assignee, team_id, created_by, created_at FROM (
  (SELECT * FROM todos WHERE assignee = $1 AND done_at IS NULL AND due <= $3
   ORDER BY due, created_at LIMIT $2)
  UNION
  (SELECT * FROM todos WHERE created_by = $1 AND done_at IS NULL AND due <= $3
   ORDER BY due, created_at LIMIT $2)
  UNION
  SELECT t.* FROM memberships m CROSS JOIN LATERAL
    (SELECT * FROM todos WHERE team_id = m.team_id AND done_at IS NULL AND due <= $3
     ORDER BY due, created_at LIMIT $2) t
  WHERE m.user_id = $1
) seen ORDER BY due, created_at LIMIT $2
"""
OF_TEAM = """
SELECT id, title, due, due_at, done_at, priority, assignee, team_id, created_by, created_at FROM todos
WHERE team_id = $1 AND done_at IS NULL ORDER BY due, created_at LIMIT $2
"""

DONE_TOO = """
SELECT id, title, due, due_at, done_at, priority, assignee, team_id, created_by, created_at FROM todos
WHERE (assignee = $1 OR created_by = $1
       OR team_id = ANY (ARRAY(SELECT team_id FROM memberships WHERE user_id = $1)))
  AND ($2 OR done_at IS NOT NULL) AND ($3::date IS NULL OR due <= $3)
ORDER BY done_at DESC NULLS FIRST, due, created_at LIMIT $4
"""

# What was spoken of today, and two more: one that is the caller's only one is meant without a word.
SPOKEN_OF = """
SELECT id, title, due, due_at, done_at, priority, assignee, team_id, created_by, created_at FROM (
  SELECT * FROM todos
  WHERE id = ANY (ARRAY(SELECT (c.key ->> 'id')::uuid FROM changes c
                        WHERE c.user_id = $1 AND c.table_name = 'todos' AND c.undone_at IS NULL
                          AND c.at > now() - interval '1 day'
                        ORDER BY c.id DESC LIMIT 20))
    AND (assignee = $1 OR created_by = $1
         OR team_id = ANY (ARRAY(SELECT team_id FROM memberships WHERE user_id = $1)))
    AND done_at IS NULL
  UNION
  (SELECT * FROM todos WHERE assignee = $1 AND done_at IS NULL ORDER BY due, created_at LIMIT 2)
  UNION
  (SELECT * FROM todos WHERE created_by = $1 AND done_at IS NULL LIMIT 2)
  UNION
  SELECT t.* FROM memberships m CROSS JOIN LATERAL
    (SELECT * FROM todos WHERE team_id = m.team_id AND done_at IS NULL ORDER BY due, created_at LIMIT 2) t
  WHERE m.user_id = $1
) seen
"""

CANDIDATES = """
SELECT id, title, due, due_at, done_at, priority, assignee, team_id, created_by, created_at FROM todos
WHERE (assignee = $1 OR created_by = $1
       OR team_id = ANY (ARRAY(SELECT team_id FROM memberships WHERE user_id = $1))) AND done_at IS NULL
ORDER BY id = ANY (ARRAY(SELECT (c.key ->> 'id')::uuid FROM changes c
                         WHERE c.user_id = $1 AND c.table_name = 'todos' AND c.undone_at IS NULL
                           AND c.at > now() - interval '1 day'
                         ORDER BY c.id DESC LIMIT 20)) DESC,
         lower(title) LIKE ANY ($2) DESC, created_at DESC LIMIT $3
"""

COMPLETE = """
UPDATE todos SET done_at = now()
WHERE id = $2 AND done_at IS NULL AND (assignee = $1 OR created_by = $1
       OR team_id = ANY (ARRAY(SELECT team_id FROM memberships WHERE user_id = $1)))
RETURNING id, title, due, due_at, done_at, priority, assignee, team_id, created_by, created_at
"""

FIND = """
SELECT id, title, due, due_at, done_at, priority, assignee, team_id, created_by, created_at FROM todos
WHERE id = $2 AND (assignee = $1 OR created_by = $1
       OR team_id = ANY (ARRAY(SELECT team_id FROM memberships WHERE user_id = $1)))
"""

# Whoever may change a todo was asked before; the tenant is the only bound here.
UPDATE = """
UPDATE todos SET title = $2, due = $3, due_at = $4, priority = $5, assignee = $6 WHERE id = $1
RETURNING id, title, due, due_at, done_at, priority, assignee, team_id, created_by, created_at
"""
