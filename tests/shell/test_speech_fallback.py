"""Several providers as one."""

from __future__ import annotations

import numpy as np
import pytest

from convonet_ari.errors import ProviderRefused, ProviderUnavailable
from convonet_ari.speech.base import TTS, flowing
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


async def test_a_voice_never_changes_in_mid_sentence() -> None:
    second = ScriptedTTS([9])
    both = FallbackTTS([ScriptedTTS([7, DOWN]), second], HandClock())
    with pytest.raises(ProviderUnavailable):
        await spoken(both)
    assert second.said == []
    assert await spoken(both) == [9]


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
