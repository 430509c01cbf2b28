"""The heard position, and the words it stands for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.media.timeline import Mirror, Timeline, heard_text

pytestmark = pytest.mark.core

TEXT = "Your todo for tomorrow is created."


@pytest.mark.parametrize(
    ("share", "heard"),
    [
        (0, ""),
        (0.05, ""),
        (0.12, "Your"),
        (0.2, "Your"),
        (0.27, "Your todo"),
        (0.99, TEXT),
        (2, TEXT),
        (-1, ""),
    ],
)
def test_heard_words_end_where_a_word_ends(share: float, heard: str) -> None:
    assert heard_text(TEXT, share) == heard


@given(st.text(), st.floats(-1, 2))
def test_what_was_heard_is_always_a_beginning_of_the_text(text: str, share: float) -> None:
    assert text.startswith(heard_text(text, share))


def test_between_marks_the_clock_tells_the_position_up_to_the_next_mark() -> None:
    line = Timeline()
    line.write(3200, now=10)
    line.mark()
    assert [line.heard(now) for now in (10, 10.1, 10.3)] == [0, 1600, 3200]


def test_a_mark_corrects_the_clock() -> None:
    line = Timeline()
    line.write(3200, now=0)
    first = line.mark()
    line.write(3200, now=0)
    line.mark()
    assert line.reach(first, now=0.25)
    assert (line.heard(0.25), line.heard(0.3), line.ahead) == (3200, 4000, 3200)


def test_a_pause_holds_the_position() -> None:
    line = Timeline()
    line.write(16000, now=0)
    line.mark()
    line.pause(now=0.5)
    assert line.heard(9) == 8000
    line.resume(now=9)
    assert line.heard(9.1) == 9600


def test_marks_of_before_a_flush_mean_nothing() -> None:
    line = Timeline()
    line.write(16000, now=0)
    stale = line.mark()
    line.flush()
    line.write(3200, now=1)
    assert not line.reach(stale, now=1)
    assert (line.heard(1.1), line.ahead) == (17600, 3200)


def ramp(start: int, length: int) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.arange(start, start + length, dtype=np.int16)


def test_the_mirror_gives_back_what_was_queued_in_the_callers_pace() -> None:
    mirror = Mirror()
    mirror.write(ramp(1, 500))
    mirror.write(ramp(501, 200))
    taken = np.concatenate([mirror.take(320), mirror.take(320), mirror.take(320)])
    assert np.array_equal(taken[:700], ramp(1, 700))
    assert not taken[700:].any()


def test_the_mirror_is_silent_in_a_pause_and_after_a_flush() -> None:
    mirror = Mirror()
    mirror.write(ramp(1, 640))
    mirror.paused = True
    assert not mirror.take(320).any()
    mirror.paused = False
    assert np.array_equal(mirror.take(320), ramp(1, 320))
    mirror.flush(position=640)
    assert not mirror.take(320).any()


def test_the_mirror_catches_up_when_nobody_took() -> None:
    mirror = Mirror()
    mirror.write(ramp(1, 6400))
    mirror.sync(position=3200)
    assert np.array_equal(mirror.take(10), ramp(3201, 10))


def test_the_mirror_waits_when_it_is_ahead_of_asterisk() -> None:
    mirror = Mirror()
    mirror.write(ramp(1, 6400))
    mirror.take(3200)
    mirror.sync(position=1600)
    waited = mirror.take(1700)
    assert not waited[:1600].any()
    assert np.array_equal(waited[1600:], ramp(3201, 100))
