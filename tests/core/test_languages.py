"""Our own words in every language a call can be held in, and a machine that says them."""

from __future__ import annotations

import re

import pytest

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call import phrases
from convonet_ari.call.effects import Effect
from convonet_ari.call.languages import NAMES, WORDS, ours, told
from convonet_ari.call.machine import Machine
from convonet_ari.speech.sentences import Sentences
from convonet_ari.speech.speakable import legible

pytestmark = pytest.mark.core

ALL = pytest.mark.parametrize("language", WORDS)
ENGLISH = (*phrases.FIXED, *phrases.TEMPLATES)


def fields(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


@ALL
def test_every_phrase_is_there_and_none_that_nobody_says(language: str) -> None:
    assert set(WORDS[language]) == set(ENGLISH)


@ALL
def test_a_phrase_names_what_the_english_one_names(language: str) -> None:
    assert all(fields(told(text, language)) == fields(text) for text in ENGLISH)


@ALL
def test_no_phrase_was_left_in_english(language: str) -> None:
    assert all(told(text, language) != text for text in ENGLISH)


def test_a_tag_leads_to_a_language_of_ours() -> None:
    tags = ("en", "en-GB", "es-MX", "es_ES", "zh-CN", "cmn", "cmn-Hans", "fr", "")
    assert [ours(tag) for tag in tags] == ["en", "en", "es", "es", "zh", "zh", "zh", "", ""]
    assert set(NAMES) == {"en", *WORDS}


def said(effects: list[Effect]) -> list[tuple[str, str]]:
    return [(effect.text, effect.language) for effect in effects if isinstance(effect, fx.Say)]


def called(language: str) -> Machine:
    machine = Machine()
    machine.on(ev.CallArrived("Brill", recorded=True, language=language), 0)
    return machine


def identified(machine: Machine, language: str = "", *, foreign: bool = False) -> list[Effect]:
    for digit in "1234#":
        machine.on(ev.DigitPressed(digit), 5)
    return machine.on(ev.PinChecked(1, "accepted", "Ana", language, foreign), 6)


def test_an_organisation_greets_in_its_language() -> None:
    words = said(Machine().on(ev.CallArrived("Brill", recorded=True, language="es"), 0))
    assert words[0] == ("Hola, soy el asistente automático de Brill. Esta llamada se graba.", "es")
    assert words[1][0].startswith("Por favor, introduzca su PIN")


def test_a_known_caller_is_talked_with_and_heard_in_theirs() -> None:
    effects = identified(called("en"), language="zh")
    assert said(effects) == [("谢谢您，Ana。 我能为您做什么？", "zh")]
    assert fx.Listen(language="zh") in effects


def test_what_the_agent_writes_is_not_touched() -> None:
    machine = called("es")
    identified(machine)
    machine.on(ev.SpeechRecognized("¿Qué tareas tengo?"), 10)
    assert said(machine.on(ev.ReplyWritten(1, phrases.ONE_MOMENT), 11)) == [(phrases.ONE_MOMENT, "es")]


def test_a_slow_tools_english_words_are_not_said_in_spanish() -> None:
    machine = called("es")
    identified(machine)
    machine.on(ev.SpeechRecognized("¿Qué tareas tengo?"), 10)
    machine.on(ev.ToolStarted(1, "get_todos", "call_1", "Looking at your todos…"), 11)
    assert said(machine.on(ev.TimePassed(), 13)) == [("Un momento, por favor.", "es")]


def test_a_department_is_announced_in_the_callers_language() -> None:
    machine = called("es")
    identified(machine)
    machine.on(ev.SpeechRecognized("Quiero hablar con ventas."), 10)
    words = said(machine.on(ev.TransferAsked(1, "Ventas", "2001", "asked"), 11))
    assert words == [("Un momento, por favor, le comunico con Ventas.", "es")]


def test_a_place_in_line_is_told_in_the_callers_language() -> None:
    machine = called("es")
    identified(machine)
    machine.on(ev.SpeechRecognized("Quiero hablar con ventas."), 10)
    words = said(machine.on(ev.TransferAsked(1, "Ventas", "2001", "asked", 3, 170), 11))
    assert words[0][0].endswith("y usted es el número 3 de la fila. Le comunico. Serán unos 3 minutos.")


def test_who_speaks_what_no_engine_knows_is_told_so_once_and_how_to_reach_a_person() -> None:
    effects = identified(called("es"), language="en", foreign=True)
    assert said(effects) == [
        (phrases.ENGLISH_ONLY, "en"),
        ("Thank you, Ana. How can I help you?", "en"),
    ]


def test_a_machine_that_takes_over_goes_on_in_the_language() -> None:
    machine = called("en")
    identified(machine, language="es")
    effects = machine.on(ev.CallAdopted(), 20)
    assert fx.Listen(language="es") in effects
    assert said(effects)[0][0] == "Perdone, ha habido una breve interrupción."


def test_chinese_is_cut_into_sentences_without_spaces() -> None:
    sentences = Sentences(first_clause=4)
    pieces = sentences.feed("您有两个待办事项。第一个是报告，第二个是评审！好")
    assert [*pieces, *sentences.flush()] == ["您有两个待办事项。", "第一个是报告，第二个是评审！", "好"]


def test_words_of_other_languages_are_not_read_by_english_rules() -> None:
    assert legible("**Tiene 2 tareas** para el 3/12 🎉") == "Tiene 2 tareas para el 3/12"
