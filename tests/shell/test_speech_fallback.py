"""Several providers as one."""

from __future__ import annotations

import numpy as np
import pytest

from convonet_ari.errors import ProviderError, ProviderRefused, ProviderUnavailable
from convonet_ari.speech.base import TTS, Pcm, Transcript, flowing
from convonet_ari.speech.cache import CachedTTS
from convonet_ari.speech.fallback import FallbackSTT, FallbackTTS
from tests.fakes.scripted_speech import HandClock, ScriptedSTT, ScriptedTTS

pytestmark = pytest.mark.shell

SOUND = np.full(1600, 5000, np.int16)
DOWN = ProviderUnavailable("down")
NO_KEY = ProviderRefused("401")


async def spoken(voice: TTS) -> list[int]:
    return [len(chunk) async for chunk in voice.speak("Hello.")]


async def test_the_second_recogniser_answers_when_the_first_fails() -> None:
    first, second = ScriptedSTT(DOWN), ScriptedSTT("hello")
    both = FallbackSTT([first, second], HandClock())
    assert (await both.transcribe(SOUND)).text == "hello"


async def test_a_failed_provider_rests_and_is_used_again_later() -> None:
    clock, first, second = HandClock(), ScriptedSTT(DOWN, "first"), ScriptedSTT("second")
    both = FallbackSTT([first, second], clock)
    texts = [(await both.transcribe(SOUND)).text for _ in range(3)]
    assert (texts, first.asked) == (["second"] * 3, 1)
    clock.now += 2
    assert (await both.transcribe(SOUND)).text == "first"


async def test_a_wrong_key_is_not_tried_again_for_a_minute() -> None:
    clock, first = HandClock(), ScriptedSTT(NO_KEY)
    both = FallbackSTT([first, ScriptedSTT("second")], clock)
    for _ in range(4):
        await both.transcribe(SOUND)
        clock.now += 14
    assert first.asked == 1
    clock.now += 10
    await both.transcribe(SOUND)
    assert first.asked == 2


async def test_resting_providers_are_the_last_resort() -> None:
    first, second = ScriptedSTT(DOWN, "back"), ScriptedSTT(DOWN)
    both = FallbackSTT([first, second], HandClock())
    with pytest.raises(ProviderUnavailable):
        await both.transcribe(SOUND)
    assert (await both.transcribe(SOUND)).text == "back"


async def test_only_those_who_know_the_language_are_asked() -> None:
    english, polyglot = ScriptedSTT("hello"), ScriptedSTT("hallo", languages=("en", "de"))
    both = FallbackSTT([english, polyglot], HandClock())
    assert (await both.transcribe(SOUND, "de")).text == "hallo"
    assert (english.asked, both.caps.languages) == (0, ("en", "de"))
    with pytest.raises(ProviderUnavailable):
        await both.transcribe(SOUND, "fi")


async def test_the_second_voice_speaks_when_the_first_has_not_begun() -> None:
    assert await spoken(FallbackTTS([ScriptedTTS([DOWN]), ScriptedTTS([7, 8])], HandClock())) == [7, 8]


async def test_a_sentence_cut_off_is_said_again_by_the_next_voice() -> None:
    first, second = ScriptedTTS([7, DOWN]), ScriptedTTS([8, 9])
    both = FallbackTTS([first, second], HandClock())
    assert await spoken(both) == [7, 8, 9]
    assert await spoken(both) == [8, 9]
    assert first.said == ["Hello."]


async def test_what_a_stand_in_says_is_not_kept() -> None:
    clock = HandClock()
    both = FallbackTTS([ScriptedTTS([DOWN], [7]), ScriptedTTS([9])], clock)
    kept = CachedTTS(both, ["Hello."])
    assert await spoken(kept) == [9]
    assert kept.kept_bytes == 0
    clock.now += 2
    assert await spoken(kept) == [7]
    assert kept.kept_bytes > 0


async def test_all_voices_failing_is_an_error() -> None:
    with pytest.raises(ProviderRefused):
        await spoken(FallbackTTS([ScriptedTTS([DOWN]), ScriptedTTS([NO_KEY])], HandClock()))


async def test_a_voice_is_closed_at_once_when_its_listener_leaves() -> None:
    voice = ScriptedTTS([7, 8, 9])
    async with flowing(FallbackTTS([voice], HandClock()).speak("Hello.")) as chunks:
        await anext(chunks)
    assert voice.closed == 1


async def test_voices_of_different_rates_cannot_stand_in_for_each_other() -> None:
    with pytest.raises(ValueError, match="sample rate"):
        FallbackTTS([ScriptedTTS([1], rate=8000), ScriptedTTS([1])])


class ScriptedLive:
    def __init__(self, *steps: str | ProviderError) -> None:
        self.fed = self.forgotten = self.closed = 0
        self._steps = list(steps)

    def feed(self, pcm: Pcm) -> None:
        self.fed += len(pcm)

    async def words(self, turn: Pcm) -> Transcript:
        step = self._steps.pop(0)
        if isinstance(step, ProviderError):
            raise step
        return Transcript(step)

    def forget(self) -> None:
        self.forgotten += 1

    async def close(self) -> None:
        self.closed += 1


class HearsAlong(ScriptedSTT):
    def __init__(self, *steps: str | ProviderError) -> None:
        super().__init__("whole")
        self.lives: list[ScriptedLive] = []
        self._said = steps

    def live(self, language: str = "en") -> ScriptedLive:
        self.lives.append(ScriptedLive(*self._said))
        return self.lives[-1]


async def test_a_turn_heard_along_that_fails_is_heard_as_a_whole_by_the_next() -> None:
    clock, first, second = HandClock(), HearsAlong(DOWN, "again"), ScriptedSTT("second")
    live = FallbackSTT([first, second], clock).live()
    live.feed(SOUND)
    assert (await live.words(SOUND)).text == "second"
    assert first.asked == 0
    live.forget()
    live.feed(SOUND)
    assert (first.lives[0].fed, first.lives[0].forgotten) == (1600, 0)
    assert (await live.words(SOUND)).text == "second"
    clock.now += 2
    live.forget()
    live.feed(SOUND)
    assert (await live.words(SOUND)).text == "again"
    await live.close()
    assert [found.closed for found in first.lives] == [1]


async def test_recognisers_that_cannot_hear_along_hear_turns_as_a_whole() -> None:
    live = FallbackSTT([ScriptedSTT("first"), ScriptedSTT("second")], HandClock()).live()
    live.feed(SOUND)
    assert (await live.words(SOUND)).text == "first"
    await live.close()
