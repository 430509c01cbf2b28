"""Any voice made fit for the telephone."""

from __future__ import annotations

import numpy as np
import pytest
import soxr
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.speech.base import Pcm
from convonet_ari.speech.to16k import KEPT_SILENCE, LEAD, RATE, Resampler, Trimmer, limited

pytestmark = pytest.mark.core


def tone(seconds: float, rate: int = 24000, level: int = 8000) -> Pcm:
    return (level * np.sin(2 * np.pi * 440 * np.arange(int(seconds * rate)) / rate)).astype(np.int16)


def silence(ms: int) -> Pcm:
    return np.zeros(RATE * ms // 1000, np.int16)


@given(
    sizes=st.lists(st.integers(1, 4000), min_size=1, max_size=20), rate=st.sampled_from([8000, 22050, 24000])
)
def test_a_stream_in_pieces_sounds_like_one_piece(sizes: list[int], rate: int) -> None:
    whole = tone(sum(sizes) / rate + 1e-9, rate)[: sum(sizes)]
    resampler, out, at = Resampler(rate), [], 0
    for size in sizes:
        out.append(resampler.feed(whole[at : at + size]))
        at += size
    out.append(resampler.flush())
    got = np.concatenate(out).astype(int)
    expected = soxr.resample(whole, rate, RATE).astype(int)
    assert abs(len(got) - len(expected)) <= 2
    inner = slice(400, min(len(got), len(expected)) - 400)
    assert np.abs(got[inner] - expected[inner]).max(initial=0) <= 8


def test_the_resampler_holds_back_no_more_than_40_ms() -> None:
    resampler = Resampler(24000)
    assert len(resampler.feed(tone(0.1))) >= RATE * 60 // 1000


def test_the_right_rate_passes_untouched() -> None:
    sound = tone(0.1, RATE)
    assert Resampler(RATE).feed(sound) is sound


@pytest.mark.parametrize("step", [160, 1000, 100_000])
def test_silence_at_the_ends_is_shortened_and_silence_within_is_kept(step: int) -> None:
    word = tone(0.3, RATE)
    whole = np.concatenate((silence(700), word, silence(500), word, silence(900)))
    trimmer = Trimmer()
    out = np.concatenate([trimmer.feed(whole[at : at + step]) for at in range(0, len(whole), step)])
    expected = len(word) * 2 + RATE // 2 + LEAD + KEPT_SILENCE
    assert abs(len(out) - expected) <= RATE // 50


def test_nothing_but_silence_is_nothing() -> None:
    assert Trimmer().feed(silence(2000)).size == 0


def test_peaks_are_bent_not_clipped_and_quiet_speech_is_untouched() -> None:
    loud = limited(np.array([32767, -32768, 30000, 1000], np.int16))
    assert np.abs(loud.astype(int)).max() <= 0.95 * 32767 + 1
    assert loud[3] == 1000
    quiet = tone(0.1)
    assert limited(quiet) is quiet
