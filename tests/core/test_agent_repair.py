"""Threads are mended so that a model accepts them and they tell what really happened."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage, ToolMessage

from convonet_ari.agent import recap, repair, resume
from tests.fakes.strict import check

pytestmark = pytest.mark.core


def human(text: str, id: str = "") -> HumanMessage:
    return HumanMessage(text, id=id or None)


def calls(*ids: str, text: str = "") -> AIMessage:
    return AIMessage(text, tool_calls=[{"name": "create_todo", "args": {}, "id": id} for id in ids])


def result(id: str, text: str = "done", **more: Any) -> ToolMessage:
    return ToolMessage(text, tool_call_id=id, name="create_todo", **more)


messages: st.SearchStrategy[list[AnyMessage]] = st.lists(
    st.one_of(
        st.builds(human, st.text(max_size=5)),
        st.builds(lambda text: SystemMessage(text), st.text(max_size=5)),
        st.builds(lambda text: AIMessage(text), st.text(max_size=5)),
        st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3, unique=True).map(lambda ids: calls(*ids)),
        st.sampled_from("abcdef").map(result),
    ),
    max_size=14,
)


def distinct(thread: list[AnyMessage]) -> list[AnyMessage]:
    """A model never uses a tool call's id twice."""
    seen: set[str] = set()
    kept: list[AnyMessage] = []
    for message in thread:
        ids = {str(c["id"]) for c in message.tool_calls} if isinstance(message, AIMessage) else set()
        if not ids & seen:
            kept.append(message)
        seen |= ids
    return kept


@given(messages.map(distinct))
def test_any_broken_thread_becomes_legal_and_stays_as_it_is_then(thread: list[AnyMessage]) -> None:
    mended = repair.legal(thread)
    check(mended)
    assert repair.legal(mended) == mended


@given(messages.map(distinct), st.integers(1, 8))
def test_a_trimmed_thread_is_still_legal(thread: list[AnyMessage], keep: int) -> None:
    check(repair.trimmed(repair.legal(thread), keep))


def test_an_open_call_is_answered_with_what_is_known_of_it() -> None:
    thread: list[AnyMessage] = [human("do"), calls("a", "b", "c"), result("b", "second done")]
    assert repair.open_calls(thread) == ["a", "c"]
    mended = repair.legal(thread, {"c": "third done"})
    assert [str(m.text) for m in mended[2:]] == [repair.INTERRUPTED, "second done", "third done"]
    assert [m.status for m in mended[2:] if isinstance(m, ToolMessage)] == ["error", "success", "success"]


def test_garbled_tool_calls_are_dropped() -> None:
    garbled = AIMessage("", invalid_tool_calls=[{"name": "x", "args": "{", "id": "a", "error": None}])
    assert repair.legal([garbled]) == [AIMessage("")]


def test_an_answer_is_cut_down_to_what_was_heard() -> None:
    thread: list[AnyMessage] = [human("hi", "1"), AIMessage("I created the todo. It is due tomorrow.")]
    mended = repair.heard_only(thread, "1", "I created the todo.")
    assert mended[-1].text == f"I created the todo.{repair.CUT}"


def test_an_answer_that_was_not_heard_at_all_is_forgotten_but_its_tool_call_is_not() -> None:
    thread: list[AnyMessage] = [
        human("hi", "1"),
        calls("a", text="One moment."),
        result("a"),
        AIMessage("It is done."),
    ]
    mended = repair.heard_only(thread, "1", "")
    assert [type(m) for m in mended] == [HumanMessage, AIMessage, ToolMessage]
    assert mended[1].text == ""
    check(mended)


def test_words_heard_that_the_thread_never_got_are_added() -> None:
    mended = repair.heard_only([human("hi", "1")], "1", "Let me see")
    assert mended[-1].text == f"Let me see{repair.CUT}"


def test_an_answer_heard_to_its_end_is_left_alone() -> None:
    thread: list[AnyMessage] = [
        human("hi", "1"),
        calls("a", text="One  moment."),
        result("a"),
        AIMessage("It is\ndone."),
    ]
    assert repair.heard_only(thread, "1", "One moment. It is done.") == thread


def test_earlier_turns_are_left_alone() -> None:
    thread: list[AnyMessage] = [human("hi", "1"), AIMessage("Hello."), human("and", "2"), AIMessage("Yes.")]
    assert repair.heard_only(thread, "2", "")[:3] == thread[:3]


def test_a_trimmed_thread_begins_with_the_callers_words() -> None:
    thread: list[AnyMessage] = [m for n in range(30) for m in (human(str(n)), AIMessage(str(n)))]
    assert repair.trimmed(thread, 5) == thread[-4:]


def test_a_recap_holds_what_was_done_and_the_last_words_of_both() -> None:
    said = [("caller", "create  a todo"), ("assistant", "Done.")]
    assert recap.summary(said, ["I created the todo."]).splitlines() == [
        recap.ANEW,
        "Done for the caller already, never to be done again:",
        "- I created the todo.",
        "Said last:",
        "Caller: create a todo",
        "Assistant: Done.",
    ]
    assert recap.summary([], []) == recap.ANEW


def test_a_transfer_that_was_settled_is_found_again() -> None:
    call = {"name": resume.TRANSFER, "args": {"department": "sales"}, "id": "a"}
    asked: list[AnyMessage] = [human("sales", "1"), AIMessage("", tool_calls=[call])]
    assert resume.transfer_done(asked) is None
    assert resume.transfer_done([*asked, result("a", status="error")]) is None
    found = resume.transfer_done([*asked, result("a")])
    assert found == resume.Call("a", resume.TRANSFER, {"department": "sales"})
