"""Calls that were saved with `convonet call replay --save` still make the machine order the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from convonet_ari.commands.replay import from_case, replay, to_case, told

pytestmark = pytest.mark.core

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))


def ordered(steps: list[dict[str, Any]]) -> list[tuple[str, Any, Any]]:
    """What a step led to; fields that events gained later are none of a case's business."""
    return [(step["event"], step["effects"], step["phase"]) for step in steps]


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_saved_call_is_taken_as_it_was(file: Path) -> None:
    policy, events, recorded = from_case(file.read_text(encoding="utf-8"))
    assert ordered(told(replay(events, policy))) == ordered(recorded)


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_case_keeps_policy_and_events_when_saved_again(file: Path) -> None:
    policy, events, _ = from_case(file.read_text(encoding="utf-8"))
    again = from_case(to_case(replay(events, policy), policy))
    assert again[:2] == (policy, events)


def test_there_are_saved_calls() -> None:
    assert CASES
