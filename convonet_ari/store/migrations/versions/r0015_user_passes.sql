-- A link is good once and becomes a session; of either only the hash is kept.
CREATE TABLE convonet.user_passes (
  org_id     uuid NOT NULL,
  user_id    uuid NOT NULL,
  token_hash bytea PRIMARY KEY,
  kind       text NOT NULL CHECK (kind IN ('link', 'session')),
  expires_at timestamptz NOT NULL,
  FOREIGN KEY (org_id, user_id) REFERENCES convonet.users (org_id, id) ON DELETE CASCADE
);
CREATE INDEX ON convonet.user_passes (org_id, user_id);
CALL convonet.isolate('user_passes');
CREATE POLICY lookup ON convonet.user_passes FOR SELECT TO CURRENT_USER USING (true);

-- Whose pass a browser shows, by its hash.
CREATE FUNCTION convonet.user_pass_tenant(hash bytea, moment timestamptz) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  SELECT org_id FROM user_passes WHERE token_hash = hash AND expires_at > moment
$$;
REVOKE ALL ON FUNCTION convonet.user_pass_tenant(bytea, timestamptz) FROM PUBLIC;
