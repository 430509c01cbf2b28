"""A PIN that a caller speaks is hidden; every other number stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.call.spoken_digits import hide

pytestmark = pytest.mark.core

PIN = "471182"
HIDDEN = "••••••"


def is_pin(digits: str) -> bool:
    return digits == PIN


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("My PIN is 471182.", f"My PIN is {HIDDEN}."),
        ("it is 4711 82 okay", f"it is {HIDDEN} okay"),
        ("4-7-1-1-8-2", HIDDEN),
        ("4, 7, 1, 1, 8, and 2", HIDDEN),
        ("Four seven one one eight two", HIDDEN),
        ("four seven double one eight two please", f"{HIDDEN} please"),
        ("four 7 one one 82", HIDDEN),
        ("it's 3 471182 9", f"it's 3 {HIDDEN} 9"),
        ("cuatro siete uno uno ocho dos", HIDDEN),
        ("我的密码是四七一一八二", f"我的密码是{HIDDEN}"),
        ("471182 and 471182", f"{HIDDEN} and {HIDDEN}"),
        ("call 471183 at 4711", "call 471183 at 4711"),
        ("remind me of 47 things before 11:82", "remind me of 47 things before 11:82"),
        ("oh, one thing", "oh, one thing"),
    ],
)
def test_a_spoken_pin_is_hidden_and_nothing_else(said: str, kept: str) -> None:
    assert hide(said, is_pin) == kept


@given(st.text(max_size=30), st.lists(st.sampled_from(["", " ", "-", ", "]), min_size=5, max_size=5))
def test_no_way_of_spacing_it_lets_a_pin_through(around: str, gaps: list[str]) -> None:
    spaced = "".join(digit + gap for digit, gap in zip(PIN, [*gaps, ""], strict=True))
    assert spaced not in hide(f"x {spaced} {around}", is_pin)


@given(st.text(max_size=60))
def test_words_without_a_secret_stay_as_they_are(text: str) -> None:
    assert hide(text, lambda digits: False) == text
