-- `tokens` are sealed with a key that the database does not have.
CREATE TABLE convonet.google_accounts (
  org_id         uuid NOT NULL,
  user_id        uuid PRIMARY KEY,
  tokens         bytea NOT NULL,
  calendar       text NOT NULL DEFAULT 'primary',
  sync_token     text,
  state          text NOT NULL DEFAULT 'connected' CHECK (state IN ('connected', 'revoked')),
  next_sync_at   timestamptz NOT NULL DEFAULT now(),
  last_synced_at timestamptz,
  failures       integer NOT NULL DEFAULT 0,
  last_error     text,
  connected_at   timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (org_id, user_id) REFERENCES convonet.users (org_id, id) ON DELETE CASCADE
);
CREATE INDEX ON convonet.google_accounts (next_sync_at) WHERE state = 'connected';

-- A consent under way; `state_hash` is what is kept of the link, `verifier` is sealed.
CREATE TABLE convonet.google_consents (
  org_id     uuid NOT NULL,
  user_id    uuid NOT NULL,
  state_hash bytea PRIMARY KEY,
  verifier   bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  FOREIGN KEY (org_id, user_id) REFERENCES convonet.users (org_id, id) ON DELETE CASCADE
);

CALL convonet.isolate('google_accounts', 'google_consents');

-- Changed here since Google last heard of it; what Google never had was never synced.
CREATE FUNCTION convonet.unsent(changed_at timestamptz, synced_at timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT synced_at IS NULL OR changed_at > synced_at $$;
CREATE INDEX ON convonet.calendar_events (user_id) WHERE convonet.unsent(changed_at, synced_at);

CREATE POLICY clockwork ON convonet.google_accounts TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY lookup ON convonet.google_consents FOR SELECT TO CURRENT_USER USING (true);

-- Claims the account that has waited longest; unless its desk says otherwise it is due again after `lease`.
CREATE FUNCTION convonet.claim_google_account(moment timestamptz, lease interval)
RETURNS TABLE (org_id uuid, user_id uuid) LANGUAGE sql SECURITY DEFINER
SET search_path = convonet, pg_temp AS $$
  UPDATE google_accounts g SET next_sync_at = moment + lease
  WHERE g.user_id = (SELECT a.user_id FROM google_accounts a
                     WHERE a.state = 'connected' AND a.next_sync_at <= moment
                     ORDER BY a.next_sync_at LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING g.org_id, g.user_id
$$;

-- Whose consent a browser brings back, by the hash of its state.
CREATE FUNCTION convonet.google_consent_tenant(hash bytea) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  SELECT org_id FROM convonet.google_consents WHERE state_hash = hash
$$;
REVOKE ALL ON FUNCTION convonet.claim_google_account(timestamptz, interval),
  convonet.google_consent_tenant(bytea) FROM PUBLIC;
