"""Whether reported words are believed."""

from __future__ import annotations

import numpy as np
import pytest

from convonet_ari.speech.local.doubt import audible, credible, said_once
from convonet_ari.speech.local.whisper import prompt_of

pytestmark = pytest.mark.core


@pytest.mark.parametrize(
    ("text", "no_speech", "logprob", "believed"),
    [
        ("Create a to-do.", 0.01, -0.2, True),
        ("Goodbye.", 0.63, -0.6, True),
        ("My name.", 0.09, -1.5, True),
        ("You", 0.9, -0.1, False),
        ("Okay.", 0.47, -2.2, False),
        ("Thank you.", 0.79, -1.5, False),
        (".", 0.01, -0.1, False),
        ("Beep " * 30, 0.45, -0.1, False),
    ],
)
def test_words_in_noise_are_not_believed(text: str, no_speech: float, logprob: float, believed: bool) -> None:
    assert credible(text, no_speech, logprob) is believed


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Goodbye. Goodbye. Goodbye", "Goodbye."),
        ("Transfer me to an agent. Transfer me to", "Transfer me to an agent."),
        ("It is at 3.30. Wait, wait.", "It is at 3.30. Wait, wait."),
        ("Yes? Yes! No.", "Yes? No."),
    ],
)
def test_a_sentence_repeated_by_the_model_counts_once(written: str, said: str) -> None:
    assert said_once(written) == said


def test_silence_and_crumbs_are_not_worth_recognising() -> None:
    assert not audible(np.zeros(16000, np.int16))
    assert not audible(np.full(100, 9000, np.int16))
    assert audible(np.full(640, 300, np.int16))


@pytest.mark.parametrize(
    ("vocabulary", "prompt"), [("to-do,\n agent", "To-do, agent."), ("Who is it?", "Who is it?"), ("  ", "")]
)
def test_the_prompt_is_a_finished_sentence(vocabulary: str, prompt: str) -> None:
    assert prompt_of(vocabulary) == prompt
