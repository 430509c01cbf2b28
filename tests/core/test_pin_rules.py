"""The rules of the PIN, without a database."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.call.pin import Failures, PinLimits, is_locked, is_weak, named_by, normalise

pytestmark = pytest.mark.core

LIMITS = PinLimits(per_number=5, per_number_window_s=900, per_tenant=30, per_tenant_window_s=60)
KEYS = "0123456789" * 3 + "#*ABCD٣½ \0\r\n'\"\\;-•\ud800"


def test_ten_thousand_strings_of_garbage_are_pins_of_ascii_digits_or_none() -> None:
    dice = random.Random(20260301)
    for _ in range(10_000):
        typed = "".join(dice.choice(KEYS) for _ in range(dice.randrange(12)))
        digits = normalise(typed)
        assert digits is None or (digits.isascii() and digits.isdigit() and 4 <= len(digits) <= 6)


@given(st.text(max_size=40))
def test_any_text_is_a_pin_or_none(typed: str) -> None:
    assert normalise(typed) in (None, typed.strip().removesuffix("#"))


@pytest.mark.parametrize(("typed", "digits"), [("4821", "4821"), ("482193#", "482193"), (" 4821# ", "4821")])
def test_closing_hash_is_no_part_of_the_pin(typed: str, digits: str) -> None:
    assert normalise(typed) == digits


@pytest.mark.parametrize("typed", ["", "#", "482", "4821937", "48*1", "#4821", "4821##", "٤٨٢١"])
def test_other_keys_and_lengths_are_no_pin(typed: str) -> None:
    assert normalise(typed) is None


@pytest.mark.parametrize(
    "digits", ["1111", "1234", "4321", "7890", "0987", "1212", "1122", "1984", "2024", "123456"]
)
def test_digits_that_strangers_try_first_are_weak(digits: str) -> None:
    assert is_weak(digits)


@pytest.mark.parametrize("digits", ["4821", "7305", "739154", "198402"])
def test_other_digits_are_not_weak(digits: str) -> None:
    assert not is_weak(digits)


@pytest.mark.parametrize(("users", "digits"), [(10, "4821"), (100, "48213"), (1000, "482193")])
def test_pin_alone_names_while_one_guess_in_a_thousand_succeeds(users: int, digits: str) -> None:
    assert named_by(False, users, digits) == "pin"
    assert named_by(False, users + 1, digits) == "needs_number"


def test_known_number_is_asked_for_its_own_users_pin_however_many_there_are() -> None:
    assert named_by(True, 1_000_000, "4821") == "number"


def test_failures_lock_the_number_and_the_tenant_at_their_limits() -> None:
    assert not is_locked(Failures(4, 29), LIMITS, number_verified=False)
    assert is_locked(Failures(5, 5), LIMITS, number_verified=False)
    assert is_locked(Failures(0, 30), LIMITS, number_verified=False)


def test_verified_number_is_locked_by_its_own_failures_alone() -> None:
    assert not is_locked(Failures(4, 10_000), LIMITS, number_verified=True)
    assert is_locked(Failures(5, 0), LIMITS, number_verified=True)
