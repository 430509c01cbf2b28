"""What brings a waiting caller back to the assistant, and all the talk beside the telephone that does not."""

from __future__ import annotations

import pytest

from convonet_ari.call.back_wish import wants_back

pytestmark = pytest.mark.core

WISHES = {
    "en": (
        "Go back.",
        "Go back to the assistant, please.",
        "Never mind.",
        "Nevermind, go back.",
        "I want to talk to the assistant.",
        "I'd like to go back to the assistant",
        "Assistant, please.",
        "Can I speak with the assistant again?",
        "Please take me back to the robot.",
        "Back to the assistant.",
        "Return to the assistant.",
    ),
    "es": (
        "Volver.",
        "Quiero volver al asistente, por favor.",
        "No importa.",
        "Quiero hablar con el asistente.",
        "Asistente, por favor.",
        "¿Puedo volver con el asistente?",
    ),
    "zh": ("回去。", "我要回到助手。", "算了。", "我想跟助手说话。", "请转回语音助手，谢谢。", "助手"),
}
TALK = {
    "en": (
        "",
        "Hello?",
        "Yes.",
        "No.",
        "Please.",
        "Thank you.",
        "I am on hold, they said I should go back to the assistant.",
        "We should go back to the office tomorrow.",
        "Never mind the dog, he does that.",
        "The assistant could not help me.",
        "My assistant will call you.",
        "Come here.",
        "I want to talk to a person.",
        "Don't go back to the assistant.",
        "I'll be back.",
    ),
    "es": ("Hola.", "Por favor.", "Mañana quiero volver a casa.", "El asistente no me entiende.", "Sí."),
    "zh": ("你好。", "我回去以后再说。", "我要回去上班了。", "好的。", "助手帮不了我。"),
}


def each(said: dict[str, tuple[str, ...]]) -> pytest.MarkDecorator:
    pairs = [(language, text) for language, texts in said.items() for text in texts]
    return pytest.mark.parametrize(("language", "text"), pairs)


@each(WISHES)
def test_a_clear_wish_leads_back(language: str, text: str) -> None:
    assert wants_back(text, language)


@each(TALK)
def test_talk_beside_the_telephone_does_not(language: str, text: str) -> None:
    assert not wants_back(text, language)
