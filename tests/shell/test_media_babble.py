"""A caller among people who talk: the real network and line, told from recorded voices."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest

from convonet_ari.bench import sounds
from convonet_ari.bench.sounds import spoken
from convonet_ari.call.end_of_turn import EndOfTurn
from convonet_ari.call.events import SoundHeard, SpeechBegan, SpeechRecognized
from convonet_ari.call.turn import TurnDetector
from convonet_ari.clock import SystemClock
from convonet_ari.media.ear import Ear, Told
from convonet_ari.media.frame import FRAME_SAMPLES, RATE, resample
from convonet_ari.speech.base import SttCaps, Transcript
from convonet_ari.speech.vad import SileroVad
from convonet_ari.ulaw import Pcm

pytestmark = pytest.mark.shell

SNR_DB = 15.0
LOUD = 9000
QUESTION = spoken("am_michael", "what-can-you-do")
STOP = spoken("bf_emma", "no")


class Understands:
    """The caller, and nobody who is softer."""

    caps = SttCaps("understands", RATE, ("en",))

    async def transcribe(self, audio: Pcm, language: str = "en") -> Transcript:
        return Transcript("What can you do?" if np.abs(audio).max() > LOUD else "")


# As the bench has them: who speaks is heard out, then eight seconds are listened to in each.
ROOMS, LISTENED_S = 10, 8.0


@cache
def room(seconds: float, number: int = 3) -> Pcm:
    return sounds.babble(seconds, SNR_DB, number)


async def heard(line: Pcm, speaking_from_s: float) -> Sequence[tuple[float, Told]]:
    """What the ear makes of a line, with its times in seconds; we speak from a moment on."""
    told: list[tuple[float, Told]] = []
    wide, at = resample(line, 8000, RATE), 0
    async with asyncio.TaskGroup() as tasks:
        ear = Ear(
            SileroVad(),
            Understands(),
            TurnDetector(eager_silence_ms=60),
            EndOfTurn(),
            SystemClock(),
            tasks,
            lambda event: told.append((at / RATE, event)),
            lambda error: None,
            over_us=lambda: at / RATE >= speaking_from_s,
        )
        ear.listen(True)
        for at in range(0, len(wide) - FRAME_SAMPLES, FRAME_SAMPLES):
            ear.feed(wide[at : at + FRAME_SAMPLES])
            await asyncio.sleep(0)
        ear.listen(False)
        await ear.close()
    return told


async def test_a_turn_ends_while_others_go_on_talking() -> None:
    line = sounds.within(room(10.0), QUESTION.pcm, 5.0)
    told = await heard(line, 99.0)
    ends = [at for at, event in told if isinstance(event, SpeechRecognized) and at > 5.0]
    assert 0 < ends[0] - (5.0 + QUESTION.ends) < 0.8


async def test_others_talking_behind_the_caller_hardly_ever_hold_our_words() -> None:
    line = sounds.within(room(30.0), QUESTION.pcm, 4.0)
    asked = 4.0 + QUESTION.lasts + 1.0
    told = await heard(line, asked)
    assert len([at for at, event in told if isinstance(event, SoundHeard) and at > asked]) <= 1


async def test_in_many_rooms_our_words_are_held_less_than_twice_a_minute() -> None:
    asked = 4.0 + QUESTION.lasts + 2.0
    held = 0
    for number in range(ROOMS):
        told = await heard(sounds.within(room(asked + LISTENED_S, number), QUESTION.pcm, 4.0), asked)
        held += sum(isinstance(event, SoundHeard) for at, event in told if at > asked)
    assert held * 60 / (ROOMS * LISTENED_S) < 2


async def test_the_caller_himself_is_heard_over_them_at_once() -> None:
    line = sounds.within(sounds.within(room(14.0), QUESTION.pcm, 4.0), STOP.pcm, 10.0)
    told = await heard(line, 8.0)
    onset = 10.0 + STOP.onset
    stirred = next(at for at, event in told if isinstance(event, SoundHeard) and at > onset - 0.05)
    began = next(at for at, event in told if isinstance(event, SpeechBegan) and at > onset - 0.05)
    assert stirred - onset < 0.15
    assert began - onset < 0.4
