"""What the bench of tools has callers say, so that each tool does its work and not only refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from convonet_ari.bench.many import TEAM

Words = Mapping[str, Any]
HALF = "query_db, reading two thirds of all todos"


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the table; `{n}` in a text counts the tries, `before` is done first and not timed.

    `taken_back` changes are undone after a try, or the caller would soon have hundreds of todos and teams.
    """

    tool: str
    words: Words = field(default_factory=dict)
    before: str = ""
    taken_back: int = 0
    named: str = ""

    @property
    def key(self) -> str:
        return self.named or self.tool


def said(words: Words, n: int) -> Words:
    """The words of the `n`th try."""
    return {key: value.format(n=n) if isinstance(value, str) else value for key, value in words.items()}


ASKED: Sequence[Asked] = (
    Asked("create_todo", {"title": "Read chapter {n}", "due": "tomorrow"}, taken_back=1),
    Asked("get_todos"),
    Asked("complete_todo", before="create_todo", taken_back=2),
    Asked("update_todo", {"new_title": "Write chapter {n}"}, before="create_todo", taken_back=2),
    Asked("delete_todo", before="create_todo", taken_back=1),
    Asked("assign_todo", {"person": "Robert Be"}, before="create_todo", taken_back=2),
    Asked("create_team_todo", {"title": "Order badge {n}", "team": TEAM}, taken_back=1),
    Asked("get_team_todos", {"team": TEAM}),
    Asked("create_reminder", {"title": "call Sarah about page {n}", "when": "in two hours"}, taken_back=1),
    Asked("get_reminders"),
    Asked("update_reminder", {"when": "tomorrow at 8"}, before="create_reminder", taken_back=2),
    Asked("delete_reminder", before="create_reminder", taken_back=1),
    Asked("snooze_reminder", before="create_reminder", taken_back=2),
    Asked("create_calendar_event", {"title": "Lunch {n}", "when": "in {n} days at 3 am"}, taken_back=1),
    Asked("get_calendar_events"),
    Asked("update_calendar_event", {"minutes": 45}, before="create_calendar_event", taken_back=2),
    Asked("delete_calendar_event", before="create_calendar_event", taken_back=1),
    Asked("find_free_time"),
    Asked("get_calendar_sync_status"),
    Asked("sync_google_calendar_events"),
    Asked("get_teams"),
    Asked("create_team", {"name": "Night shift {n}"}, taken_back=1),
    Asked(
        "update_team",
        {"team": "Night shift {n}", "new_name": "Late shift {n}"},
        before="create_team",
        taken_back=2,
    ),
    Asked("get_team_members", {"team": TEAM}),
    Asked(
        "add_team_member",
        {"person": "Robert Be", "team": "Night shift {n}"},
        before="create_team",
        taken_back=2,
    ),
    Asked("remove_team_member", {"person": "Robert Be", "team": TEAM}),
    Asked("change_member_role", {"person": "Robert Be", "role": "admin", "team": TEAM}),
    Asked("leave_team", {"team": TEAM}),
    Asked("search_users", {"name": "Jon"}),
    Asked("change_organisation_role", {"person": "Robert Be", "role": "admin"}),
    Asked("get_my_profile"),
    Asked("update_my_preferences", {"quiet_hours": "10 pm to 7 am"}),
    Asked("remember", {"text": "I like seat number {n}"}),
    Asked("recall"),
    Asked("forget", before="remember"),
    Asked("search_everything", {"words": "budget report"}),
    Asked("search_everything", {"words": "dentist {n}"}, named="search_everything, of what is nowhere"),
    Asked("get_daily_briefing"),
    Asked("get_call_history"),
    Asked("get_call_transcript"),
    Asked("get_call_recordings"),
    Asked("delete_call_recording"),
    Asked("query_db", {"sql": "SELECT count(*) FROM calls WHERE started_at > now() - interval '7 days'"}),
    Asked(
        "query_db",
        {
            "sql": "SELECT title, due FROM todos WHERE NOT done AND assignee ILIKE 'Maria%'"
            " AND due = current_date + 1 ORDER BY due LIMIT 10"
        },
        named="query_db, of an eighth of all people",
    ),
    Asked(
        "query_db",
        {"sql": "SELECT assignee, count(*) FROM todos WHERE NOT done GROUP BY 1 ORDER BY 2 DESC LIMIT 3"},
        named=HALF,
    ),
    Asked("undo_last_change", before="create_todo"),
    Asked("get_available_departments"),
    Asked("transfer_to_agent", {"department": "sales"}),
    Asked("leave_department_todo", {"department": "sales", "title": "send brochure {n}"}),
    Asked("cancel_callback", before="request_callback"),
    Asked("request_callback", before="cancel_callback"),
)
