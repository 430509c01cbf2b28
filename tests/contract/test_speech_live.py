"""Hearing along with a caller: turn after turn over one session, which may be lost at any moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
import pytest
import soxr

from convonet_ari import usage
from convonet_ari.config import OpenAI
from convonet_ari.embedded import voices
from convonet_ari.embedded.openai_double.double import OpenAIDouble
from convonet_ari.embedded.openai_double.script import Delays, Fault, Pcm, Script
from convonet_ari.errors import ProviderRefused, ProviderUnavailable
from convonet_ari.speech.base import Live, LiveSTT
from convonet_ari.speech.fallback import FallbackSTT
from convonet_ari.speech.openai.files import OpenAISTT
from convonet_ari.speech.openai.live import RealtimeSTT
from tests.contract.conftest import PATIENCE_S, settings_of
from tests.fakes.scripted_speech import HandClock

pytestmark = pytest.mark.contract

FRAME = 320
WORD = (8000 * np.sin(np.arange(16000) / 9)).astype(np.int16)
QUIET = np.zeros(8000, np.int16)


@asynccontextmanager
async def hearing(double: OpenAIDouble, patience_s: float = PATIENCE_S) -> AsyncIterator[tuple[Live, OpenAI]]:
    async with settings_of(double, patience_s) as settings:
        stt = RealtimeSTT(settings)
        assert isinstance(stt, LiveSTT)
        live = stt.live()
        yield live, settings
        await live.close()
        await stt.close()


def say(live: Live, sound: Pcm) -> None:
    for at in range(0, len(sound), FRAME):
        live.feed(sound[at : at + FRAME])


async def joined(double: OpenAIDouble) -> None:
    async with asyncio.timeout(PATIENCE_S):
        await double.came.wait()


async def gone(double: OpenAIDouble) -> None:
    async with asyncio.timeout(5):
        await double.left.wait()
    double.left.clear()


async def test_a_caller_is_understood_while_speaking(server: OpenAIDouble) -> None:
    heard: Pcm = soxr.resample(voices.load("bf_emma", "create-todo"), 8000, 16000)
    async with hearing(server) as (live, _):
        say(live, heard)
        words = (await live.words(heard)).text.lower()
    assert "meeting tomorrow" in words


async def test_all_audio_arrives_and_is_as_long_as_it_was() -> None:
    usage.keep(meter := usage.Meter())
    async with hearing(OpenAIDouble()) as (live, _):
        say(live, WORD)
        await live.words(WORD)
    [spent] = meter.take()
    assert (spent.part, spent.model) == ("hearing", "gpt-live-transcribe")
    assert spent.seconds == pytest.approx(1.0, abs=0.002)
    assert spent.cost == pytest.approx(0.017 / 60, rel=0.01)


async def test_words_after_a_pause_are_added_and_the_next_turn_begins_without_them() -> None:
    double = OpenAIDouble(Script(heard="one"))
    async with hearing(double) as (live, _):
        say(live, WORD)
        assert (await live.words(WORD)).text == "one"
        double.script.heard = "two"
        say(live, WORD)
        whole = np.concatenate((WORD, WORD))
        assert (await live.words(whole)).text == "one two"
        assert (await live.words(whole)).text == "one two"
        live.forget()
        double.script.heard = "three"
        say(live, WORD)
        assert (await live.words(WORD)).text == "three"
    assert len(double.bodies("realtime")) == 1


async def test_a_pause_thrown_away_does_not_lose_the_words_before_it() -> None:
    async with hearing(OpenAIDouble(Script(heard="one"), Delays(recognition=0.1))) as (live, _):
        say(live, WORD)
        asked = asyncio.create_task(asyncio.wait_for(live.words(WORD), 5))
        await asyncio.sleep(0.02)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        say(live, WORD)
        assert (await live.words(WORD)).text == "one one"


async def test_silence_costs_nothing_and_has_no_words() -> None:
    usage.keep(meter := usage.Meter())
    async with hearing(OpenAIDouble()) as (live, _):
        say(live, QUIET)
        assert (await live.words(QUIET)).text == ""
        live.forget()
        say(live, WORD[:800])
        assert (await live.words(WORD[:800])).text == ""
    assert meter.take() == []


async def test_calls_at_once_hear_their_own_callers() -> None:
    async def loudness(audio: Pcm, language: str) -> str:
        return str(round(float(np.abs(audio.astype(int)).max()) / 1000))

    double = OpenAIDouble(Script(hear=loudness))
    async with settings_of(double) as settings:
        stt = RealtimeSTT(settings)
        lives = [stt.live() for _ in range(5)]
        sounds = [WORD // 8 * (number + 1) for number in range(5)]
        for live, sound in zip(lives, sounds, strict=True):
            say(live, sound)
        heard = await asyncio.gather(*(live.words(sound) for live, sound in zip(lives, sounds, strict=True)))
        assert [words.text for words in heard] == ["1", "2", "3", "4", "5"]
        for live in lives:
            await live.close()


async def test_a_session_lost_between_turns_is_opened_again_with_the_next() -> None:
    double = OpenAIDouble(Script(heard="hello"))
    async with hearing(double) as (live, _):
        say(live, WORD)
        assert (await live.words(WORD)).text == "hello"
        double.sessions[0].drop()
        await gone(double)
        say(live, WORD)
        with pytest.raises(ProviderUnavailable):
            await live.words(WORD)
        live.forget()
        say(live, WORD)
        assert (await live.words(WORD)).text == "hello"


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(status=401), ProviderRefused),
        (Fault(status=503), ProviderUnavailable),
        (Fault(cut_after=0), ProviderUnavailable),
        (Fault(garble_after=0), ProviderUnavailable),
        (Fault(refuse="model_not_found"), ProviderRefused),
    ],
)
async def test_a_turn_that_fails_is_heard_as_a_file(
    fault: Fault, kind: type[ProviderUnavailable | ProviderRefused]
) -> None:
    double = OpenAIDouble(Script(heard="hello"))
    double.faults.standing["realtime"] = fault
    clock = HandClock()
    async with settings_of(double) as settings:
        live_stt, files = RealtimeSTT(settings), OpenAISTT(settings)
        both = FallbackSTT([live_stt, files], clock)
        live = both.live()
        for _ in range(3):
            live.forget()
            say(live, WORD)
            assert (await live.words(WORD)).text == "hello"
        assert (len(double.bodies("transcription")), len(double.bodies("realtime"))) <= (3, 1)
        double.faults.standing.clear()
        clock.now += 61
        live.forget()
        say(live, WORD)
        assert (await live.words(WORD)).text == "hello"
        assert len(double.bodies("transcription")) == 3
        await live.close()
        await both.close()


async def test_words_that_do_not_come_end_in_time_and_the_next_turn_works() -> None:
    double = OpenAIDouble(Script(heard="hello"))
    double.faults.once("realtime", Fault(stall_after=0))
    async with settings_of(double) as patient:
        settings = patient.model_copy(update={"live_transcribe_timeout_s": 0.3})
        stt = RealtimeSTT(settings)
        live = stt.live()
        say(live, WORD)
        await joined(double)
        with pytest.raises(ProviderUnavailable, match="Timeout"):
            async with asyncio.timeout(5):
                await live.words(WORD)
        await gone(double)
        await live.close()
        again = RealtimeSTT(patient).live()
        say(again, WORD)
        assert (await again.words(WORD)).text == "hello"
        await again.close()
        await stt.close()


async def test_the_server_sees_at_once_that_the_call_is_over() -> None:
    double = OpenAIDouble()
    async with hearing(double) as (live, _):
        say(live, WORD)
        await live.words(WORD)
    await gone(double)


@pytest.mark.parametrize(
    ("model", "prompt"), [("gpt-live-transcribe", "To-do."), ("gpt-realtime-whisper", None)]
)
async def test_the_session_asks_for_what_its_model_knows(model: str, prompt: str | None) -> None:
    double = OpenAIDouble()
    async with settings_of(double) as given:
        stt = RealtimeSTT(given.model_copy(update={"live_transcribe_model": model}), prompt="To-do.")
        live = stt.live("es")
        say(live, WORD)
        await live.words(WORD)
        session = double.sessions[0].settings
        await live.close()
        await stt.close()
    assert double.bodies("realtime") == [{"intent": "transcription"}]
    heard = session["audio"]["input"]
    assert (heard["turn_detection"], heard["format"]["rate"]) == (None, 24000)
    assert (heard["transcription"]["language"], heard["transcription"].get("prompt")) == ("es", prompt)
