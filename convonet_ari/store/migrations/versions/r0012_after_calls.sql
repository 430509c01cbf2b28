-- What a call was about, written after it. `actions` is what the caller meant to do and nobody wrote down; they are
-- offered it as todos once, in a later call.
CREATE TABLE convonet.call_notes (
  org_id     uuid NOT NULL,
  call_id    uuid PRIMARY KEY,
  user_id    uuid NOT NULL,
  summary    text NOT NULL CHECK (summary <> ''),
  actions    text[] NOT NULL DEFAULT '{}',
  made_by    text NOT NULL DEFAULT 'rules',
  made_at    timestamptz NOT NULL DEFAULT now(),
  offered_at timestamptz,
  FOREIGN KEY (org_id, call_id) REFERENCES convonet.calls (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, user_id) REFERENCES convonet.users (org_id, id) ON DELETE CASCADE
);
CREATE INDEX ON convonet.call_notes (org_id, user_id, made_at DESC);
CREATE UNIQUE INDEX ON convonet.memories (call_id) WHERE kind = 'summary' AND call_id IS NOT NULL;

-- What the desk has yet to do about a call that is over.
CREATE TABLE convonet.call_chores (
  org_id     uuid NOT NULL,
  call_id    uuid NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('notes', 'receipt')),
  state      text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'working', 'done', 'dropped')),
  tries      integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
  next_at    timestamptz NOT NULL,
  claimed_at timestamptz,
  claimed_by text,
  done_at    timestamptz,
  PRIMARY KEY (call_id, kind),
  FOREIGN KEY (org_id, call_id) REFERENCES convonet.calls (org_id, id) ON DELETE CASCADE
);
CREATE INDEX ON convonet.call_chores (next_at) WHERE state IN ('waiting', 'working');

CALL convonet.isolate('call_notes', 'call_chores');

-- In the transaction that ends the call. A tool may still be writing then: it has ten seconds.
CREATE FUNCTION convonet.leave_chores() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO convonet.call_chores (org_id, call_id, kind, next_at)
  SELECT NEW.org_id, NEW.id, kind, pg_catalog.now() + interval '10 seconds'
  FROM unnest(ARRAY['notes', 'receipt']) AS kind ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION convonet.leave_chores() FROM PUBLIC;
CREATE TRIGGER chores AFTER UPDATE OF ended_at ON convonet.calls FOR EACH ROW
  WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL AND NEW.user_id IS NOT NULL)
  EXECUTE FUNCTION convonet.leave_chores();

-- The desk knows no tenant before it has claimed.
CREATE POLICY clockwork ON convonet.call_chores TO CURRENT_USER USING (true) WITH CHECK (true);

-- The chore that waits longest. A claim older than `stale` was lost with its desk.
CREATE FUNCTION convonet.claim_chore(claimer text, moment timestamptz, stale interval)
RETURNS TABLE (org_id uuid, call_id uuid, kind text, tries integer)
LANGUAGE sql SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  UPDATE call_chores c SET state = 'working', tries = c.tries + 1, claimed_at = moment, claimed_by = claimer
  FROM (
    SELECT w.call_id, w.kind FROM call_chores w
    WHERE w.state = 'waiting' AND w.next_at <= moment OR w.state = 'working' AND w.claimed_at < moment - stale
    ORDER BY w.next_at LIMIT 1 FOR UPDATE SKIP LOCKED
  ) due
  WHERE c.call_id = due.call_id AND c.kind = due.kind
  RETURNING c.org_id, c.call_id, c.kind, c.tries
$$;
REVOKE ALL ON FUNCTION convonet.claim_chore(text, timestamptz, interval) FROM PUBLIC;

-- The journal keeps what was forgotten only as long as it can be taken back by voice.
CREATE POLICY forgotten ON convonet.changes FOR SELECT TO CURRENT_USER USING (table_name = 'memories');
CREATE POLICY forgetting ON convonet.changes FOR DELETE TO CURRENT_USER
  USING (table_name = 'memories' AND at < now() - interval '24 hours');
CREATE FUNCTION convonet.forget_memories() RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  WITH gone AS (
    DELETE FROM changes WHERE table_name = 'memories' AND at < now() - interval '24 hours' RETURNING true
  ) SELECT count(*)::integer FROM gone
$$;
REVOKE ALL ON FUNCTION convonet.forget_memories() FROM PUBLIC;
CREATE INDEX ON convonet.changes (at) WHERE table_name = 'memories';
