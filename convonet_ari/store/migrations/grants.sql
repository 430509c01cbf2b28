-- What the application's role may do, written out anew after each migration.
REVOKE ALL ON ALL TABLES IN SCHEMA convonet FROM {app};
GRANT USAGE ON SCHEMA convonet, threads TO {app};

GRANT SELECT ON convonet.alembic_version, convonet.organisations, convonet.dids, convonet.departments,
  convonet.queue_state TO {app};
GRANT SELECT, INSERT ON convonet.call_events, convonet.utterances, convonet.call_usage, convonet.audit_log TO {app};
GRANT SELECT, INSERT, DELETE ON convonet.pin_failures TO {app};
GRANT SELECT, INSERT, UPDATE ON convonet.users, convonet.calls, convonet.call_commands, convonet.recordings,
  convonet.tool_runs, convonet.agents, convonet.agent_activity TO {app};
GRANT SELECT, INSERT, UPDATE, DELETE ON convonet.teams, convonet.memberships, convonet.todos,
  convonet.preferences, convonet.reminders, convonet.calendar_events, convonet.callbacks, convonet.memories,
  convonet.confirmations, convonet.blocked_callers, convonet.vip_callers, convonet.opening_hours TO {app};
GRANT SELECT, INSERT, UPDATE, DELETE ON convonet.department_hours TO {app};
GRANT SELECT, INSERT, UPDATE (undone_at) ON convonet.changes TO {app};

GRANT EXECUTE ON FUNCTION convonet.number_owner(text), convonet.call_by_channel(text), convonet.open_calls(),
  convonet.call_tenant(uuid), convonet.report_queue(text, integer, integer), convonet.undo_change(bigint),
  convonet.claim_reminder(text, timestamptz, interval), convonet.expired_calls(integer),
  convonet.forget_call(uuid), convonet.forget_threads(), convonet.deleted_recordings(integer),
  convonet.forget_recording(uuid, integer), convonet.report_queue(text, integer, integer, integer),
  convonet.is_open(uuid, uuid, timestamp), convonet.claim_callback(text, timestamptz, interval),
  convonet.claim_return(interval) TO {app};

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA threads TO {app};

GRANT SELECT, INSERT, UPDATE, DELETE ON convonet.google_accounts, convonet.google_consents TO {app};
GRANT EXECUTE ON FUNCTION convonet.claim_google_account(timestamptz, interval),
  convonet.google_consent_tenant(bytea) TO {app};

GRANT SELECT, INSERT, UPDATE, DELETE ON convonet.agent_departments, convonet.agent_sessions,
  convonet.agent_calls TO {app};
GRANT EXECUTE ON FUNCTION convonet.agent_login(text), convonet.agent_session(bytea, timestamptz),
  convonet.agent_organisations() TO {app};

GRANT SELECT, INSERT, UPDATE, DELETE ON convonet.user_passes TO {app};
GRANT EXECUTE ON FUNCTION convonet.user_pass_tenant(bytea, timestamptz) TO {app};

GRANT SELECT, INSERT, UPDATE, DELETE ON convonet.call_notes, convonet.call_chores TO {app};
GRANT EXECUTE ON FUNCTION convonet.claim_chore(text, timestamptz, interval),
  convonet.forget_memories(), convonet.forget_activity() TO {app};
