"""Slower speech: longer by a quarter, and not a tone deeper."""

from __future__ import annotations

import numpy as np
import pytest

from convonet_ari.media.frame import RATE, Pcm
from convonet_ari.media.stretch import SLOWER, Stretcher

pytestmark = pytest.mark.core


def stretched(sound: Pcm, chunk: int) -> Pcm:
    stretcher = Stretcher()
    parts = [stretcher.feed(sound[at : at + chunk]) for at in range(0, len(sound), chunk)]
    return np.concatenate([*parts, stretcher.flush()])


@pytest.mark.parametrize("hertz", [110, 220, 450])
@pytest.mark.parametrize("chunk", [333, 3200, 100_000])
def test_a_tone_keeps_its_pitch_and_loudness(hertz: int, chunk: int) -> None:
    at = np.arange(2 * RATE) / RATE
    slow = stretched((8000 * np.sin(2 * np.pi * hertz * at)).astype(np.int16), chunk)
    assert len(slow) / (2 * RATE) == pytest.approx(SLOWER, abs=0.03)
    middle = slow[RATE // 2 : -RATE // 2].astype(float)
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert int(np.argmax(spectrum)) * RATE / len(middle) == pytest.approx(hertz, abs=2)
    assert np.sqrt((middle**2).mean()) == pytest.approx(8000 / np.sqrt(2), rel=0.1)


def test_nothing_said_is_nothing_but_silence() -> None:
    assert not Stretcher().flush().any()
