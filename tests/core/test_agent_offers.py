"""What callers answer who are back from a queue, and what the assistant makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from convonet_ari.agent.offline.heard import Past
from convonet_ari.agent.offline.intents import understand
from convonet_ari.call import phrases
from convonet_ari.tools.departments import CALL_BACK_LATER

pytestmark = pytest.mark.core

BACK = f"{phrases.returned('TIMEOUT')} {phrases.INSTEAD}"
WAITED = (Past("transfer_to_agent", {"department": "support", "reason": "my invoice"}),)
WHOM: dict[str, Any] = {"department": "support", "reason": "my invoice"}

ANSWERS: dict[str, tuple[str, dict[str, Any]]] = {
    "Yes, call me back.": ("request_callback", WHOM),
    "Yes please": ("request_callback", WHOM),
    "Have somebody call me back tomorrow at 3 pm": ("request_callback", {**WHOM, "when": "tomorrow at 3 pm"}),
    "The first one": ("request_callback", WHOM),
    "Make a todo for them.": ("leave_department_todo", WHOM),
    "Leave them a message that my printer is broken": (
        "leave_department_todo",
        {**WHOM, "title": "my printer is broken"},
    ),
    "The second one": ("leave_department_todo", WHOM),
    "Try sales.": ("transfer_to_agent", {"department": "sales", "reason": "my invoice"}),
    "Sales please": ("transfer_to_agent", {"department": "Sales", "reason": "my invoice"}),
    "Can you try general enquiries instead?": (
        "transfer_to_agent",
        {"department": "general enquiries", "reason": "my invoice"},
    ),
    "Another department": ("get_available_departments", {}),
    "Which departments are there?": ("get_available_departments", {}),
    "Try again": ("transfer_to_agent", WHOM),
    "I'll wait": ("transfer_to_agent", WHOM),
    "What are my todos?": ("get_todos", {}),
}


@pytest.mark.parametrize("said", ANSWERS)
def test_an_offer_is_taken_in_the_callers_own_words(said: str) -> None:
    answer = understand(said, BACK, past=WAITED)
    tool, arguments = ANSWERS[said]
    assert answer.tool == tool
    if tool != "get_todos":
        assert answer.arguments == arguments


@pytest.mark.parametrize("said", ["No", "No thank you.", "Never mind"])
def test_an_offer_may_be_declined(said: str) -> None:
    answer = understand(said, BACK, past=WAITED)
    assert (answer.tool, bool(answer.text)) == ("", True)


def test_a_department_that_was_told_is_named() -> None:
    told = (
        "I can put you through to Support, Sales or General enquiries. Nobody is free in Support right now."
    )
    assert understand("Sales", told).arguments["department"] == "Sales"


def test_a_persons_note_is_done_when_the_caller_agrees() -> None:
    back = f"{phrases.returned('SENTBACK')} {phrases.noted('please create a todo to book Tuesday.')}"
    assert understand("Yes, do that.", back).tool == "create_todo"
    assert understand("No.", back).tool == ""


def test_a_caller_who_lost_patience_says_yes_to_a_person() -> None:
    assert understand("Yes", f"I have three todos. {phrases.SORRY_UPSET}").tool == "transfer_to_agent"


def test_a_closed_department_calls_back_when_the_caller_agrees() -> None:
    answer = understand("Yes please", f"Support is closed now. {CALL_BACK_LATER}", past=WAITED)
    assert (answer.tool, answer.arguments) == ("request_callback", WHOM)
