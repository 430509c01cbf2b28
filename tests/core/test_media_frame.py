"""Frames are whole, and another rate is the same sound."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.errors import ProtocolError
from convonet_ari.media.frame import FRAME_SAMPLES, Framer, Halver, Pcm, from_wire, resample, to_wire

pytestmark = pytest.mark.core


def tone(hertz: float, rate: int, seconds: float = 1) -> Pcm:
    return (8000 * np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate)).astype(np.int16)


def level(pcm: Pcm) -> float:
    return float(np.sqrt(np.mean(pcm.astype(np.float64) ** 2)))


def test_the_wire_is_little_endian() -> None:
    assert to_wire(np.array([1, -2], np.int16)) == b"\x01\x00\xfe\xff"
    assert from_wire(b"\x01\x00\xfe\xff").tolist() == [1, -2]


def test_half_a_sample_is_a_protocol_error() -> None:
    with pytest.raises(ProtocolError):
        from_wire(b"abc")


@given(st.lists(st.integers(0, 9000), min_size=1, max_size=12))
def test_a_framer_loses_nothing_and_gives_whole_frames(lengths: list[int]) -> None:
    framer, sound = Framer(), np.arange(sum(lengths)).astype(np.int16)
    blocks = [
        block for part in np.split(sound, np.cumsum(lengths)[:-1]) for block in framer.feed(part)
    ] + framer.end()
    whole = np.concatenate([np.zeros(0, np.int16), *blocks])
    assert all(0 < len(block) <= 3200 and len(block) % FRAME_SAMPLES == 0 for block in blocks)
    assert np.array_equal(whole[: len(sound)], sound)
    assert len(whole) - len(sound) < FRAME_SAMPLES
    assert not whole[len(sound) :].any()


@given(st.lists(st.integers(0, 700), min_size=1, max_size=20))
def test_halving_does_not_depend_on_how_the_sound_is_cut(lengths: list[int]) -> None:
    sound = tone(440, 16000)[: sum(lengths)]
    once, pieces = Halver(), Halver()
    parts = [pieces(part) for part in np.split(sound, np.cumsum(lengths)[:-1])]
    assert np.array_equal(np.concatenate(parts), once(sound))


def test_halving_keeps_the_voice_and_removes_what_would_fold_back() -> None:
    assert level(Halver()(tone(1000, 16000))) == pytest.approx(level(tone(1000, 8000)), rel=0.02)
    assert level(Halver()(tone(5500, 16000))[100:]) < 8


def test_halving_a_frame_takes_a_tenth_of_a_millisecond_at_most() -> None:
    halve, frame = Halver(), tone(300, 16000)[:FRAME_SAMPLES]
    began = time.process_time()
    for _ in range(500):
        halve(frame)
    assert (time.process_time() - began) / 500 < 0.0001


def test_a_finished_sound_is_resampled_to_the_exact_length() -> None:
    assert len(resample(tone(440, 24000), 24000, 16000)) == 16000
    assert level(resample(tone(440, 24000), 24000, 16000)) == pytest.approx(level(tone(440, 16000)), rel=0.02)


@given(st.lists(st.tuples(st.integers(0, 330), st.booleans()), max_size=30))
def test_silence_is_halved_as_any_other_sound(pieces: list[tuple[int, bool]]) -> None:
    sound = [np.full(size, 900 if loud else 0, np.int16) for size, loud in pieces]
    halve, at_once = Halver(), Halver()
    whole = np.concatenate([*sound, np.ones(1, np.int16)])
    parts = [halve(part) for part in sound]
    assert np.array_equal(np.concatenate([*parts, halve(np.ones(1, np.int16))]), at_once(whole))
