"""Turns in Spanish and Mandarin: who only listens, what is asked of us, when a sentence is whole."""

from __future__ import annotations

import time

import pytest

from convonet_ari.call.end_of_turn import EndOfTurn, Expects, Silences, expects
from convonet_ari.call.listening import is_assent
from convonet_ari.call.turn_words import TURN_WORDS
from convonet_ari.call.wishes import Wish, wish

pytestmark = pytest.mark.core

SHORT, UNSURE, LONG = 350, 500, 1200
POLICY = EndOfTurn(Silences(SHORT, UNSURE, LONG))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Sí."),
        ("es", "Ajá, entiendo."),
        ("es", "Vale, muy bien."),
        ("es", "Mm-hm."),
        ("zh", "嗯嗯。"),
        ("zh", "好的，明白了。"),
        ("zh", "对，是的"),
    ],
)
def test_assent_into_a_story_is_no_turn(language: str, text: str) -> None:
    assert is_assent(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", ""),
        ("es", "No."),
        ("es", "Sí, bórralo todo."),
        ("zh", "不是。"),
        ("zh", "好的，删除它。"),
        ("zh", ""),
    ],
)
def test_whoever_wants_something_takes_the_turn(language: str, text: str) -> None:
    assert not is_assent(text, language)


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("es", "¿Puede repetir, por favor?", Wish.REPEAT),
        ("es", "Otra vez, por favor.", Wish.REPEAT),
        ("es", "¿Cómo dice?", Wish.REPEAT),
        ("es", "Más despacio, por favor.", Wish.SLOWER),
        ("es", "No tan rápido.", Wish.SLOWER),
        ("es", "Vamos a empezar de nuevo.", Wish.START_OVER),
        ("es", "Espere, un momento.", Wish.STOP),
        ("es", "Para que lo sepas, mañana no estoy.", None),
        ("es", "Crea una tarea para repetir la prueba.", None),
        ("zh", "请再说一遍。", Wish.REPEAT),
        ("zh", "你刚才说什么？", Wish.REPEAT),
        ("zh", "请说慢一点。", Wish.SLOWER),
        ("zh", "我们重新开始吧。", Wish.START_OVER),
        ("zh", "等一下。", Wish.STOP),
        ("zh", "停，停。", Wish.STOP),
        ("zh", "明天提醒我等一下包裹。", None),
    ],
)
def test_a_wish_about_the_conversation_is_understood(language: str, text: str, wanted: Wish | None) -> None:
    assert wish(text, language) is wanted


@pytest.mark.parametrize(
    ("language", "text", "silence"),
    [
        ("es", "Crea una tarea para mañana.", SHORT),
        ("es", "¿Qué tareas tengo?", SHORT),
        ("es", "Gracias.", SHORT),
        ("es", "Recuérdame llamar a", LONG),
        ("es", "Quiero hablar con el.", LONG),
        ("es", "Mi número es cinco cinco cinco", LONG),
        ("es", "El informe", UNSURE),
        ("zh", "明天提醒我开会。", SHORT),
        ("zh", "我有什么任务？", SHORT),
        ("zh", "再见", SHORT),
        ("zh", "提醒我给", LONG),
        ("zh", "我想要，", LONG),
        ("zh", "我的号码是五五五", LONG),
        ("zh", "报告", UNSURE),
        ("zh", "", UNSURE),
    ],
)
def test_silence_is_as_long_as_the_words_want_it(language: str, text: str, silence: int) -> None:
    assert POLICY.needed_silence(text, Expects.ANYTHING, language) == silence


@pytest.mark.parametrize(
    ("language", "asked", "expected"),
    [
        ("es", "Entendido. ¿Quiere que lo borre?", Expects.YES_OR_NO),
        ("es", "¿Cuál es su número?", Expects.DIGITS),
        ("es", "¿Qué necesita?", Expects.ANYTHING),
        ("es", "¿Puede deletrearlo?", Expects.SPELLING),
        ("es", "Está hecho.", Expects.ANYTHING),
        ("zh", "好的。要我删除它吗？", Expects.YES_OR_NO),
        ("zh", "您的号码是多少？", Expects.DIGITS),
        ("zh", "您需要什么？", Expects.ANYTHING),
    ],
)
def test_a_question_of_ours_tells_what_to_expect(language: str, asked: str, expected: Expects) -> None:
    assert expects(asked, language) is expected


def test_a_yes_that_was_asked_for_is_whole() -> None:
    assert POLICY.needed_silence("Sí, claro.", Expects.YES_OR_NO, "es") == SHORT
    assert POLICY.needed_silence("好的", Expects.YES_OR_NO, "zh") == SHORT


@pytest.mark.parametrize("language", TURN_WORDS)
@pytest.mark.parametrize("noise", ["m" * 300, "嗯" * 300, "no " * 100, "¿" * 300, "uno " * 100])
def test_no_words_take_long_to_judge(language: str, noise: str) -> None:
    began = time.process_time()
    for text in (noise, f"{noise}x"):
        is_assent(text, language)
        wish(text, language)
        POLICY.needed_silence(text, Expects.YES_OR_NO, language)
    assert time.process_time() - began < 0.5
