-- Looking for words reads every todo of a team: title and moments come from the index, not from pages all over the table.
DROP INDEX convonet.todos_org_id_team_id_done_at_idx;
CREATE INDEX ON convonet.todos (org_id, team_id, done_at) INCLUDE (id, created_at, due, due_at, title)
  WHERE team_id IS NOT NULL;
