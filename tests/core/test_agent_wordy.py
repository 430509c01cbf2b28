"""Changes by a stretch of time, everything at once, "it" inside a sentence, and what stands before a wish."""

from __future__ import annotations

from typing import Any

import pytest

from convonet_ari.agent.offline import replies
from convonet_ari.agent.offline.heard import Past
from convonet_ari.agent.offline.intents import understand

pytestmark = pytest.mark.core

LUNCH = Past("create_calendar_event", {"title": "lunch", "when": "tomorrow at noon"})
SARAH = Past("create_reminder", {"title": "call Sarah", "when": "in two hours"})
REPORT = Past("create_todo", {"title": "budget report"})

SHIFTS: tuple[tuple[str, Past | None, str, dict[str, Any]], ...] = (
    ("Half an hour longer", LUNCH, "update_calendar_event", {"longer": 30}),
    ("Make it half an hour longer, please", LUNCH, "update_calendar_event", {"longer": 30}),
    ("Half an hour longer", SARAH, "update_reminder", {"when": "Half an hour later"}),
    ("Make it an hour earlier", LUNCH, "update_calendar_event", {"when": "an hour earlier"}),
    ("Make it an hour earlier", SARAH, "update_reminder", {"when": "an hour earlier"}),
    ("Push it back by twenty minutes", LUNCH, "update_calendar_event", {"when": "twenty minutes later"}),
    ("Push it back by twenty minutes", SARAH, "update_reminder", {"when": "twenty minutes later"}),
    ("No, a quarter of an hour later", SARAH, "update_reminder", {"when": "a quarter of an hour later"}),
    (
        "Bring my dentist appointment forward by an hour",
        None,
        "update_calendar_event",
        {"title": "dentist appointment", "when": "an hour earlier"},
    ),
    ("Delay the reminder by ten minutes", None, "update_reminder", {"when": "ten minutes later"}),
    (
        "Make the meeting with Tom fifteen minutes shorter",
        None,
        "update_calendar_event",
        {"title": "meeting with Tom", "longer": -15},
    ),
    (
        "Extend the call with Tom by an hour and a half",
        None,
        "update_calendar_event",
        {"title": "call with Tom", "longer": 90},
    ),
    ("I need ten minutes more for the review", None, "update_calendar_event", {"longer": 10}),
)


@pytest.mark.parametrize(("said", "before", "tool", "arguments"), SHIFTS)
def test_a_stretch_of_time_moves_or_lengthens_what_was_meant(
    said: str, before: Past | None, tool: str, arguments: dict[str, Any]
) -> None:
    answer = understand(said, past=(before,) if before else ())
    assert answer.tool == tool
    assert {name: answer.arguments.get(name) for name in arguments} == arguments


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Cancel everything on Friday", "Friday"),
        ("Could you clear my Friday?", "Friday"),
        ("Clear my calendar for tomorrow", "tomorrow"),
        ("Cancel all my meetings tomorrow", "tomorrow"),
        ("Delete all appointments on Monday afternoon", "Monday afternoon"),
        ("Clear my afternoon", "this afternoon"),
        ("Wipe the whole week", "this week"),
    ],
)
def test_everything_of_a_day_is_one_wish(said: str, day: str) -> None:
    answer = understand(said)
    assert (answer.tool, answer.arguments) == ("delete_calendar_event", {"day": day})


def test_a_list_is_never_emptied_at_once() -> None:
    assert understand("Delete all my todos").text == replies.ONE_AT_A_TIME
    assert understand("Forget everything you know about me").arguments == {"everything": True}


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        ("Add a todo to call Sarah about it", "create_todo"),
        ("Remind me tomorrow to call Sarah about it", "create_reminder"),
        ("Remind me to call Sarah about that tomorrow", "create_reminder"),
    ],
)
def test_it_inside_a_wish_is_named(said: str, tool: str) -> None:
    answer = understand(said, past=(REPORT,))
    assert (answer.tool, answer.arguments["title"]) == (tool, "call Sarah about budget report")


def test_it_without_anything_before_it_stays_as_it_was_said() -> None:
    assert understand("Add a todo to call Sarah about it").arguments == {"title": "call Sarah about it"}


@pytest.mark.parametrize(
    "said",
    ["What did I ask you to do today?", "What have I asked you to do so far?", "What have you done so far?"],
)
def test_what_was_asked_is_told_from_this_call_or_from_those_before(said: str) -> None:
    assert (
        understand(said, done="In this call I created one todo.").text == "In this call I created one todo."
    )
    assert understand(said).tool == "recall"


@pytest.mark.parametrize(
    "opening",
    [
        "Could you possibly",
        "I was wondering whether you might",
        "Hey so um can you like",
        "Would you be able to",
        "I was hoping you could",
        "If it's not too much trouble, could you",
        "Is there any way you could",
        "Might I ask you to",
        "Would you be so kind as to",
        "Kindly",
        "I have one small request, please",
    ],
)
def test_no_opening_hides_a_wish(opening: str) -> None:
    answer = understand(f"{opening} mark the budget report as done")
    assert (answer.tool, answer.arguments) == ("complete_todo", {"title": "budget report"})


def test_what_is_needed_is_wished() -> None:
    answer = understand("Right, so, basically what I need is a reminder to call Sarah at nine")
    assert (answer.tool, answer.arguments) == ("create_reminder", {"title": "call Sarah", "when": "at nine"})


@pytest.mark.parametrize(
    ("said", "tool", "team"),
    [
        ("Who are the dev folks?", "get_team_members", "dev"),
        ("What are the marketing guys working on?", "get_team_todos", "marketing"),
        ("Put Sarah in with the devs", "add_team_member", "dev"),
        ("Boot John from support", "remove_team_member", "support"),
        ("I want out of the dev team", "leave_team", "dev"),
    ],
)
def test_a_team_is_known_by_what_people_call_it(said: str, tool: str, team: str) -> None:
    answer = understand(said)
    assert (answer.tool, answer.arguments["team"]) == (tool, team)


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        ("Pop dentist into my calendar for next Monday at 9", "create_calendar_event"),
        ("Could you prepone my meeting with Priya to 3 pm", "update_calendar_event"),
        ("Bin the reminder about the gym", "delete_reminder"),
        ("Knock the car wash off my list", "delete_todo"),
        ("I've wrapped up the slides", "complete_todo"),
        ("Give me a bell at noon so I don't forget the parking meter", "create_reminder"),
        ("Reverse that please", "undo_last_change"),
        ("Which things I must do today", "get_todos"),
        ("Am I doing anything tomorrow afternoon", "find_free_time"),
    ],
)
def test_regional_words_mean_what_plain_ones_do(said: str, tool: str) -> None:
    assert understand(said).tool == tool


@pytest.mark.parametrize(
    ("said", "tool", "arguments"),
    [
        ("I can't make the dentist on Monday, call it off", "delete_calendar_event", {"title": "dentist"}),
        ("There's no point in the offsite task now, remove it", "delete_todo", {"title": "offsite"}),
        ("Omar has left, take him off the dev team", "remove_team_member", {"person": "Omar", "team": "dev"}),
    ],
)
def test_it_is_what_the_clause_before_named(said: str, tool: str, arguments: dict[str, str]) -> None:
    answer = understand(said)
    assert (answer.tool, answer.arguments) == (tool, arguments)


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        ("Remember me to call the bank tomorrow at nine", "create_reminder"),
        ("I want that you remind me on Monday about the visa", "create_reminder"),
        ("I sent off the contract already", "complete_todo"),
        ("Ask Sarah to prepare the slides", "assign_todo"),
        ("Sarah isn't in marketing any more", "remove_team_member"),
        ("Turn the dev team into the platform team", "update_team"),
        ("Make my meeting with Omar start at eleven", "update_calendar_event"),
    ],
)
def test_turns_of_phrase_come_to_their_tool(said: str, tool: str) -> None:
    assert understand(said).tool == tool
