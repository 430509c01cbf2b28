"""What callers said on the telephone and was not understood at first: wishes, answers, what is only told."""

from __future__ import annotations

from typing import Any

import pytest

from convonet_ari.agent.offline.heard import Past
from convonet_ari.agent.offline.hunch import HUNCHES, KINDS, NONE, learnt
from convonet_ari.agent.offline.intents import understand
from convonet_ari.agent.offline.replies import ASK_WHICH, ONE_AT_A_TIME
from tests.core.test_agent_everyday import check

pytestmark = pytest.mark.core

TODOS = Past("get_todos", {})
TOLD = "You have 3 open todos: Call the landlord, due tomorrow; Budget report, due Friday; Headsets."
REPORT_DONE = Past("complete_todo", {"title": "budget report"})
FENCE = Past("create_todo", {"title": "paint the fence"})
LUNCH = Past("create_calendar_event", {"title": "lunch", "when": "Thursday at one"})

WISHES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Turn off the passport reminder.", "delete_reminder", {"title": "passport"}),
    ("When could I meet Sarah tomorrow?", "find_free_time", {"when": "tomorrow"}),
    (
        "Make the headsets due next Wednesday.",
        "update_todo",
        {"title": "headsets", "due": "next Wednesday"},
    ),
    (
        "Sarah should write the newsletter by Friday.",
        "assign_todo",
        {"title": "write the newsletter", "person": "Sarah", "due": "Friday"},
    ),
    ("Give Ben the headsets.", "assign_todo", {"title": "headsets", "person": "Ben"}),
    ("Have Ben call the landlord.", "assign_todo", {"title": "call the landlord", "person": "Ben"}),
    (
        "A task for Ben, update the price list.",
        "assign_todo",
        {"title": "update the price list", "person": "Ben"},
    ),
    (
        "Assign a task to Ben: renew the certificates by Friday.",
        "assign_todo",
        {"title": "renew the certificates", "due": "Friday"},
    ),
    ("I'd like the dev team to review the logs.", "create_team_todo", {"title": "review the logs"}),
    ("Create a todo for the dev team meeting on Thursday.", "create_todo", {"title": "dev team meeting"}),
    ("remind me two call the garage at three", "create_reminder", {"title": "call the garage"}),
    ("remind me in too hours to call sarah", "create_reminder", {"when": "in two hours"}),
    ("transfer me too an agent", "transfer_to_agent", {}),
    ("i need to speak two a human", "transfer_to_agent", {}),
    ("what are my two dues", "get_todos", {}),
    ("Add, let me think, call the electrician, tomorrow.", "create_todo", {"title": "call the electrician"}),
    ("Put the car into the garage, as a task.", "create_todo", {"title": "Put the car into the garage"}),
    (
        "Send the minutes to Jo, that's a task for tomorrow.",
        "create_todo",
        {"title": "Send the minutes to Jo"},
    ),
    ("Can you list order toner as a task?", "create_todo", {"title": "order toner"}),
    ("Make a todo out of this: check the alarms.", "create_todo", {"title": "check the alarms"}),
    ("Something for tomorrow: feed the cat.", "create_todo", {"title": "feed the cat", "due": "tomorrow"}),
    ("Add another one, buy envelopes.", "create_todo", {"title": "buy envelopes"}),
    ("Add call the vet to tomorrow's list.", "create_todo", {"title": "call the vet", "due": "tomorrow"}),
    ("Add that I need to get new photos.", "create_todo", {"title": "get new photos"}),
    ("Give me my todos for tomorrow.", "get_todos", {"due": "tomorrow"}),
    ("What have I still got open?", "get_todos", {}),
    ("Could you tell me what I've got to do next?", "get_todos", {}),
    ("Anything on Friday afternoon?", "get_daily_briefing", {"day": "Friday afternoon"}),
    ("Did I already call the landlord?", "search_everything", {"words": "landlord"}),
    ("What did I ask you to remind me of?", "get_reminders", {}),
    ("Who runs marketing?", "get_team_members", {"team": "marketing"}),
    ("Who is in charge of the dev team?", "get_team_members", {"team": "dev"}),
    ("Is anyone from sales there?", "get_available_departments", {}),
    ("Do you have a human there?", "transfer_to_agent", {}),
    ("Could you get Maria on the line?", "transfer_to_agent", {"department": "Maria"}),
    ("Could a colleague of yours ring me tomorrow morning?", "request_callback", {}),
    (
        "Meeting with Sarah tomorrow at nine, please.",
        "create_calendar_event",
        {"title": "meeting with Sarah"},
    ),
    ("Let's have a meeting with Ben on Thursday at eleven.", "create_calendar_event", {"title": "with Ben"}),
    ("Book me in at the doctor's on Tuesday at ten.", "create_calendar_event", {"title": "doctor"}),
    ("Move Friday's meeting to four o'clock.", "update_calendar_event", {"title": "Friday's meeting"}),
    ("Cancel my appointment on Friday.", "delete_calendar_event", {"title": "Friday's appointment"}),
    ("Landlord, move it to Friday.", "update_todo", {"title": "Landlord", "due": "Friday"}),
    ("The headsets, can you put them on Monday?", "update_todo", {"title": "headsets", "due": "Monday"}),
    ("I need more time for the report, make it the tenth.", "update_todo", {"title": "report"}),
    ("Give me another week for the budget report.", "update_todo", {"due": "one week later"}),
    ("The landlord has time until Friday.", "update_todo", {"title": "landlord", "due": "Friday"}),
    ("The landlord can be deleted.", "delete_todo", {"title": "landlord"}),
    ("Please take the headsets off.", "delete_todo", {"title": "headsets"}),
    ("I don't want to be reminded about the passport.", "delete_reminder", {"title": "passport"}),
    ("I need to be reminded to take the cake out at ten.", "create_reminder", {"title": "take the cake out"}),
    ("Set a timer for ten minutes.", "create_reminder", {"title": "timer", "when": "in ten minutes"}),
    ("Budget report, done.", "complete_todo", {"title": "budget report"}),
    ("Put the design review at ten in the morning.", "update_calendar_event", {"title": "design review"}),
    ("Put the passport reminder back to Friday.", "update_reminder", {"title": "passport", "when": "Friday"}),
    (
        "Book one hour with Sarah tomorrow at four.",
        "create_calendar_event",
        {"title": "Sarah", "minutes": 60},
    ),
    ("Can the design review be on Wednesday?", "update_calendar_event", {"title": "design review"}),
    ("Stop the passport reminder.", "delete_reminder", {"title": "passport"}),
    ("Remind me at four to call back Mr Jones.", "create_reminder", {"title": "call back Mr Jones"}),
    ("I have to sign the lease, can you make that a task?", "create_todo", {"title": "sign the lease"}),
    ("Create a todo, no due date, tidy the cellar.", "create_todo", {"title": "tidy the cellar"}),
    ("Write down for the dev team: clean up.", "create_team_todo", {"title": "clean up", "team": "dev"}),
    ("The landlord should be Wednesday.", "update_todo", {"title": "landlord", "due": "Wednesday"}),
    ("The deadline for the headsets is Friday.", "update_todo", {"title": "headsets", "due": "Friday"}),
    ("I want Ben to order the headsets.", "assign_todo", {"title": "order the headsets", "person": "Ben"}),
    ("Assign John the headsets.", "assign_todo", {"title": "headsets", "person": "John"}),
    ("Delete the budget thing.", "delete_todo", {"title": "budget"}),
    ("I'd like to create a new team, the name is workshop.", "create_team", {"name": "workshop"}),
    ("I have a question for sales, can you put me through?", "transfer_to_agent", {"department": "sales"}),
    ("I've got something for my list, book the caterer.", "create_todo", {"title": "book the caterer"}),
    ("Can you let Sarah know she has to update the slides?", "assign_todo", {"title": "update the slides"}),
    ("Put a reminder in for nine tomorrow, the letter.", "create_reminder", {"title": "letter"}),
    ("Which day is the design review?", "search_everything", {"words": "design review"}),
    ("Can I do Thursday at four?", "find_free_time", {"when": "Thursday at four"}),
    ("Add a team, call it front office.", "create_team", {"name": "front office"}),
    ("Rename marketing to communications.", "update_team", {"new_name": "communications"}),
    ("What's going on this week?", "get_calendar_events", {"when": "this week"}),
)
# What was done last, what the assistant said then, what the caller says, and what follows.
FOLLOWING: tuple[tuple[Past, str, str, str, dict[str, Any]], ...] = (
    (
        REPORT_DONE,
        "I marked “Budget report” as done.",
        "Oh wait, that's not done yet.",
        "undo_last_change",
        {},
    ),
    (FENCE, "I created the todo “paint the fence”.", "Forget that.", "undo_last_change", {}),
    (
        Past("create_reminder", {"title": "lock up", "when": "in fifteen minutes"}),
        "I set the reminder “lock up”.",
        "Make that twenty.",
        "update_reminder",
        {"when": "in twenty minutes"},
    ),
    (FENCE, "What should the todo say?", "Forget that.", "", {}),
    (LUNCH, "I put “lunch” in.", "With Sarah.", "update_calendar_event", {"new_title": "lunch with Sarah"}),
    (
        TODOS,
        "When shall I book “meeting”?",
        "Thursday at ten.",
        "create_calendar_event",
        {"title": "meeting"},
    ),
    (
        TODOS,
        "When shall I book “meeting”?",
        "With Jo on Thursday at nine.",
        "create_calendar_event",
        {"title": "meeting with Jo"},
    ),
    (TODOS, "Which todo shall I delete?", "The headsets.", "delete_todo", {"title": "headsets"}),
    (TODOS, "Shall I add “milk” to your todos, due Friday?", "Yes.", "create_todo", {"due": "Friday"}),
    (TODOS, "Shall I add “milk” to your todos?", "No.", "", {}),
    (
        TODOS,
        "Shall I add “milk” to your todos?",
        "No, make that oat milk.",
        "create_todo",
        {"title": "oat milk"},
    ),
    (
        TODOS,
        "Shall I put “plumber” into your calendar, Wednesday at eight?",
        "Yes please.",
        "create_calendar_event",
        {"title": "plumber", "when": "Wednesday at eight"},
    ),
)
# Nothing is written before the caller has said yes.
ASKED = (
    ("Add milk.", "Shall I add “milk” to your todos?"),
    ("I need to prepare the slides for Monday's talk.", "Shall I add “prepare the slides for Monday's talk”"),
    ("I've got the plumber coming on Wednesday at eight.", "Shall I put “plumber” into your calendar"),
    ("Schedule a meeting with Sarah.", "When shall I book “meeting with Sarah”?"),
    ("Add a meeting.", "When shall I book “meeting”?"),
    ("I want to delete a todo.", "Which todo shall I delete?"),
    ("I'd like to move an appointment.", "Which appointment shall I move, and to when?"),
    ("Mark a task as done.", ASK_WHICH),
    ("I want to note something down.", "What should the todo say?"),
)
SEVERAL = (
    ("I've done the first two.", ["Call the landlord", "Budget report"]),
    ("Both the first and the second are done.", ["Call the landlord", "Budget report"]),
    ("Mark number one and number three as done.", ["Call the landlord", "Headsets"]),
    ("The last two are finished.", ["Budget report", "Headsets"]),
    ("All three are done.", ["Call the landlord", "Budget report", "Headsets"]),
    ("Mark both the report and the headsets as done.", ["report", "headsets"]),
)


@pytest.mark.parametrize(("said", "tool", "arguments"), WISHES)
def test_a_wish_comes_to_its_tool(said: str, tool: str, arguments: dict[str, Any]) -> None:
    check(understand(said), tool, arguments)


@pytest.mark.parametrize(("past", "last", "said", "tool", "arguments"), FOLLOWING)
def test_what_was_said_before_counts(
    past: Past, last: str, said: str, tool: str, arguments: dict[str, Any]
) -> None:
    check(understand(said, last, past=(past,)), tool, arguments)


@pytest.mark.parametrize(("said", "question"), ASKED)
def test_what_is_only_told_or_half_said_is_asked_about(said: str, question: str) -> None:
    answer = understand(said)
    assert not answer.tool
    assert answer.text.startswith(question)


@pytest.mark.parametrize(("said", "titles"), SEVERAL)
def test_several_things_are_done_in_one_breath(said: str, titles: list[str]) -> None:
    answer = understand(said, TOLD, past=(TODOS,))
    done = [answer, *answer.more]
    assert {one.tool for one in done} == {"complete_todo"}
    assert [one.arguments["title"] for one in done] == titles


@pytest.mark.parametrize(
    "said",
    ["Create two todos: milk and cheese.", "Please add two things to my list, milk and cheese."],
)
def test_as_many_todos_are_made_as_were_counted(said: str) -> None:
    answer = understand(said)
    assert [one.arguments for one in (answer, *answer.more)] == [{"title": "milk"}, {"title": "cheese"}]


def test_a_list_that_is_not_as_long_as_was_said_is_one_todo() -> None:
    assert not understand("Create three todos: milk and cheese.").more


@pytest.mark.parametrize("said", ["Delete the first two.", "Get rid of both of them."])
def test_several_things_are_not_deleted_in_one_breath(said: str) -> None:
    told = "You have 2 open todos: Budget report; Headsets."
    answer = understand(said, told, past=(TODOS,))
    assert not answer.tool
    assert answer.text == ONE_AT_A_TIME


def test_two_of_three_are_not_both() -> None:
    assert not understand("Both are done.", TOLD, past=(TODOS,)).more


def test_a_change_of_the_wrong_thing_is_taken_back_before_the_right_one_is_made() -> None:
    done = "I marked “Budget report” as done."
    answer = understand("Sorry, I meant the headsets.", done, past=(REPORT_DONE,))
    assert (answer.tool, answer.more) == ("undo_last_change", ())
    assert answer.then is not None
    check(answer.then, "complete_todo", {"title": "headsets"})


def test_a_new_team_gets_its_member_when_it_is_there() -> None:
    answer = understand("Create a team called phoenix and add John to it.")
    check(answer, "create_team", {"name": "phoenix"})
    assert answer.then is not None
    check(answer.then, "add_team_member", {"person": "John", "team": "phoenix"})


@pytest.mark.parametrize(
    "said", ["I have to go now.", "I must say that was quick.", "Perfect, mark it as done."]
)
def test_what_only_sounds_like_a_wish_names_no_thing(said: str) -> None:
    assert "title" not in understand(said).arguments


# No rule fits these; what they are most like is asked about, and only questions are answered at once.
LIKELY = (
    ("Log a task to archive the old invoices.", "Shall I add “archive the old invoices” to your todos?"),
    ("The headsets arrived, so that one's done.", "Shall I mark “headsets arrived” as done?"),
    ("I'd rather do the budget report on Monday.", "Shall I move “budget report” to Monday?"),
)


@pytest.mark.parametrize(("said", "question"), LIKELY)
def test_what_no_rule_fits_is_asked_about_and_done_after_a_yes(said: str, question: str) -> None:
    answer = understand(said)
    assert (answer.tool, answer.text) == ("", question)
    assert understand("Yes please.", question).tool in ("create_todo", "complete_todo", "update_todo")
    assert not understand("No.", question).tool


def test_a_question_no_rule_fits_is_answered_at_once() -> None:
    check(understand("What's still to be done?"), "get_todos", {})


@pytest.mark.parametrize(
    "said",
    [
        "I just came back from holiday.",
        "My car was stolen last week.",
        "We had lunch with the boss on Monday.",
        "I've never done this before.",
        "What's the best restaurant around here?",
        "Nothing works today.",
        "I'm in a meeting right now.",
        "What are my",
        "I have to call the",
    ],
)
def test_talk_is_no_likely_wish(said: str) -> None:
    answer = understand(said)
    assert not answer.tool
    assert "Shall I" not in answer.text


def test_what_was_learnt_tells_its_own_sentences_apart() -> None:
    told = list(learnt())
    right = sum(HUNCHES.of(sentence)[0] == kind for kind, sentence in told)
    assert {kind for kind, _ in told} == {*KINDS, NONE, "assign"}
    assert right / len(told) > 0.85
