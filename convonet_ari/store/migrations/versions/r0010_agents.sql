-- `sip_secret` is sealed with a key that the database does not have.
ALTER TABLE convonet.agents
  ADD COLUMN login text CHECK (login ~ '^[a-z0-9][a-z0-9._@-]{0,63}$'),
  ADD COLUMN role text NOT NULL DEFAULT 'agent' CHECK (role IN ('agent', 'supervisor')),
  ADD COLUMN password_hash text,
  ADD COLUMN sip_secret bytea,
  ADD COLUMN active boolean NOT NULL DEFAULT true,
  ADD COLUMN reason text NOT NULL DEFAULT '',
  ADD COLUMN since timestamptz NOT NULL DEFAULT now(),
  DROP CONSTRAINT agents_org_id_extension_key,
  ALTER COLUMN state TYPE text USING 'logged_out',
  ALTER COLUMN state SET DEFAULT 'logged_out',
  ADD CHECK (state IN ('logged_out', 'ready', 'not_ready', 'ringing', 'on_call', 'wrap_up'));

-- An extension rings one person and a login names one, on the whole PBX.
CREATE UNIQUE INDEX ON convonet.agents (extension) WHERE active;
CREATE UNIQUE INDEX ON convonet.agents (login);

CREATE TABLE convonet.agent_departments (
  org_id        uuid NOT NULL,
  agent_id      uuid NOT NULL,
  department_id uuid NOT NULL,
  PRIMARY KEY (agent_id, department_id),
  FOREIGN KEY (org_id, agent_id) REFERENCES convonet.agents (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, department_id) REFERENCES convonet.departments (org_id, id) ON DELETE CASCADE
);

-- What is kept of a browser's token is its hash.
CREATE TABLE convonet.agent_sessions (
  org_id     uuid NOT NULL,
  agent_id   uuid NOT NULL,
  token_hash bytea PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  FOREIGN KEY (org_id, agent_id) REFERENCES convonet.agents (org_id, id) ON DELETE CASCADE
);
CREATE INDEX ON convonet.agent_sessions (agent_id);

-- One row for each time an agent answered a call of ours.
CREATE TABLE convonet.agent_calls (
  org_id      uuid NOT NULL,
  id          uuid PRIMARY KEY,
  call_id     uuid NOT NULL,
  agent_id    uuid NOT NULL,
  queue       text NOT NULL,
  answered_at timestamptz NOT NULL,
  ended_at    timestamptz,
  parted      text NOT NULL DEFAULT '',
  notes       text NOT NULL DEFAULT '',
  disposition text NOT NULL DEFAULT '',
  FOREIGN KEY (org_id, call_id) REFERENCES convonet.calls (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, agent_id) REFERENCES convonet.agents (org_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX ON convonet.agent_calls (call_id, agent_id) WHERE ended_at IS NULL;
CREATE INDEX ON convonet.agent_calls (agent_id, answered_at DESC);

-- `kind` is the state that began at `at`, for `reason`.
ALTER TABLE convonet.agent_activity
  ADD COLUMN reason text NOT NULL DEFAULT '',
  ADD COLUMN call_id uuid,
  ADD FOREIGN KEY (org_id, call_id) REFERENCES convonet.calls (org_id, id) ON DELETE SET NULL (call_id);

CALL convonet.isolate('agent_departments', 'agent_sessions', 'agent_calls');

CREATE POLICY lookup ON convonet.agents FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY lookup ON convonet.agent_sessions FOR SELECT TO CURRENT_USER USING (true);

-- Who signs in, before their organisation is known.
CREATE FUNCTION convonet.agent_login(wanted text)
RETURNS TABLE (org_id uuid, agent_id uuid, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  SELECT org_id, id, password_hash FROM convonet.agents WHERE login = wanted AND active
$$;

-- Whose session a browser shows, by the hash of its token.
CREATE FUNCTION convonet.agent_session(hash bytea, moment timestamptz)
RETURNS TABLE (org_id uuid, agent_id uuid, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  SELECT s.org_id, s.agent_id, s.expires_at FROM convonet.agent_sessions s
  JOIN convonet.agents a ON a.id = s.agent_id
  WHERE s.token_hash = hash AND s.expires_at > moment AND a.active
$$;

-- The organisations whose people the desk watches.
CREATE FUNCTION convonet.agent_organisations() RETURNS TABLE (org_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  SELECT DISTINCT org_id FROM convonet.agents WHERE active
$$;
REVOKE ALL ON FUNCTION convonet.agent_login(text), convonet.agent_session(bytea, timestamptz),
  convonet.agent_organisations() FROM PUBLIC;
