"""What the ears make of sounds that are known."""

from __future__ import annotations

import numpy as np
import pytest

from convonet_ari import ulaw
from convonet_ari.embedded.phone import ears
from convonet_ari.embedded.phone.cues import Keys, Speech
from convonet_ari.embedded.phone.errors import PhoneError
from convonet_ari.embedded.phone.listening import Silence, Sound
from convonet_ari.embedded.phone.rtp import DIGITS, parse_event
from convonet_ari.embedded.phone.stream import Frame, laid_out
from convonet_ari.ulaw import Pcm

pytestmark = pytest.mark.core

NOISE = np.random.default_rng(1)


def tone(hertz: float, ms: int, level: int = 8000) -> Pcm:
    return np.round(level * np.sin(2 * np.pi * hertz * np.arange(ms * 8) / 8000)).astype(np.int16)


def babble(ms: int) -> Pcm:
    """Speech-like: noise whose loudness comes and goes."""
    samples = NOISE.normal(0, 3000, ms * 8) * np.abs(np.sin(np.arange(ms * 8) / 900))
    return np.clip(samples, -32768, 32767).astype(np.int16)


def quiet(ms: int) -> Pcm:
    return np.zeros(ms * 8, np.int16)


def framed(pcm: Pcm, at: float = 0.0) -> list[Frame]:
    return [Frame(at + 0.02 * i, i, pcm[160 * i : 160 * i + 160], 160 * i) for i in range(len(pcm) // 160)]


def test_sound_is_found_where_it_is() -> None:
    heard = np.concatenate(
        [quiet(300), tone(440, 500), quiet(100), tone(440, 200), quiet(400), tone(440, 20)]
    )
    assert ears.segments(heard) == [(300, 1100)]
    assert ears.longest_quiet_ms(heard) == 400


def test_the_same_words_are_known_through_companding_attenuation_and_noise() -> None:
    said = babble(1200)
    played = np.concatenate([quiet(700), said // 3, quiet(500)]) + NOISE.normal(0, 30, 2400 * 8)
    score, delay_ms = ears.hears(said, ulaw.decode(ulaw.encode(played.astype(np.int16))))
    assert score > 0.97
    assert delay_ms == pytest.approx(700, abs=0.2)


def test_other_words_are_not_taken_for_these() -> None:
    assert ears.hears(babble(1200), babble(3000)).score < 0.2
    assert ears.hears(babble(1200), quiet(3000)).score == 0
    assert ears.hears(babble(1200), quiet(0)).score == 0


def test_words_cut_short_score_lower() -> None:
    said = babble(1000)
    assert 0.5 < ears.hears(said, said[: len(said) // 2]).score < 0.85


def test_a_tone_is_told_from_another() -> None:
    heard = ulaw.decode(ulaw.encode(tone(440, 300)))
    assert ears.tone_share(heard, 440) > 0.95
    assert ears.tone_share(heard, 880) < 0.01
    assert ears.tone_share(quiet(100), 440) == 0


def test_a_hole_between_packets_is_measured() -> None:
    frames = [frame for frame in framed(tone(440, 1000)) if not 10 <= frame.seq < 15]
    assert ears.longest_hole_ms(frames) == pytest.approx(100)
    assert ears.longest_hole_ms(frames, until=2.0) == pytest.approx(1000)
    assert ears.longest_hole_ms([]) == 0


def test_unevenly_come_packets_are_laid_out_as_they_were_sent() -> None:
    sound = babble(400)
    uneven = [
        frame._replace(at=1 + 0.02 * frame.seq + 0.18 * (frame.seq % 4 == 1)) for frame in framed(sound)
    ]
    uneven = sorted(uneven, key=lambda frame: frame.at)
    assert np.array_equal(laid_out(uneven, 0.9, 2.0)[800 : 800 + len(sound)], sound)
    burst = [frame._replace(at=0.1) for frame in framed(sound)]
    assert np.array_equal(laid_out(burst, 0.0, 1.0)[800 : 800 + len(sound)], sound)


def test_a_pause_of_the_sender_is_silence_of_that_length() -> None:
    frames = framed(tone(440, 200))
    later = [frame._replace(at=frame.at + 0.3, timestamp=frame.timestamp + 2400) for frame in frames[5:]]
    assert ears.segments(laid_out(frames[:5] + later, 0.0, 0.6)) == [(0, 100), (400, 500)]


def test_a_sender_who_begins_anew_is_placed_where_it_arrived() -> None:
    first = framed(tone(440, 100))
    second = [frame._replace(timestamp=frame.timestamp + 10**6) for frame in framed(tone(440, 100), at=1.0)]
    assert ears.segments(laid_out(first + second, 0.0, 1.2)) == [(0, 100), (1000, 1100)]


def test_the_onset_is_the_arrival_of_the_first_loud_packet() -> None:
    frames = framed(np.concatenate([quiet(200), tone(440, 20), quiet(100), tone(440, 300)]), at=10.0)
    assert Sound(frames, 10.0, ms=60, quiet_db=-40)(11.0) == pytest.approx(10.32)
    assert Sound(frames[:17], 10.0, ms=60, quiet_db=-40)(11.0) is None


def test_silence_needs_no_packets() -> None:
    frames = framed(tone(440, 300), at=10.0)
    look = Silence(frames, 10.3, ms=700, quiet_db=-40)
    assert look(10.9) is None
    assert look(11.0) == pytest.approx(10.3)


def test_speech_is_sent_whole_and_padded_with_silence() -> None:
    cue = Speech(tone(440, 50), lambda at: None)
    parts = [cue.step(0), cue.step(160), cue.step(320)]
    assert cue.over
    assert cue.step(480) is None
    assert b"".join(part.payload for part in parts if part)[400:] == b"\xff" * 80


def test_keys_share_a_timestamp_grow_and_end_three_times() -> None:
    cue = Keys("5#", on_ms=60, gap_ms=80, finish=lambda at: None)
    parts = [part for step in range(14) if (part := cue.step(1000 + 160 * step))]
    assert cue.over
    first = [part for part in parts[:7] if not part.audio]
    assert [part.marker for part in first] == [True, *[False] * 5]
    assert {part.timestamp for part in first} == {1000}
    events = [parse_event(part.payload) for part in first]
    assert [event.duration for event in events] == [160, 320, 480, 480, 480, 480]
    assert [event.end for event in events] == [False, False, False, True, True, True]
    assert DIGITS[parse_event(parts[7].payload).code] == "#"


def test_what_is_no_key_cannot_be_pressed() -> None:
    with pytest.raises(PhoneError):
        Keys("12x", 100, 100, lambda at: None)
