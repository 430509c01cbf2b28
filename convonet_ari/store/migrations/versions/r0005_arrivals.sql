CREATE TABLE convonet.blocked_callers (
  org_id     uuid NOT NULL REFERENCES convonet.organisations ON DELETE CASCADE,
  number     text NOT NULL,
  digits     text NOT NULL GENERATED ALWAYS AS (convonet.digits(number)) STORED CHECK (digits <> ''),
  reason     text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, digits)
);

CREATE TABLE convonet.vip_callers (
  org_id             uuid NOT NULL REFERENCES convonet.organisations ON DELETE CASCADE,
  number             text NOT NULL,
  digits             text NOT NULL GENERATED ALWAYS AS (convonet.digits(number)) STORED CHECK (digits <> ''),
  straight_to_people boolean NOT NULL DEFAULT false,
  created_at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, digits)
);

-- In the organisation's time zone; an organisation without a row is always open. 1 is Monday.
CREATE TABLE convonet.opening_hours (
  org_id  uuid NOT NULL REFERENCES convonet.organisations ON DELETE CASCADE,
  weekday smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  opens   time NOT NULL,
  closes  time NOT NULL CHECK (closes > opens),
  PRIMARY KEY (org_id, weekday, opens)
);

CALL convonet.isolate('blocked_callers', 'vip_callers', 'opening_hours');
