-- The owner sees and deletes nothing of an agent's days but those that are over. How an agent stands now is in `agents`.
CREATE POLICY past ON convonet.agent_activity FOR SELECT TO CURRENT_USER
  USING (convonet.is_expired(org_id, at));
CREATE POLICY retention ON convonet.agent_activity FOR DELETE TO CURRENT_USER
  USING (convonet.is_expired(org_id, at));
CREATE INDEX ON convonet.agent_activity (org_id, at);

-- An agent who never signs in again leaves sessions that nobody else would delete.
CREATE POLICY retention ON convonet.agent_sessions FOR DELETE TO CURRENT_USER USING (expires_at < now());

-- By organisation, so that the index is used; the policies see to it that nothing else can go.
CREATE FUNCTION convonet.forget_activity() RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  DELETE FROM agent_sessions WHERE expires_at < now();
  WITH gone AS (
    DELETE FROM agent_activity a USING organisations o
    WHERE a.org_id = o.org_id AND a.at < now() - make_interval(days => o.retention_days) RETURNING true
  ) SELECT count(*)::integer FROM gone
$$;
REVOKE ALL ON FUNCTION convonet.forget_activity() FROM PUBLIC;
