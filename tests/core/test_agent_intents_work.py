"""Wishes about reminders, appointments, teams and changes, as a recogniser writes them down."""

from __future__ import annotations

from typing import Any

import pytest

from convonet_ari.agent.offline import replies
from convonet_ari.agent.offline.heard import Past
from convonet_ari.agent.offline.intents import understand

pytestmark = pytest.mark.core

EVENT = (Past("create_calendar_event", {"title": "dentist", "when": "Friday at three"}),)
TODO = (Past("create_todo", {"title": "team meeting", "due": "tomorrow"}),)
REMINDER = (Past("create_reminder", {"title": "call Sarah", "when": "in two hours"}),)
NOTHING: tuple[Past, ...] = ()

Case = tuple[tuple[Past, ...], str, dict[str, Any]]

WISHES: dict[str, Case] = {
    "Move it to three thirty.": (EVENT, "update_calendar_event", {"when": "three thirty"}),
    "Moved it two 3:30": (EVENT, "update_calendar_event", {"when": "3:30"}),
    "move it to 330": (EVENT, "update_calendar_event", {"when": "3:30"}),
    "Could you move that to half past three please": (
        EVENT,
        "update_calendar_event",
        {"when": "half past three"},
    ),
    "Push it back to five p.m.": (EVENT, "update_calendar_event", {"when": "five pm"}),
    "make it an hour later": (EVENT, "update_calendar_event", {"when": "an hour later"}),
    "No, Thursday.": (EVENT, "update_calendar_event", {"when": "Thursday"}),
    "no, I meant Thursday": (TODO, "update_todo", {"due": "Thursday"}),
    "Actually make it Friday instead.": (TODO, "update_todo", {"due": "Friday"}),
    "No, at four.": (REMINDER, "update_reminder", {"when": "four"}),
    "Sorry, tomorrow": (REMINDER, "update_reminder", {"when": "tomorrow"}),
    "move the dentist appointment to Friday at 4": (
        NOTHING,
        "update_calendar_event",
        {"title": "dentist appointment", "when": "Friday at 4"},
    ),
    "Can you reschedule my meeting with Bob to tomorrow at noon?": (
        NOTHING,
        "update_calendar_event",
        {"title": "meeting with Bob", "when": "tomorrow at noon"},
    ),
    "Move the budget report to Friday": (NOTHING, "update_todo", {"title": "budget report", "due": "Friday"}),
    "Move the reminder to call Sarah to six": (
        NOTHING,
        "update_reminder",
        {"title": "call Sarah", "when": "six"},
    ),
    "Move team meeting to Friday at 3": (
        TODO,
        "update_todo",
        {"title": "team meeting", "due": "Friday at 3"},
    ),
    "rename it to green tea": (TODO, "update_todo", {"new_title": "green tea"}),
    "mark it as done": (TODO, "complete_todo", {}),
    "Remind me in two hours to call Sarah.": (
        NOTHING,
        "create_reminder",
        {"title": "call Sarah", "when": "in two hours"},
    ),
    "Remained me into hours to call Sarah": (
        NOTHING,
        "create_reminder",
        {"title": "call Sarah", "when": "in two hours"},
    ),
    "remind me to water the plants tomorrow morning at 8": (
        NOTHING,
        "create_reminder",
        {"title": "water the plants", "when": "tomorrow morning at 8"},
    ),
    "Set a reminder for tomorrow at nine to pay rent": (
        NOTHING,
        "create_reminder",
        {"title": "pay rent", "when": "tomorrow at nine"},
    ),
    "What are my reminders?": (NOTHING, "get_reminders", {}),
    "Do I have any reminders for tomorrow": (NOTHING, "get_reminders", {"when": "tomorrow"}),
    "Snooze it.": (NOTHING, "snooze_reminder", {}),
    "snows it for ten minutes": (NOTHING, "snooze_reminder", {"until": "ten minutes"}),
    "remind me again in an hour": (NOTHING, "snooze_reminder", {"until": "in an hour"}),
    "What is on my calendar on Friday?": (NOTHING, "get_calendar_events", {"when": "Friday"}),
    "What's on my calender tomorrow": (NOTHING, "get_calendar_events", {"when": "tomorrow"}),
    "Do I have any meetings this week?": (NOTHING, "get_calendar_events", {"when": "this week"}),
    "Show me my schedule for Monday": (NOTHING, "get_calendar_events", {"when": "Monday"}),
    "Am I free tomorrow?": (NOTHING, "find_free_time", {"when": "tomorrow"}),
    "find free time on Thursday for two hours": (
        NOTHING,
        "find_free_time",
        {"when": "Thursday", "minutes": 120},
    ),
    "Book a dentist appointment on Friday at three": (
        NOTHING,
        "create_calendar_event",
        {"title": "dentist appointment", "when": "Friday at three"},
    ),
    "put lunch with Ben in my calendar tomorrow at noon": (
        NOTHING,
        "create_calendar_event",
        {"title": "lunch with Ben", "when": "tomorrow at noon"},
    ),
    "Schedule a meeting with Ann on Monday at 10 for two hours": (
        NOTHING,
        "create_calendar_event",
        {"title": "meeting with Ann", "when": "Monday at 10", "minutes": 120},
    ),
    "schedule a call with Sarah tomorrow at four": (
        NOTHING,
        "create_calendar_event",
        {"title": "call with Sarah", "when": "tomorrow at four"},
    ),
    "book the fair on Friday all day": (
        NOTHING,
        "create_calendar_event",
        {"title": "fair", "when": "Friday all day"},
    ),
    "Delete the landlord todo": (NOTHING, "delete_todo", {"title": "landlord"}),
    "delete the landlord to do.": (NOTHING, "delete_todo", {"title": "landlord"}),
    "remove call the landlord from my list": (NOTHING, "delete_todo", {"title": "call the landlord"}),
    "cancel my dentist appointment": (
        NOTHING,
        "delete_calendar_event",
        {"title": "dentist appointment"},
    ),
    "Delete the reminder to call Sarah": (NOTHING, "delete_reminder", {"title": "call Sarah"}),
    "cancel it": (EVENT, "delete_calendar_event", {}),
    "delete that": (REMINDER, "delete_reminder", {}),
    "Undo that.": (NOTHING, "undo_last_change", {}),
    "undue that": (NOTHING, "undo_last_change", {}),
    "Take that back, please": (NOTHING, "undo_last_change", {}),
    "undo the last two changes": (NOTHING, "undo_last_change", {"changes": 2}),
    "What's my day?": (NOTHING, "get_daily_briefing", {}),
    "What does my day look like tomorrow?": (NOTHING, "get_daily_briefing", {"day": "tomorrow"}),
    "Assign code review to John in the dev team": (
        NOTHING,
        "assign_todo",
        {"title": "code review", "person": "John in the dev team"},
    ),
    "assign it to Ben": (TODO, "assign_todo", {"person": "Ben"}),
    "Make Ann an admin": (NOTHING, "change_member_role", {"person": "Ann", "role": "admin"}),
    "make Ben a member of the dev team": (
        NOTHING,
        "change_member_role",
        {"person": "Ben", "role": "member", "team": "dev"},
    ),
    "Who is in the dev team?": (NOTHING, "get_team_members", {"team": "dev"}),
    "add Ben to the marketing team": (NOTHING, "add_team_member", {"person": "Ben", "team": "marketing"}),
    "remove Ben from the marketing team": (
        NOTHING,
        "remove_team_member",
        {"person": "Ben", "team": "marketing"},
    ),
    "What teams are there?": (NOTHING, "get_teams", {}),
    "what are the todos of the dev team": (NOTHING, "get_team_todos", {"team": "dev"}),
    "create a todo for the dev team to write release notes by Friday": (
        NOTHING,
        "create_team_todo",
        {"title": "write release notes", "team": "dev", "due": "Friday"},
    ),
}

NO_WISH = {
    "No, thank you.": replies.ALL_RIGHT,
    "cancel that": replies.ALL_RIGHT,
    "remind me to call Bob": "When shall I remind you of “call Bob”?",
    "set a reminder": replies.ASK_REMINDER,
}

ASKED = "Shall I delete the todo “Call the landlord”?"
DELETE = (Past("delete_todo", {"title": "landlord"}),)
OVERLAP = "That overlaps “dentist” at 3 pm. Shall I book it anyway?"


@pytest.mark.parametrize(("said", "case"), WISHES.items())
def test_a_wish_calls_its_tool(said: str, case: Case) -> None:
    past, tool, arguments = case
    answer = understand(said, past=past)
    assert (answer.tool, answer.arguments) == (tool, arguments)


@pytest.mark.parametrize(("said", "words"), NO_WISH.items())
def test_what_lacks_something_is_asked_for_it(said: str, words: str) -> None:
    assert understand(said).text == words


@pytest.mark.parametrize(
    "said", ["Yes.", "Yes, please.", "Yes, sir.", "yeah do it", "Sure, go ahead", "ok", "Yes, delete it."]
)
def test_yes_repeats_what_was_asked_about(said: str) -> None:
    answer = understand(said, last=ASKED, past=DELETE)
    assert (answer.tool, answer.arguments) == ("delete_todo", {"title": "landlord"})
    assert understand(said, last=OVERLAP, past=EVENT).tool == "create_calendar_event"


@pytest.mark.parametrize("said", ["No.", "no don't", "Stop", "Never mind", "no, leave it"])
def test_no_leaves_it_as_it_is(said: str) -> None:
    assert understand(said, last=ASKED, past=DELETE).text == replies.LEFT


def test_another_wish_instead_of_a_yes_is_followed() -> None:
    assert understand("What are my todos?", last=ASKED, past=DELETE).tool == "get_todos"
    assert understand("I want a person", last=ASKED, past=DELETE).tool == "transfer_to_agent"


def test_the_answer_to_which_one_repeats_the_tool_that_asked() -> None:
    which = "Which one do you mean: “budget report” or “budget review”?"
    for said, title in {"The second one": "budget review", "the report": "report"}.items():
        answer = understand(said, last=which, past=(Past("delete_todo", {"title": "budget"}),))
        assert (answer.tool, answer.arguments) == ("delete_todo", {"title": title})
    people = "Which one do you mean: John Smith or John Doe?"
    answer = understand("Smith", last=people, past=(Past("assign_todo", {"title": "tea", "person": "John"}),))
    assert answer.arguments == {"title": "tea", "person": "Smith"}


def test_the_answer_to_at_what_time_completes_the_booking() -> None:
    booking = (Past("create_calendar_event", {"title": "dentist", "when": "Thursday"}),)
    answer = understand("Three thirty.", last="At what time Thursday the 26th?", past=booking)
    assert answer.arguments == {"title": "dentist", "when": "Thursday Three thirty"}
    assert (
        understand("at 4", last="At what time Thursday?", past=booking).arguments["when"] == "Thursday at 4"
    )


def test_the_answer_to_when_becomes_the_reminder() -> None:
    answer = understand("In an hour.", last=replies.ask_when("call Bob"))
    assert answer.arguments == {"title": "call Bob", "when": "In an hour"}
    answer = understand("To call Bob tomorrow at nine", last=replies.ASK_REMINDER)
    assert answer.arguments == {"title": "call Bob", "when": "tomorrow at nine"}


def test_a_time_alone_is_no_correction_when_nothing_was_changed() -> None:
    assert understand("Thursday").tool == ""
    assert understand("Thursday", past=(Past("get_todos"),)).tool == ""
