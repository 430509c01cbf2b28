-- The owner deletes nobody's call but one whose days are over; what belongs to it goes with it.
CREATE FUNCTION convonet.is_expired(org uuid, ended timestamptz) RETURNS boolean LANGUAGE sql STABLE
SET search_path = convonet, pg_temp AS $$
  SELECT ended < now() - make_interval(days => o.retention_days) FROM convonet.organisations o WHERE o.org_id = org
$$;
REVOKE ALL ON FUNCTION convonet.is_expired(uuid, timestamptz) FROM PUBLIC;
CREATE POLICY retention ON convonet.calls FOR DELETE TO CURRENT_USER
  USING (ended_at IS NOT NULL AND convonet.is_expired(org_id, ended_at));
CREATE POLICY retention ON convonet.recordings FOR SELECT TO CURRENT_USER USING (true);
CREATE INDEX ON convonet.calls (ended_at);

-- Calls to forget, longest over first, with the files that must go before their rows.
CREATE FUNCTION convonet.expired_calls(most integer)
RETURNS TABLE (org_id uuid, call_id uuid, files text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  SELECT c.org_id, c.id, ARRAY(SELECT r.path FROM convonet.recordings r WHERE r.call_id = c.id)
  FROM convonet.calls c WHERE c.ended_at IS NOT NULL AND convonet.is_expired(c.org_id, c.ended_at)
  ORDER BY c.ended_at LIMIT most
$$;

CREATE FUNCTION convonet.forget_call(call uuid) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  WITH gone AS (DELETE FROM convonet.calls WHERE id = call RETURNING true) SELECT count(*) > 0 FROM gone
$$;

-- A thread is needed while its call is on; its writer may be late by a moment. The checkpointer makes its tables
-- after this, so their names are looked up when the function runs.
CREATE FUNCTION convonet.forget_threads() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
DECLARE over text[];
BEGIN
  SELECT array_agg(t.thread_id) INTO over
  FROM (SELECT thread_id FROM threads.checkpoints UNION SELECT thread_id FROM threads.checkpoint_blobs
        UNION SELECT thread_id FROM threads.checkpoint_writes) t
  LEFT JOIN convonet.calls c ON c.id::text = split_part(t.thread_id, '/', 2)
  WHERE c.id IS NULL OR c.ended_at < now() - interval '1 minute';
  DELETE FROM threads.checkpoints WHERE thread_id = ANY (over);
  DELETE FROM threads.checkpoint_blobs WHERE thread_id = ANY (over);
  DELETE FROM threads.checkpoint_writes WHERE thread_id = ANY (over);
  RETURN coalesce(cardinality(over), 0);
END $$;

REVOKE ALL ON FUNCTION convonet.expired_calls(integer), convonet.forget_call(uuid), convonet.forget_threads()
  FROM PUBLIC;
