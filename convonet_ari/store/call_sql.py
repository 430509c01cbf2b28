"""The statements of the call log. `held` is the fence, checked by the statement that writes.

FOR SHARE makes an adopter wait until a write under the old fence is committed, so it reads all of them.
Arrays are handed over as text (`store.text.column`).
"""

from __future__ import annotations

OPEN = """
INSERT INTO calls (org_id, id, did, caller_number, channel_id, owner) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (channel_id) WHERE ended_at IS NULL
DO UPDATE SET fence = calls.fence + 1, owner = excluded.owner
RETURNING id, fence
"""

APPEND = """
WITH held AS (SELECT org_id, id FROM calls WHERE id = $1 AND fence = $2 FOR SHARE), written AS (
  INSERT INTO call_events (org_id, call_id, seq, at_ms, kind, data)
  SELECT held.org_id, held.id, e.seq, e.at_ms, e.kind, e.data::jsonb
  FROM held, unnest($3::text[]::int[], $4::text[]::bigint[], $5::text[], $6::text[])
             AS e (seq, at_ms, kind, data)
  ON CONFLICT (call_id, seq) DO NOTHING
)
SELECT count(*) FROM held
"""

UTTERANCE = """
WITH held AS (SELECT org_id, id FROM calls WHERE id = $1 AND fence = $2 FOR SHARE)
INSERT INTO utterances (org_id, call_id, id, turn, who, text, heard, timings)
SELECT org_id, held.id, $3, $4, $5, $6, $7, $8::jsonb FROM held RETURNING true
"""

RECORDING = """
WITH held AS (SELECT org_id, id FROM calls WHERE id = $1 AND fence = $2 FOR SHARE)
INSERT INTO recordings AS r (org_id, call_id, segment, path, duration, broken_off)
SELECT org_id, held.id, $3, $4, $5, $6 FROM held
ON CONFLICT (call_id, segment) DO UPDATE
SET path = excluded.path, duration = excluded.duration, broken_off = r.broken_off OR excluded.broken_off
RETURNING true
"""

USAGE = """
WITH held AS (SELECT org_id, id FROM calls WHERE id = $1 AND fence = $2 FOR SHARE), written AS (
  INSERT INTO call_usage (org_id, call_id, fence, entry, turn, part, model,
                          text_in, cached, text_out, audio_in, audio_out, seconds, cost)
  SELECT held.org_id, held.id, $2, $3, $4, u.*
  FROM held, unnest($5::text[], $6::text[], $7::text[]::bigint[], $8::text[]::bigint[], $9::text[]::bigint[],
                    $10::text[]::bigint[], $11::text[]::bigint[], $12::text[]::float8[],
                    $13::text[]::float8[]) AS u
  ON CONFLICT (call_id, fence, entry, part, model) DO NOTHING
)
SELECT count(*) FROM held
"""

SET_PHASE = """
UPDATE calls SET phase = $3,
  answered_at = CASE WHEN $3 <> 'ringing' THEN coalesce(answered_at, now()) END
WHERE id = $1 AND fence = $2 RETURNING true
"""

IDENTIFY = "UPDATE calls SET user_id = $3 WHERE id = $1 AND fence = $2 RETURNING true"

WITH_HUMAN = """
UPDATE calls SET phase = 'with_human', queue = $3, owner = 'desk' WHERE id = $1 AND fence = $2 RETURNING true
"""

# The desk may be quicker with a caller who hangs up; what their session saw is what was.
FINISH = """
UPDATE calls SET phase = 'ended',
  end_reason = CASE WHEN owner = 'desk' THEN $3 ELSE coalesce(end_reason, $3) END,
  ended_at = coalesce(ended_at, $4::timestamptz, now())
WHERE id = $1 AND fence = $2 RETURNING true
"""

CLOSE_ORPHAN = """
UPDATE calls SET phase = 'ended', end_reason = coalesce(end_reason, $3), ended_at = coalesce(ended_at, now()),
  owner = CASE WHEN ended_at IS NULL THEN 'desk' ELSE owner END
WHERE id = $1 AND fence = $2 RETURNING true
"""

ADOPT = """
UPDATE calls SET fence = fence + 1, owner = $3
WHERE id = $1 AND fence = $2 AND ended_at IS NULL RETURNING fence
"""
