"""Whose turn it is: when the caller stirs, begins, pauses, goes on and ends, from sounds alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

BRIDGE_MS = 80
RESUME_MS = 60
HYSTERESIS = 0.15
PERHAPS = 0.3
# Of 32 hums three were open for 60 ms in noise, and one for 40 on a quiet line.
CERTAIN = 1.5


class Signal(Enum):
    STIRRED = auto()
    """A sound that may become speech."""
    PASSED = auto()
    """The sound came to nothing, or is undecided for so long that nobody should wait for it."""
    BEGAN = auto()
    """It is a voice; from here on a turn is listened to."""
    DECIDED = auto()
    """The voice wants the word: it is no cough, and no hum into what we say."""
    PAUSED = auto()
    """Silence long enough to try a recognition of what was said so far."""
    RESUMED = auto()
    """The caller goes on; what was recognised in the pause is void."""
    ENDED = auto()
    """The caller's turn is over."""
    TOO_LONG = auto()
    """The turn is cut here for its length."""


@dataclass(frozen=True, slots=True)
class Sound:
    """One frame of the caller: how likely it is speech, whether it broke out loudly, whether it is a hum.

    `faint`: so soft after what was said that it is silence to whoever waits for the end.
    `clear`: the line is quiet, so that what is no hum is so for certain.
    """

    probability: float
    ms: int
    loud: bool = False
    hum: bool = False
    faint: bool = False
    clear: bool = False

    @property
    def stirs(self) -> bool:
        return self.loud or self.probability >= PERHAPS


class Voice:
    """Counts speech; a gap shorter than `bridge_ms` between two words or syllables does not start it anew."""

    def __init__(self, threshold: float, bridge_ms: int = BRIDGE_MS) -> None:
        self._threshold = threshold
        self._bridge_ms = bridge_ms
        self.ms = self._gap_ms = 0
        self.open_ms = 0.0

    def feed(self, sound: Sound, *, leftover: bool = False) -> bool:
        """`leftover`: what a turn leaves behind is not the beginning of the next one."""
        least = self._threshold - HYSTERESIS if self.ms else self._threshold
        if sound.probability >= least and not leftover:
            self.ms += sound.ms
            if not sound.hum:
                self.open_ms += sound.ms * (CERTAIN if sound.clear else 1)
            self._gap_ms = 0
            return True
        self._gap_ms += sound.ms
        if self._gap_ms >= self._bridge_ms:
            self.ms, self.open_ms = 0, 0.0
        return False

    def reset(self) -> None:
        self.ms, self.open_ms, self._gap_ms = 0, 0.0, 0


class Stir:
    """From the first sound to the moment it passed: `quiet_ms` without any, or `undecided_ms` in all."""

    def __init__(self, quiet_ms: int, undecided_ms: int) -> None:
        self._quiet_ms = quiet_ms
        self._undecided_ms = undecided_ms
        self._on = self._waited_for = False
        self._all_ms = self._silent_ms = 0

    def feed(self, sound: Sound) -> tuple[Signal, ...]:
        if not self._on:
            return self._begin() if sound.stirs else ()
        self._all_ms += sound.ms
        self._silent_ms = 0 if sound.stirs else self._silent_ms + sound.ms
        over = self._silent_ms >= self._quiet_ms
        told = self._waited_for and (over or self._all_ms >= self._undecided_ms)
        if told:
            self._waited_for = False
        if over:
            self._on = False
        return (Signal.PASSED,) if told else ()

    def reset(self) -> None:
        self._on = self._waited_for = False
        self._all_ms = self._silent_ms = 0

    def _begin(self) -> tuple[Signal, ...]:
        self.reset()
        self._on = self._waited_for = True
        return (Signal.STIRRED,)


class TurnDetector:
    """Feed it audio time; every figure is in milliseconds of audio.

    `over_us` tells that we speak: then a voice is DECIDED after `decide_ms` of which `open_ms` are no hum, or
    after `hum_ms` of anything; else as it begins. After PAUSED it waits for `longest_silence_ms` unless
    `settle` tells that less is enough.
    """

    def __init__(
        self,
        *,
        threshold: float = 0.5,
        start_ms: int = 120,
        decide_ms: int = 140,
        open_ms: int = 60,
        hum_ms: int = 1000,
        passed_ms: int = 80,
        undecided_ms: int = 320,
        eager_silence_ms: int = 200,
        longest_silence_ms: int = 1200,
        max_turn_ms: int = 30_000,
    ) -> None:
        self._voice = Voice(threshold)
        self._stir = Stir(passed_ms, undecided_ms)
        self._start_ms = start_ms
        self._decide_ms = decide_ms
        self._open_ms = open_ms
        self._hum_ms = hum_ms
        self._eager_ms = eager_silence_ms
        self._longest_ms = longest_silence_ms
        self.max_turn_ms = max_turn_ms
        self.reset()

    def reset(self) -> None:
        """As if nothing had been said."""
        self._voice.reset()
        self._stir.reset()
        self.speaking = False
        self.decided = False
        self.silence_ms = 0
        self._turn_ms = 0
        self._paused = False
        self._needed_ms = self._longest_ms

    def settle(self, needed_ms: int) -> None:
        """What was said so far ends the turn after `needed_ms` of silence."""
        if self._paused:
            self._needed_ms = min(needed_ms, self._longest_ms)

    def feed(self, sound: Sound, *, over_us: bool = False) -> tuple[Signal, ...]:
        voiced = self._voice.feed(sound, leftover=sound.faint and not self.speaking)
        stirs = () if self.decided else self._stir.feed(sound)
        turn = self._speaking(sound.ms, voiced and not sound.faint) if self.speaking else self._idle()
        return stirs + turn + self._decide(over_us)

    def _idle(self) -> tuple[Signal, ...]:
        if self._voice.ms < self._start_ms:
            return ()
        self.speaking = True
        self._turn_ms = self._voice.ms
        return (Signal.BEGAN,)

    def _decide(self, over_us: bool) -> tuple[Signal, ...]:
        voice = self._voice
        if not self.speaking or self.decided or not voice.ms:
            return ()
        sure = voice.ms >= self._decide_ms and voice.open_ms >= self._open_ms
        if over_us and not sure and voice.ms < self._hum_ms:
            return ()
        self.decided = True
        self._stir.reset()
        return (Signal.DECIDED,)

    def _speaking(self, ms: int, voiced: bool) -> tuple[Signal, ...]:
        self._turn_ms += ms
        self.silence_ms += ms
        if voiced and (not self._paused or self._voice.ms >= RESUME_MS):
            return self._heard()
        return self._waited()

    def _heard(self) -> tuple[Signal, ...]:
        resumed = (Signal.RESUMED,) if self._paused else ()
        self._paused = False
        self._needed_ms = self._longest_ms
        self.silence_ms = 0
        return resumed + self._limited()

    def _waited(self) -> tuple[Signal, ...]:
        if self._paused and self.silence_ms >= self._needed_ms:
            return self._end(Signal.ENDED)
        if not self._paused and self.silence_ms >= self._eager_ms:
            self._paused = True
            over = self.silence_ms >= self._needed_ms
            return (Signal.PAUSED, *(self._end(Signal.ENDED) if over else self._limited()))
        return self._limited()

    def _limited(self) -> tuple[Signal, ...]:
        return self._end(Signal.TOO_LONG) if self._turn_ms >= self.max_turn_ms else ()

    def _end(self, signal: Signal) -> tuple[Signal, ...]:
        self.reset()
        return (signal,)
