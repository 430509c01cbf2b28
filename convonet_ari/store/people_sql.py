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

# A row for each team, the names of teams in order; one row for whoever is in none.
CALLER = """
SELECT u.org_id, u.id AS user_id, u.name, u.org_role AS role, coalesce(u.timezone, o.timezone) AS timezone,
       coalesce(u.language, o.language) AS language, u.pin_index,
       t.id AS team_id, t.name AS team, m.role AS team_role
FROM users u JOIN organisations o ON o.org_id = u.org_id
     LEFT JOIN memberships m ON m.user_id = u.id LEFT JOIN teams t ON t.id = m.team_id
WHERE u.id = $1 AND u.active ORDER BY t.name
"""

SET_LANGUAGE = "UPDATE users SET language = $2 WHERE id = $1"
