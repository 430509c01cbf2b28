"""Two wishes in one sentence, reminders told by an appointment, and whether a time is free."""

from __future__ import annotations

from typing import Any

import pytest

from convonet_ari.agent.offline.heard import Past
from convonet_ari.agent.offline.intents import understand

pytestmark = pytest.mark.core

Called = tuple[str, dict[str, Any]]

TWO: tuple[tuple[str, Called, Called], ...] = (
    (
        "Create a todo to call Bob and remind me at five.",
        ("create_todo", {"title": "call Bob"}),
        ("create_reminder", {"title": "call Bob", "when": "at five"}),
    ),
    (
        "Please add water the plants to my list, and then remind me of it on Saturday morning.",
        ("create_todo", {"title": "water the plants"}),
        ("create_reminder", {"title": "water the plants", "when": "Saturday morning"}),
    ),
    (
        "I need a task to send the contract by Friday and remind me",
        ("create_todo", {"title": "send the contract", "due": "Friday"}),
        ("create_reminder", {"title": "send the contract", "when": "Friday"}),
    ),
    (
        "Book a meeting with Ann tomorrow at ten and remind me an hour before.",
        ("create_calendar_event", {"title": "meeting with Ann", "when": "tomorrow at ten"}),
        ("create_reminder", {"title": "meeting with Ann", "when": "an hour before tomorrow at ten"}),
    ),
    (
        "Schedule a dentist appointment on Thursday at 3 pm, and could you remind me fifteen minutes ahead?",
        ("create_calendar_event", {"title": "dentist appointment", "when": "Thursday at 3 pm"}),
        (
            "create_reminder",
            {"title": "dentist appointment", "when": "fifteen minutes before Thursday at 3 pm"},
        ),
    ),
    (
        "Remind me at five to order flowers and put it on my list",
        ("create_reminder", {"title": "order flowers", "when": "at five"}),
        ("create_todo", {"title": "order flowers"}),
    ),
    (
        "Assign the code review to John and remind me about it on Friday",
        ("assign_todo", {"title": "code review", "person": "John"}),
        ("create_reminder", {"title": "code review", "when": "Friday"}),
    ),
    (
        "Add bread to my list and create a reminder to call mum at six",
        ("create_todo", {"title": "bread"}),
        ("create_reminder", {"title": "call mum", "when": "at six"}),
    ),
    (
        "What's on my calendar tomorrow and what are my to-dos?",
        ("get_calendar_events", {"when": "tomorrow"}),
        ("get_todos", {}),
    ),
    (
        "Mark the invoices as done and move the budget report to Thursday",
        ("complete_todo", {"title": "invoices"}),
        ("update_todo", {"title": "budget report", "due": "Thursday"}),
    ),
    (
        "Delete the landlord todo and mark the budget report as done",
        ("complete_todo", {"title": "budget report"}),
        ("delete_todo", {"title": "landlord"}),
    ),
    (
        "Create a task to send the offer by Friday, then put me through to sales.",
        ("create_todo", {"title": "send the offer", "due": "Friday"}),
        ("transfer_to_agent", {"reason": "put me through to sales", "department": "sales"}),
    ),
)

ONE = (
    ("Create a todo to buy milk and call the bank", "create_todo", "buy milk and call the bank"),
    ("Remind me tomorrow to email Ann and book a table", "create_reminder", "email Ann and book a table"),
    ("Add a todo to tidy up and delete old files", "create_todo", "tidy up and delete old files"),
    (
        "Create a todo to ask Ann who comes and when the party starts",
        "create_todo",
        "ask Ann who comes and when the party starts",
    ),
    ("Put milk and eggs on the list", "create_todo", "milk and eggs"),
    ("Book lunch with Ann and Ben on Friday at noon", "create_calendar_event", "lunch with Ann and Ben"),
)

BESIDE = (
    ("Remind me ten minutes before the review.", "review", "ten minutes before the review"),
    (
        "Can you remind me to bring the slides half an hour before the budget review?",
        "bring the slides",
        "half an hour before the budget review",
    ),
    (
        "Remind me an hour and a half before my dentist appointment to take the papers",
        "take the papers",
        "an hour and a half before my dentist appointment",
    ),
    ("Remind me about the offsite two days before it", "offsite", "two days before the offsite"),
    (
        "Remind me of the interview a quarter of an hour before it starts",
        "interview",
        "a quarter of an hour before the interview",
    ),
    (
        "Give me a heads-up 15 minutes before the team meeting",
        "team meeting",
        "15 minutes before the team meeting",
    ),
    ("Call me five minutes before the demo begins", "demo", "five minutes before the demo"),
    ("Please let me know an hour before my flight", "flight", "an hour before my flight"),
    ("Set a reminder for two hours before the launch", "launch", "two hours before the launch"),
    ("Remind me right before the standup to mute the phone", "mute the phone", "right before the standup"),
    (
        "Remind me to write the minutes after the board meeting",
        "write the minutes",
        "after the board meeting",
    ),
)

FREE = (
    ("Am I free at two?", {"when": "at two"}),
    ("Am I busy on Friday at noon?", {"when": "Friday at noon"}),
    ("Are we free tomorrow at half past three?", {"when": "tomorrow at half past three"}),
    ("Do I have anything at four tomorrow?", {"when": "at four tomorrow"}),
    ("Have I got something at 9:30 on Monday?", {"when": "at 9:30 on Monday"}),
    ("Is three o'clock on Thursday free?", {"when": "three o'clock on Thursday"}),
    ("Would Friday at three work?", {"when": "Friday at three"}),
    ("Does tomorrow at ten suit me?", {"when": "tomorrow at ten"}),
    ("Am I free between two and four on Friday?", {"when": "at two on Friday", "minutes": 120}),
    ("When am I free tomorrow?", {"when": "tomorrow"}),
)


@pytest.mark.parametrize(("said", "first", "second"), TWO)
def test_two_wishes_are_two_tools(said: str, first: Called, second: Called) -> None:
    answer = understand(said)
    assert (answer.tool, answer.arguments) == first
    assert [(more.tool, more.arguments) for more in answer.more] == [second]


@pytest.mark.parametrize(("said", "tool", "title"), ONE)
def test_what_is_to_be_noted_may_have_an_and_in_it(said: str, tool: str, title: str) -> None:
    answer = understand(said)
    assert (answer.tool, answer.arguments["title"], answer.more) == (tool, title, ())


@pytest.mark.parametrize(("said", "title", "when"), BESIDE)
def test_an_appointment_says_when_to_remind(said: str, title: str, when: str) -> None:
    answer = understand(said)
    assert (answer.tool, answer.arguments) == ("create_reminder", {"title": title, "when": when})


def test_it_is_the_appointment_that_was_just_made() -> None:
    made = (Past("create_calendar_event", {"title": "lunch", "when": "tomorrow at noon"}),)
    answer = understand("Remind me half an hour before it", "I put “lunch” into your calendar.", past=made)
    assert answer.arguments == {"title": "lunch", "when": "half an hour before it"}


@pytest.mark.parametrize(("said", "arguments"), FREE)
def test_a_time_is_asked_about_in_many_ways(said: str, arguments: dict[str, Any]) -> None:
    answer = understand(said)
    assert (answer.tool, answer.arguments) == ("find_free_time", arguments)
