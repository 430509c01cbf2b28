"""Our own voice on the caller's line: told from a caller's by likeness, told from recorded voices."""

from __future__ import annotations

import numpy as np
import pytest

from convonet_ari import ulaw
from convonet_ari.embedded import voices
from convonet_ari.media.echo import Echo
from convonet_ari.media.frame import Halver, resample
from convonet_ari.ulaw import Pcm

pytestmark = pytest.mark.core

FRAME = 160
SAID = voices.load("af_bella", "what-can-you-do")
SOFTEST = 300


def line(sound: Pcm, *, loud: float = 1.0, late: int = 0) -> Pcm:
    """What a telephone line makes of it."""
    moved = np.concatenate([np.zeros(late), sound.astype(np.float64) * loud])[: len(sound)]
    noise = np.random.default_rng(1).normal(0, 4, len(moved))
    return ulaw.decode(ulaw.encode(np.clip(moved + noise, -32768, 32767).astype(np.int16)))


def mine(heard: Pcm, said: Pcm) -> list[bool]:
    """For each frame that is loud enough to be asked about."""
    echo, found, ours = Echo(), [], resample(said, 8000, 16000)
    caught = Halver()(resample(heard, 8000, 16000))
    for at in range(0, min(len(heard), len(said)) - FRAME, FRAME):
        echo.feed(caught[at : at + FRAME], ours[2 * at : 2 * (at + FRAME)])
        if np.abs(heard[at : at + FRAME]).max() > SOFTEST:
            found.append(echo.mine())
    return found


@pytest.mark.parametrize(("loud", "late"), [(1.0, 0), (0.3, 333), (0.15, 2000), (-0.3, 4000)])
def test_a_lines_echo_is_ours_however_late_and_soft(loud: float, late: int) -> None:
    found = mine(line(SAID, loud=loud, late=late), SAID)
    assert found
    assert all(found)


@pytest.mark.parametrize("voice", ["am_michael", "bf_emma", "bm_george"])
def test_a_caller_who_speaks_over_us_is_not_ours(voice: str) -> None:
    found = mine(line(voices.load(voice, "need-human")), SAID)
    assert sum(found) <= len(found) * 2 // 100


def test_a_caller_is_heard_over_an_echo() -> None:
    caller = voices.load("am_michael", "wait-stop")[: len(SAID)]
    both = line(SAID, loud=0.1, late=800)
    both[: len(caller)] = np.clip(both[: len(caller)].astype(np.int32) + caller, -32768, 32767)
    assert sum(mine(both, SAID)) < len(mine(both, SAID)) // 2


def test_nothing_is_ours_while_we_are_silent() -> None:
    assert not any(mine(line(SAID), np.zeros(len(SAID), np.int16)))
