"""Calls that were saved with `convonet call replay --save` still make the machine order the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from convonet_ari.commands.replay import from_case, replay, to_case, told

pytestmark = pytest.mark.core

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_saved_call_is_taken_as_it_was(file: Path) -> None:
    policy, events, recorded = from_case(file.read_text(encoding="utf-8"))
    assert told(replay(events, policy)) == recorded


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_saved_call_is_saved_the_same_again(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    policy, events, _ = from_case(text)
    assert to_case(replay(events, policy), policy) == text


def test_there_are_saved_calls() -> None:
    assert CASES
