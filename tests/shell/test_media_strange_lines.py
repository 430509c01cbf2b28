"""A fax, hold music, two people at one telephone: the real network and line."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from convonet_ari.bench.sounds import spoken
from convonet_ari.call.events import SoundHeard, SoundPassed, SpeechBegan, SpeechRecognized
from convonet_ari.ulaw import Pcm
from tests.shell.test_media_babble import heard

pytestmark = pytest.mark.shell

RATE = 8000
ALWAYS, NEVER = 0.0, 99.0
TONES_HZ = [220 * 2 ** (step / 12) for step in (0, 2, 4, 5, 7, 9, 11, 12, 14, 16)]

Line = NDArray[np.float64]


def tone(hertz: float, seconds: float) -> Line:
    return np.asarray(6000 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE))


def calling_fax() -> Line:
    """Half a second of 1100 Hz every three and a half."""
    return np.tile(np.concatenate([tone(1100, 0.5), np.zeros(3 * RATE)]), 3)


def answering_fax() -> Line:
    return tone(2100, 3.3)


def hold_music() -> Line:
    dice, chords = np.random.default_rng(1), []
    at = np.arange(RATE // 4) / RATE
    for _ in range(40):
        chord = sum(
            np.sin(2 * np.pi * hertz * at) + 0.4 * np.sin(4 * np.pi * hertz * at)
            for hertz in dice.choice(TONES_HZ, 3, replace=False)
        )
        chords.append(1500 * chord * np.exp(-4 * at))
    return np.concatenate(chords)


def line(sound: Line) -> Pcm:
    """After two quiet seconds."""
    quiet = np.random.default_rng(0).normal(0, 4, 2 * RATE)
    return np.asarray(np.clip(np.concatenate([quiet, sound]), -32_000, 32_000), np.int16)


@pytest.mark.parametrize("sound", [calling_fax, answering_fax, hold_music])
async def test_machines_and_music_begin_no_turn_and_hold_our_words_briefly(
    sound: Callable[[], Line],
) -> None:
    told = await heard(line(sound()), ALWAYS)
    assert not [event for _, event in told if isinstance(event, SpeechBegan)]
    assert [type(event) for _, event in told] == [SoundHeard, SoundPassed] * (len(told) // 2)
    held = [after - before for (before, _), (after, _) in zip(told[::2], told[1::2], strict=True)]
    assert sum(held) <= 0.4 * len(held)


@pytest.mark.parametrize("sound", [calling_fax, answering_fax, hold_music])
async def test_machines_and_music_are_no_turn_while_we_wait(sound: Callable[[], Line]) -> None:
    assert await heard(line(sound()), NEVER) == []


async def test_two_people_who_take_turns_at_the_telephone_are_one_turn() -> None:
    first, second = spoken("am_michael", "what-can-you-do"), spoken("bf_emma", "my-todos")
    trimmed = [one.pcm[round(one.starts * RATE) : round(one.ends * RATE)] for one in (first, second)]
    gap = np.zeros(RATE * 15 // 100)
    told = await heard(line(np.concatenate([trimmed[0], gap, trimmed[1], np.zeros(2 * RATE)])), NEVER)
    assert [type(event) for _, event in told] == [SpeechBegan, SpeechRecognized]
