"""Turns, told from probabilities alone: every figure is audio time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.call.turn import Signal, Sound, TurnDetector

pytestmark = pytest.mark.core

STIRRED, PASSED, BEGAN, DECIDED, PAUSED, RESUMED, ENDED, TOO_LONG = Signal
TURNS = {BEGAN, PAUSED, RESUMED, ENDED, TOO_LONG}


class Caller:
    """Speaks and keeps silent for so many milliseconds; `signals` is what came of it, and when."""

    def __init__(self, detector: TurnDetector | None = None, *, over_us: bool = False) -> None:
        self.detector = detector or TurnDetector()
        self.over_us = over_us
        self.ms = 0
        self.signals: list[tuple[int, Signal]] = []

    @property
    def said(self) -> list[tuple[int, Signal]]:
        """Of the turns alone."""
        return [(ms, signal) for ms, signal in self.signals if signal in TURNS]

    @property
    def heeded(self) -> list[tuple[int, Signal]]:
        """What is told while we speak."""
        return [(ms, signal) for ms, signal in self.signals if signal in {STIRRED, PASSED, DECIDED}]

    def sound(self, ms: int, probability: float, *, loud: bool = False, hum: bool = False) -> Caller:
        for _ in range(0, ms, 20):
            self.ms += 20
            found = self.detector.feed(Sound(probability, 20, loud, hum), over_us=self.over_us)
            self.signals += [(self.ms, signal) for signal in found]
        return self

    def breathe(self, ms: int) -> Caller:
        """What a word leaves behind: a network takes it for speech."""
        for _ in range(0, ms, 20):
            self.ms += 20
            self.signals += [
                (self.ms, signal)
                for signal in self.detector.feed(Sound(0.9, 20, faint=True), over_us=self.over_us)
            ]
        return self

    def hum(self, ms: int) -> Caller:
        return self.sound(ms, 0.9, hum=True)

    def speak(self, ms: int) -> Caller:
        return self.sound(ms, 0.9)

    def silent(self, ms: int) -> Caller:
        return self.sound(ms, 0.05)


def test_a_turn_begins_after_120_ms_pauses_after_200_and_ends_when_told_enough() -> None:
    caller = Caller().speak(600).silent(200)
    caller.detector.settle(500)
    caller.silent(1000)
    assert caller.said == [(120, BEGAN), (800, PAUSED), (1100, ENDED)]


def test_what_a_word_leaves_behind_is_silence_and_begins_no_turn() -> None:
    caller = Caller().speak(600).breathe(200)
    caller.detector.settle(300)
    caller.breathe(600)
    assert caller.said == [(120, BEGAN), (800, PAUSED), (900, ENDED)]


def test_a_turn_whose_every_silence_is_the_same_ends_with_its_pause() -> None:
    caller = Caller(TurnDetector(eager_silence_ms=200, longest_silence_ms=200)).speak(600).silent(400)
    assert caller.said == [(120, BEGAN), (800, PAUSED), (800, ENDED)]


def test_while_nothing_was_recognised_the_longest_silence_is_awaited() -> None:
    assert Caller().speak(600).silent(2000).said[-1] == (1800, ENDED)


def test_words_recognised_late_end_the_turn_at_the_next_frame() -> None:
    caller = Caller().speak(600).silent(700)
    caller.detector.settle(500)
    assert caller.silent(20).said[-1] == (1320, ENDED)


def test_a_cough_is_no_speech() -> None:
    assert Caller().speak(100).silent(1000).speak(100).silent(1000).said == []


def test_small_gaps_between_syllables_do_not_start_anew() -> None:
    assert Caller().speak(60).silent(60).speak(60).said == [(180, BEGAN)]


def test_a_caller_who_goes_on_resumes_and_what_was_settled_is_void() -> None:
    caller = Caller().speak(600).silent(300)
    caller.detector.settle(500)
    caller.speak(100).silent(1000)
    assert caller.said == [(120, BEGAN), (800, PAUSED), (960, RESUMED), (1200, PAUSED)]


def test_a_click_in_the_silence_does_not_resume() -> None:
    caller = Caller().speak(600).silent(200)
    caller.detector.settle(500)
    assert caller.speak(40).silent(300).said[1:] == [(800, PAUSED), (1100, ENDED)]


def test_a_turn_without_end_is_cut() -> None:
    said = Caller(TurnDetector(max_turn_ms=2000)).speak(5000).said
    assert said == [(120, BEGAN), (2000, TOO_LONG), (2120, BEGAN), (4000, TOO_LONG), (4120, BEGAN)]


def test_a_voice_at_the_threshold_does_not_flutter() -> None:
    caller = Caller().speak(200)
    for _ in range(20):
        caller.sound(20, 0.4).sound(20, 0.52)
    assert caller.said == [(120, BEGAN)]


def test_settling_before_any_pause_means_nothing() -> None:
    caller = Caller().speak(600)
    caller.detector.settle(0)
    assert caller.silent(900).said == [(120, BEGAN), (800, PAUSED)]


def test_a_voice_into_silence_is_decided_as_it_begins() -> None:
    assert Caller().speak(600).heeded == [(20, STIRRED), (120, DECIDED)]


def test_over_our_words_the_first_sound_stirs_and_speech_is_decided_after_140_ms() -> None:
    caller = Caller(over_us=True).speak(600)
    assert caller.heeded == [(20, STIRRED), (140, DECIDED)]
    assert caller.said == [(120, BEGAN)]


def test_a_cough_over_our_words_passes_80_ms_after_it_ended() -> None:
    caller = Caller(over_us=True).sound(200, 0.1, loud=True).silent(500)
    assert caller.heeded == [(20, STIRRED), (280, PASSED)]
    assert caller.said == []


def test_mm_hm_over_our_words_passes_while_it_lasts_and_is_recognised_all_the_same() -> None:
    caller = Caller(over_us=True).hum(220).silent(60).hum(320).silent(1300)
    assert caller.heeded == [(20, STIRRED), (340, PASSED)]
    assert [signal for _, signal in caller.said] == [BEGAN, PAUSED, ENDED]


def test_a_hum_that_opens_into_a_word_is_decided() -> None:
    caller = Caller(over_us=True).hum(140).speak(100)
    assert caller.heeded == [(20, STIRRED), (200, DECIDED)]


def test_a_hum_without_end_is_decided_after_a_second() -> None:
    assert Caller(over_us=True).hum(1200).heeded[-1] == (1000, DECIDED)


def test_mm_hm_into_silence_is_a_turn() -> None:
    assert Caller().hum(300).heeded == [(20, STIRRED), (120, DECIDED)]


def test_each_sound_stirs_once_and_passes_once() -> None:
    caller = Caller(over_us=True)
    for _ in range(3):
        caller.sound(60, 0.4).silent(300)
    assert [signal for _, signal in caller.heeded] == [STIRRED, PASSED] * 3


FOLLOWERS = {
    None: {BEGAN},
    BEGAN: {PAUSED, TOO_LONG},
    PAUSED: {RESUMED, ENDED, TOO_LONG},
    RESUMED: {PAUSED, TOO_LONG},
    ENDED: {BEGAN},
    TOO_LONG: {BEGAN},
}


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from([10, 20, 30, 60]), st.booleans()), max_size=400))
def test_signals_come_in_order_whatever_is_heard(frames: list[tuple[float, int, bool]]) -> None:
    detector, last = TurnDetector(max_turn_ms=3000), None
    for probability, ms, settle in frames:
        if settle:
            detector.settle(500)
        found = detector.feed(Sound(probability, ms), over_us=settle)
        for signal in (one for one in found if one in TURNS):
            assert signal in FOLLOWERS[last]
            last = signal
        assert detector.speaking == (last in {BEGAN, PAUSED, RESUMED})


def test_on_a_quiet_line_two_frames_of_an_open_mouth_are_enough() -> None:
    def decided(clear: bool) -> bool:
        detector = TurnDetector()
        hums = [Sound(0.9, 20, hum=at not in (2, 4), clear=clear) for at in range(8)]
        return any(DECIDED in detector.feed(sound, over_us=True) for sound in hums)

    assert decided(clear=True)
    assert not decided(clear=False)
