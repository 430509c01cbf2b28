ALTER TABLE convonet.users DROP CONSTRAINT users_org_role_check;
ALTER TABLE convonet.users ADD CONSTRAINT users_org_role_check
  CHECK (org_role IN ('owner', 'admin', 'member', 'viewer'));

-- The language and the zone are the user's own columns.
CREATE TABLE convonet.preferences (
  org_id            uuid NOT NULL,
  user_id           uuid PRIMARY KEY,
  quiet_from        time,
  quiet_until       time,
  reminder_delivery text NOT NULL DEFAULT 'call' CHECK (reminder_delivery IN ('call', 'next_call')),
  receipts          text NOT NULL DEFAULT 'none' CHECK (receipts IN ('none', 'email')),
  email             text CHECK (email ~ '^[^@\s]+@[^@\s]+$'),
  remember          boolean NOT NULL DEFAULT true,
  FOREIGN KEY (org_id, user_id) REFERENCES convonet.users (org_id, id) ON DELETE CASCADE,
  CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
);

-- `due_at` is what the user asked for; `next_at` is when it is acted upon next, after quiet hours and tries.
CREATE TABLE convonet.reminders (
  org_id       uuid NOT NULL,
  id           uuid PRIMARY KEY,
  user_id      uuid NOT NULL,
  title        text NOT NULL CHECK (title <> ''),
  due_at       timestamptz NOT NULL,
  next_at      timestamptz NOT NULL,
  state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'calling', 'done', 'missed')),
  delivery     text NOT NULL DEFAULT 'call' CHECK (delivery IN ('call', 'next_call')),
  snoozed      integer NOT NULL DEFAULT 0 CHECK (snoozed >= 0),
  tries        integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
  claimed_at   timestamptz,
  claimed_by   text,
  done_at      timestamptz,
  created_call uuid,
  created_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (org_id, id),
  FOREIGN KEY (org_id, user_id) REFERENCES convonet.users (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, created_call) REFERENCES convonet.calls (org_id, id) ON DELETE SET NULL (created_call)
);
CREATE INDEX ON convonet.reminders (org_id, user_id, due_at) WHERE state <> 'done';
CREATE INDEX ON convonet.reminders (next_at) WHERE state IN ('waiting', 'calling');

-- Deleted events stay as a mark until every calendar they were copied to has heard of it.
-- A row has to be copied when it was changed after `synced_at`.
CREATE TABLE convonet.calendar_events (
  org_id       uuid NOT NULL,
  id           uuid PRIMARY KEY,
  user_id      uuid NOT NULL,
  title        text NOT NULL CHECK (title <> ''),
  starts_at    timestamptz NOT NULL,
  ends_at      timestamptz NOT NULL,
  all_day      boolean NOT NULL DEFAULT false,
  place        text,
  attendees    text[] NOT NULL DEFAULT '{}',
  source       text NOT NULL DEFAULT 'convonet' CHECK (source IN ('convonet', 'google')),
  external_id  text,
  etag         text,
  synced_at    timestamptz,
  changed_at   timestamptz NOT NULL DEFAULT now(),
  deleted_at   timestamptz,
  created_call uuid,
  created_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (org_id, id),
  CHECK (ends_at >= starts_at),
  FOREIGN KEY (org_id, user_id) REFERENCES convonet.users (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, created_call) REFERENCES convonet.calls (org_id, id) ON DELETE SET NULL (created_call)
);
CREATE INDEX ON convonet.calendar_events (org_id, user_id, starts_at) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX ON convonet.calendar_events (org_id, user_id, external_id) WHERE external_id IS NOT NULL;

CREATE FUNCTION convonet.stamp_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := pg_catalog.now();
  RETURN NEW;
END $$;
CREATE TRIGGER stamp BEFORE UPDATE ON convonet.calendar_events
  FOR EACH ROW EXECUTE FUNCTION convonet.stamp_change();

CREATE TABLE convonet.callbacks (
  org_id        uuid NOT NULL REFERENCES convonet.organisations ON DELETE CASCADE,
  id            uuid PRIMARY KEY,
  user_id       uuid,
  number        text NOT NULL CHECK (number <> ''),
  department_id uuid,
  reason        text NOT NULL DEFAULT '',
  not_before    timestamptz NOT NULL DEFAULT now(),
  state         text NOT NULL DEFAULT 'waiting'
                CHECK (state IN ('waiting', 'calling', 'done', 'missed', 'cancelled')),
  tries         integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
  claimed_at    timestamptz,
  claimed_by    text,
  created_call  uuid,
  created_at    timestamptz NOT NULL DEFAULT now(),
  UNIQUE (org_id, id),
  FOREIGN KEY (org_id, user_id) REFERENCES convonet.users (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, department_id) REFERENCES convonet.departments (org_id, id)
    ON DELETE SET NULL (department_id),
  FOREIGN KEY (org_id, created_call) REFERENCES convonet.calls (org_id, id) ON DELETE SET NULL (created_call)
);
CREATE INDEX ON convonet.callbacks (org_id, user_id) WHERE state = 'waiting';
CREATE INDEX ON convonet.callbacks (not_before) WHERE state IN ('waiting', 'calling');

CREATE TABLE convonet.memories (
  org_id     uuid NOT NULL,
  id         uuid PRIMARY KEY,
  user_id    uuid NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('note', 'summary')),
  text       text NOT NULL CHECK (text <> ''),
  call_id    uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (org_id, id),
  FOREIGN KEY (org_id, user_id) REFERENCES convonet.users (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, call_id) REFERENCES convonet.calls (org_id, id) ON DELETE SET NULL (call_id)
);
CREATE INDEX ON convonet.memories (org_id, user_id, created_at DESC);

-- A recording deleted by voice is hidden at once; its file goes with the next round of tidying.
ALTER TABLE convonet.recordings ADD COLUMN deleted_at timestamptz;
CREATE INDEX ON convonet.calls (org_id, user_id, started_at DESC);

-- Finished work is listed by the same people as open work.
CREATE INDEX ON convonet.todos (org_id, assignee, done_at);
CREATE INDEX ON convonet.todos (org_id, created_by, done_at);
CREATE INDEX ON convonet.todos (org_id, team_id, done_at);

CALL convonet.isolate('preferences', 'reminders', 'calendar_events', 'callbacks', 'memories');
