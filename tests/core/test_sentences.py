"""The splitter of streamed text: what may be spoken when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.speech.sentences import Sentences

pytestmark = pytest.mark.core


def pieces(text: str, step: int = 1) -> list[str]:
    sentences = Sentences()
    found = [piece for at in range(0, len(text), step) for piece in sentences.feed(text[at : at + step])]
    return found + sentences.flush()


@pytest.mark.parametrize("step", [1, 3, 1000])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sure. I did it!", ["Sure.", "I did it!"]),
        ("It is at 3:30 p.m. on Friday. OK?", ["It is at 3:30 p.m. on Friday.", "OK?"]),
        ("Lunch is at 2 p.m. Then rest.", ["Lunch is at 2 p.m.", "Then rest."]),
        ("It costs 3.5 dollars. Fine.", ["It costs 3.5 dollars.", "Fine."]),
        ("Dr. Smith and J. Doe called. Twice.", ["Dr. Smith and J. Doe called.", "Twice."]),
        ("Take No. 5 please. No. I mean 6.", ["Take No. 5 please.", "No.", "I mean 6."]),
        ("See example.com, e.g. today. Bye.", ["See example.com, e.g. today.", "Bye."]),
        ("That was I. You know.", ["That was I.", "You know."]),
        ("1. Buy milk\n2. Call Sam\n\nDone", ["1. Buy milk", "2. Call Sam", "Done"]),
        ("Really?! Yes (indeed.) Good.", ["Really?!", "Yes (indeed.)", "Good."]),
        ("**Done.** Next.", ["**Done.**", "Next."]),
        ("Wait... what?", ["Wait...", "what?"]),
        ("We meet at 9 a.m.\nor later", ["We meet at 9 a.m.", "or later"]),
        ("", []),
        (" \n \n", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str], step: int) -> None:
    assert pieces(text, step) == expected


def test_the_first_clause_is_given_before_its_sentence_ends() -> None:
    sentences = Sentences()
    assert sentences.feed("On Friday you have a project review, and") == [
        "On Friday you have a project review,"
    ]
    assert sentences.feed(" later, when all is done, a party") == []
    assert sentences.flush() == ["and later, when all is done, a party"]


def test_a_short_opening_clause_is_not_torn_off() -> None:
    assert pieces("Sure, I can do that for you.") == ["Sure, I can do that for you."]


def test_a_comma_inside_a_number_is_no_clause() -> None:
    assert pieces("There are now about a total of 1,250 people.") == [
        "There are now about a total of 1,250 people."
    ]


def test_each_answer_begins_with_a_clause_anew() -> None:
    sentences = Sentences()
    sentences.feed("The very first answer is finished.")
    sentences.flush()
    assert sentences.feed("This is the second answer, and so") == ["This is the second answer,"]


def test_an_endless_sentence_is_cut_at_its_clauses() -> None:
    parts = pieces("and then we went on, " * 40)
    assert max(map(len, parts)) <= 220
    assert all(part.endswith(",") for part in parts)


def test_text_without_a_single_gap_is_cut_all_the_same() -> None:
    assert list(map(len, pieces("x" * 500))) == [220, 220, 60]


@given(st.lists(st.text(alphabet="aB1.,!? \n:-\"')p m", max_size=12), max_size=30))
def test_no_word_is_lost_or_doubled(deltas: list[str]) -> None:
    sentences = Sentences()
    found = [piece for delta in deltas for piece in sentences.feed(delta)] + sentences.flush()
    assert "".join("".join(found).split()) == "".join("".join(deltas).split())
    assert all(piece == piece.strip() != "" for piece in found)
