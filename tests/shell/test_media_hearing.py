"""An ear whose recogniser hears along: what of the line goes up, and when."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from convonet_ari.call.end_of_turn import EndOfTurn
from convonet_ari.call.events import SpeechRecognized
from convonet_ari.call.turn import TurnDetector
from convonet_ari.clock import SystemClock
from convonet_ari.errors import ProviderError, ProviderUnavailable
from convonet_ari.media.ear import PRE_ROLL_MS, Ear, Told
from convonet_ari.media.frame import SAMPLES_PER_MS, Pcm
from convonet_ari.media.hearing import Hearing
from tests.shell.test_media_ear import QUIET, SPEECH, LevelVad, Said, settle

pytestmark = pytest.mark.shell

FRAME_MS = 20


@dataclass(frozen=True)
class Caps:
    sample_rate: int = 16000


class Listener:
    """Counts the milliseconds of each turn that it was given; its words are that number."""

    caps = Caps()

    def __init__(self) -> None:
        self.turns: list[int] = []
        self.asked: list[int] = []
        self.languages: list[str] = []
        self.closed = 0

    def live(self, language: str = "en") -> Listener:
        self.languages.append(language)
        return self

    async def transcribe(self, audio: Pcm, language: str = "en") -> Said:
        raise AssertionError("it hears along")

    def feed(self, pcm: Pcm) -> None:
        self.turns[-1] += len(pcm) // SAMPLES_PER_MS

    async def words(self, turn: Pcm) -> Said:
        self.asked.append(len(turn) // SAMPLES_PER_MS)
        return Said(f"so far {self.turns[-1]}.")

    def forget(self) -> None:
        self.turns.append(0)

    async def close(self) -> None:
        self.closed += 1


class Head:
    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self.stt = Listener()
        self.told: list[Told] = []
        self.failed: list[ProviderError] = []
        detector, rule, clock = TurnDetector(max_turn_ms=5000), EndOfTurn(), SystemClock()
        self.ear = Ear(
            LevelVad(), self.stt, detector, rule, clock, tasks, self.told.append, self.failed.append
        )
        self.ear.listen(True)

    async def hear(self, ms: int, level: int) -> None:
        for _ in range(0, ms, FRAME_MS):
            self.ear.feed(np.full(FRAME_MS * SAMPLES_PER_MS, level, np.int16))
            await settle()

    def words(self) -> list[str]:
        return [event.text for event in self.told if isinstance(event, SpeechRecognized)]


async def test_silence_is_not_sent_and_a_turn_begins_with_what_came_before_it() -> None:
    async with asyncio.TaskGroup() as tasks:
        head = Head(tasks)
        await head.hear(2000, QUIET)
        assert head.stt.turns == []
        await head.hear(600, SPEECH)
    assert len(head.stt.turns) == 1
    assert 600 < head.stt.turns[0] <= 600 + PRE_ROLL_MS


async def test_words_are_asked_for_in_the_pause_and_what_follows_it_is_not_sent() -> None:
    async with asyncio.TaskGroup() as tasks:
        head = Head(tasks)
        await head.hear(600, SPEECH)
        await head.hear(2000, QUIET)
    assert len(head.stt.asked) == 1
    [heard] = head.words()
    assert heard == f"so far {head.stt.turns[0]}."
    assert head.stt.turns[0] <= 600 + 220


async def test_a_caller_who_goes_on_is_sent_with_the_pause_between() -> None:
    async with asyncio.TaskGroup() as tasks:
        head = Head(tasks)
        await head.hear(600, SPEECH)
        await head.hear(300, QUIET)
        await head.hear(600, SPEECH)
        await head.hear(2000, QUIET)
    assert len(head.stt.turns) == 1
    assert 1500 <= head.stt.turns[0] <= 1500 + 220
    assert head.words()[-1] == f"so far {head.stt.turns[0]}."


async def test_the_next_turn_is_another_and_deaf_ears_send_nothing() -> None:
    async with asyncio.TaskGroup() as tasks:
        head = Head(tasks)
        for _ in range(2):
            await head.hear(600, SPEECH)
            await head.hear(2000, QUIET)
        head.ear.listen(False)
        await head.hear(1000, SPEECH)
        head.ear.listen(True)
        await head.hear(600, SPEECH)
        head.ear.listen(False)
        await head.hear(1000, SPEECH)
    assert len(head.stt.turns) == 3
    assert max(head.stt.turns) < 1300


async def test_one_session_serves_the_call_and_ends_with_it() -> None:
    async with asyncio.TaskGroup() as tasks:
        head = Head(tasks)
        await head.hear(600, SPEECH)
        await head.ear.close()
    assert head.stt.languages == ["en"]
    assert head.stt.closed == 1


async def test_a_change_of_language_is_the_next_turns_and_every_session_is_closed() -> None:
    async with asyncio.TaskGroup() as tasks:
        head = Head(tasks)
        await head.hear(600, SPEECH)
        head.ear.listen_for("es")
        await head.hear(400, SPEECH)
        assert head.stt.languages == ["en"]
        await head.hear(2000, QUIET)
        await head.hear(600, SPEECH)
        await head.ear.close()
    assert head.stt.languages == ["en", "es"]
    assert len(head.words()) == 1
    assert head.stt.closed == 2


class Guesser:
    """Hears one sentence, and guesses at what else it may have been."""

    caps = Caps()

    def __init__(self, heard: str, *guesses: str) -> None:
        self._heard = heard
        self._guesses = guesses
        self.asked_again = 0

    async def transcribe(self, audio: Pcm, language: str = "en") -> Said:
        return Said(self._heard)

    async def guesses(self, audio: Pcm, language: str = "en") -> list[Said]:
        self.asked_again += 1
        if not self._guesses:
            raise ProviderUnavailable("recognition: 13 jobs are running or waiting already")
        return [Said(guess) for guess in self._guesses]


async def told_by(stt: Guesser) -> list[str]:
    """What is told of a turn to somebody who knows only what to put through."""
    told: list[Told] = []
    async with asyncio.TaskGroup() as tasks:
        ear = Ear(
            LevelVad(),
            stt,
            TurnDetector(),
            EndOfTurn(),
            SystemClock(),
            tasks,
            told.append,
            lambda error: None,
            makes_sense=lambda text: text.startswith("Put"),
        )
        ear.listen(True)
        for level, ms in ((SPEECH, 600), (QUIET, 2000)):
            for _ in range(0, ms, FRAME_MS):
                ear.feed(np.full(FRAME_MS * SAMPLES_PER_MS, level, np.int16))
                await settle()
    return [event.text for event in told if isinstance(event, SpeechRecognized)]


async def test_a_sentence_without_sense_is_the_likeliest_guess_that_has_some() -> None:
    stt = Guesser(
        "Let me through to sales.",
        "Let me through to sales.",
        "Put me through to sales.",
        "Put me through to sails.",
    )
    assert await told_by(stt) == ["Put me through to sales."]


async def test_a_sentence_for_which_no_guess_makes_sense_is_told_as_it_was_heard() -> None:
    stt = Guesser("My printer smells.", "My pointer smells.")
    assert await told_by(stt) == ["My printer smells."]
    assert stt.asked_again == 1


@pytest.mark.parametrize("heard", ["Put me through to sales.", "And for my", "Well,", ""])
async def test_what_makes_sense_or_wants_more_words_is_not_listened_to_again(heard: str) -> None:
    stt = Guesser(heard, "Put me through.")
    assert await told_by(stt) == [heard]
    assert stt.asked_again == 0


async def test_a_recogniser_too_busy_to_guess_is_believed() -> None:
    stt = Guesser("Let me through to sales.")
    assert await told_by(stt) == ["Let me through to sales."]
    assert stt.asked_again == 1


class Learner(Guesser):
    """Hears the names that it was told."""

    def knowing(self, names: Sequence[str]) -> Learner:
        return Learner(f"Put {names[0]} through.")


async def test_names_are_told_to_a_recogniser_that_learns_them_and_to_no_other() -> None:
    told: list[str] = []
    for stt in (Learner("Put bend through."), Guesser("Put bend through.")):
        hearing = Hearing(stt, "en")
        hearing.know(["Ben"])
        words = await hearing.words(np.zeros(16000, np.int16), lambda text: False)
        told.append(words.text)
    assert told == ["Put Ben through.", "Put bend through."]
