-- `fallback_id` takes over when nobody of the department can be reached; no languages or skills: all of them.
ALTER TABLE convonet.departments
  ADD COLUMN team_id uuid,
  ADD COLUMN fallback_id uuid CHECK (fallback_id <> id),
  ADD COLUMN languages text[] NOT NULL DEFAULT '{}',
  ADD COLUMN skills text[] NOT NULL DEFAULT '{}',
  ADD FOREIGN KEY (org_id, team_id) REFERENCES convonet.teams (org_id, id) ON DELETE SET NULL (team_id),
  ADD FOREIGN KEY (org_id, fallback_id) REFERENCES convonet.departments (org_id, id)
    ON DELETE SET NULL (fallback_id);

-- A department without a row keeps the organisation's hours.
CREATE TABLE convonet.department_hours (
  org_id        uuid NOT NULL,
  department_id uuid NOT NULL,
  weekday       smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  opens         time NOT NULL,
  closes        time NOT NULL CHECK (closes > opens),
  PRIMARY KEY (department_id, weekday, opens),
  FOREIGN KEY (org_id, department_id) REFERENCES convonet.departments (org_id, id) ON DELETE CASCADE
);
CALL convonet.isolate('department_hours');

-- How long the next caller would wait, as the queue's own average tells; NULL when nobody can tell.
ALTER TABLE convonet.queue_state ADD COLUMN expected_s integer CHECK (expected_s >= 0);

-- `tries` counts how often the caller's telephone rang, `attempt` the places taken in the queue;
-- `since` is when the caller began to wait.
ALTER TABLE convonet.callbacks
  ADD COLUMN attempt integer NOT NULL DEFAULT 0 CHECK (attempt >= 0),
  ADD COLUMN outcome text NOT NULL DEFAULT '',
  ADD COLUMN since timestamptz NOT NULL DEFAULT now();

-- The desk knows no tenant before it has claimed: the functions below run as the owner, and nobody else may look.
CREATE POLICY clockwork ON convonet.callbacks TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY clockwork ON convonet.call_commands TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY lookup ON convonet.departments FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY lookup ON convonet.department_hours FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY lookup ON convonet.opening_hours FOR SELECT TO CURRENT_USER USING (true);

CREATE FUNCTION convonet.is_open(org uuid, department uuid, moment timestamp) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN EXISTS (SELECT FROM convonet.department_hours WHERE department_id = department) THEN EXISTS (
      SELECT FROM convonet.department_hours WHERE department_id = department
        AND weekday = extract(isodow FROM moment) AND moment::time >= opens AND moment::time < closes)
    WHEN EXISTS (SELECT FROM convonet.opening_hours WHERE org_id = org) THEN EXISTS (
      SELECT FROM convonet.opening_hours WHERE org_id = org
        AND weekday = extract(isodow FROM moment) AND moment::time >= opens AND moment::time < closes)
    ELSE true
  END
$$;

CREATE FUNCTION convonet.report_queue(name text, agents integer, callers integer, expected integer) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  INSERT INTO convonet.queue_state (queue, available, waiting, expected_s, updated_at)
  VALUES (name, agents, callers, expected, now())
  ON CONFLICT (queue) DO UPDATE
  SET available = excluded.available, waiting = excluded.waiting, expected_s = excluded.expected_s,
      updated_at = excluded.updated_at
$$;

-- Claims the call-back that waits longest and may be placed now: the department is open, the caller is not on the
-- telephone with us, and no other call-back to that number is under way. One whose desk was lost (`lost`) is claimed
-- again as it stands, for its place in the queue may still be held.
CREATE FUNCTION convonet.claim_callback(claimer text, moment timestamptz, stale interval)
RETURNS TABLE (org_id uuid, callback_id uuid, number text, did text, queue text, name text, reason text,
               call_id uuid, since timestamptz, tries integer, attempt integer, lost boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
#variable_conflict use_column
BEGIN
  -- One claim at a time, so that two desks never call one number twice.
  IF NOT pg_try_advisory_xact_lock(hashtext('convonet.claim_callback')) THEN
    RETURN;
  END IF;
  RETURN QUERY
  UPDATE callbacks c SET state = 'calling', claimed_at = moment, claimed_by = claimer,
    attempt = c.attempt + CASE WHEN due.lost THEN 0 ELSE 1 END
  FROM (
    SELECT w.id, w.state = 'calling' AS lost, d.queue, coalesce(u.name, '') AS name,
           (SELECT min(n.did) FROM dids n WHERE n.org_id = w.org_id) AS did
    FROM callbacks w
    JOIN organisations o ON o.org_id = w.org_id
    JOIN departments d ON d.org_id = w.org_id
      AND (d.id = w.department_id OR w.department_id IS NULL AND d.is_default)
    LEFT JOIN users u ON u.id = w.user_id
    WHERE (w.state = 'waiting' AND w.not_before <= moment AND coalesce(u.active, true)
           AND is_open(w.org_id, d.id, moment AT TIME ZONE o.timezone)
           AND NOT EXISTS (SELECT FROM calls a WHERE a.org_id = w.org_id AND a.ended_at IS NULL
                           AND (a.user_id = w.user_id OR digits(a.caller_number) = digits(w.number)))
           OR w.state = 'calling' AND w.claimed_at < moment - stale)
      AND EXISTS (SELECT FROM dids n WHERE n.org_id = w.org_id)
      AND NOT EXISTS (SELECT FROM callbacks b WHERE b.org_id = w.org_id AND b.id <> w.id
                      AND b.state = 'calling' AND digits(b.number) = digits(w.number))
    ORDER BY w.state, w.since LIMIT 1 FOR UPDATE OF w SKIP LOCKED
  ) due
  WHERE c.id = due.id
  RETURNING c.org_id, c.id, c.number, due.did, due.queue, due.name, c.reason, c.created_call, c.since, c.tries,
    c.attempt, due.lost;
END $$;

-- Takes the oldest order of a person to give their caller back, once. One that waited longer than `fresh` is void:
-- the person has seen that nothing happened.
CREATE FUNCTION convonet.claim_return(fresh interval)
RETURNS TABLE (org_id uuid, call_id uuid, command_id bigint, channel_id text)
LANGUAGE sql SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  UPDATE convonet.call_commands c SET taken_at = now()
  FROM (
    SELECT w.id, a.channel_id FROM convonet.call_commands w JOIN convonet.calls a ON a.id = w.call_id
    WHERE w.kind = 'return' AND w.taken_at IS NULL AND a.phase = 'with_human' AND a.ended_at IS NULL
      AND w.created_at > now() - fresh
    ORDER BY w.id LIMIT 1 FOR UPDATE OF w SKIP LOCKED
  ) due
  WHERE c.id = due.id RETURNING c.org_id, c.call_id, c.id, due.channel_id
$$;
REVOKE ALL ON FUNCTION convonet.claim_callback(text, timestamptz, interval), convonet.claim_return(interval),
  convonet.report_queue(text, integer, integer, integer) FROM PUBLIC;
