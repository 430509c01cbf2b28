-- The checkpointer's tables have no tenant, but each thread is named after one: `tenant/call/epoch`.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['checkpoints', 'checkpoint_blobs', 'checkpoint_writes'] LOOP
    EXECUTE format('ALTER TABLE threads.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('DROP POLICY IF EXISTS tenant ON threads.%I', name);
    EXECUTE format('CREATE POLICY tenant ON threads.%I'
                   ' USING (split_part(thread_id, ''/'', 1) = current_setting(''app.tenant'', true))', name);
  END LOOP;
END $$;
