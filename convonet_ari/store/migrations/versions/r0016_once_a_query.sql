-- A function in a policy is called for each row; a query of its own is asked once.
CREATE OR REPLACE PROCEDURE convonet.isolate(VARIADIC tables text[]) LANGUAGE plpgsql AS $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY tables LOOP
    EXECUTE format('ALTER TABLE convonet.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE convonet.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON convonet.%I USING (org_id = (SELECT convonet.tenant()))'
                   ' WITH CHECK (org_id = (SELECT convonet.tenant()))', name);
  END LOOP;
END $$;

DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT tablename FROM pg_catalog.pg_policies
              WHERE schemaname = 'convonet' AND policyname = 'tenant' AND with_check IS NOT NULL LOOP
    EXECUTE format('ALTER POLICY tenant ON convonet.%I USING (org_id = (SELECT convonet.tenant()))'
                   ' WITH CHECK (org_id = (SELECT convonet.tenant()))', name);
  END LOOP;
END $$;

-- Whoever asks what there is to do hears the next few of maybe thousands.
DROP INDEX convonet.todos_org_id_assignee_idx;
DROP INDEX convonet.todos_org_id_team_id_idx;
CREATE INDEX ON convonet.todos (org_id, assignee, due, created_at) WHERE done_at IS NULL;
CREATE INDEX ON convonet.todos (org_id, team_id, due, created_at) WHERE done_at IS NULL;
