"""The statements of people and PINs; only keyed digests of digits are ever among their arguments."""

from __future__ import annotations

BY_NUMBER = """
SELECT id, pin_hash, number_verified FROM users WHERE active AND number_digits = nullif($1, '')
"""

BY_PIN = "SELECT id, pin_hash, number_verified FROM users WHERE active AND pin_index = $1"

TAKEN = "SELECT EXISTS (SELECT 1 FROM users WHERE pin_index = $1 AND id IS DISTINCT FROM $2)"

SET_PIN = "UPDATE users SET pin_hash = $2, pin_index = $3 WHERE id = $1 RETURNING true"

LOCK_PINS = "SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text, 20))"

FAILURES = """
SELECT count(*) FILTER (WHERE number = $1 AND at > $2) AS by_number,
       count(*) FILTER (WHERE at > $3) AS by_tenant
FROM pin_failures WHERE at > least($2, $3) AND at <= $4
"""

ADD_FAILURE = "INSERT INTO pin_failures (org_id, number, at) VALUES ($1, $2, $3)"

FORGET_FAILURES = "DELETE FROM pin_failures WHERE at < $1"

# The teams are three arrays in the order of their names, of text: see `store.text.column`.
CALLER = """
SELECT u.org_id, u.id AS user_id, u.name, u.org_role AS role, coalesce(u.timezone, o.timezone) AS timezone,
       coalesce(u.language, o.language) AS language, u.pin_index, of.team_ids, of.team_names, of.team_roles
FROM users u JOIN organisations o ON o.org_id = u.org_id CROSS JOIN LATERAL (
  SELECT array_agg(t.id::text ORDER BY t.name) AS team_ids, array_agg(t.name ORDER BY t.name) AS team_names,
         array_agg(m.role ORDER BY t.name) AS team_roles
  FROM memberships m JOIN teams t ON t.id = m.team_id WHERE m.user_id = u.id) of
WHERE u.id = $1::uuid AND u.active
"""

NEAR = """
SELECT split_part(name, ' ', 1) AS name FROM users
WHERE active AND name <> ''
GROUP BY 1
ORDER BY bool_or(id IN (
  SELECT theirs.user_id FROM memberships theirs JOIN memberships own USING (team_id) WHERE own.user_id = $1
)) DESC, 1 LIMIT $2
"""

SET_LANGUAGE = "UPDATE users SET language = $2 WHERE id = $1"
