"""Whatever happened to a thread, the session's conversation is made the same again."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.speech.realtime.ledger import (
    Called,
    Create,
    Delete,
    Entry,
    Ledger,
    Returned,
    Said,
    Step,
    item_of,
)

pytestmark = pytest.mark.core

ASKED = Said("user", "What are my to-dos?")
ANSWER = Said("assistant", "You have two. The first one is the report.")


class Conversation:
    """What a server would hold."""

    def __init__(self) -> None:
        self.items: list[tuple[str, Entry | None]] = []

    def follow(self, steps: Sequence[Step]) -> None:
        for step in steps:
            names = [name for name, _ in self.items]
            if isinstance(step, Delete):
                del self.items[names.index(step.id)]
            else:
                at = 0 if step.after == "root" else names.index(step.after) + 1
                self.items.insert(at, (step.id, step.entry))

    @property
    def entries(self) -> list[Entry | None]:
        return [entry for _, entry in self.items]


def session(*sounds: tuple[str, str]) -> tuple[Ledger, Conversation]:
    ledger, server = Ledger(), Conversation()
    speak(ledger, server, *sounds)
    return ledger, server


def speak(ledger: Ledger, server: Conversation, *sounds: tuple[str, str]) -> None:
    for item, words in sounds:
        server.items.append((item, None))
        ledger.heard(item, words)


def test_words_that_were_heard_are_not_written_again() -> None:
    ledger, server = session(("a", "what are my to-dos"))
    server.follow(ledger.steps([ASKED]))
    assert server.items == [("a", None)]


def test_a_turn_with_a_pause_in_it_is_both_stretches() -> None:
    ledger, server = session(("a", "What are"))
    server.follow(ledger.steps([Said("user", "What are")]))
    speak(ledger, server, ("b", "my to-dos?"))
    assert ledger.steps([ASKED]) == []
    assert ledger.steps([ASKED]) == []


def test_words_that_were_put_right_replace_their_sound() -> None:
    ledger, server = session(("a", "My PIN is 1 2 3 4"))
    server.follow(ledger.steps([Said("user", "My PIN is • • • •")]))
    assert server.entries == [Said("user", "My PIN is • • • •")]


def test_a_sound_that_was_no_turn_is_forgotten() -> None:
    ledger, server = session(("a", "Mm-hm."), ("b", "What are my to-dos?"))
    server.follow(ledger.steps([ASKED]))
    assert server.items == [("b", None)]


def test_an_answer_in_progress_stays_between_its_question_and_the_tools_result() -> None:
    ledger, server = session(("a", "What are my to-dos?"))
    server.follow(ledger.steps([ASKED]))
    called = Called("call_1", "get_todos", "{}")
    server.items.append(("c", called))
    ledger.answered(called, "c")
    server.follow(ledger.steps([ASKED, called, Returned("call_1", "Two.")]))
    assert server.entries == [None, called, Returned("call_1", "Two.")]


def test_an_answer_that_was_cut_off_stays_as_far_as_it_was_heard() -> None:
    ledger, server = session(("a", "What are my to-dos?"))
    server.follow(ledger.steps([ASKED]))
    server.items.append(("x", ANSWER))
    ledger.answered(ANSWER, "x")
    speak(ledger, server, ("b", "Stop."))
    assert ledger.steps([ASKED, Said("assistant", "You have two.…"), Said("user", "Stop.")]) == []


def test_an_answer_nobody_heard_is_deleted() -> None:
    ledger, server = session(("a", "What are my to-dos?"))
    server.follow(ledger.steps([ASKED]))
    server.items.append(("x", ANSWER))
    ledger.answered(ANSWER, "x")
    speak(ledger, server, ("b", "Stop."))
    assert ledger.steps([ASKED, Said("user", "Stop.")]) == [Delete("x")]


def test_the_same_words_twice_are_two_turns() -> None:
    ledger, server = session(("a", "Yes."))
    server.follow(ledger.steps([Said("user", "Yes.")]))
    server.items.append(("x", ANSWER))
    ledger.answered(ANSWER, "x")
    speak(ledger, server, ("b", "Yes."))
    assert ledger.steps([Said("user", "Yes."), ANSWER, Said("user", "Yes.")]) == []


def test_a_new_session_is_told_the_thread_in_words() -> None:
    ledger, server = session()
    called = Called("call_1", "get_todos", "{}")
    thread: list[Entry] = [ASKED, called, Returned("call_1", "Two."), ANSWER, Said("system", "A reminder.")]
    steps = ledger.steps(thread)
    server.follow(steps)
    assert server.entries == thread
    kinds = [item_of(step)["type"] for step in steps if isinstance(step, Create)]
    assert kinds == ["message", "function_call", "function_call_output", "message", "message"]


WORDS = st.sampled_from(["Yes.", "No.", "What are my to-dos?", "Stop."])
ENTRIES: st.SearchStrategy[Entry] = st.one_of(
    st.builds(Said, st.sampled_from(["user", "assistant", "system"]), WORDS),
    st.builds(Called, st.sampled_from(["1", "2"]), st.just("get_todos"), st.just("{}")),
    st.builds(Returned, st.sampled_from(["1", "2"]), WORDS),
)
THREADS = st.lists(st.lists(ENTRIES, max_size=6), max_size=5)


@given(THREADS, st.lists(WORDS, max_size=5))
def test_the_conversation_is_the_thread_whatever_came_before(
    threads: list[list[Entry]], spoken: list[str]
) -> None:
    ledger, server = session()
    said = iter(spoken)
    for count, thread in enumerate(threads):
        wanted = list(thread)
        if (words := next(said, None)) is not None:
            speak(ledger, server, (f"sound_{count}", words))
            wanted.append(Said("user", words))
        server.follow(ledger.steps(wanted))
        told = [entry for entry in server.entries if entry is not None]
        sounds = len(server.entries) - len(told)
        assert len(server.entries) == len(wanted)
        assert sounds <= sum(isinstance(entry, Said) and entry.role == "user" for entry in wanted)
        assert all(held in (None, entry) for held, entry in zip(server.entries, wanted, strict=True))
