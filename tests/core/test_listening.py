"""Words that take no turn when they are said into a story."""

from __future__ import annotations

import pytest

from convonet_ari.call.listening import is_assent, is_listening

pytestmark = pytest.mark.core


@pytest.mark.parametrize("text", ["Mm-hm.", "Mm-hmm.", "mhm", "Hmm...", "Uh-huh, uh-huh.", "Oh.", "Um, er"])
def test_sounds_of_listening_are_no_words(text: str) -> None:
    assert is_listening(text)


@pytest.mark.parametrize("text", ["", "Hm, stop.", "Ohio", "Yes.", "Okay.", "Umbrella", "Mmm, no", "Home"])
def test_words_are_more_than_sounds_of_listening(text: str) -> None:
    assert not is_listening(text)


@pytest.mark.parametrize("text", ["Okay.", "Yes, right.", "Mm-hm, I see.", "All right!", "Yeah", "Oh, wow."])
def test_assent_into_a_story_is_no_turn(text: str) -> None:
    assert is_assent(text)


@pytest.mark.parametrize(
    "text", ["", "No.", "Stop.", "Okay, stop.", "Yes please do that", "Right now", "Yesterday"]
)
def test_whoever_wants_something_takes_the_turn(text: str) -> None:
    assert not is_assent(text)
