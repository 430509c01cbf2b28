"""The ear with a scripted voice and a recogniser that answers when the test says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pytest

from convonet_ari.call.end_of_turn import EndOfTurn
from convonet_ari.call.events import SoundHeard, SoundPassed, SpeechBegan, SpeechRecognized
from convonet_ari.call.turn import TurnDetector
from convonet_ari.errors import ProviderError, ProviderUnavailable
from convonet_ari.media.ear import Ear, Told, TurnTimings
from convonet_ari.media.frame import Pcm

pytestmark = pytest.mark.shell

SPEECH, QUIET = 1000, 1


@dataclass(frozen=True)
class Caps:
    sample_rate: int = 8000


@dataclass(frozen=True)
class Said:
    text: str
    language: str = ""


class LevelVad:
    """Loud is speech."""

    def probability(self, frame: Pcm) -> float:
        return 0.9 if np.abs(frame.astype(np.int32)).mean() > 300 else 0.05

    def reset(self) -> None:
        pass


class Recogniser:
    caps = Caps()

    def __init__(self) -> None:
        self.asked: list[tuple[Pcm, asyncio.Future[Said]]] = []

    async def transcribe(self, audio: Pcm, language: str = "en") -> Said:
        answer: asyncio.Future[Said] = asyncio.get_running_loop().create_future()
        self.asked.append((audio, answer))
        return await answer


class Head:
    """Audio time is the clock."""

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self.now = 0.0
        self.stt = Recogniser()
        self.told: list[Told] = []
        self.guesses: list[str | None] = []
        self.we_speak = False
        self.failed: list[ProviderError] = []
        self.timings: list[TurnTimings] = []
        self.ear = Ear(
            LevelVad(),
            self.stt,
            TurnDetector(max_turn_ms=5000),
            EndOfTurn(),
            self,
            tasks,
            self.told.append,
            self.failed.append,
            self.timings.append,
            self.guesses.append,
            lambda: self.we_speak,
        )
        self.ear.listen(True)

    def monotonic(self) -> float:
        return self.now

    def utc(self) -> datetime:
        return datetime.fromtimestamp(self.now, UTC)

    async def hear(self, ms: int, level: int) -> None:
        for _ in range(0, ms, 20):
            self.ear.feed(np.full(320, level, np.int16))
            self.now += 0.02
            await settle()

    async def answer(self, text: str) -> None:
        self.stt.asked[-1][1].set_result(Said(text))
        await settle()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@asynccontextmanager
async def head() -> AsyncIterator[Head]:
    async with asyncio.TaskGroup() as tasks:
        opened = Head(tasks)
        yield opened
        for _, answer in opened.stt.asked:
            answer.cancel()


async def test_words_recognised_in_the_pause_are_told_when_the_turn_ends() -> None:
    async with head() as caller:
        await caller.hear(600, SPEECH)
        await caller.hear(300, QUIET)
        await caller.answer("My todos")
        assert caller.told == [SpeechBegan()]
        await caller.hear(240, QUIET)
        assert caller.told == [SpeechBegan(), SpeechRecognized("My todos")]
        (timing,) = caller.timings
        assert timing.eager
        assert timing.speech_end == pytest.approx(0.6, abs=0.03)
        assert timing.recognized - timing.speech_end == pytest.approx(0.5, abs=0.03)


async def test_words_recognised_after_the_end_are_told_at_once() -> None:
    async with head() as caller:
        await caller.hear(600, SPEECH)
        await caller.hear(1300, QUIET)
        assert caller.told == [SpeechBegan()]
        await caller.answer("Yes.")
        assert caller.told == [SpeechBegan(), SpeechRecognized("Yes.")]
        assert not caller.timings[0].eager


async def test_a_caller_who_goes_on_is_recognised_again_as_a_whole() -> None:
    async with head() as caller:
        await caller.hear(600, SPEECH)
        await caller.hear(300, QUIET)
        await caller.answer("Create a todo for")
        await caller.hear(600, QUIET)
        await caller.hear(400, SPEECH)
        await caller.hear(300, QUIET)
        await caller.answer("Create a todo for tomorrow.")
        await caller.hear(300, QUIET)
        assert caller.told == [SpeechBegan(), SpeechRecognized("Create a todo for tomorrow.")]
        first, second = (len(audio) / 8 for audio, _ in caller.stt.asked)
        assert first == pytest.approx(800, abs=40)
        assert second == pytest.approx(2100, abs=40)


async def test_recognition_of_a_pause_that_did_not_last_is_cancelled() -> None:
    async with head() as caller:
        await caller.hear(600, SPEECH)
        await caller.hear(220, QUIET)
        await caller.hear(400, SPEECH)
        assert caller.stt.asked[0][1].cancelled()
        await caller.hear(1300, QUIET)
        assert caller.told == [SpeechBegan()]
        await caller.answer("A whole sentence.")
        assert caller.told == [SpeechBegan(), SpeechRecognized("A whole sentence.")]


async def test_what_came_just_before_the_first_word_is_recognised_too() -> None:
    async with head() as caller:
        await caller.hear(3000, QUIET)
        await caller.hear(600, SPEECH)
        await caller.hear(200, QUIET)
        audio, _ = caller.stt.asked[0]
        before = 300 - 120
        assert len(audio) / 8 == pytest.approx(before + 600 + 200, abs=40)


async def test_a_failed_recognition_is_told_once_and_only_when_its_turn_ends() -> None:
    async with head() as caller:
        await caller.hear(600, SPEECH)
        await caller.hear(200, QUIET)
        caller.stt.asked[0][1].set_exception(ProviderUnavailable("gone"))
        await caller.hear(200, QUIET)
        assert caller.failed == []
        await caller.hear(200, QUIET)
        assert [str(error) for error in caller.failed] == ["gone"]
        assert caller.told == [SpeechBegan()]


async def test_speech_without_an_end_is_recognised_in_parts() -> None:
    async with head() as caller:
        for _ in range(21):
            await caller.hear(200, SPEECH)
            await caller.hear(40, QUIET)
        await caller.answer("On and on")
        assert caller.told[:2] == [SpeechBegan(), SpeechRecognized("On and on")]
        await caller.hear(600, SPEECH)
        assert caller.told[2:] == [SpeechBegan()]


async def test_nothing_is_heard_before_listening_and_nothing_of_a_turn_cut_off() -> None:
    async with head() as caller:
        caller.ear.listen(False)
        await caller.hear(1000, SPEECH)
        caller.ear.listen(True)
        assert caller.told == []
        await caller.hear(600, SPEECH)
        await caller.hear(1300, QUIET)
        caller.ear.listen(False)
        await settle()
        assert caller.stt.asked[0][1].cancelled()
        caller.ear.listen(True)
        await caller.hear(1300, QUIET)
        assert caller.told == [SpeechBegan()]


async def test_a_long_silence_keeps_no_audio() -> None:
    async with head() as caller:
        caller.ear.feed(np.full(320, QUIET, np.int16))
        for _ in range(2000):
            caller.ear.feed(np.full(320, QUIET, np.int16))
        assert caller.ear.held_ms <= 320


async def test_a_whole_sentence_is_told_after_less_silence() -> None:
    async with head() as caller:
        await caller.hear(600, SPEECH)
        await caller.hear(260, QUIET)
        await caller.answer("Create a todo for tomorrow.")
        await caller.hear(140, QUIET)
        assert caller.told == [SpeechBegan(), SpeechRecognized("Create a todo for tomorrow.")]


async def test_words_are_guessed_in_the_silence_and_taken_back_when_the_caller_goes_on() -> None:
    async with head() as caller:
        await caller.hear(600, SPEECH)
        await caller.hear(220, QUIET)
        await caller.answer("Create a todo for")
        assert caller.guesses == ["Create a todo for"]
        await caller.hear(400, SPEECH)
        assert caller.guesses == ["Create a todo for", None]


async def test_a_noise_over_our_words_is_told_and_that_it_passed() -> None:
    async with head() as caller:
        caller.we_speak = True
        await caller.hear(400, QUIET)
        await caller.hear(60, SPEECH)
        assert caller.told == [SoundHeard()]
        await caller.hear(300, QUIET)
        assert caller.told == [SoundHeard(), SoundPassed()]


async def test_a_noise_into_silence_is_not_told() -> None:
    async with head() as caller:
        await caller.hear(60, SPEECH)
        await caller.hear(300, QUIET)
        assert caller.told == []


async def test_only_a_turn_or_a_sound_under_way_waits_for_silence() -> None:
    async with head() as caller:
        await caller.hear(600, QUIET)
        assert not caller.ear.waiting
        await caller.hear(600, SPEECH)
        assert caller.ear.waiting
        await caller.hear(1300, QUIET)
        assert not caller.ear.waiting
        caller.we_speak = True
        await caller.hear(40, SPEECH)
        assert caller.ear.waiting
        await caller.hear(200, QUIET)
        assert not caller.ear.waiting
        assert caller.told[-2:] == [SoundHeard(), SoundPassed()]
