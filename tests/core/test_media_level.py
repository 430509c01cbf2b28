"""What stands out from the noise of a line."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from convonet_ari.media.frame import Pcm
from convonet_ari.media.level import Level, Line

pytestmark = pytest.mark.core

FRAME = 160


def pcm(line: NDArray[np.float64]) -> Pcm:
    return np.clip(np.rint(line), -32768, 32767).astype(np.int16)


def noise(level: float, frames: int, seed: int = 1) -> Pcm:
    return pcm(np.random.default_rng(seed).normal(0, level, FRAME * frames))


def tone(hertz: float, level: float, frames: int) -> Pcm:
    at = np.arange(FRAME * frames) / 8000
    return pcm(level * np.sin(2 * np.pi * hertz * at))


def heard(line: Line, sound: Pcm) -> list[Level]:
    return [line.feed(sound[at : at + FRAME]) for at in range(0, len(sound), FRAME)]


def test_a_voice_on_a_quiet_line_breaks_out_in_its_first_frame() -> None:
    line = Line()
    assert not any(level.audible or level.burst for level in heard(line, noise(5, 100)))
    first = heard(line, tone(400, 3000, 1))[0]
    assert first.audible
    assert first.burst


def test_noise_that_does_not_change_is_the_line() -> None:
    line = Line()
    later = heard(line, noise(600, 200))[100:]
    assert not any(level.audible or level.burst for level in later)


def test_a_line_that_is_loud_from_the_start_may_be_somebody_speaking() -> None:
    assert all(level.audible for level in heard(Line(), tone(400, 3000, 20)))


def test_on_a_noisy_line_a_word_is_over_only_after_some_frames() -> None:
    line = Line()
    heard(line, noise(600, 200))
    heard(line, noise(4000, 5))
    after = [level.audible for level in heard(line, noise(600, 10))]
    assert after[:5] == [True] * 5
    assert after[6:] == [False] * 4


def test_what_a_word_leaves_behind_is_faint_until_the_word_is_long_ago() -> None:
    line = Line()
    heard(line, noise(5, 100))
    assert not any(level.faint for level in heard(line, tone(400, 6000, 10)))
    after = heard(line, tone(900, 100, 100))
    assert after[0].faint
    assert after[0].audible
    assert not after[-1].faint


@pytest.mark.parametrize("level", [5.0, 300.0])
def test_a_closed_mouth_hums_and_an_open_one_does_not(level: float) -> None:
    line = Line()
    heard(line, noise(level, 200))
    assert all(one.hum for one in heard(line, tone(220, 3000, 10) + noise(level, 10, seed=2)))
    assert not any(one.hum for one in heard(line, tone(900, 3000, 10) + noise(level, 10, seed=2)))


def test_silence_and_an_empty_frame_are_heard_without_complaint() -> None:
    line = Line()
    assert not heard(line, np.zeros(FRAME * 3, np.int16))[-1].audible
    assert not line.feed(np.zeros(0, np.int16)).burst


def test_a_last_consonant_that_hovers_at_the_edge_of_silence_stays_silence() -> None:
    line = Line()
    heard(line, noise(5, 100))
    heard(line, tone(400, 8000, 10))
    edges = [heard(line, tone(400, 8000 * 10 ** (-db / 20), 1))[0].faint for db in (25, 27, 25, 25, 20)]
    assert edges == [False, True, True, True, False]
