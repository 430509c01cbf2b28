-- What must be known before a tenant is. The functions run as the owner, whom FORCEd row security binds too,
-- so the owner may read these three tables across tenants, and nobody else may.
CREATE POLICY lookup ON convonet.organisations FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY lookup ON convonet.dids FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY lookup ON convonet.calls FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY report ON convonet.queue_state TO CURRENT_USER USING (true) WITH CHECK (true);

-- Whose number was dialled; trunks send it with and without a plus.
CREATE FUNCTION convonet.number_owner(dialled text)
RETURNS TABLE (org_id uuid, did text, name text, timezone text, language text, recording text,
               retention_days integer, pin_digits smallint, after_wrong_pin text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  SELECT o.org_id, d.did, o.name, o.timezone, o.language, o.recording, o.retention_days, o.pin_digits,
         o.after_wrong_pin
  FROM convonet.dids d JOIN convonet.organisations o ON o.org_id = d.org_id
  WHERE d.digits = convonet.digits(dialled)
$$;

CREATE TYPE convonet.open_call AS (
  org_id uuid, call_id uuid, channel_id text, fence bigint, phase text, owner text, queue text, did text,
  caller_number text, user_id uuid, started_at timestamptz
);

-- The open call of a channel that came back, or whose worker was lost.
CREATE FUNCTION convonet.call_by_channel(channel text) RETURNS SETOF convonet.open_call
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  SELECT org_id, id, channel_id, fence, phase, owner, queue, did, caller_number, user_id, started_at
  FROM convonet.calls WHERE channel_id = channel AND ended_at IS NULL
$$;

-- Every open call of this PBX, for the reaper that compares them with Asterisk's channels.
CREATE FUNCTION convonet.open_calls() RETURNS SETOF convonet.open_call
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  SELECT org_id, id, channel_id, fence, phase, owner, queue, did, caller_number, user_id, started_at
  FROM convonet.calls WHERE ended_at IS NULL
$$;

-- Whose call an operator names by its id.
CREATE FUNCTION convonet.call_tenant(call uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  SELECT org_id FROM convonet.calls WHERE id = call
$$;

-- The state of a queue, which belongs to the PBX and to no tenant.
CREATE FUNCTION convonet.report_queue(name text, agents integer, callers integer) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  INSERT INTO convonet.queue_state (queue, available, waiting, updated_at)
  VALUES (name, agents, callers, now())
  ON CONFLICT (queue) DO UPDATE
  SET available = excluded.available, waiting = excluded.waiting, updated_at = excluded.updated_at
$$;

REVOKE ALL ON FUNCTION convonet.number_owner(text), convonet.call_by_channel(text), convonet.open_calls(),
  convonet.call_tenant(uuid), convonet.report_queue(text, integer, integer) FROM PUBLIC;
