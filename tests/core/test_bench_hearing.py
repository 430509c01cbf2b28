"""The bench's ear: a sweep that tells its place, pauses with what they cost, and holes."""

from __future__ import annotations

import numpy as np
import pytest
import soxr

from convonet_ari import ulaw
from convonet_ari.bench import sounds
from convonet_ari.bench.hearing import holes, longest_hole, pauses, stopped
from convonet_ari.bench.sounds import PACKET, Utterance, place, sweep
from convonet_ari.embedded import voices
from convonet_ari.embedded.phone import Frame
from convonet_ari.embedded.phone.ears import longest_quiet_ms
from convonet_ari.ulaw import Pcm

pytestmark = pytest.mark.core

SILENT = np.zeros(PACKET, np.int16)


def telephone(seconds: float) -> Pcm:
    """The sweep as it comes out of a telephone."""
    narrow = np.asarray(soxr.resample(sweep(seconds), 24_000, 8000), np.int16)
    return ulaw.decode(ulaw.encode(narrow))


def heard(*parts: tuple[float, Pcm]) -> list[Frame]:
    """Packets of each part, 20 ms apart from its time on."""
    return [
        Frame(at + number * 0.02, 0, part[number * PACKET : (number + 1) * PACKET], 0)
        for at, part in parts
        for number in range(len(part) // PACKET)
    ]


@pytest.mark.parametrize("at", [0.1, 1.0, 3.33, 7.5, 9.2])
def test_a_piece_of_the_sweep_tells_where_it_was_cut_from(at: float) -> None:
    begin = round(at * 8000)
    piece = telephone(10)[begin : begin + 3 * PACKET]
    assert place(piece) == pytest.approx((at + 0.03) % 8, abs=0.01)


def test_a_pause_that_goes_on_where_it_stopped_lost_nothing() -> None:
    line = telephone(6)
    frames = heard((0.0, line[: 8000 * 2]), (2.3, line[8000 * 2 :]))
    (pause,) = pauses(frames, 1.5, 5.0)
    assert pause.lasted == pytest.approx(0.3, abs=0.001)
    assert pause.lost == pytest.approx(0, abs=0.01)


def test_what_a_pause_swallowed_or_said_twice_is_measured() -> None:
    line = telephone(6)
    swallowed = heard((0.0, line[: 8000 * 2]), (2.3, line[8000 * 5 // 2 :]))
    again = heard((0.0, line[: 8000 * 2]), (2.3, line))
    assert pauses(swallowed, 1.5, 4.0)[0].lost == pytest.approx(0.5, abs=0.01)
    assert pauses(again, 1.5, 4.0)[0].lost == pytest.approx(-2.0, abs=0.01)


def test_silence_that_never_ends_is_an_open_pause() -> None:
    (pause,) = pauses(heard((0.0, telephone(2))), 1.5, 4.0)
    assert pause.resumed is None
    assert pause.began == pytest.approx(2.0, abs=0.001)


def test_a_sound_that_stops_after_the_mouth_opened_was_stopped_by_it() -> None:
    frames = heard((0.0, telephone(2)))
    assert stopped(frames, 1.9, 4.0) == pytest.approx(2.0, abs=0.001)
    assert stopped(frames, 1.0, 1.9) is None


def test_a_sound_that_had_ended_before_was_not_stopped() -> None:
    assert stopped(heard((0.0, telephone(2)), (3.0, telephone(1))), 2.5, 5.0) is None


def test_a_packet_that_is_a_little_late_is_neither_pause_nor_hole() -> None:
    line = telephone(2)
    frames = heard((0.0, line[:8000]), (1.02, line[8000:]))
    assert pauses(frames, 0.5, 2.0) == []
    assert holes(frames, 0.0, 2.0) == 0


def test_missing_and_silent_packets_are_holes_alike() -> None:
    line = telephone(3)
    silent = heard(
        (0.0, line[:8000]), (1.0, np.tile(SILENT, 5)), (1.1, line[8000:16000]), (2.3, line[16000:])
    )
    assert holes(silent, 0.0, 3.2) == 2


def test_an_utterance_knows_where_it_is_audible_between_any_two_packets() -> None:
    plain, moved = Utterance.of(sounds.hum()), Utterance.of(sounds.hum(), 159)
    assert plain.starts <= moved.starts <= plain.starts + 0.02
    assert 0 < plain.starts < plain.ends < plain.lasts
    assert plain.lasts * 8000 % PACKET == 0


def test_noises_are_loud_short_and_differ_from_try_to_try() -> None:
    assert 0.2 < Utterance.of(sounds.cough()).ends < 0.5
    assert Utterance.of(sounds.door()).ends < 0.3
    assert not np.array_equal(sounds.cough(1), sounds.cough(2))


def test_the_mouth_opens_before_its_first_packet_leaves() -> None:
    speech = sounds.spoken("bf_emma", "no", 70)
    first_sent = 10.0 + speech.starts
    opened = speech.spoken_at(first_sent)
    assert opened == pytest.approx(10.0 - 0.02 + speech.onset)
    assert first_sent - 0.021 <= opened <= first_sent


def test_people_behind_the_caller_are_so_far_below_him_and_differ() -> None:
    room = sounds.babble(4, 15)
    assert 20 * np.log10(np.std(room) / 32768) == pytest.approx(-35, abs=0.5)
    assert not np.array_equal(room, sounds.babble(4, 15, seed=4))


def test_a_room_stays_what_it_was_when_another_phrase_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    before, more = sounds.babble(4, 15), (*voices.phrases(), voices.phrases()[0])
    monkeypatch.setattr(voices, "phrases", lambda: more)
    assert np.array_equal(sounds.babble(4, 15), before)


def test_the_busy_room_is_so_far_below_the_callers_voices() -> None:
    room = sounds.background(4, 15)
    assert 20 * np.log10(np.std(room) / 32768) == pytest.approx(-35, abs=0.3)


def test_a_sentence_is_over_with_its_last_soft_sound() -> None:
    at = np.arange(8000) / 8000
    loud = np.where(at < 0.5, 8000, 200) * np.sin(2 * np.pi * 400 * at)
    said = Utterance.of(np.concatenate([loud, np.zeros(8000)]).astype(np.int16))
    assert said.ends == 0.5
    assert said.over == 1.0
    assert said.last_packet == 49


@pytest.mark.parametrize("most_ms", [150, 300])
def test_no_question_is_asked_that_falls_silent_in_the_middle(most_ms: int) -> None:
    dice = np.random.default_rng(1)
    for number in range(24):
        asked = sounds.question(number, dice, most_ms)
        within = asked.pcm[round(asked.starts * 8000) : round(asked.ends * 8000)]
        # Where it lies between two packets moves a pause by one of them.
        assert longest_quiet_ms(within) <= most_ms + 20


def test_a_hole_is_a_time_without_packets_however_silent_they_are() -> None:
    frames = heard((0.0, telephone(1)), (1.06, np.zeros(8000, np.int16)), (2.06, telephone(1)))
    assert longest_hole(frames, 0.5, 2.9) == pytest.approx(0.06, abs=0.001)
    assert longest_hole(frames, 1.1, 2.9) == pytest.approx(0.0, abs=0.001)
    assert longest_hole(frames, 2.5, 4.0) == pytest.approx(0.94, abs=0.001)
