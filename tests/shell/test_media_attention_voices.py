"""Recorded callers after a silence: their turns are what they would be if the network had heard all of it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from convonet_ari.call.turn import Signal, Sound, TurnDetector
from convonet_ari.embedded import voices
from convonet_ari.media.attention import Attention
from convonet_ari.media.ear import INAUDIBLE
from convonet_ari.media.frame import Pcm
from convonet_ari.media.level import Line
from convonet_ari.speech.vad import SileroVad

pytestmark = pytest.mark.shell

RATE, FRAME, FRAME_MS = 8000, 160, 20
BEFORE_S, AFTER_S = 3.0, 1.5
NEAR_FRAMES = 5


class Counting(SileroVad):
    def __init__(self) -> None:
        super().__init__()
        self.frames = 0

    def probability(self, frame: Pcm) -> float:
        self.frames += 1
        return super().probability(frame)


def line_with(voice: str, slug: str) -> Pcm:
    said = voices.load(voice, slug)
    quiet = np.random.default_rng(1).normal(0, 4, round((BEFORE_S + AFTER_S) * RATE) + len(said))
    begin = round(BEFORE_S * RATE)
    quiet[begin : begin + len(said)] += said
    return quiet.astype(np.int16)


def turn(sound: Pcm, *, attentive: bool) -> tuple[dict[Signal, int], float]:
    """In which frame a turn began and ended, and the share of frames the network was given."""
    vad, line, detector = Counting(), Line(), TurnDetector()
    attention = Attention(vad)
    told: dict[Signal, int] = {}
    for number, (at, end) in enumerate(pairwise(range(0, len(sound), FRAME))):
        frame = sound[at:end]
        level = line.feed(frame)
        probability = attention.probability(frame, level.audible or not attentive)
        likely = probability if level.audible else min(probability, INAUDIBLE)
        heard = Sound(likely, FRAME_MS, level.burst, level.hum, level.faint, clear=not level.noisy)
        for signal in detector.feed(heard):
            told.setdefault(signal, number)
            if signal is Signal.PAUSED:
                detector.settle(380)
    return told, vad.frames / (number + 1)


@pytest.mark.parametrize("voice", ["am_michael", "bf_emma", "bm_george", "af_bella"])
@pytest.mark.parametrize("slug", ["what-can-you-do", "my-todos"])
def test_a_turn_after_a_silence_is_the_same_at_half_the_price(voice: str, slug: str) -> None:
    sound = line_with(voice, slug)
    always, every = turn(sound, attentive=False)
    now_and_then, share = turn(sound, attentive=True)
    for signal in (Signal.STIRRED, Signal.BEGAN, Signal.ENDED):
        assert abs(now_and_then[signal] - always[signal]) <= NEAR_FRAMES
    assert share < 0.65 < every
