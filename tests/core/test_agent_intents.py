"""What callers say, as a recogniser writes it down, and what the offline assistant makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from convonet_ari.agent.offline import replies
from convonet_ari.agent.offline.intents import understand

pytestmark = pytest.mark.core

CREATE: dict[str, tuple[str, str | None]] = {
    "Create a todo for team meeting tomorrow": ("team meeting", "tomorrow"),
    "Create a to-do for team meeting tomorrow.": ("team meeting", "tomorrow"),
    "create a to do for team meeting tomorrow": ("team meeting", "tomorrow"),
    "Creative to do for team meeting tomorrow": ("team meeting", "tomorrow"),
    "Created to-do for team meeting tomorrow.": ("team meeting", "tomorrow"),
    "Great a to-do for team meeting tomorrow": ("team meeting", "tomorrow"),
    "Create it to do for team meeting tomorrow.": ("team meeting", "tomorrow"),
    "Create a today for team meeting tomorrow.": ("team meeting", "tomorrow"),
    "Hello, create a to-do for the team meeting tomorrow.": ("team meeting", "tomorrow"),
    "Could you create a todo for team meeting tomorrow, thank you.": ("team meeting", "tomorrow"),
    "To do, team meeting, tomorrow.": ("team meeting", "tomorrow"),
    "Add a task to call Anna on Friday at 5 p.m.": ("call Anna", "Friday at 5 pm"),
    "Please add buy milk to my to-do list.": ("buy milk", None),
    "put dentist appointment on my todo list": ("dentist appointment", None),
    "Can you please create a new to-do called budget report for next Monday?": (
        "budget report",
        "next Monday",
    ),
    "I need a todo for December third: pay the rent": ("pay the rent", "December third"),
    "I need a todo for december3 pay the rent": ("pay the rent", "december 3"),
    "Note down to send the invoice in two days": ("send the invoice", "in two days"),
    "Don't let me forget to call Bob tomorrow": ("call Bob", "tomorrow"),
    "Set up a todo to prepare the presentation by Friday, please": ("prepare the presentation", "Friday"),
    "New to-do: water the plants": ("water the plants", None),
    "Okay, create a to do for buying flowers on the 5th.": ("buying flowers", "the 5th"),
    "Add to do call mom tonight": ("call mom", "tonight"),
    "I would like to add a new to do item for the quarterly review next Friday.": (
        "quarterly review",
        "next Friday",
    ),
    "create a todo to finish the report by the end of the week": ("finish the report", "the end of the week"),
    "I want you to make a to do to talk to Sales about prices": ("talk to Sales about prices", None),
    "I want you to make it to do to talk to sales about prices.": ("talk to sales about prices", None),
    "I'm create a to-do for team meeting tomorrow.": ("team meeting", "tomorrow"),
    "um, create a, uh, to-do for team meeting tomorrow": ("team meeting", "tomorrow"),
}

LIST: dict[str, dict[str, Any]] = {
    "What are my todos?": {},
    "What are my to-dos?": {},
    "List my to do's.": {},
    "Get my to dos": {},
    "Tell me my to-do list.": {},
    "Read my to-dos please": {},
    "What's on my list?": {},
    "How many todos do I have": {},
    "What are my to do's for today": {"due": "today"},
    "What do I have to do today?": {"due": "today"},
    "What do I need to do tomorrow?": {"due": "tomorrow"},
    "Do I have any to-dos this week?": {"due": "this week"},
    "Show me all my tasks": {"which": "all"},
    "Which todos have I finished": {"which": "done"},
}

COMPLETE: dict[str, str] = {
    "Mark team meeting as done.": "team meeting",
    "Mark the budget report is done.": "budget report",
    "Mark the team meeting to-do as done": "team meeting",
    "mark team meeting has done": "team meeting",
    "March team meeting as done": "team meeting",
    "Mark team meeting as dawn": "team meeting",
    "Please mark my to-do budget report as completed": "budget report",
    "I finished the budget report": "budget report",
    "I'm done with the budget report.": "budget report",
    "I have completed the team meeting": "team meeting",
    "The budget report is done.": "budget report",
    "complete the todo team meeting": "team meeting",
    "Check off the budget report": "budget report",
    "Cross the milk off my list": "milk",
}

TRANSFER: dict[str, str | None] = {
    "I need to speak to a human.": None,
    "I need to speak to a human being": None,
    "Transfer me to an agent.": None,
    "Transfer me to an asian": None,
    "transfer me to a gent please": None,
    "Transfer me.": None,
    "Connect me with a person": None,
    "Can I talk to someone?": None,
    "Let me talk to a real person, please.": None,
    "I want to speak with a representative": None,
    "I want to talk to a person about my bill": None,
    "get me a real person": None,
    "Give me a human": None,
    "agent": None,
    "Operator!": None,
    "Agents.": None,
    "Transfer me to a jent, please.": None,
    "Human please": None,
    "Can you put me through?": None,
    "put me through to sales": "sales",
    "Put me through to the sales department": "sales",
    "Talk to sails": "sales",
    "sales department": "sales",
    "Connect me to support, please": "support",
    "Can you transfer me to the support team": "support",
    "I'd like to talk to someone in sales": "sales",
}

DEPARTMENTS = (
    "What departments are there?",
    "Which departments are available?",
    "Who can I talk to?",
    "Is anyone available?",
    "list the available departments",
)

WORDS: dict[str, str] = {
    "Hello": "Hello Ann! How can I help you?",
    "Good morning!": "Hello Ann! How can I help you?",
    "Thank you very much.": replies.WELCOME,
    "Thanks, goodbye": replies.GOODBYE,
    "That's all, thank you.": replies.GOODBYE,
    "What can you do?": replies.ABLE,
    "Help": replies.ABLE,
    "Who are you?": replies.LIMITED,
    "Are you a robot?": replies.LIMITED,
    "never mind": replies.ALL_RIGHT,
    "what time is it": "It is Sunday, 10:00.",
    "make a todo for tomorrow": "What should the todo for tomorrow say?",
    "Um, I'd like to create a to-do.": "What should the todo say?",
    "What is the weather in Paris?": replies.UNKNOWN,
}


@pytest.mark.parametrize(("said", "wanted"), CREATE.items())
def test_a_wish_for_a_todo_names_title_and_day(said: str, wanted: tuple[str, str | None]) -> None:
    answer = understand(said)
    assert answer.tool == "create_todo"
    assert (answer.arguments["title"], answer.arguments.get("due")) == wanted


@pytest.mark.parametrize(("said", "wanted"), LIST.items())
def test_a_question_about_todos_lists_them(said: str, wanted: dict[str, Any]) -> None:
    answer = understand(said)
    assert (answer.tool, answer.arguments) == ("get_todos", wanted)


@pytest.mark.parametrize(("said", "wanted"), COMPLETE.items())
def test_a_finished_todo_is_marked(said: str, wanted: str) -> None:
    answer = understand(said)
    assert (answer.tool, answer.arguments) == ("complete_todo", {"title": wanted})


@pytest.mark.parametrize(("said", "wanted"), TRANSFER.items())
def test_a_wish_for_people_is_a_transfer(said: str, wanted: str | None) -> None:
    answer = understand(said)
    assert (answer.tool, answer.arguments.get("department")) == ("transfer_to_agent", wanted)
    assert answer.arguments["reason"]


@pytest.mark.parametrize("said", DEPARTMENTS)
def test_a_question_about_departments_is_looked_up(said: str) -> None:
    assert understand(said).tool == "get_available_departments"


@pytest.mark.parametrize(("said", "wanted"), WORDS.items())
def test_small_talk_is_answered_in_words(said: str, wanted: str) -> None:
    answer = understand(said, now="Sunday, 10:00", name="Ann")
    assert (answer.tool, answer.text) == ("", wanted)


def test_the_answer_to_what_should_it_say_becomes_the_title() -> None:
    answer = understand("Team meeting.", last=replies.ask_title("tomorrow"))
    assert answer.arguments == {"title": "Team meeting", "due": "tomorrow"}


def test_the_answer_to_which_one_completes_that_one() -> None:
    answer = understand("The review.", last="Which one do you mean: “budget report” or “budget review”?")
    assert (answer.tool, answer.arguments) == ("complete_todo", {"title": "review"})


def test_another_wish_instead_of_an_answer_is_followed() -> None:
    which = "Which one do you mean: “a” or “b”?"
    assert understand("Talk to a human", last=which).tool == "transfer_to_agent"
    assert understand("never mind", last=replies.ask_title(None)).text == replies.ALL_RIGHT


def test_it_is_the_todo_just_spoken_of() -> None:
    answer = understand("mark it as done", last="I created the todo “buy milk”, due tomorrow.")
    assert answer.arguments == {"title": "buy milk"}


def test_a_second_misunderstanding_offers_a_person_and_yes_takes_the_offer() -> None:
    second = understand("blue elephants", last=replies.UNKNOWN)
    assert second.text == replies.STILL_UNKNOWN
    assert understand("Yes, please.", last=second.text).tool == "transfer_to_agent"


def test_the_last_words_are_repeated_on_request() -> None:
    assert understand("Can you repeat that?", last="It is done.").text == "It is done."


def test_what_is_not_understood_says_openly_that_the_assistant_is_limited() -> None:
    assert "simple offline assistant" in understand("Tell me a joke").text


def test_no_words_at_all_are_not_a_wish() -> None:
    assert understand("  ").tool == ""
