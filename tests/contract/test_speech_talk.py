"""Speech to speech: what the caller says, what the model answers, and what of it was heard, on the wire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

import numpy as np
import pytest
import soxr

from convonet_ari import usage
from convonet_ari.config import OpenAI
from convonet_ari.embedded import voices
from convonet_ari.embedded.openai_double.double import OpenAIDouble
from convonet_ari.embedded.openai_double.script import Delays, Fault, Pcm, Reply, Script, ToolCall
from convonet_ari.errors import ProviderError, ProviderRefused, ProviderUnavailable
from convonet_ari.speech.local.stt import LocalSTT
from convonet_ari.speech.local.tts import LocalTTS
from convonet_ari.speech.realtime.call import TalkCall
from convonet_ari.speech.realtime.engine import TalkEngine
from convonet_ari.speech.realtime.ledger import Called, Entry, Returned, Said
from convonet_ari.speech.to16k import SpokenAudio
from tests.contract.conftest import PATIENCE_S, settings_of
from tests.fakes.scripted_speech import HandClock

pytestmark = pytest.mark.contract

FRAME = 320
WORD = (8000 * np.sin(np.arange(16000) / 9)).astype(np.int16)
ASKED = Said("user", "What are my to-dos?")
FIRST, SECOND = "You have two to-dos.", "The first one is the report."
TOOLS = [{"type": "function", "name": "get_todos", "description": "d", "parameters": {"type": "object"}}]
GAP_S = 1.0


class Talking:
    """One call on an engine, with a clock that is moved by hand."""

    def __init__(self, settings: OpenAI) -> None:
        self.clock = HandClock()
        self.engine = TalkEngine(settings, clock=self.clock)
        self.call: TalkCall = self.engine.call()
        self.ears = self.call.ears(Elsewhere())
        self.live = self.ears.live()

    async def hear(self, sound: Pcm = WORD) -> str:
        self.live.forget()
        for at in range(0, len(sound), FRAME):
            self.live.feed(sound[at : at + FRAME])
        return (await self.live.words(sound)).text

    async def ask(self, *thread: Entry) -> list[str | Called]:
        given = {"instructions": "Be brief.", "tool_choice": "auto"}
        answer = self.call.answer(thread or [ASKED], given, TOOLS)
        return [piece async for piece in answer if piece != ""]

    async def spoken(self, text: str) -> Pcm:
        chunks = [chunk async for chunk in self.call.speak(text, Quiet())]
        return np.concatenate(chunks) if chunks else np.zeros(0, np.int16)


class Elsewhere(LocalSTT):
    """Stands in, and says so."""

    def __init__(self) -> None: ...

    async def transcribe(self, audio: Pcm, language: str = "en") -> Any:
        return type("Words", (), {"text": "heard elsewhere"})()


class Quiet(SpokenAudio):
    """A stand-in whose voice is one sample."""

    def __init__(self) -> None: ...

    async def speak(self, text: str, language: str = "en") -> AsyncIterator[Pcm]:
        yield np.ones(1, np.int16)


@asynccontextmanager
async def talking(double: OpenAIDouble, **changes: Any) -> AsyncIterator[Talking]:
    async with settings_of(double) as settings:
        here = Talking(settings.model_copy(update=changes))
        here.call.begin()
        yield here
        await here.live.close()
        await here.call.close()
        await here.engine.close()


def told(double: OpenAIDouble, *kinds: str) -> list[dict[str, Any]]:
    return [event for event in double.sessions[-1].events if event["type"] in kinds]


def texts(items: Sequence[dict[str, Any]]) -> list[str]:
    parts = [part for item in items for part in item.get("content", [])]
    return [part["text"] for part in parts if "text" in part]


@pytest.mark.parametrize("form", ["pcm", "pcmu"])
async def test_a_caller_is_heard_and_answered_in_sound(
    server: OpenAIDouble, local_stt: LocalSTT, form: str
) -> None:
    heard: Pcm = soxr.resample(voices.load("bf_emma", "create-todo"), 8000, 16000)
    async with talking(server, realtime_audio=form) as here:
        words = await here.hear(heard)
        assert "meeting tomorrow" in words.lower()
        assert "".join(map(str, await here.ask(Said("user", words)))) == server.script.reply
        sound = [await here.spoken(text) for text in (FIRST, SECOND, "The second one is the review.")]
        items = server.sessions[-1].items
    assert [item.get("transcript") for item in items if item["role"] == "user"] == [words]
    assert "report" not in (await local_stt.transcribe(sound[0])).text.lower()
    whole = (await local_stt.transcribe(np.concatenate(sound))).text.lower()
    assert "report" in whole
    assert "review" in whole


async def test_nothing_leaves_before_the_caller_is_known() -> None:
    double = OpenAIDouble()
    async with settings_of(double) as settings:
        here = Talking(settings)
        assert await here.hear() == "heard elsewhere"
        with pytest.raises(ProviderUnavailable):
            await here.ask()
        assert double.bodies("realtime") == []
        await here.call.close()


async def test_what_was_heard_of_an_answer_is_told_in_milliseconds() -> None:
    double = OpenAIDouble()
    async with talking(double) as here:
        await here.ask()
        first = len(await here.spoken(FIRST)) // 16
        await here.spoken(SECOND)
        here.call.stopped(SECOND, 700)
        here.call.cut()
        await here.ask(ASKED, Said("assistant", f"{FIRST} The first…"), Said("user", "Stop."))
        (cut,) = told(double, "conversation.item.truncate")
        assert told(double, "conversation.item.delete") == []
    assert cut["audio_end_ms"] == pytest.approx(first + 700, abs=2)
    assert cut["content_index"] == 0


async def test_a_sentence_said_again_after_a_cough_is_not_cut() -> None:
    double = OpenAIDouble()
    async with talking(double) as here:
        await here.ask()
        once = await here.spoken(FIRST)
        here.call.stopped(FIRST, 400)
        again = await here.spoken(FIRST)
        here.call.cut()
        await here.ask(ASKED)
        assert told(double, "conversation.item.truncate") == []
    assert np.array_equal(once, again)


async def test_tools_are_told_once_and_called_whole() -> None:
    arguments = '{"title": "a rather long title", "due": "tomorrow"}'
    replies = [Reply(calls=[ToolCall("create_todo", arguments, "call_7")]), Reply("Done.")]
    double = OpenAIDouble(Script(think=lambda body: replies.pop(0)))
    async with talking(double) as here:
        (call,) = await here.ask()
        assert isinstance(call, Called)
        assert (call.id, call.name) == ("call_7", "create_todo")
        assert await here.ask(ASKED, call, Returned("call_7", "I created it.")) == ["Done."]
        updates = told(double, "session.update")
        outputs = [event["item"] for event in told(double, "conversation.item.create")]
    assert [len(event["session"].get("tools", [])) for event in updates] == [0, 1]
    assert [item["type"] for item in outputs] == ["message", "function_call_output"]


async def test_an_answer_left_early_is_cancelled_and_the_next_one_comes() -> None:
    double = OpenAIDouble(delays=Delays(audio=0.05))
    async with talking(double) as here:
        answer = here.call.answer([ASKED], {}, TOOLS)
        await anext(answer)
        await answer.aclose()
        double.script.reply = "Yes."
        assert await here.ask(Said("user", "Stop.")) == ["Yes."]
        assert len(told(double, "response.cancel")) == 1
        assert texts(double.sessions[-1].items) == ["Stop."]


async def test_an_answer_that_never_ends_does() -> None:
    double = OpenAIDouble(Script(think=lambda body: Reply("Word after word.", endless=True)))
    async with talking(double) as here:
        async with asyncio.timeout(10):
            assert "".join(map(str, await here.ask())) == "Word after word."
        assert len(await here.spoken("Word after word.")) < 10 * 16000
        double.script.think = None
        assert await here.ask(Said("user", "Go on."))


async def test_what_an_answer_cost_is_noted() -> None:
    usage.keep(meter := usage.Meter())
    async with talking(OpenAIDouble()) as here:
        await here.hear()
        await here.ask()
    spent = {one.part: one for one in meter.take()}
    assert spent["thinking"].model == "gpt-realtime-2.1-mini"
    assert spent["thinking"].audio_out > 0
    assert spent["thinking"].cost > 0
    assert spent["hearing"].seconds == pytest.approx(1.0, abs=0.05)


FAULTS = {
    "a bad key": (Fault(status=401), ProviderRefused),
    "a rate limit": (Fault(status=429), ProviderUnavailable),
    "an outage": (Fault(status=500), ProviderUnavailable),
    "an error": (Fault(refuse="server_error"), ProviderUnavailable),
    "nonsense": (Fault(garble_after=1), ProviderUnavailable),
    "a cut": (Fault(cut_after=1), ProviderUnavailable),
    "a stall": (Fault(stall_after=1), ProviderUnavailable),
}


@pytest.mark.parametrize("what", FAULTS)
async def test_a_fault_ends_the_answer_in_time_and_the_session_comes_back(what: str) -> None:
    fault, kind = FAULTS[what]
    double = OpenAIDouble()
    double.faults.once("realtime", fault)
    async with talking(double, token_timeout_s=GAP_S if fault.stall_after else PATIENCE_S) as here:
        began = monotonic()
        with pytest.raises(kind):
            await here.ask()
        assert monotonic() - began < 10
        assert await here.hear() == "heard elsewhere"
        here.clock.now += 90
        assert await here.hear() == double.script.heard
        thread = [Said("user", "Make it."), Said("assistant", "It is made."), ASKED]
        assert await here.ask(*thread)
        assert texts(double.sessions[-1].items) == ["Make it.", "It is made."]


async def test_a_sentence_whose_sound_stops_is_said_again_elsewhere() -> None:
    double = OpenAIDouble()
    double.faults.standing["realtime"] = Fault(stall_after=4)
    async with talking(double, token_timeout_s=GAP_S, stall_timeout_s=GAP_S) as here:
        with pytest.raises(ProviderError):
            await here.ask()
        assert (await here.spoken(FIRST))[-1] == 1


async def test_a_turn_under_way_when_the_session_is_lost_is_heard_elsewhere() -> None:
    double = OpenAIDouble()
    double.faults.once("realtime", Fault(cut_after=0))
    async with talking(double) as here:
        assert await here.hear() == "heard elsewhere"
        assert await here.hear() == "heard elsewhere"


async def test_its_own_voice_is_as_long_as_the_answer(local_tts: LocalTTS) -> None:
    """However the sentences are cut, no sound is lost between them."""
    double = OpenAIDouble(Script(speak=local_tts.speak))
    async with talking(double, realtime_audio="pcm") as here:
        await here.ask()
        parts = [await here.spoken(text) for text in (FIRST, SECOND, "The second one is the review.")]
        whole = len(await double.script.sound(double.script.reply)) // 2 * 16 // 24
    assert sum(map(len, parts)) == pytest.approx(whole, abs=100)
    assert all(len(part) > 8000 for part in parts)
