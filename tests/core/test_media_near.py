"""How loud this caller is, and who is too soft to be him."""

from __future__ import annotations

import pytest

from convonet_ari.media.near import HOLD_FRAMES, Near

pytestmark = pytest.mark.core


def energy(db: float) -> float:
    return float(10 ** (db / 10))


def spoken(near: Near, db: float) -> Near:
    """A turn of this loudness on the whole."""
    for above in (-10, 6, -3):
        near.feed(energy(db + above))
    near.spoke()
    return near


def test_before_anybody_was_heard_nobody_is_too_far() -> None:
    assert not any(Near().far(energy(db)) for db in (0, 30, 60))


def test_a_voice_well_below_the_callers_is_somebody_elses() -> None:
    near = spoken(Near(), 70)
    assert not near.far(energy(66))
    assert [near.far(energy(58)) for _ in range(HOLD_FRAMES + 1)] == [False] * HOLD_FRAMES + [True]
    assert not near.far(energy(66))


def test_the_turn_under_way_tells_how_loud_a_caller_is_who_was_never_heard_before() -> None:
    near = Near()
    for db in (60, 76, 68):
        near.feed(energy(db))
    assert [near.far(energy(62)) for _ in range(HOLD_FRAMES + 2)][-1]


def test_words_found_in_what_others_say_do_not_make_them_the_caller() -> None:
    near = spoken(spoken(spoken(Near(), 55), 70), 55)
    assert [near.far(energy(57)) for _ in range(HOLD_FRAMES + 1)][-1]


def test_a_caller_who_went_farther_away_is_believed_after_a_while() -> None:
    near = spoken(Near(), 70)
    found = [near.far(energy(56)) for _ in range(50 * 300)]
    assert found[50]
    assert not found[-1]
