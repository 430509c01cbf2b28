"""What is said to the assistant and by it: recorded callers, noises, a sweep that tells its own position."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from convonet_ari.embedded import voices
from convonet_ari.embedded.phone.ears import longest_quiet_ms, segments
from convonet_ari.embedded.phone.listening import QUIET_DB
from convonet_ari.ulaw import Pcm

RATE = 8000
PACKET = 160
VOICES = ("am_michael", "bf_emma", "bm_george", "af_bella")
# Whole sentences that are questions or wishes: nothing in them promises another word.
QUESTIONS = ("what-can-you-do", "my-todos", "departments", "hello", "printer-paper", "call-sarah")
# Who is silent for as long as ends a turn is answered before he is done: no gap at all.
LONGEST_PAUSE_MS = 300

LOWEST_HZ, HIGHEST_HZ = 400.0, 3200.0
PERIOD_S = 8.0
LOUDNESS = 8000
TALKERS = 6
# What is said behind a caller, and nothing else: a room stays what it is when another phrase is recorded.
TALK = (
    *("create-todo", "transfer-agent", "need-human", "my-todos", "call-sarah", "budget-done", "departments"),
    *("hello", "printer-paper", "sales", "remind-release", "connect-person", "change-appointment"),
)
BLOCK = 40
SOFTEST = 32_768 * 10 ** (-50 / 20)


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something said: from `starts` to `ends` (seconds) it can be heard.

    `onset` and `over` are its very first and its very last sound.
    """

    pcm: Pcm
    starts: float
    ends: float
    onset: float
    over: float

    @classmethod
    def of(cls, pcm: Pcm, lead_samples: int = 0) -> Utterance:
        """`lead_samples` of silence in front move it against the grid of packets."""
        whole = np.concatenate([np.zeros(lead_samples, np.int16), pcm])
        loud = segments(whole, quiet_db=QUIET_DB, least_ms=20)
        return cls(whole, loud[0].start_ms / 1000, loud[-1].end_ms / 1000, *_extent(whole))

    def spoken_at(self, sent: float) -> float:
        """When the mouth began, its first audible packet being `sent` then, with the last of its samples."""
        return sent - self.starts - PACKET / RATE + self.onset

    @property
    def last_packet(self) -> int:
        """The number of the one with the very last sound."""
        return -(-round(self.over * RATE) // PACKET) - 1

    @property
    def lasts(self) -> float:
        """In whole packets, as it is sent."""
        return -(-len(self.pcm) // PACKET) * PACKET / RATE


def question(number: int, dice: np.random.Generator, pause_ms: int = LONGEST_PAUSE_MS) -> Utterance:
    """A different voice and sentence each time, at any place between two packets.

    None is silent for longer than `pause_ms` before it is over.
    """
    asked = _asked(pause_ms)
    return spoken(*asked[number % len(asked)], int(dice.integers(PACKET)))


@cache
def _asked(pause_ms: int) -> tuple[tuple[str, str], ...]:
    """Voices and sentences."""
    pairs = [(voice, phrase) for voice in VOICES for phrase in QUESTIONS]
    return tuple(pair for pair in pairs if _longest_pause_ms(spoken(*pair)) <= pause_ms)


def _longest_pause_ms(speech: Utterance) -> int:
    return longest_quiet_ms(speech.pcm[round(speech.starts * RATE) : round(speech.ends * RATE)])


def spoken(voice: str, slug: str, lead_samples: int = 0) -> Utterance:
    return Utterance.of(voices.load(voice, slug), lead_samples)


def sweep(seconds: float, rate: int = 24_000) -> NDArray[np.int16]:
    """Rises from 400 to 3200 Hz in eight seconds, again and again, at full strength from its first sample."""
    at = np.arange(round(seconds * rate)) / rate
    within = at % PERIOD_S
    slope = (HIGHEST_HZ - LOWEST_HZ) / PERIOD_S
    phase = 2 * np.pi * (LOWEST_HZ * within + slope * within**2 / 2)
    return _samples(LOUDNESS * np.sin(phase + np.pi / 3))


def place(pcm: Pcm) -> float:
    """Where in the sweep this piece of 8 kHz lies, by its middle: seconds from 0 to 8."""
    size = 4096
    spectrum = np.abs(np.fft.rfft(pcm * np.hanning(len(pcm)), size))
    peak = int(np.argmax(spectrum[1:-1])) + 1
    left, top, right = np.log(spectrum[peak - 1 : peak + 2] + 1e-9)
    shift = (left - right) / (2 * (left - 2 * top + right)) if left + right < 2 * top else 0.0
    hertz = (peak + shift) * RATE / size
    return float((hertz - LOWEST_HZ) / (HIGHEST_HZ - LOWEST_HZ) * PERIOD_S)


def cough(seed: int = 1) -> Pcm:
    """Two bursts of breath with a hard beginning, a third of a second in all."""
    dice = np.random.default_rng(seed)
    first, second = _burst(dice, 130, 6500, 0.35), _burst(dice, 170, 4500, 0.5)
    return np.concatenate([first, np.zeros(40 * 8, np.int16), second])


def door(seed: int = 2) -> Pcm:
    """A low thump with a click in front, ringing out within a quarter of a second."""
    dice = np.random.default_rng(seed)
    at = np.arange(250 * 8) / RATE
    thump = 12_000 * np.exp(-at * 25) * np.sin(2 * np.pi * 110 * at)
    rattle = np.exp(-at * 40) * dice.normal(0, 3000, len(at))
    return _samples(thump + rattle)


def hum(number: int = 0) -> Pcm:
    """Somebody listens: "mm-hm"."""
    return voices.load(VOICES[number % len(VOICES)], "mm-hm")


def background(seconds: float, below_speech_db: float, seed: int = 3) -> Pcm:
    """Steady noise of a busy room, so far below the recorded callers' -20 dBFS."""
    dice = np.random.default_rng(seed)
    white = np.fft.rfft(dice.normal(0, 1, round(seconds * RATE)))
    hertz = np.fft.rfftfreq(round(seconds * RATE), 1 / RATE)
    shaped = np.fft.irfft(white / np.sqrt(np.maximum(hertz, 80)), round(seconds * RATE))
    level = 32_768 * 10 ** ((-20 - below_speech_db) / 20)
    return _samples(shaped / np.std(shaped) * level)


def babble(seconds: float, below_speech_db: float, seed: int = 3) -> Pcm:
    """Six people talking behind the caller, together so far below the recorded callers' -20 dBFS."""
    dice = np.random.default_rng(seed)
    mixed = np.zeros(round(seconds * RATE))
    for _ in range(TALKERS):
        at = int(dice.integers(RATE))
        while at < len(mixed):
            said = voices.load(VOICES[dice.integers(len(VOICES))], TALK[dice.integers(len(TALK))])
            part = mixed[at : at + len(said)]
            part += said[: len(part)]
            at += len(said) + int(dice.integers(RATE // 2))
    level = 32_768 * 10 ** ((-20 - below_speech_db) / 20)
    return _samples(mixed / np.std(mixed) * level)


def within(room: Pcm, speech: Pcm, at_s: float) -> Pcm:
    """`speech`, said in a room that sounds so."""
    mixed = room.astype(np.float64)
    at = round(at_s * RATE)
    mixed[at : at + len(speech)] += speech
    return _samples(mixed)


def _extent(pcm: Pcm) -> tuple[float, float]:
    """Where the first 5 ms louder than -50 dBFS begin, and where the last of them end."""
    blocks = pcm[: len(pcm) // BLOCK * BLOCK].reshape(-1, BLOCK).astype(np.float64)
    loud = np.flatnonzero(np.sqrt((blocks**2).mean(axis=1)) > SOFTEST)
    return (int(loud[0]) * BLOCK / RATE, int(loud[-1] + 1) * BLOCK / RATE) if loud.size else (0.0, 0.0)


def _burst(dice: np.random.Generator, ms: int, loud: float, decay: float) -> Pcm:
    at = np.arange(ms * 8) / (ms * 8)
    breath = np.convolve(dice.normal(0, loud, len(at)), [0.5, 0.3, 0.2], "same")
    rising = np.minimum(1, at * 12)
    return _samples(breath * rising * np.exp(-at / decay))


def _samples(sound: NDArray[np.float64]) -> Pcm:
    return np.asarray(np.clip(np.rint(sound), -32_000, 32_000), np.int16)
