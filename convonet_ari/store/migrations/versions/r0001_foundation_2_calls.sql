CREATE TABLE convonet.calls (
  org_id        uuid NOT NULL REFERENCES convonet.organisations ON DELETE CASCADE,
  id            uuid PRIMARY KEY,
  did           text NOT NULL,
  caller_number text NOT NULL DEFAULT '',
  user_id       uuid,
  channel_id    text NOT NULL,
  phase         text NOT NULL DEFAULT 'ringing',
  fence         bigint NOT NULL DEFAULT 1,
  owner         text NOT NULL,
  queue         text,
  started_at    timestamptz NOT NULL DEFAULT now(),
  answered_at   timestamptz,
  ended_at      timestamptz,
  end_reason    text,
  UNIQUE (org_id, id),
  FOREIGN KEY (org_id, user_id) REFERENCES convonet.users (org_id, id) ON DELETE SET NULL (user_id)
);
CREATE UNIQUE INDEX ON convonet.calls (channel_id) WHERE ended_at IS NULL;
CREATE INDEX ON convonet.calls (org_id, started_at DESC);

CREATE TABLE convonet.call_events (
  org_id  uuid NOT NULL,
  call_id uuid NOT NULL,
  seq     integer NOT NULL,
  at_ms   bigint NOT NULL,
  kind    text NOT NULL,
  data    jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (call_id, seq),
  FOREIGN KEY (org_id, call_id) REFERENCES convonet.calls (org_id, id) ON DELETE CASCADE
);

CREATE TABLE convonet.call_commands (
  org_id     uuid NOT NULL,
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  call_id    uuid NOT NULL,
  kind       text NOT NULL,
  data       jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  taken_at   timestamptz,
  FOREIGN KEY (org_id, call_id) REFERENCES convonet.calls (org_id, id) ON DELETE CASCADE
);
CREATE INDEX ON convonet.call_commands (call_id, id) WHERE taken_at IS NULL;

CREATE TABLE convonet.utterances (
  org_id  uuid NOT NULL,
  id      uuid PRIMARY KEY,
  call_id uuid NOT NULL,
  turn    integer NOT NULL,
  who     text NOT NULL CHECK (who IN ('caller', 'assistant')),
  text    text NOT NULL,
  heard   text,
  timings jsonb NOT NULL DEFAULT '{}',
  at      timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (org_id, call_id) REFERENCES convonet.calls (org_id, id) ON DELETE CASCADE
);
CREATE INDEX ON convonet.utterances (call_id, at);

CREATE TABLE convonet.recordings (
  org_id   uuid NOT NULL,
  call_id  uuid NOT NULL,
  segment  integer NOT NULL,
  path     text NOT NULL,
  duration double precision NOT NULL CHECK (duration >= 0),
  muted    double precision NOT NULL DEFAULT 0 CHECK (muted >= 0),
  at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (call_id, segment),
  FOREIGN KEY (org_id, call_id) REFERENCES convonet.calls (org_id, id) ON DELETE CASCADE
);

CREATE TABLE convonet.tool_runs (
  org_id         uuid NOT NULL,
  call_id        uuid NOT NULL,
  tool_call_id   text NOT NULL,
  tool           text NOT NULL,
  arguments_hash text NOT NULL DEFAULT '',
  answer         text,
  at             timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (call_id, tool_call_id),
  FOREIGN KEY (org_id, call_id) REFERENCES convonet.calls (org_id, id) ON DELETE CASCADE
);

CREATE TABLE convonet.todos (
  org_id       uuid NOT NULL REFERENCES convonet.organisations ON DELETE CASCADE,
  id           uuid PRIMARY KEY,
  title        text NOT NULL CHECK (title <> ''),
  due          date,
  due_at       timestamptz,
  done_at      timestamptz,
  priority     text NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high')),
  assignee     uuid,
  team_id      uuid,
  created_by   uuid NOT NULL,
  created_call uuid,
  created_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (org_id, id),
  FOREIGN KEY (org_id, assignee) REFERENCES convonet.users (org_id, id) ON DELETE SET NULL (assignee),
  FOREIGN KEY (org_id, team_id) REFERENCES convonet.teams (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, created_by) REFERENCES convonet.users (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, created_call) REFERENCES convonet.calls (org_id, id) ON DELETE SET NULL (created_call)
);
CREATE INDEX ON convonet.todos (org_id, assignee) WHERE done_at IS NULL;
CREATE INDEX ON convonet.todos (org_id, team_id) WHERE done_at IS NULL;

CALL convonet.isolate('calls', 'call_events', 'call_commands', 'utterances', 'recordings', 'tool_runs',
                      'todos');

-- The payload is the call's id and nothing else: every role may listen.
CREATE FUNCTION convonet.announce_command() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_catalog.pg_notify('call_commands', NEW.call_id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER announce AFTER INSERT ON convonet.call_commands
  FOR EACH ROW EXECUTE FUNCTION convonet.announce_command();
