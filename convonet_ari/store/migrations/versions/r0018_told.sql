-- Whoever snoozes means what was told within the hour, and that is done.
CREATE INDEX ON convonet.reminders (org_id, user_id, done_at) WHERE done_at IS NOT NULL;
