"""Wishes that no phrasing fits, guessed from a thing, what is to happen with it, and a time."""

from __future__ import annotations

from typing import Any

import pytest

from convonet_ari.agent.offline.intents import understand

pytestmark = pytest.mark.core

WISHES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "Could you whack a meeting with Helen in for Monday at eleven",
        "create_calendar_event",
        {"title": "meeting with Helen"},
    ),
    ("Fix a meeting with the auditor for Thursday 3 pm", "create_calendar_event", {"when": "Thursday 3 pm"}),
    ("Is there some space in my diary on Thursday", "find_free_time", {"when": "Thursday"}),
    ("Can the standup be at ten rather than nine", "update_calendar_event", {"title": "standup"}),
    ("Take the parents' evening out of my calendar", "delete_calendar_event", {}),
    ("I'll be needing a to-do for the quarterly numbers", "create_todo", {"title": "quarterly numbers"}),
    ("What did I get done this week", "get_todos", {"which": "done"}),
    ("Any urgent stuff waiting for me", "get_todos", {}),
    ("The dishes have been washed", "complete_todo", {"title": "dishes"}),
    ("On Sunday I have to be reminded of the bins", "create_reminder", {"title": "bins"}),
    (
        "Could I trouble you for a reminder at noon to ring the vet",
        "create_reminder",
        {"title": "ring the vet", "when": "at noon"},
    ),
    ("Don't forget to remind me about the parcel at six", "create_reminder", {"title": "parcel"}),
    ("Jot this down, return the library books", "create_todo", {"title": "return the library books"}),
    ("Let Omar into the design team", "add_team_member", {"person": "Omar", "team": "design"}),
    (
        "Let Ann be an owner of the dev team",
        "change_member_role",
        {"person": "Ann", "role": "owner", "team": "dev"},
    ),
    ("Which people work in the design team", "get_team_members", {"team": "design"}),
    ("I need reminding about the meds at eight tonight", "create_reminder", {"title": "meds"}),
    ("New item: clean the windows", "create_todo", {"title": "clean the windows"}),
    ("Lower the priority of the windows task", "update_todo", {"title": "windows", "priority": "low"}),
    ("Let the design team be called studio", "update_team", {"team": "design", "new_name": "studio"}),
    ("I'm leaving the dev team", "leave_team", {"team": "dev"}),
)


@pytest.mark.parametrize(("said", "tool", "arguments"), WISHES)
def test_a_wish_in_nobodys_words_is_guessed(said: str, tool: str, arguments: dict[str, Any]) -> None:
    answer = understand(said)
    assert answer.tool == tool
    assert {name: answer.arguments.get(name) for name in arguments} == arguments


@pytest.mark.parametrize(
    "said",
    [
        "The meeting yesterday was far too long",
        "I had lunch with Tom and it was great",
        "Our team won the match on Sunday",
        "My calendar is a mess",
        "The party on Friday was fun",
        "I was in a meeting when you called",
        "The class was cancelled and nobody knew",
        "It will be a long day tomorrow",
        "I set the table at six",
        "The heating is off",
        "My wife called me this morning",
        "They have moved to Berlin",
        "I need to think about that",
        "He works in sales I think",
    ],
)
def test_what_is_only_told_changes_nothing(said: str) -> None:
    assert understand(said).tool == ""
