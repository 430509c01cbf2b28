CREATE SCHEMA threads;

-- A custom setting reads '' and not NULL once a transaction has set it, hence nullif.
CREATE FUNCTION convonet.tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(pg_catalog.current_setting('app.tenant', true), '')::pg_catalog.uuid $$;

CREATE FUNCTION convonet.digits(number text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT pg_catalog.regexp_replace(number, '[^0-9]', '', 'g') $$;

-- Every table with an org_id goes through here; a test finds the one that did not.
CREATE PROCEDURE convonet.isolate(VARIADIC tables text[]) LANGUAGE plpgsql AS $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY tables LOOP
    EXECUTE format('ALTER TABLE convonet.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE convonet.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON convonet.%I USING (org_id = convonet.tenant())'
                   ' WITH CHECK (org_id = convonet.tenant())', name);
  END LOOP;
END $$;
REVOKE ALL ON PROCEDURE convonet.isolate(text[]) FROM PUBLIC;

CREATE TABLE convonet.organisations (
  org_id          uuid PRIMARY KEY,
  name            text NOT NULL CHECK (name <> ''),
  timezone        text NOT NULL DEFAULT 'UTC',
  language        text NOT NULL DEFAULT 'en',
  recording       text NOT NULL DEFAULT 'announce' CHECK (recording IN ('off', 'announce', 'on')),
  retention_days  integer NOT NULL DEFAULT 30 CHECK (retention_days > 0),
  pin_digits      smallint NOT NULL DEFAULT 4 CHECK (pin_digits BETWEEN 4 AND 6),
  after_wrong_pin text NOT NULL DEFAULT 'person' CHECK (after_wrong_pin IN ('person', 'goodbye')),
  created_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE convonet.dids (
  org_id uuid NOT NULL REFERENCES convonet.organisations ON DELETE CASCADE,
  did    text PRIMARY KEY,
  digits text NOT NULL GENERATED ALWAYS AS (convonet.digits(did)) STORED UNIQUE CHECK (digits <> '')
);

CREATE TABLE convonet.users (
  org_id          uuid NOT NULL REFERENCES convonet.organisations ON DELETE CASCADE,
  id              uuid PRIMARY KEY,
  name            text NOT NULL CHECK (name <> ''),
  number          text,
  number_digits   text GENERATED ALWAYS AS (nullif(convonet.digits(number), '')) STORED,
  number_verified boolean NOT NULL DEFAULT false,
  timezone        text,
  language        text,
  org_role        text CHECK (org_role IN ('owner', 'admin', 'member')),
  pin_hash        text,
  pin_index       bytea,
  active          boolean NOT NULL DEFAULT true,
  created_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (org_id, id),
  UNIQUE (org_id, number_digits),
  UNIQUE (org_id, pin_index),
  CHECK ((pin_hash IS NULL) = (pin_index IS NULL))
);

CREATE TABLE convonet.teams (
  org_id     uuid NOT NULL REFERENCES convonet.organisations ON DELETE CASCADE,
  id         uuid PRIMARY KEY,
  name       text NOT NULL CHECK (name <> ''),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (org_id, id)
);
CREATE UNIQUE INDEX ON convonet.teams (org_id, lower(name));

CREATE TABLE convonet.memberships (
  org_id  uuid NOT NULL,
  team_id uuid NOT NULL,
  user_id uuid NOT NULL,
  role    text NOT NULL DEFAULT 'member' CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
  PRIMARY KEY (team_id, user_id),
  FOREIGN KEY (org_id, team_id) REFERENCES convonet.teams (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, user_id) REFERENCES convonet.users (org_id, id) ON DELETE CASCADE
);
CREATE INDEX ON convonet.memberships (org_id, user_id);

CREATE TABLE convonet.departments (
  org_id     uuid NOT NULL REFERENCES convonet.organisations ON DELETE CASCADE,
  id         uuid PRIMARY KEY,
  name       text NOT NULL CHECK (name <> ''),
  queue      text NOT NULL CHECK (queue ~ '^[0-9A-Za-z_-]{1,32}$'),
  spoken     text NOT NULL CHECK (spoken <> ''),
  is_default boolean NOT NULL DEFAULT false,
  UNIQUE (org_id, id)
);
CREATE UNIQUE INDEX ON convonet.departments (org_id, lower(name));
CREATE UNIQUE INDEX ON convonet.departments (org_id) WHERE is_default;

CREATE TABLE convonet.queue_state (
  queue      text PRIMARY KEY,
  available  integer NOT NULL CHECK (available >= 0),
  waiting    integer NOT NULL CHECK (waiting >= 0),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE convonet.agents (
  org_id     uuid NOT NULL REFERENCES convonet.organisations ON DELETE CASCADE,
  id         uuid PRIMARY KEY,
  user_id    uuid,
  extension  text NOT NULL,
  name       text NOT NULL,
  state      text NOT NULL DEFAULT 'offline',
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (org_id, id),
  UNIQUE (org_id, extension),
  FOREIGN KEY (org_id, user_id) REFERENCES convonet.users (org_id, id) ON DELETE SET NULL (user_id)
);

CREATE TABLE convonet.agent_activity (
  org_id     uuid NOT NULL,
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agent_id   uuid NOT NULL,
  kind       text NOT NULL,
  at         timestamptz NOT NULL DEFAULT now(),
  extra_data jsonb NOT NULL DEFAULT '{}',
  FOREIGN KEY (org_id, agent_id) REFERENCES convonet.agents (org_id, id) ON DELETE CASCADE
);
CREATE INDEX ON convonet.agent_activity (org_id, agent_id, at);

CREATE TABLE convonet.audit_log (
  org_id  uuid NOT NULL REFERENCES convonet.organisations ON DELETE CASCADE,
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at      timestamptz NOT NULL DEFAULT now(),
  user_id uuid,
  call_id uuid,
  action  text NOT NULL,
  data    jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX ON convonet.audit_log (org_id, at);

-- `number` is the caller's number as digits, '' when withheld; never what was typed.
CREATE TABLE convonet.pin_failures (
  org_id uuid NOT NULL REFERENCES convonet.organisations ON DELETE CASCADE,
  id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  number text NOT NULL,
  at     timestamptz NOT NULL
);
CREATE INDEX ON convonet.pin_failures (org_id, at);

CALL convonet.isolate('organisations', 'dids', 'users', 'teams', 'memberships', 'departments', 'agents',
                      'agent_activity', 'audit_log', 'pin_failures');

-- Queues are the PBX's own: a tenant sees those of its departments.
ALTER TABLE convonet.queue_state ENABLE ROW LEVEL SECURITY;
ALTER TABLE convonet.queue_state FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON convonet.queue_state FOR SELECT
  USING (EXISTS (SELECT 1 FROM convonet.departments d WHERE d.queue = queue_state.queue));
