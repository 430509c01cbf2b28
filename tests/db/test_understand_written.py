"""The offline assistant is asked everything callers ask, in writing, and graded on the records."""

from __future__ import annotations

from pathlib import Path

import pytest

from convonet_ari.bench.understand.cases import Case, cases
from convonet_ari.bench.understand.grade import Graded, Heard, same, share
from convonet_ari.bench.understand.written import ask_in_writing
from convonet_ari.config import OpenAI, Settings, Speech

pytestmark = pytest.mark.db

ENOUGH = 0.9
IMPOSSIBLE = (
    Case("nonsense", "am_michael", ("Colourless green ideas sleep furiously.",), holds="SELECT false"),
    Case("words", "am_michael", ("What are my to-dos?",), answer=("no such words",)),
    Case("people", "am_michael", ("What are my to-dos?",), people="2000"),
)


async def test_of_all_that_callers_ask_nine_of_ten_are_done_and_the_rest_told_by_cause(
    tmp_path: Path,
) -> None:
    asked = await ask_in_writing(tmp_path, Settings(), (*cases(), *IMPOSSIBLE), lambda one: None)
    graded, undone = asked[: len(cases())], asked[len(cases()) :]
    wrong = [f"{one.case.slug}: {one.heard.answers}" for one in graded if not one.right]
    assert share(graded) >= ENOUGH, "\n".join(wrong)
    assert [one.cause for one in undone] == ["misunderstood"] * 3


async def test_what_stands_behind_a_model_scores_nothing_for_it(tmp_path: Path) -> None:
    nobody = OpenAI(base_url="http://127.0.0.1:9/v1", chat_model="absent")
    asked = next(case for case in cases() if case.slug == "list")
    settings = Settings(speech=Speech(llm="openai", openai=nobody))
    (graded,) = await ask_in_writing(tmp_path, settings, [asked], lambda one: None)
    assert not graded.right


def test_every_case_is_graded_by_one_thing_and_its_recordings_are_there() -> None:
    for case in cases():
        assert sum(map(bool, (case.holds, case.answer, case.people))) == 1, case.slug
        assert all(len(case.sound(number)) > 4000 for number, _ in enumerate(case.say, 1)), case.slug
    assert len({case.slug for case in cases()}) == len(cases()) >= 60
    assert len({case.voice for case in cases()}) >= 4
    assert sum(case.short for case in cases()) == 12


def test_words_that_sound_alike_are_the_same() -> None:
    assert same("What are my to-dos?", "what are my todos")
    assert not same("Delete it.", "Repeat it.")
    assert not Graded(cases()[0], Heard(), "silent").right
