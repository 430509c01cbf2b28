-- What a tool is about to do and the caller has yet to agree to; `scope` is the call, or another client's session.
CREATE TABLE convonet.confirmations (
  org_id   uuid NOT NULL,
  user_id  uuid NOT NULL,
  scope    uuid NOT NULL,
  tool     text NOT NULL,
  about    text NOT NULL,
  turn     integer NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (scope, user_id, tool),
  FOREIGN KEY (org_id, user_id) REFERENCES convonet.users (org_id, id) ON DELETE CASCADE
);

-- One row for each row that a tool wrote, before and after; the rows of one tool call are taken back together.
CREATE TABLE convonet.changes (
  org_id       uuid NOT NULL,
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id      uuid NOT NULL,
  call_id      uuid,
  tool_call_id text NOT NULL,
  tool         text NOT NULL,
  table_name   text NOT NULL,
  key          jsonb NOT NULL,
  before       jsonb,
  after        jsonb,
  at           timestamptz NOT NULL DEFAULT now(),
  undone_at    timestamptz,
  FOREIGN KEY (org_id, user_id) REFERENCES convonet.users (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, call_id) REFERENCES convonet.calls (org_id, id) ON DELETE SET NULL (call_id)
);
CREATE INDEX ON convonet.changes (org_id, user_id, id DESC) WHERE undone_at IS NULL;
CREATE INDEX ON convonet.changes (call_id, id);

CALL convonet.isolate('confirmations', 'changes');

-- Written only while a tool runs, which the settings tell; what identifies a row comes as the trigger's arguments.
CREATE FUNCTION convonet.note_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  hidden  constant text[] := ARRAY['pin_hash', 'pin_index', 'changed_at'];
  run     text := nullif(current_setting('app.tool_call', true), '');
  was     jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - hidden END;
  becomes jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - hidden END;
BEGIN
  IF run IS NULL OR was IS NOT DISTINCT FROM becomes THEN
    RETURN NULL;
  END IF;
  INSERT INTO convonet.changes (org_id, user_id, call_id, tool_call_id, tool, table_name, key, before, after)
  SELECT convonet.tenant(), current_setting('app.user')::uuid,
         nullif(current_setting('app.call', true), '')::uuid, run, current_setting('app.tool'), TG_TABLE_NAME,
         jsonb_object_agg(name, coalesce(becomes, was) -> name), was, becomes
  FROM unnest(TG_ARGV) AS name;
  RETURN NULL;
END $$;

-- The table's tools can be undone from now on; `identity` names the columns of its primary key.
CREATE PROCEDURE convonet.journal(name text, VARIADIC identity text[]) LANGUAGE plpgsql AS $$
DECLARE
  arguments text := (SELECT string_agg(quote_literal(part), ', ') FROM unnest(identity) AS part);
BEGIN
  EXECUTE format('CREATE TRIGGER journal AFTER INSERT OR UPDATE OR DELETE ON convonet.%I'
                 ' FOR EACH ROW EXECUTE FUNCTION convonet.note_change(%s)', name, arguments);
END $$;
REVOKE ALL ON PROCEDURE convonet.journal(text, text[]) FROM PUBLIC;

CALL convonet.journal('todos', 'id');
CALL convonet.journal('reminders', 'id');
CALL convonet.journal('calendar_events', 'id');
CALL convonet.journal('preferences', 'user_id');
CALL convonet.journal('users', 'id');
CALL convonet.journal('teams', 'id');
CALL convonet.journal('memberships', 'team_id', 'user_id');
CALL convonet.journal('callbacks', 'id');
CALL convonet.journal('memories', 'id');
CALL convonet.journal('recordings', 'call_id', 'segment');

-- Puts one row back; false when it is not any more what the change had made of it.
CREATE FUNCTION convonet.undo_change(change bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  c        convonet.changes;
  identity text;
  names    text;
  settings text;
  same     text;
  touched  bigint;
BEGIN
  PERFORM set_config('app.tool_call', '', true);
  SELECT * INTO c FROM convonet.changes WHERE id = change AND undone_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  SELECT string_agg(format('t.%1$I = a.%1$I', name), ' AND ') INTO identity FROM jsonb_object_keys(c.key) AS name;
  IF c.before IS NULL AND c.after ? 'deleted_at' THEN
    EXECUTE format('UPDATE convonet.%1$I t SET deleted_at = now()'
                   ' FROM jsonb_populate_record(null::convonet.%1$I, $1) a WHERE %2$s', c.table_name, identity)
      USING c.after;
  ELSIF c.before IS NULL THEN
    EXECUTE format('DELETE FROM convonet.%1$I t'
                   ' USING jsonb_populate_record(null::convonet.%1$I, $1) a WHERE %2$s', c.table_name, identity)
      USING c.after;
  ELSIF c.after IS NULL THEN
    SELECT string_agg(quote_ident(attname), ', ') INTO names FROM pg_catalog.pg_attribute
      WHERE attrelid = format('convonet.%I', c.table_name)::regclass AND attnum > 0 AND NOT attisdropped
        AND attgenerated = '' AND c.before ? attname;
    EXECUTE format('INSERT INTO convonet.%1$I (%2$s) SELECT %2$s'
                   ' FROM jsonb_populate_record(null::convonet.%1$I, $1) ON CONFLICT DO NOTHING',
                   c.table_name, names) USING c.before;
  ELSE
    SELECT string_agg(format('%1$I = b.%1$I', old.key), ', '),
           string_agg(format('t.%1$I IS NOT DISTINCT FROM a.%1$I', old.key), ' AND ')
      INTO settings, same FROM jsonb_each(c.before) AS old
      WHERE old.value IS DISTINCT FROM c.after -> old.key AND old.key NOT LIKE '%\_digits';
    EXECUTE format('UPDATE convonet.%1$I t SET %2$s FROM jsonb_populate_record(null::convonet.%1$I, $1) b,'
                   ' jsonb_populate_record(null::convonet.%1$I, $2) a WHERE %3$s AND %4$s',
                   c.table_name, settings, identity, same) USING c.before, c.after;
  END IF;
  GET DIAGNOSTICS touched = ROW_COUNT;
  IF touched = 1 THEN
    UPDATE convonet.changes SET undone_at = now() WHERE id = c.id;
  END IF;
  RETURN touched = 1;
EXCEPTION WHEN integrity_constraint_violation THEN
  RETURN false;
END $$;
REVOKE ALL ON FUNCTION convonet.undo_change(bigint) FROM PUBLIC;
