-- What was deleted by voice can be taken back for a quarter of an hour; then its file goes, and its row.
CREATE FUNCTION convonet.is_deleted(at timestamptz) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT at < pg_catalog.now() - interval '15 minutes' $$;
REVOKE ALL ON FUNCTION convonet.is_deleted(timestamptz) FROM PUBLIC;
CREATE POLICY deleted ON convonet.recordings FOR DELETE TO CURRENT_USER USING (convonet.is_deleted(deleted_at));
CREATE INDEX ON convonet.recordings (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE FUNCTION convonet.deleted_recordings(most integer)
RETURNS TABLE (call_id uuid, segment integer, path text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  SELECT r.call_id, r.segment, r.path FROM convonet.recordings r
  WHERE convonet.is_deleted(r.deleted_at) ORDER BY r.deleted_at LIMIT most
$$;

CREATE FUNCTION convonet.forget_recording(call uuid, part integer) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = convonet, pg_temp AS $$
  WITH gone AS (DELETE FROM convonet.recordings WHERE call_id = call AND segment = part RETURNING true)
  SELECT count(*) > 0 FROM gone
$$;
REVOKE ALL ON FUNCTION convonet.deleted_recordings(integer), convonet.forget_recording(uuid, integer) FROM PUBLIC;
