"""The caller's language: told by whole sentences, asked for by name, changed seldom, kept on a yes."""

from __future__ import annotations

import pytest

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call import phrases
from convonet_ari.call.effects import Effect
from convonet_ari.call.languages import told
from convonet_ari.call.machine import Machine
from convonet_ari.call.tongue import CHANGES, Tongue, spoken
from convonet_ari.call.tongue_asked import ELSE, agreed, asked

pytestmark = pytest.mark.core

ALL = ("en", "es", "zh")
ENGLISH_TEXT = "What are my todos for tomorrow?"
SPANISH_TEXT = "¿Qué tareas tengo para mañana?"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH_TEXT, "en"),
        ("Create a todo to call the landlord.", "en"),
        (SPANISH_TEXT, "es"),
        ("Quisiera hablar con una persona de ventas.", "es"),
        ("我明天有什么会议？", "zh"),
        ("请提醒我明天给 Sarah 打电话。", "zh"),
    ],
)
def test_a_whole_sentence_tells_its_language(text: str, language: str) -> None:
    assert spoken(text) == language
    assert spoken(text, language) == language


@pytest.mark.parametrize(
    "text",
    [
        "Sí.",
        "Hola.",
        "No, no, no, no.",
        "你好",
        "Call María Elena Gómez García",
        "Remind me about El Camino Real in Los Angeles",
        "Call the La Casa de las Flores restaurant",
        "Four seven one one two six",
        "Je voudrais parler avec quelqu'un",
        "",
    ],
)
def test_a_word_a_name_or_two_languages_tell_none(text: str) -> None:
    assert spoken(text) == ""


def test_a_recogniser_that_says_otherwise_is_heeded() -> None:
    assert spoken(SPANISH_TEXT, "pt") == ""
    assert spoken(SPANISH_TEXT, "es-MX") == "es"


def test_the_first_sentence_decides_and_later_it_takes_two_in_a_row() -> None:
    tongue = Tongue()
    assert tongue.heard("Sí.", "", "en", ALL) == "en"
    assert not tongue.settled
    assert tongue.heard(SPANISH_TEXT, "", "en", ALL) == "es"
    assert tongue.heard(ENGLISH_TEXT, "", "es", ALL) == "es"
    assert tongue.heard(SPANISH_TEXT, "", "es", ALL) == "es"
    assert tongue.heard(ENGLISH_TEXT, "", "es", ALL) == "es"
    assert tongue.heard("Okay.", "", "es", ALL) == "es"
    assert tongue.heard(ENGLISH_TEXT, "", "es", ALL) == "en"


def test_a_line_with_two_languages_on_it_does_not_flap() -> None:
    tongue, language, changes = Tongue(), "en", 0
    for number in range(40):
        now = tongue.heard(SPANISH_TEXT if number // 2 % 2 else ENGLISH_TEXT, "", language, ALL)
        changes += now != language
        language = now
    assert changes == CHANGES


def test_a_language_nobody_knows_here_changes_nothing() -> None:
    tongue = Tongue()
    assert tongue.heard(SPANISH_TEXT, "", "en", ("en",)) == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Do you speak Spanish?", "es"),
        ("Spanish, please.", "es"),
        ("Could we talk in English instead?", "en"),
        ("I'd rather speak in Spanish.", "es"),
        ("Can you speak Mandarin Chinese, please?", "zh"),
        ("Español, por favor.", "es"),
        ("Español.", "es"),
        ("¿Podemos hablar en español?", "es"),
        ("En inglés, por favor.", "en"),
        ("请说中文。", "zh"),
        ("你能说中文吗？", "zh"),
        ("Do you speak French?", ELSE),
        ("Spanish.", ""),
        ("Create a todo to learn Spanish.", ""),
        ("Call the Spanish teacher.", ""),
        ("What is on my list?", ""),
    ],
)
def test_words_that_ask_for_a_language_and_for_nothing_else(text: str, language: str) -> None:
    assert asked(text) == language


def test_nothing_that_is_said_takes_the_ear_long() -> None:
    endless = "no please do you speak in to in to " * 300
    assert asked(endless) == ""
    assert agreed("yes yes no " * 300) is None


def talking(*, languages: tuple[str, ...] = ALL, detects: bool = True, language: str = "en") -> Machine:
    machine = Machine()
    machine.on(ev.CallArrived("Brill", False, language=language, languages=languages, detects=detects), 0)
    for digit in "1234#":
        machine.on(ev.DigitPressed(digit), 5)
    machine.on(ev.PinChecked(1, "accepted", "Ana", language), 6)
    hear_all(machine)
    return machine


def hear_all(machine: Machine) -> list[Effect]:
    effects: list[Effect] = []
    while machine.state.speeches.unheard:
        effects += machine.on(ev.PlaybackFinished(machine.state.speeches.unheard[0].id), 7)
    return effects


def says(machine: Machine, text: str, language: str = "") -> list[Effect]:
    machine.on(ev.SpeechBegan(), 10)
    return machine.on(ev.SpeechRecognized(text, language), 11)


def answers(machine: Machine, *sentences: str) -> list[Effect]:
    effects: list[Effect] = []
    for text in sentences:
        effects += machine.on(ev.ReplyWritten(machine.state.turn, text), 12)
    return effects + machine.on(ev.ThinkingFinished(machine.state.turn, "done"), 13)


def said(effects: list[Effect]) -> list[tuple[str, str]]:
    return [(effect.text, effect.language) for effect in effects if isinstance(effect, fx.Say)]


def test_a_recogniser_is_told_no_language_until_the_first_sentence() -> None:
    machine = Machine()
    machine.on(ev.CallArrived("Brill", recorded=False, languages=ALL, detects=True), 0)
    for digit in "1234#":
        machine.on(ev.DigitPressed(digit), 5)
    effects = machine.on(ev.PinChecked(1, "accepted", "Ana"), 6)
    assert fx.DetectLanguage() in effects
    hear_all(machine)
    assert fx.Speak("en") in says(machine, ENGLISH_TEXT)
    answers(machine, "None.")
    hear_all(machine)
    assert not [one for one in says(machine, "And for the day after that?") if isinstance(one, fx.Speak)]


def test_a_caller_who_speaks_another_language_is_answered_in_it() -> None:
    machine = talking()
    effects = says(machine, SPANISH_TEXT, "es")
    assert [one for one in effects if isinstance(one, fx.Speak | fx.Think)] == [
        fx.Speak("es"),
        fx.Think(1, SPANISH_TEXT),
    ]
    assert said(answers(machine, "No tiene ninguna."))[0] == ("No tiene ninguna.", "es")


def test_whom_the_answer_asks_nothing_is_asked_once_whether_to_keep_it() -> None:
    machine = talking()
    says(machine, SPANISH_TEXT)
    assert len(said(answers(machine, "¿De qué equipo?"))) == 1
    hear_all(machine)
    says(machine, "Del equipo de ventas, por favor.")
    assert said(answers(machine, "Ninguna."))[-1] == (told(phrases.ALWAYS, "es"), "es")
    hear_all(machine)
    effects = says(machine, "Sí, por favor.")
    assert fx.KeepLanguage("es") in effects
    assert said(effects) == [(told(phrases.KEPT, "es"), "es")]
    hear_all(machine)
    says(machine, SPANISH_TEXT)
    assert len(said(answers(machine, "Ninguna."))) == 1


def test_a_no_and_other_words_keep_nothing() -> None:
    for words in ("No, gracias.", "¿Qué reuniones tengo hoy con el equipo?"):
        machine = talking()
        says(machine, SPANISH_TEXT)
        answers(machine, "Ninguna.")
        hear_all(machine)
        assert not [one for one in says(machine, words) if isinstance(one, fx.KeepLanguage)]


def test_a_yes_to_an_answer_is_no_yes_to_a_question_that_was_not_heard_yet() -> None:
    machine = talking()
    says(machine, SPANISH_TEXT)
    answers(machine, "Ninguna.")
    assert machine.state.speeches.unheard
    assert not [one for one in says(machine, "Sí, claro.") if isinstance(one, fx.KeepLanguage)]


def test_who_asks_for_a_language_by_name_hears_that_it_is_spoken() -> None:
    machine = talking(detects=False)
    effects = says(machine, "Do you speak Spanish?")
    assert fx.Speak("es") in effects
    assert said(effects) == [(told(phrases.LET_US, "es"), "es"), (told(phrases.ALWAYS, "es"), "es")]
    assert not [one for one in effects if isinstance(one, fx.Think)]


def test_where_it_is_not_spoken_the_caller_is_told_so_and_how_to_reach_a_person() -> None:
    only_english = talking(languages=("en",), detects=False)
    assert said(says(only_english, "Do you speak Spanish?")) == [(phrases.ENGLISH_ONLY, "en")]
    assert said(says(talking(), "Do you speak French?")) == [(phrases.NOT_SPOKEN, "en")]


def test_who_is_back_from_the_queue_is_heard_in_the_language_of_before() -> None:
    machine = talking()
    says(machine, SPANISH_TEXT)
    machine.on(ev.TransferAsked(1, "", "2000", "wants a person"), 12)
    hear_all(machine)
    machine.on(ev.QueueEntered("2000"), 14)
    effects = machine.on(ev.CallReturned("TIMEOUT"), 60)
    assert fx.Listen(language="es") in effects
    assert fx.Speak("es") in effects


def test_a_worker_that_takes_the_call_over_goes_on_in_its_language() -> None:
    machine = talking()
    says(machine, SPANISH_TEXT)
    effects = machine.on(ev.CallAdopted(), 20)
    assert effects.index(fx.Speak("es")) < effects.index(fx.Think(1, SPANISH_TEXT, resume=True))
