"""Callers who correct themselves, name only an end, or say it some other way round."""

from __future__ import annotations

from typing import Any

import pytest

from convonet_ari.agent.offline.heard import Past
from convonet_ari.agent.offline.intents import understand

pytestmark = pytest.mark.core

MADE = Past("create_todo", {"title": "sweep the yard"})
DELETE = Past("delete_todo", {"title": "yard"})
ASKED = "Shall I delete the todo “sweep the yard”?"


@pytest.mark.parametrize(
    ("said", "tool", "arguments"),
    [
        (
            "Book lunch on Monday at noon, sorry, Tuesday",
            "create_calendar_event",
            {"when": "Tuesday at noon"},
        ),
        (
            "Schedule a visit on Monday at 3, I mean at four",
            "create_calendar_event",
            {"when": "monday at four"},
        ),
        ("Remind me tomorrow at five, no, six to lock up", "create_reminder", {"when": "tomorrow at six"}),
        ("Add a todo to mow the lawn on Friday, no wait, Saturday", "create_todo", {"due": "Saturday"}),
        ("Add a todo to say no to Bob on Friday", "create_todo", {"title": "say no to Bob", "due": "Friday"}),
        (
            "Hold Tuesday from nine to half past ten for the audit",
            "create_calendar_event",
            {"title": "audit", "when": "Tuesday at nine", "minutes": 90},
        ),
        (
            "Block Monday from 1 to 3 for interviews",
            "create_calendar_event",
            {"title": "interviews", "when": "Monday at 1", "minutes": 120},
        ),
        ("Throw Ben out of marketing", "remove_team_member", {"person": "Ben", "team": "marketing"}),
        ("Take the yard off my list", "delete_todo", {"title": "yard"}),
        (
            "Invite Sarah to development as a viewer",
            "add_team_member",
            {"person": "Sarah", "team": "development", "role": "viewer"},
        ),
        ("Could John Smith look after the audit?", "assign_todo", {"person": "John Smith", "title": "audit"}),
        ("Push the audit back to next Monday at eight", "update_calendar_event", {"title": "audit"}),
        ("Defer the audit until Thursday", "update_todo", {"title": "audit", "due": "Thursday"}),
        ("Set the due date of the audit to Thursday", "update_todo", {"title": "audit", "due": "Thursday"}),
        ("Shift the design review by two hours", "update_calendar_event", {"when": "two hours later"}),
        ("The invoices have been paid", "complete_todo", {"title": "invoices"}),
        ("I've phoned my landlord", "complete_todo", {"title": "phoned my landlord"}),
        (
            "The badges need to be printed by Wednesday",
            "update_todo",
            {"title": "badges", "due": "Wednesday"},
        ),
        ("What have I got on Thursday afternoon?", "get_daily_briefing", {"day": "Thursday afternoon"}),
        ("What do I have next week?", "get_calendar_events", {"when": "next week"}),
        ("Find us an hour on Tuesday", "find_free_time", {"minutes": 60, "when": "Tuesday"}),
        ("Turn Ben into an owner of marketing", "change_member_role", {"person": "Ben", "role": "owner"}),
        ("Do not phone me before nine", "update_my_preferences", {"quiet_hours": "9 pm to nine am"}),
    ],
)
def test_it_comes_to_its_tool(said: str, tool: str, arguments: dict[str, Any]) -> None:
    answer = understand(said)
    assert answer.tool == tool
    assert {name: answer.arguments.get(name) for name in arguments} == arguments


@pytest.mark.parametrize(
    ("past", "last", "said", "tool", "arguments"),
    [
        (MADE, "I created the todo “sweep the yard”.", "Scratch that.", "undo_last_change", {}),
        (MADE, "I created the todo “sweep the yard”.", "I don't want that.", "undo_last_change", {}),
        (
            MADE,
            "I created the todo “sweep the yard”.",
            "The due date is May 3rd",
            "update_todo",
            {"due": "May 3rd"},
        ),
        (DELETE, ASKED, "Scratch that.", "", {}),
        (DELETE, ASKED, "No, I meant the garden one.", "delete_todo", {"title": "garden"}),
        (DELETE, ASKED, "No.", "", {}),
        (
            Past("assign_todo", {"title": "audit", "person": "John"}),
            "Which one do you mean: John Baker or John Smith?",
            "The one in marketing.",
            "assign_todo",
            {"person": "John in marketing"},
        ),
    ],
)
def test_what_follows_is_about_what_was_said(
    past: Past, last: str, said: str, tool: str, arguments: dict[str, Any]
) -> None:
    answer = understand(said, last, past=(past,))
    assert answer.tool == tool
    assert {name: answer.arguments.get(name) for name in arguments} == arguments
