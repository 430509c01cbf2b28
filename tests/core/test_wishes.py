"""What callers ask of the conversation itself, and that nothing else is taken for it."""

from __future__ import annotations

import pytest

from convonet_ari.call.wishes import Wish, wish

pytestmark = pytest.mark.core

SAID = {
    Wish.REPEAT: (
        "Could you repeat that, please?",
        "Say that again.",
        "Sorry, what did you say?",
        "Pardon?",
        "I didn’t catch that.",
        "One more time please",
    ),
    Wish.SLOWER: ("Slow down.", "Can you speak more slowly, please?", "Not so fast", "Too fast.", "Slower"),
    Wish.START_OVER: ("Let's start over.", "Can we begin again?", "Start from the beginning, please."),
    Wish.STOP: (
        "Stop.",
        "Wait, stop.",
        "Hold on a second.",
        "One moment please.",
        "Just a minute",
        "Be quiet.",
    ),
}


@pytest.mark.parametrize(("wanted", "text"), [(one, text) for one, texts in SAID.items() for text in texts])
def test_a_wish_is_understood(wanted: Wish, text: str) -> None:
    assert wish(text) is wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Stop the recording of my todo.",
        "Create a todo to repeat the test.",
        "Wait for the release.",
        "Start the meeting at three.",
        "Please",
        "No, thank you.",
        "What was that meeting called?",
        "Again",
    ],
)
def test_a_sentence_that_holds_more_is_for_the_agent(text: str) -> None:
    assert wish(text) is None
