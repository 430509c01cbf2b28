"""The network is asked only while something can be heard, and about what came just before."""

from __future__ import annotations

import numpy as np
import pytest

from convonet_ari.media.attention import GROUP, HOLD_FRAMES, Attention
from convonet_ari.media.frame import Pcm

pytestmark = pytest.mark.core

WINDOW, FRAME = 256, 160


class Asked:
    """Keeps what it was given; its first sample tells the frames apart."""

    def __init__(self) -> None:
        self.frames: list[int] = []

    def probability(self, frame: Pcm) -> float:
        self.frames.append(int(frame[0]))
        return 0.9

    def reset(self) -> None:
        self.frames.clear()


def frame(number: int) -> Pcm:
    return np.full(FRAME, number, np.int16)


def heard(attention: Attention, first: int, count: int, audible: bool) -> list[float]:
    return [attention.probability(frame(number), audible) for number in range(first, first + count)]


def test_silence_is_asked_about_for_as_long_as_a_word_may_hold_its_breath() -> None:
    network = Asked()
    told = heard(Attention(network), 0, 100, audible=False)
    assert network.frames == list(range(HOLD_FRAMES - 1))
    assert told[HOLD_FRAMES:] == [0.0] * (100 - HOLD_FRAMES)


@pytest.mark.parametrize("silent", range(HOLD_FRAMES, HOLD_FRAMES + 4 * GROUP))
def test_the_first_sound_brings_what_came_just_before_it(silent: int) -> None:
    network = Asked()
    attention = Attention(network)
    heard(attention, 0, silent, audible=False)
    assert heard(attention, silent, 1, audible=True) == [0.9]
    latest = network.frames[HOLD_FRAMES - 1 :]
    assert latest == list(range(silent + 1 - len(latest), silent + 1))
    left_out = silent + 1 - len(network.frames)
    assert left_out * FRAME % WINDOW == 0
    assert len(latest) == silent + 1 - (HOLD_FRAMES - 1) or len(latest) > GROUP


def test_who_speaks_is_listened_to_without_a_gap() -> None:
    network = Asked()
    attention = Attention(network)
    heard(attention, 0, 10, audible=True)
    heard(attention, 10, HOLD_FRAMES - 1, audible=False)
    heard(attention, 10 + HOLD_FRAMES - 1, 10, audible=True)
    assert network.frames == list(range(20 + HOLD_FRAMES - 1))
