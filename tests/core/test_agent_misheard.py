"""What a recogniser made of telephone callers' words is what they meant."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from convonet_ari.agent.offline.intents import understand
from convonet_ari.agent.offline.local_model import knows
from convonet_ari.agent.offline.replies import STILL_UNKNOWN, UNKNOWN
from tests.core.test_agent_everyday import check

pytestmark = pytest.mark.core

ADMIN = {"person": "Ann", "role": "admin"}
MISHEARD: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Make an an admin.", "change_member_role", ADMIN),
    ("Make Ann and Admin.", "change_member_role", ADMIN),
    ("Make an admin.", "change_member_role", ADMIN),
    ("Add an to the dev team.", "add_team_member", {"person": "Ann", "team": "dev"}),
    ("Move it to 330.", "update_calendar_event", {"when": "3:30"}),
    (
        "Book a meeting with John tomorrow at 415.",
        "create_calendar_event",
        {"title": "meeting with John", "when": "tomorrow at 4:15"},
    ),
    (
        "Plan lunch with Sarah on Friday at 1230.",
        "create_calendar_event",
        {"title": "lunch with Sarah", "when": "Friday at 12:30"},
    ),
    ("Take off the budget report.", "complete_todo", {"title": "budget report"}),
    ("Let's do this week.", "get_todos", {"due": "this week"}),
    ("Assign right the minutes to Sarah.", "assign_todo", {"person": "Sarah", "title": "write the minutes"}),
    ("News it for ten minutes.", "snooze_reminder", {"until": "ten minutes"}),
    (
        "Post-paying the budget report until Friday.",
        "update_todo",
        {"title": "budget report", "due": "Friday"},
    ),
    (
        "Gains the budget report to annual report.",
        "update_todo",
        {"title": "budget report", "new_title": "annual report"},
    ),
    (
        "Mind me on Saturday at 11 to water the plants.",
        "create_reminder",
        {"title": "water the plants", "when": "Saturday at 11"},
    ),
    (
        "Please remind me at half pass 6 to call my mother.",
        "create_reminder",
        {"title": "call my mother", "when": "at half past 6"},
    ),
)


@pytest.mark.parametrize(("said", "tool", "arguments"), MISHEARD)
def test_what_was_misheard_is_what_was_meant(said: str, tool: str, arguments: dict[str, Any]) -> None:
    check(understand(said), tool, arguments)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Add a todo to pay 330 to Bob.", "pay 330 to Bob"),
        ("Add a todo to deliver it at 1230 Main Street.", "deliver it at 1230 Main Street"),
    ],
)
def test_a_number_that_is_no_time_stays_a_number(said: str, title: str) -> None:
    check(understand(said), "create_todo", {"title": title})


@pytest.mark.parametrize("answer", [UNKNOWN, STILL_UNKNOWN])
def test_words_the_assistant_has_no_answer_to_are_none_it_knows(answer: str) -> None:
    thread = [HumanMessage("Let me."), AIMessage(answer)]
    assert not knows(thread, "Let me through to support, please.")
    assert knows(thread, "Put me through to support, please.")


def test_what_is_known_depends_on_what_was_said_before() -> None:
    asked = [HumanMessage("Delete it."), AIMessage("Shall I really delete “Call the landlord”?")]
    assert knows(asked, "No.")
    assert not knows(asked, "Note.")
