"""The recorded callers that come with the product."""

from __future__ import annotations

import numpy as np
import pytest

from convonet_ari.embedded import voices
from convonet_ari.embedded.phone import ears
from convonet_ari.errors import MissingPart

pytestmark = pytest.mark.shell

RECORDINGS = [(voice, phrase.slug) for phrase in voices.phrases() for voice in phrase.voices]


def test_at_least_four_callers_say_each_phrase_a_caller_says() -> None:
    assert len(voices.names()) >= 4
    assert all(
        phrase.voices == voices.names() for phrase in voices.phrases() if phrase.slug != "agent-greeting"
    )


@pytest.mark.parametrize(("voice", "slug"), RECORDINGS)
def test_every_recording_is_framed_by_silence_and_equally_loud(voice: str, slug: str) -> None:
    sound = voices.load(voice, slug)
    assert sound.dtype == np.int16
    assert not sound[:800].any()
    assert not sound[-2400:].any()
    words = ears.segments(sound, bridge_ms=500)
    assert words[0].start_ms in range(100, 201)
    spoken = sound[words[0].start_ms * 8 : words[-1].end_ms * 8]
    assert -28 < ears.level_db(spoken) < -17
    assert int(np.abs(spoken.astype(np.int32)).max()) < 32000


def test_two_callers_never_sound_the_same() -> None:
    takes = [voices.load(voice, "hello") for voice in voices.names()]
    for index, take in enumerate(takes):
        assert all(ears.hears(take, other).score < 0.6 for other in takes[index + 1 :])


def test_what_was_not_recorded_is_named_together_with_what_was() -> None:
    with pytest.raises(MissingPart, match="There are create-todo"):
        voices.load("bf_emma", "weather")
    with pytest.raises(MissingPart, match="These do: am_michael"):
        voices.load("bf_emma", "agent-greeting")
