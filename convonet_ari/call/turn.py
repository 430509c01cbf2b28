"""Whose turn it is: when the caller begins, pauses, goes on and ends, from speech probabilities alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

BRIDGE_MS = 80
RESUME_MS = 60
HYSTERESIS = 0.15


class Signal(Enum):
    BEGAN = auto()
    """It is speech, no cough."""
    PAUSED = auto()
    """Silence long enough to try a recognition of what was said so far."""
    RESUMED = auto()
    """The caller goes on; what was recognised in the pause is void."""
    ENDED = auto()
    """The caller's turn is over."""
    TOO_LONG = auto()
    """The turn is cut here for its length."""


class Voice:
    """Counts speech; a gap shorter than `bridge_ms` between two words or syllables does not start it anew."""

    def __init__(self, threshold: float, bridge_ms: int = BRIDGE_MS) -> None:
        self._threshold = threshold
        self._bridge_ms = bridge_ms
        self._gap_ms = 0
        self.ms = 0

    def feed(self, probability: float, ms: int) -> bool:
        if probability >= (self._threshold - HYSTERESIS if self.ms else self._threshold):
            self.ms += ms
            self._gap_ms = 0
            return True
        self._gap_ms += ms
        if self._gap_ms >= self._bridge_ms:
            self.ms = 0
        return False

    def reset(self) -> None:
        self.ms = self._gap_ms = 0


class TurnDetector:
    """Feed it audio time; every figure is in milliseconds of audio.

    After PAUSED it waits for `longest_silence_ms` unless `settle` tells that less is enough.
    """

    def __init__(
        self,
        *,
        threshold: float = 0.5,
        start_ms: int = 120,
        eager_silence_ms: int = 200,
        longest_silence_ms: int = 1200,
        max_turn_ms: int = 30_000,
    ) -> None:
        self._voice = Voice(threshold)
        self._start_ms = start_ms
        self._eager_ms = eager_silence_ms
        self._longest_ms = longest_silence_ms
        self.max_turn_ms = max_turn_ms
        self.reset()

    def reset(self) -> None:
        """As if nothing had been said."""
        self._voice.reset()
        self.speaking = False
        self.silence_ms = 0
        self._turn_ms = 0
        self._paused = False
        self._needed_ms = self._longest_ms

    def settle(self, needed_ms: int) -> None:
        """What was said so far ends the turn after `needed_ms` of silence."""
        if self._paused:
            self._needed_ms = min(needed_ms, self._longest_ms)

    def feed(self, probability: float, ms: int) -> tuple[Signal, ...]:
        voiced = self._voice.feed(probability, ms)
        if not self.speaking:
            return self._idle()
        self._turn_ms += ms
        self.silence_ms += ms
        if voiced and (not self._paused or self._voice.ms >= RESUME_MS):
            return self._heard()
        return self._waited()

    def _idle(self) -> tuple[Signal, ...]:
        if self._voice.ms < self._start_ms:
            return ()
        self.speaking = True
        self._turn_ms = self._voice.ms
        return (Signal.BEGAN,)

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
            return (Signal.PAUSED, *self._limited())
        return self._limited()

    def _limited(self) -> tuple[Signal, ...]:
        return self._end(Signal.TOO_LONG) if self._turn_ms >= self.max_turn_ms else ()

    def _end(self, signal: Signal) -> tuple[Signal, ...]:
        self.reset()
        return (signal,)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ARTICLES = _set("a an the my your our his their its")
PREPOSITIONS = _set("to for of at with from by about into than between during until near in on")
CONJUNCTIONS = _set("and or but so because if when while which who as then")
FILLERS = _set("um uh er erm hmm mm well like")
OPENINGS = _set("i i'm i'd i'll is are was were")
DANGLING = ARTICLES | PREPOSITIONS | CONJUNCTIONS | FILLERS | OPENINGS

DIGIT_WORDS = _set("zero oh one two three four five six seven eight nine double triple")
GROUPED_DIGITS = 3
LISTENING = re.compile(r"(?:(?:m+-?h+m+|mm+|h+m+|uh-?huh|a+h+|oh|u+h+|u+m+|e+r+)[\s,.!]*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EndOfTurn:
    """How much silence ends a turn: little after a sentence, more after words that promise another."""

    end_silence_ms: int = 500
    incomplete_silence_ms: int = 1200

    def needed_silence(self, text: str, expects_digits: bool = False) -> int:
        digits = 1 if expects_digits else GROUPED_DIGITS
        incomplete = trails_off(text) or dangles(text) or ends_in_digits(text, digits)
        return self.incomplete_silence_ms if incomplete else self.end_silence_ms


def is_listening(text: str) -> bool:
    """A sound that tells no more than that somebody listens or thinks ("Mm-hm.")."""
    return LISTENING.fullmatch(text.replace("‑", "-").strip()) is not None


def trails_off(text: str) -> bool:
    """Punctuation of a recogniser that heard no end."""
    return text.rstrip().endswith(("...", "…", ",", "-", "–", ":"))


def dangles(text: str) -> bool:
    """The last word asks for another; a question mark outweighs it ("What is it for?")."""
    words = _words(text)
    return bool(words) and not text.rstrip().endswith("?") and words[-1] in DANGLING


def ends_in_digits(text: str, enough: int) -> bool:
    """The last words are a number said digit by digit, of at least `enough` digits: more may follow."""
    digits = 0
    for word in reversed(_words(text.replace("-", " "))):
        if word in DIGIT_WORDS:
            digits += 1
        elif word.isdigit():
            digits += len(word)
        else:
            break
    return digits >= enough


def _words(text: str) -> list[str]:
    return re.findall(r"[\w':]+", text.lower().replace("’", "'"))
