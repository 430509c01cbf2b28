"""Wishes wrapped in courtesies, in passing or in several sentences, and talk that is no wish."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from convonet_ari.agent.offline import replies
from convonet_ari.agent.offline.heard import Past
from convonet_ari.agent.offline.intents import understand
from convonet_ari.agent.offline.local_model import respond
from convonet_ari.call.heard import START_OVER

pytestmark = pytest.mark.core

PETER = Past("create_todo", {"title": "call Peter"})
ASSIGNED = Past("assign_todo", {"title": "landlord", "person": "Sarah"})
DELETING = Past("delete_todo", {"title": "rent"})
CANCELLING = Past("delete_calendar_event", {"title": "design review"})
SHALL_I = "Shall I delete the todo “pay the rent”?"

WISHES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Would you mind adding a task to fix the door?", "create_todo", {"title": "fix the door"}),
    ("I was wondering if you could create a to-do to mow the lawn", "create_todo", {"title": "mow the lawn"}),
    ("Do me a favour and put collect the parcel on my list", "create_todo", {"title": "collect the parcel"}),
    ("Hello, this is Ann again. Put buy milk on my list.", "create_todo", {"title": "buy milk"}),
    ("I want to know when my next meeting is", "get_calendar_events", {}),
    ("It's been a long day. What are my todos?", "get_todos", {}),
    ("Pop sharpen the knives on my list", "create_todo", {"title": "sharpen the knives"}),
    ("I mustn't forget to pay the rent", "create_todo", {"title": "pay the rent"}),
    ("Add a note to buy milk", "create_todo", {"title": "buy milk"}),
    ("Ping me in twenty minutes about the laundry", "create_reminder", {"title": "laundry"}),
    ("Tell me tonight at nine that I have to charge the car", "create_reminder", {"title": "charge the car"}),
    ("Remind me every evening at eight to take my pills", "create_reminder", {"when": "evening"}),
    ("You needn't remind me about the passport", "delete_reminder", {"title": "passport"}),
    ("Pencil in a workshop on Thursday at nine", "create_calendar_event", {"title": "workshop"}),
    (
        "I'm seeing the dentist on Tuesday at three, can you put that in my calendar?",
        "create_calendar_event",
        {"title": "dentist"},
    ),
    ("The design review has been moved to Thursday at nine", "update_calendar_event", {}),
    ("The design review is off", "delete_calendar_event", {"title": "design review"}),
    ("The headsets aren't needed any more, drop them", "delete_todo", {"title": "headsets"}),
    ("Give the budget report two more days", "update_todo", {"due": "two days later"}),
    ("Which team does Ben belong to?", "search_users", {"name": "Ben"}),
    ("Does Sarah work in marketing?", "get_team_members", {"team": "marketing"}),
    ("Sarah has left the marketing team", "remove_team_member", {"person": "Sarah", "team": "marketing"}),
    ("Where's the design review?", "search_everything", {"words": "design review"}),
    ("Book a table for four people on Saturday at seven", "create_calendar_event", {"title": "four people"}),
    ("Put the passport reminder forward to Wednesday at ten", "update_reminder", {"title": "passport"}),
    ("Sales, please", "transfer_to_agent", {"department": "sales"}),
    ("Don't you have a real person I can talk to?", "transfer_to_agent", {}),
    ("I don't want to talk to a machine", "transfer_to_agent", {}),
    ("I don't want to wait, put me through to sales", "transfer_to_agent", {"department": "sales"}),
    ("I'd prefer to deal with a human", "transfer_to_agent", {}),
    ("Put me in touch with the sales people", "transfer_to_agent", {"department": "sales"}),
    ("What's the status of the budget report?", "search_everything", {"words": "budget report"}),
    ("I'd like Sarah to take over the headsets", "assign_todo", {"title": "headsets", "person": "Sarah"}),
    ("I want the budget report gone", "delete_todo", {"title": "budget report"}),
    ("I bought the headsets yesterday", "complete_todo", {"title": "headsets"}),
    ("The headsets should be ordered by Friday", "update_todo", {"title": "headsets", "due": "Friday"}),
    ("Could somebody ring me tomorrow at nine?", "request_callback", {"when": "tomorrow at nine"}),
)
NO_WISHES = (
    "I don't want to talk to a person.",
    "Please don't transfer me.",
    "Don't put me through to sales.",
    "I was talking to my son.",
    "I don't need anything else.",
    "Yeah, hold on. Give me a minute.",
    "My wife told me about the weather.",
    "We had a meeting on Monday.",
    "He said he can't come on Friday.",
)
AGREED = (
    "Yes, I'm sure.",
    "That is correct.",
    "By all means.",
    "Yes, cancel it.",
    "Yes, that's what I want.",
)
REFUSED = (
    "Absolutely not.",
    "Hang on, keep that one.",
    "Cancel.",
    "Wait, no, don't do that.",
    "I'd rather not.",
)


@pytest.mark.parametrize(("said", "tool", "arguments"), WISHES)
def test_a_wish_in_passing_comes_to_its_tool(said: str, tool: str, arguments: dict[str, Any]) -> None:
    answer = understand(said)
    assert answer.tool == tool
    got = {name: str(answer.arguments.get(name, "")).lower() for name in arguments}
    assert all(str(value).lower() in got[name] for name, value in arguments.items()), answer.arguments


@pytest.mark.parametrize("said", NO_WISHES)
def test_talk_that_is_no_wish_comes_to_no_tool(said: str) -> None:
    assert understand(said).tool == ""


@pytest.mark.parametrize("said", AGREED)
def test_a_yes_in_other_words_does_what_was_asked(said: str) -> None:
    assert understand(said, SHALL_I, past=(DELETING,)).tool == "delete_todo"


@pytest.mark.parametrize("said", REFUSED)
def test_a_no_in_other_words_leaves_it(said: str) -> None:
    assert understand(said, SHALL_I, past=(DELETING,)).text == replies.LEFT


def test_who_wanted_to_cancel_an_appointment_agrees_by_saying_so() -> None:
    asked = "Shall I delete the appointment “Design review”?"
    assert understand("Cancel it.", asked, past=(CANCELLING,)).tool == "delete_calendar_event"


def test_a_word_put_right_takes_the_place_of_the_wrong_one() -> None:
    answer = understand("I said Petra, not Peter.", "I created the todo “call Peter”.", past=(PETER,))
    assert (answer.tool, answer.arguments) == ("update_todo", {"new_title": "call Petra"})
    answer = understand("No, to John.", "I assigned “Call the landlord” to Sarah.", past=(ASSIGNED,))
    assert (answer.tool, answer.arguments) == ("assign_todo", {"title": "landlord", "person": "John"})
    assert understand("No way to John.", "I assigned it.", past=(ASSIGNED,)).arguments["person"] == "John"
    answer = understand("Make that a postcard to Peter.", "I created the todo “call Peter”.", past=(PETER,))
    assert (answer.tool, answer.arguments) == ("update_todo", {"new_title": "postcard to Peter"})


def test_something_is_asked_for_by_its_title() -> None:
    assert understand("Can you add something to my list?").text == replies.ask_title(None)


def test_right_after_a_change_wrong_means_undo() -> None:
    assert understand("That's not what I wanted.", "Done.", past=(PETER,)).tool == "undo_last_change"
    assert understand("That's not what I wanted.", "Hello!").tool == ""


def test_a_name_is_spelled_by_its_letters() -> None:
    assert understand("How do you spell Ortiz?").text == "Ortiz: O, R, T, I, Z."
    assert (
        understand("Could you spell that?", "I found Ben Ortiz.").text
        == "Ben Ortiz: B, E, N, –, O, R, T, I, Z."
    )


def test_what_is_no_todo_is_looked_for_among_appointments_and_reminders() -> None:
    thread: list[BaseMessage] = [HumanMessage("Delete the yoga class")]
    for tool in ("delete_todo", "delete_reminder", "delete_calendar_event"):
        asked = respond(thread)
        assert (asked.tool, asked.arguments) == (tool, {"title": "yoga class"})
        thread.append(called(tool, asked.arguments))
        thread.append(ToolMessage("I found no open todo called “yoga class”.", tool_call_id=tool))
    assert respond(thread).text == "I found no open todo called “yoga class”."


def test_what_is_moved_elsewhere_keeps_its_time() -> None:
    arguments = {"title": "yoga", "due": "Friday"}
    gone = ToolMessage("I found no open todo called “yoga”.", tool_call_id="update_todo")
    answer = respond([HumanMessage("Move yoga to Friday"), called("update_todo", arguments), gone])
    assert (answer.tool, answer.arguments) == ("update_reminder", {"title": "yoga", "when": "Friday"})


def called(tool: str, arguments: dict[str, Any]) -> AIMessage:
    return AIMessage("", tool_calls=[{"name": tool, "args": arguments, "id": tool}])


def test_who_starts_over_has_agreed_to_nothing_asked_before() -> None:
    asked = ToolMessage(SHALL_I, tool_call_id="call")
    called_for = [HumanMessage("Delete the rent"), called("delete_todo", {"title": "rent"}), asked]
    thread = [*called_for, AIMessage(SHALL_I), HumanMessage("Yes, please.")]
    assert respond(thread).tool == "delete_todo"
    assert not respond([*thread[:-1], SystemMessage(START_OVER), thread[-1]]).tool
