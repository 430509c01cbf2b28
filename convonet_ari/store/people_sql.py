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

CALLER = """
SELECT u.org_id, u.id AS user_id, u.name, u.org_role AS role, coalesce(u.timezone, o.timezone) AS timezone,
       coalesce(u.language, o.language) AS language, u.pin_index
FROM users u JOIN organisations o ON o.org_id = u.org_id WHERE u.id = $1 AND u.active
"""

TEAMS = """
SELECT t.id AS team_id, t.name, m.role FROM memberships m JOIN teams t ON t.id = m.team_id
WHERE m.user_id = $1 ORDER BY t.name
"""
