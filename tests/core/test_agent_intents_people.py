"""Wishes about teams, people, earlier calls and settings, as a recogniser writes them down."""

from __future__ import annotations

from typing import Any

import pytest

from convonet_ari.agent.offline.intents import understand

pytestmark = pytest.mark.core

WISHES: dict[str, tuple[str, dict[str, Any]]] = {
    "Create a team called research.": ("create_team", {"name": "research"}),
    "Please set up a new team for customer care": ("create_team", {"name": "customer care"}),
    "Rename the marketing team to sales support.": (
        "update_team",
        {"team": "marketing", "new_name": "sales support"},
    ),
    "I want to leave the marketing team": ("leave_team", {"team": "marketing"}),
    "Is there a Sarah in our company?": ("search_users", {"name": "Sarah"}),
    "Find a colleague named Tom Baker": ("search_users", {"name": "Tom Baker"}),
    "Search for budget.": ("search_everything", {"words": "budget"}),
    "Search everything for the Miller contract": ("search_everything", {"words": "the Miller contract"}),
    "Don't call me back": ("cancel_callback", {}),
    "When did I call you last time?": ("get_call_history", {}),
    "Tell me about my last call": ("get_call_history", {}),
    "What did we talk about?": ("get_call_transcript", {}),
    "Do I have any recordings?": ("get_call_recordings", {}),
    "Is my calendar connected to Google?": ("get_calendar_sync_status", {}),
    "Is Google calendar up to date?": ("get_calendar_sync_status", {}),
    "Sync my Google calendar": ("sync_google_calendar_events", {}),
    "What do you know about me?": ("recall", {}),
    "What are my preferences?": ("get_my_profile", {}),
    "Don't call me after nine in the evening": ("update_my_preferences", {"quiet_hours": "nine pm to 7 am"}),
    "No calls between 10 pm and 7 am": ("update_my_preferences", {"quiet_hours": "10 pm to 7 am"}),
    "Never call me before 8": ("update_my_preferences", {"quiet_hours": "9 pm to 8 am"}),
    "I want no quiet hours": ("update_my_preferences", {"quiet_hours": "off"}),
    # Near to others' wishes.
    "Remove the budget report to Friday.": ("update_todo", {"title": "budget report", "due": "Friday"}),
    "Remove the budget report": ("delete_todo", {"title": "budget report"}),
    "Remove the meeting on Friday": ("delete_calendar_event", {"title": "Friday's meeting"}),
    "Find my todos": ("get_todos", {}),
    "Create a task for the team meeting": ("create_todo", {"title": "team meeting"}),
    "Create a todo to call back the bank": ("create_todo", {"title": "call back the bank"}),
    "I have a new task, renew the insurance by Friday.": (
        "create_todo",
        {"title": "renew the insurance", "due": "Friday"},
    ),
    "I need to book a hotel next week, make that a to-do.": (
        "create_todo",
        {"title": "book a hotel", "due": "next week"},
    ),
}


@pytest.mark.parametrize("said", WISHES)
def test_a_wish_calls_its_tool(said: str) -> None:
    answer = understand(said)
    assert (answer.tool, answer.arguments) == WISHES[said]


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("Please have somebody call me back.", None),
        ("Can you call me back tomorrow at three?", "tomorrow at three"),
        ("I'd like a callback", None),
    ],
)
def test_a_callback_is_asked_for_with_its_time(said: str, when: str | None) -> None:
    answer = understand(said)
    assert answer.tool == "request_callback"
    assert answer.arguments.get("when") == when


def test_a_callback_is_asked_for_of_a_department() -> None:
    answer = understand("Please have somebody from the sales team call me back tomorrow at three.")
    assert (answer.tool, answer.arguments["department"]) == ("request_callback", "sales")
    assert answer.arguments["when"] == "tomorrow at three"
