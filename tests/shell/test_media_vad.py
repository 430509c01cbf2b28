"""Silero at 8 kHz: cheap, deaf to noise and tones, awake after a long silence."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hibari import Hibari

from convonet_ari.media.frame import Pcm, resample
from convonet_ari.speech.vad import SileroVad

pytestmark = pytest.mark.shell

RATE, FRAME = 8000, 160


@pytest.fixture(scope="module")
def sentence() -> Pcm:
    voice = np.concatenate(
        list(Hibari(threads=1).stream("Please create a todo for the team meeting tomorrow."))
    )
    return resample((np.clip(voice, -1, 1) * 20000).astype(np.int16), 24000, RATE)


def scores(vad: SileroVad, sound: Pcm) -> list[float]:
    return [vad.probability(sound[at : at + FRAME]) for at in range(0, len(sound) - FRAME, FRAME)]


def share_of_speech(sound: Pcm) -> float:
    return float(np.mean(np.array(scores(SileroVad(), sound)) > 0.5))


def noise(seconds: float, level: float) -> Pcm:
    return (np.random.default_rng(1).normal(0, level, int(seconds * RATE))).astype(np.int16)


def tones(seconds: float, *hertz: float) -> Pcm:
    at = np.arange(int(seconds * RATE)) / RATE
    return sum((4000 * np.sin(2 * np.pi * pitch * at) for pitch in hertz), np.zeros(len(at))).astype(np.int16)


def test_a_sentence_is_speech(sentence: Pcm) -> None:
    assert share_of_speech(sentence) > 0.7


@pytest.mark.parametrize(
    "sound",
    [
        noise(4, 300),
        tones(4, 50, 100, 150),
        tones(4, 697, 1209),
        tones(4, 440, 480),
        np.zeros(4 * RATE, np.int16),
    ],
    ids=["noise", "hum", "dtmf", "ringback", "silence"],
)
def test_what_is_no_voice_is_no_speech(sound: Pcm) -> None:
    assert share_of_speech(sound) < 0.02


def test_speech_is_noticed_at_once_after_a_minute_of_silence(sentence: Pcm) -> None:
    vad = SileroVad()
    scores(vad, noise(60, 3))
    after = np.array(scores(vad, sentence)) > 0.5
    fresh = np.array(scores(SileroVad(), sentence)) > 0.5
    assert after.mean() > fresh.mean() - 0.05
    assert int(np.argmax(after)) <= int(np.argmax(fresh)) + 2


def test_a_frame_costs_less_than_a_quarter_of_a_millisecond(sentence: Pcm) -> None:
    vad = SileroVad()
    began = time.process_time()
    frames = len(scores(vad, sentence))
    assert (time.process_time() - began) / frames < 0.00025


def test_frames_of_any_length_are_taken(sentence: Pcm) -> None:
    vad = SileroVad()
    assert max(vad.probability(sentence[at : at + 77]) for at in range(0, len(sentence), 77)) > 0.9
