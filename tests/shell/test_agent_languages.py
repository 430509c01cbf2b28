"""Callers who do not speak English: answered in their language, or told in it and given a person."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, cast

import pytest
from langchain_core.messages import SystemMessage
from pydantic import PrivateAttr

from convonet_ari.agent.fallback_model import NOTICE, FallbackModel
from convonet_ari.agent.offline.local_model import LocalModel
from convonet_ari.agent.prompt import system_prompt, tongue
from convonet_ari.call import events as ev
from convonet_ari.call.languages import told
from convonet_ari.call.phrases import NOT_IN_LANGUAGE
from convonet_ari.config import OpenAI, Settings, Speech
from convonet_ari.errors import ProviderUnavailable
from convonet_ari.speech.factory import make_stt, make_tts
from convonet_ari.stasis.services import Services
from convonet_ari.stasis.voice import Engines
from tests.fakes.agent import SUNDAY, outcome, rig, words
from tests.fakes.records import ANN
from tests.fakes.strict import StrictModel

pytestmark = pytest.mark.shell

ANA = replace(ANN, language="es")


class Away(StrictModel):
    async def _astream(self, messages: list[Any], *args: Any, **kwargs: Any) -> Any:
        raise ProviderUnavailable("away")
        yield


class Noting(StrictModel):
    """Keeps the language that each prompt names."""

    _tongues: list[str] = PrivateAttr(default_factory=list)

    @property
    def tongues(self) -> list[str]:
        return self._tongues

    async def _astream(self, messages: list[Any], *args: Any, **kwargs: Any) -> Any:
        self._tongues.append(tongue(messages))
        async for chunk in super()._astream(messages, *args, **kwargs):
            yield chunk


def services(speech: Speech) -> Services:
    settings = Settings(speech=speech)
    with ThreadPoolExecutor(1) as writer:
        engines = Engines(make_stt(settings), make_tts(settings), cast(Any, None), writer)
    nothing = cast(Any, None)
    return Services(settings, nothing, nothing, nothing, engines, nothing, nothing, "worker-0")


def test_the_model_is_told_which_language_to_answer_in() -> None:
    assert "Speak" not in system_prompt(ANN, SUNDAY).splitlines()[-1]
    spanish = system_prompt(ANA, SUNDAY)
    assert "Speak Spanish with the caller" in spanish
    assert tongue([SystemMessage(spanish)]) == "es"
    assert tongue([SystemMessage(system_prompt(ANN, SUNDAY))]) == "en"


def test_a_call_is_held_in_languages_that_every_engine_knows() -> None:
    elsewhere = OpenAI(base_url="http://127.0.0.1:9/v1")
    cloud = services(Speech(stt="openai-realtime", llm="openai", tts="openai", openai=elsewhere))
    assert [cloud.language(tag) for tag in ("es-MX", "zh", "en-US", "fr", "")] == ["es", "zh", "en", "", ""]
    rules = services(Speech(stt="openai", llm="local", tts="openai", openai=elsewhere))
    alone = services(Speech())
    deaf = services(Speech(stt="local", llm="openai", tts="openai", openai=elsewhere))
    assert [one.language("es") for one in (rules, alone, deaf)] == ["", "", ""]
    assert alone.language("en") == "en"


async def test_while_the_model_is_away_a_caller_is_told_so_in_spanish_and_gets_a_person() -> None:
    model = FallbackModel(first=Away(), then=LocalModel())
    async with rig(model=model, caller=ANA) as here:
        events = await here.say(1, "¿Qué tareas tengo?")
    assert words(events) == told(NOT_IN_LANGUAGE, "es")
    assert NOTICE not in words(events)
    assert [event.queue for event in events if isinstance(event, ev.TransferAsked)] == ["2000"]
    assert outcome(events) == "done"


def test_a_language_is_found_out_where_there_are_several_and_the_recogniser_needs_none_told() -> None:
    elsewhere = OpenAI(base_url="http://127.0.0.1:9/v1")
    cloud = services(Speech(stt="openai", llm="openai", tts="openai", openai=elsewhere))
    told_off = services(
        Speech(stt="openai", llm="openai", tts="openai", openai=elsewhere, detect_language=False)
    )
    assert (cloud.languages, cloud.detects) == (("en", "es", "zh"), True)
    assert (told_off.languages, told_off.detects) == (("en", "es", "zh"), False)
    alone = services(Speech())
    assert (alone.languages, alone.detects) == (("en",), False)


async def test_a_conversation_goes_on_in_the_language_it_is_told() -> None:
    model = Noting()
    async with rig(model=model) as here:
        await here.say(1, "What can you do?")
        here.conversation.speak("es")
        await here.say(2, "¿Qué tareas tengo?")
    assert model.tongues[0] == "en"
    assert model.tongues[-1] == "es"
