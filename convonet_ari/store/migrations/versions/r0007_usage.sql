-- A session numbers its entries, so that one written twice counts once.
CREATE TABLE convonet.call_usage (
  org_id    uuid NOT NULL,
  call_id   uuid NOT NULL,
  fence     bigint NOT NULL,
  entry     integer NOT NULL,
  turn      integer NOT NULL,
  part      text NOT NULL CHECK (part IN ('hearing', 'thinking', 'speaking')),
  model     text NOT NULL,
  text_in   bigint NOT NULL DEFAULT 0 CHECK (text_in >= 0),
  cached    bigint NOT NULL DEFAULT 0 CHECK (cached >= 0),
  text_out  bigint NOT NULL DEFAULT 0 CHECK (text_out >= 0),
  audio_in  bigint NOT NULL DEFAULT 0 CHECK (audio_in >= 0),
  audio_out bigint NOT NULL DEFAULT 0 CHECK (audio_out >= 0),
  seconds   double precision NOT NULL DEFAULT 0 CHECK (seconds >= 0),
  cost      double precision NOT NULL DEFAULT 0 CHECK (cost >= 0),
  PRIMARY KEY (call_id, fence, entry, part, model),
  FOREIGN KEY (org_id, call_id) REFERENCES convonet.calls (org_id, id) ON DELETE CASCADE
);

CALL convonet.isolate('call_usage');
