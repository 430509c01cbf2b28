-- Ann's company as every case finds it, in her organisation's transaction; :ann and :org are their ids, :today her day.
DELETE FROM changes; DELETE FROM confirmations; DELETE FROM callbacks; DELETE FROM reminders; DELETE FROM calendar_events;
DELETE FROM todos; DELETE FROM memberships; DELETE FROM teams; DELETE FROM preferences; DELETE FROM memories; DELETE FROM call_notes;
UPDATE users SET org_role = 'owner', timezone = 'UTC' WHERE id = :ann;
INSERT INTO users (org_id, id, name, org_role) VALUES
  (:org, md5('john')::uuid, 'John Smith', 'member'), (:org, md5('sarah')::uuid, 'Sarah Miller', 'member')
  ON CONFLICT (id) DO NOTHING;
INSERT INTO teams (org_id, id, name) VALUES
  (:org, md5('development')::uuid, 'Development'), (:org, md5('marketing')::uuid, 'Marketing');
INSERT INTO memberships (org_id, team_id, user_id, role)
  SELECT :org, md5('development')::uuid, id, CASE WHEN id = :ann THEN 'owner' ELSE 'member' END FROM users
  WHERE name IN ('Ann Lee', 'Ben Ortiz', 'John Smith');
INSERT INTO memberships (org_id, team_id, user_id, role)
  SELECT :org, md5('marketing')::uuid, id, CASE WHEN id = :ann THEN 'owner' ELSE 'member' END FROM users
  WHERE name IN ('Ann Lee', 'Sarah Miller');
INSERT INTO todos (org_id, id, title, due, assignee, created_by) VALUES
  (:org, gen_random_uuid(), 'Budget report', :today + 10, :ann, :ann),
  (:org, gen_random_uuid(), 'Call the landlord', :today + 1, :ann, :ann),
  (:org, gen_random_uuid(), 'Order new headsets', NULL, :ann, :ann);
INSERT INTO todos (org_id, id, title, team_id, created_by) VALUES
  (:org, gen_random_uuid(), 'Write the press release', md5('marketing')::uuid, :ann);
INSERT INTO reminders (org_id, id, user_id, title, due_at, next_at, delivery) VALUES
  (:org, gen_random_uuid(), :ann, 'Renew the passport', now() + interval '9 days', now() + interval '9 days', 'call');
INSERT INTO calendar_events (org_id, id, user_id, title, starts_at, ends_at)
  SELECT :org, gen_random_uuid(), :ann, 'Design review', friday + interval '14 hours', friday + interval '15 hours'
  FROM (SELECT (:today + coalesce(nullif((12 - extract(isodow FROM :today)::int) % 7, 0), 7))::timestamp
                AT TIME ZONE 'UTC' AS friday) AS coming;
