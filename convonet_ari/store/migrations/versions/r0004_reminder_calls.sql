-- The desk knows no tenant before it has claimed: the function below runs as the owner, and nobody else may look across.
CREATE POLICY clockwork ON convonet.reminders TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY lookup ON convonet.users FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY lookup ON convonet.preferences FOR SELECT TO CURRENT_USER USING (true);

CREATE FUNCTION convonet.is_quiet(moment time, quiet_from time, quiet_until time) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(CASE WHEN quiet_from <= quiet_until THEN moment >= quiet_from AND moment < quiet_until
                       ELSE moment >= quiet_from OR moment < quiet_until END, false)
$$;

-- Claims the longest due reminder whose user may be called now: a number of their own that we verified, no quiet
-- hours, no open call, and no other reminder's call under way. A claim older than `stale` was lost with its desk.
CREATE FUNCTION convonet.claim_reminder(claimer text, moment timestamptz, stale interval)
RETURNS TABLE (org_id uuid, reminder_id uuid, number text, did text, tries integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
#variable_conflict use_column
BEGIN
  -- One claim at a time, so that two desks never call one user for two reminders.
  IF NOT pg_try_advisory_xact_lock(hashtext('convonet.claim_reminder')) THEN
    RETURN;
  END IF;
  RETURN QUERY
  UPDATE reminders r SET state = 'calling', tries = r.tries + 1, claimed_at = moment, claimed_by = claimer
  FROM (
    SELECT w.id, u.number, (SELECT min(d.did) FROM dids d WHERE d.org_id = w.org_id) AS did
    FROM reminders w
    JOIN users u ON u.id = w.user_id
    JOIN organisations o ON o.org_id = w.org_id
    LEFT JOIN preferences p ON p.user_id = w.user_id
    WHERE w.delivery = 'call' AND w.next_at <= moment
      AND (w.state = 'waiting' OR w.state = 'calling' AND w.claimed_at < moment - stale)
      AND u.active AND u.number_verified AND u.number_digits IS NOT NULL
      AND EXISTS (SELECT FROM dids d WHERE d.org_id = w.org_id)
      AND NOT is_quiet((moment AT TIME ZONE coalesce(u.timezone, o.timezone))::time, p.quiet_from, p.quiet_until)
      AND NOT EXISTS (SELECT FROM calls c WHERE c.user_id = w.user_id AND c.ended_at IS NULL)
      AND NOT EXISTS (SELECT FROM reminders b WHERE b.user_id = w.user_id AND b.id <> w.id
                      AND b.state = 'calling' AND b.claimed_at >= moment - stale)
    ORDER BY w.next_at LIMIT 1 FOR UPDATE OF w SKIP LOCKED
  ) due
  WHERE r.id = due.id
  RETURNING r.org_id, r.id, due.number, due.did, r.tries;
END $$;
REVOKE ALL ON FUNCTION convonet.claim_reminder(text, timestamptz, interval) FROM PUBLIC;
