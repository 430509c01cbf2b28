"""What every recogniser must do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest
import soxr

from convonet_ari.bench.understand.cases import cases
from convonet_ari.config import Local, OpenAI
from convonet_ari.embedded import voices
from convonet_ari.embedded.openai_double.double import OpenAIDouble
from convonet_ari.embedded.openai_double.script import Script
from convonet_ari.errors import ProviderError, ProviderRefused
from convonet_ari.media.frame import resample
from convonet_ari.speech.base import STT, Pcm, Prepared
from convonet_ari.speech.local.stt import LocalSTT
from convonet_ari.speech.openai.files import OpenAISTT
from convonet_ari.speech.openai.live import RealtimeSTT, transcription_of
from tests.contract.conftest import settings_of

pytestmark = pytest.mark.contract

NOISE = np.random.default_rng(5)


@pytest.fixture(params=["local", "openai", "openai-realtime"])
async def stt(
    request: pytest.FixtureRequest, local_stt: LocalSTT, server: OpenAIDouble
) -> AsyncIterator[STT]:
    if request.param == "local":
        yield local_stt
        return
    async with settings_of(server) as settings:
        recogniser = OpenAISTT(settings) if request.param == "openai" else RealtimeSTT(settings)
        await recogniser.warm()
        yield recogniser
        await recogniser.close()


def caller(voice: str, slug: str) -> Pcm:
    heard: Pcm = soxr.resample(voices.load(voice, slug), 8000, 16000)
    return heard


def sounds() -> dict[str, Pcm]:
    seconds = np.arange(32000) / 16000
    return {
        "silence": np.zeros(32000, np.int16),
        "quiet hiss": NOISE.normal(0, 300, 32000).astype(np.int16),
        "loud hiss": NOISE.normal(0, 3000, 32000).astype(np.int16),
        "hum": (1600 * np.sin(2 * np.pi * 50 * seconds)).astype(np.int16),
        "ringback": (3000 * (np.sin(880 * np.pi * seconds) + np.sin(960 * np.pi * seconds))).astype(np.int16),
        "digit": (3000 * (np.sin(1394 * np.pi * seconds) + np.sin(2418 * np.pi * seconds))).astype(np.int16),
        "clicks": np.where(np.arange(32000) % 4000 < 30, 16000, 0).astype(np.int16),
        "cough": (18000 * NOISE.normal(0, 0.3, 8000) * np.exp(-np.arange(8000) / 1500)).astype(np.int16),
        "nothing": np.zeros(0, np.int16),
        "a crumb": np.full(10, 9000, np.int16),
    }


def test_it_wants_audio_as_telephones_have_it_at_best(stt: STT) -> None:
    assert stt.caps.sample_rate == 16000
    assert "en" in stt.caps.languages
    assert isinstance(stt, Prepared)


@pytest.mark.parametrize("voice", ["am_michael", "bf_emma", "bm_george", "af_bella"])
async def test_it_hears_a_to_do_in_every_voice(stt: STT, voice: str) -> None:
    heard = await stt.transcribe(caller(voice, "create-todo"))
    words = heard.text.lower().replace("-", " ").replace("todo", "to do")
    assert "to do for" in words
    assert "meeting tomorrow" in words
    assert 0 < heard.confidence <= 1


async def test_it_hears_that_a_person_is_wanted(stt: STT) -> None:
    assert "human" in (await stt.transcribe(caller("bm_george", "need-human"))).text


@pytest.mark.parametrize("sound", sounds())
async def test_it_hears_no_words_where_there_are_none(stt: STT, sound: str) -> None:
    assert (await stt.transcribe(sounds()[sound])).text == ""


async def test_it_hears_a_turn_longer_than_whisper_can_hold(stt: STT) -> None:
    pause = np.zeros(14 * 16000, np.int16)
    parts = caller("bf_emma", "budget-done"), pause, caller("bf_emma", "my-todos"), pause
    heard = await stt.transcribe(np.concatenate((*parts, caller("bf_emma", "transfer-agent"))))
    assert "report" in heard.text
    assert "agent" in heard.text


async def test_several_calls_are_heard_at_once_without_mixing(stt: STT) -> None:
    slugs = {"transfer-agent": "agent", "need-human": "human", "my-todos": "what", "sales": "sales"}
    heard = await asyncio.gather(*(stt.transcribe(caller("bf_emma", slug)) for slug in slugs))
    for text, word in zip(heard, slugs.values(), strict=True):
        assert word in text.text.lower()


async def test_a_cancelled_turn_leaves_the_recogniser_usable(stt: STT) -> None:
    turn = asyncio.create_task(stt.transcribe(caller("bf_emma", "need-human")))
    await asyncio.sleep(0)
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    assert "agent" in (await stt.transcribe(caller("bf_emma", "transfer-agent"))).text


async def test_it_does_not_block_the_loop(stt: STT) -> None:
    loop, worst = asyncio.get_running_loop(), 0.0
    turn = asyncio.create_task(stt.transcribe(caller("bf_emma", "create-todo")))
    while not turn.done():
        before = loop.time()
        await asyncio.sleep(0.002)
        worst = max(worst, loop.time() - before)
    assert worst < 0.15


async def test_what_was_misheard_is_among_the_guesses_at_what_it_was(local_stt: LocalSTT) -> None:
    [asked] = [case for case in cases() if case.slug == "afternoon"]
    said = resample(asked.sound(1), 8000, 16000)
    heard = (await local_stt.transcribe(said)).text
    guesses = [guess.text for guess in await local_stt.guesses(said)]
    assert "Am I free on Thursday afternoon?" in guesses
    assert heard in guesses
    assert len(set(guesses)) == len(guesses)


async def test_there_is_no_guessing_at_silence_nor_at_very_much(local_stt: LocalSTT) -> None:
    assert not await local_stt.guesses(np.zeros(32000, np.int16))
    assert not await local_stt.guesses(np.tile(caller("bf_emma", "need-human"), 20))


async def test_a_guess_is_at_the_sound_asked_about_and_not_at_the_one_before(local_stt: LocalSTT) -> None:
    human, budget = caller("bf_emma", "need-human"), caller("bf_emma", "budget-done")
    await local_stt.transcribe(human)
    assert "budget" in (await local_stt.guesses(budget))[0].text.lower()
    assert "human" in (await local_stt.guesses(human))[0].text


async def test_names_that_are_known_are_heard_and_no_others_for_them(local_stt: LocalSTT) -> None:
    acquainted = local_stt.knowing(["Ann", "Ben", "John", "Sarah"])
    assert acquainted.caps == local_stt.caps
    [asked] = [case for case in cases() if case.slug == "assign-ben"]
    said = resample(asked.sound(1), 8000, 16000)
    assert "Ben" not in (await local_stt.transcribe(said)).text
    assert "Ben" in (await acquainted.transcribe(said)).text
    assert any("Ben" in guess.text for guess in await acquainted.guesses(said))
    for slug in ("need-human", "budget-done", "my-todos"):
        heard = caller("bf_emma", slug)
        assert (await acquainted.transcribe(heard)).text == (await local_stt.transcribe(heard)).text


async def test_a_language_the_local_model_does_not_know_is_refused(local_stt: LocalSTT) -> None:
    with pytest.raises(ProviderRefused):
        await local_stt.transcribe(caller("bf_emma", "hello"), "de")


async def test_a_model_that_is_not_there_is_an_error_of_the_provider() -> None:
    recogniser = LocalSTT(Local(whisper_model="/nowhere"))
    with pytest.raises(ProviderError, match=r"model\.bin"):
        await recogniser.transcribe(caller("bf_emma", "hello"))


@pytest.mark.parametrize(
    ("model", "told", "language"),
    [("whisper-1", "spanish", "es"), ("whisper-1", "galician", ""), ("gpt-transcribe", "spanish", "")],
)
async def test_who_is_asked_for_no_language_tells_it_where_he_can(
    model: str, told: str, language: str, server: OpenAIDouble
) -> None:
    server.script = Script(heard="¿Qué tareas tengo?", tongue=told)
    async with settings_of(server) as settings:
        stt = OpenAISTT(settings.model_copy(update={"transcribe_model": model}))
        heard = await stt.transcribe(caller("am_michael", "my-todos"), "")
        again = await stt.transcribe(caller("am_michael", "my-todos"), "es")
        await stt.close()
    assert (heard.text, heard.language) == ("¿Qué tareas tengo?", language)
    assert again.language == ""
    first, second = server.bodies("transcription")
    assert "language" not in first
    assert second["language"] == "es"


def test_a_session_for_any_language_names_none() -> None:
    assert transcription_of(OpenAI(), "es", "")["language"] == "es"
    assert "language" not in transcription_of(OpenAI(), "", "")


async def test_a_recogniser_that_knows_english_alone_takes_everybody_for_english(local_stt: LocalSTT) -> None:
    assert not local_stt.caps.detects
    assert (await local_stt.transcribe(caller("am_michael", "my-todos"), "")).text
