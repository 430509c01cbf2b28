"""Whatever a server does wrong becomes an error of the house, in time, that says whether to try again."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

import numpy as np
import pytest

from convonet_ari.config import OpenAI
from convonet_ari.embedded.openai_double.double import OpenAIDouble
from convonet_ari.embedded.openai_double.script import Fault, Part, Script
from convonet_ari.errors import ProviderError, ProviderRefused, ProviderUnavailable
from convonet_ari.speech.base import STT, TTS, Prepared
from convonet_ari.speech.fallback import FallbackTTS
from convonet_ari.speech.local.tts import LocalTTS
from convonet_ari.speech.openai.files import OpenAISTT, OpenAITTS
from convonet_ari.speech.openai.live import RealtimeSTT
from convonet_ari.speech.openai.reader import RealtimeTTS
from tests.contract.conftest import PATIENCE_S, settings_of

pytestmark = pytest.mark.contract

SOUND = np.full(16000, 5000, np.int16)
SENTENCE = "I created a to-do for the team meeting tomorrow."
SHORT_S = 0.3
SLOWEST_S = 3.0

ENGINES: dict[str, tuple[Part, type[OpenAISTT | OpenAITTS | RealtimeSTT | RealtimeTTS]]] = {
    "hears files": ("transcription", OpenAISTT),
    "hears along": ("realtime", RealtimeSTT),
    "speaks": ("speech", OpenAITTS),
    "reads aloud": ("realtime", RealtimeTTS),
}
ALL = pytest.mark.parametrize("engine", ENGINES)


async def use(engine: str, settings: OpenAI) -> int:
    """One turn heard or one sentence spoken; how much came of it."""
    made = ENGINES[engine][1](settings)
    try:
        if isinstance(made, OpenAISTT | RealtimeSTT):
            return len((await made.transcribe(SOUND)).text)
        return sum([len(chunk) async for chunk in made.speak(SENTENCE)])
    finally:
        await made.close()


async def fails(engine: str, fault: Fault, kind: type[ProviderError], match: str | None = None) -> None:
    """With this error; a server that stalls, within the deadline."""
    server = OpenAIDouble()
    server.faults.standing[ENGINES[engine][0]] = fault
    stalls = fault.stall_after is not None
    async with settings_of(server, SHORT_S if stalls else PATIENCE_S) as settings:
        began = monotonic()
        with pytest.raises(kind, match=match):
            await use(engine, settings)
        assert monotonic() - began < (SLOWEST_S if stalls else PATIENCE_S)


@ALL
async def test_without_a_fault_it_works(engine: str) -> None:
    async with settings_of(OpenAIDouble()) as settings:
        assert await use(engine, settings) > 0


@ALL
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ProviderRefused),
        (401, ProviderRefused),
        (403, ProviderRefused),
        (404, ProviderRefused),
        (408, ProviderUnavailable),
        (429, ProviderUnavailable),
        (500, ProviderUnavailable),
        (503, ProviderUnavailable),
    ],
)
async def test_a_status_tells_whether_to_try_again(
    engine: str, status: int, kind: type[ProviderError]
) -> None:
    await fails(engine, Fault(status=status), kind, str(status))


@ALL
@pytest.mark.parametrize(
    "body",
    [
        ("application/json", b"{"),
        ("application/json", b"[]"),
        ("text/html", b"<h1>hello</h1>"),
        ("text/plain", b""),
    ],
)
async def test_an_answer_off_the_protocol_is_an_outage(engine: str, body: tuple[str, bytes]) -> None:
    await fails(engine, Fault(body=body), ProviderError)


@ALL
async def test_a_server_that_answers_nothing_is_an_outage_in_time(engine: str) -> None:
    await fails(engine, Fault(stall_after=0), ProviderUnavailable, "Timeout")


@pytest.mark.parametrize("engine", ["hears along", "speaks", "reads aloud"])
@pytest.mark.parametrize("after", [0, 2])
async def test_a_connection_cut_in_the_middle_is_an_outage(engine: str, after: int) -> None:
    await fails(engine, Fault(cut_after=after), ProviderUnavailable)


@pytest.mark.parametrize("engine", ["speaks", "reads aloud"])
async def test_a_voice_that_stalls_in_mid_sentence_is_an_outage_in_time(engine: str) -> None:
    await fails(engine, Fault(stall_after=3), ProviderUnavailable, "Timeout")


@pytest.mark.parametrize("engine", ["hears along", "reads aloud"])
async def test_an_event_that_is_no_event_is_an_outage(engine: str) -> None:
    await fails(engine, Fault(garble_after=1), ProviderUnavailable)


@pytest.mark.parametrize("engine", ["hears along", "reads aloud"])
@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("invalid_api_key", ProviderRefused),
        ("model_not_found", ProviderRefused),
        ("rate_limit_exceeded", ProviderUnavailable),
        ("session_expired", ProviderUnavailable),
    ],
)
async def test_a_refusal_within_a_session_tells_whether_to_try_again(
    engine: str, code: str, kind: type[ProviderError]
) -> None:
    await fails(engine, Fault(refuse=code), kind, code)


@ALL
async def test_a_server_that_is_not_there_is_an_outage(engine: str) -> None:
    async with settings_of(OpenAIDouble()) as settings:
        pass
    with pytest.raises(ProviderUnavailable):
        await use(engine, settings)


@ALL
async def test_a_wrong_key_is_refused(engine: str) -> None:
    async with settings_of(OpenAIDouble(key="the right one")) as settings:
        with pytest.raises(ProviderRefused, match="401"):
            await use(engine, settings)


async def test_an_empty_speech_is_an_outage() -> None:
    await fails("speaks", Fault(body=("audio/pcm", b"")), ProviderUnavailable, "empty")


async def test_speech_of_another_format_is_refused() -> None:
    await fails("speaks", Fault(body=("audio/mpeg", b"ID3")), ProviderRefused, "pcm")


async def test_a_voice_that_answers_instead_of_reading_is_an_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "convonet_ari.embedded.openai_double.response.last_text", lambda items: "Sure, how can I help you?"
    )
    async with settings_of(OpenAIDouble()) as settings:
        with pytest.raises(ProviderUnavailable, match="something else"):
            await use("reads aloud", settings)


@pytest.mark.parametrize("engine", ["speaks", "reads aloud"])
@pytest.mark.parametrize("fault", [Fault(stall_after=2), Fault(cut_after=2), Fault(stall_after=0)])
async def test_this_machine_says_the_sentence_when_the_server_does_not(
    engine: str, fault: Fault, local_tts: LocalTTS
) -> None:
    await local_tts.warm()
    alone = sum([len(chunk) async for chunk in local_tts.speak(SENTENCE)])
    part, kind = ENGINES[engine]
    server = OpenAIDouble()
    server.faults.standing[part] = fault
    async with settings_of(server, SHORT_S) as settings:
        remote: Any = kind(settings)
        voice = FallbackTTS([remote, local_tts])
        assert sum([len(chunk) async for chunk in voice.speak(SENTENCE)]) >= alone
        assert not voice.caps.stable
        await remote.close()


async def test_the_request_says_what_the_protocol_wants() -> None:
    server = OpenAIDouble(Script(heard="Hello."))
    async with settings_of(server) as settings:
        recogniser = OpenAISTT(settings, prompt="To-do.")
        assert (await recogniser.transcribe(SOUND)).text == "Hello."
        await use("speaks", settings)
        await recogniser.close()
    [heard], [said] = server.bodies("transcription"), server.bodies("speech")
    assert (heard["model"], heard["language"], heard["prompt"]) == ("gpt-transcribe", "en", "To-do.")
    assert (said["response_format"], said["input"]) == ("pcm", SENTENCE)


async def test_a_reader_slower_than_the_stall_limit_is_not_the_servers_fault() -> None:
    async with settings_of(OpenAIDouble()) as patient:
        settings = patient.model_copy(update={"stall_timeout_s": SHORT_S})
        for kind in (OpenAITTS, RealtimeTTS):
            voice, chunks = kind(settings), 0
            await voice.warm()
            async for _ in voice.speak(SENTENCE):
                chunks += 1
                if chunks == 1:
                    await asyncio.sleep(2 * SHORT_S)
            await voice.close()
            assert chunks > 5


def test_each_engine_is_what_its_room_asks_for() -> None:
    settings = OpenAI(base_url="http://127.0.0.1:9/v1")
    hearing: list[STT] = [OpenAISTT(settings), RealtimeSTT(settings)]
    speaking: list[TTS] = [OpenAITTS(settings), RealtimeTTS(settings)]
    assert all(isinstance(part, Prepared) for part in (*hearing, *speaking))
