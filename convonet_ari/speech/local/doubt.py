"""Whether words a recogniser reports were spoken at all: whisper hears "You" and "Thank you." in noise."""

from __future__ import annotations

import re
import zlib

import numpy as np

from convonet_ari.speech.base import Pcm

# Measured on 85 telephone recordings of five voices, clean and with noise (no_speech > 0.3 only for "Goodbye"
# and "mm-hm", with logprob ≥ -0.7), against silence, hum, white and pink noise, ringback, DTMF, clicks and
# coughs (no_speech ≥ 0.40, logprob ≤ -0.9 unless a loop).
CERTAIN_NOISE = 0.85
POSSIBLE_NOISE = 0.3
UNLIKELY_WORDS = -0.8
LOOP_RATIO = 2.4
QUIETEST_SPEECH = 60.0

_BETWEEN = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"[^\W_]")


def audible(audio: Pcm) -> bool:
    """Whether any 20 ms are louder than about -55 dBFS; below that nothing is worth recognising."""
    usable = len(audio) // 320 * 320
    if usable == 0:
        return False
    frames = audio[:usable].astype(np.float32).reshape(-1, 320)
    return bool(np.sqrt((frames**2).mean(axis=1).max()) > QUIETEST_SPEECH)


def credible(text: str, no_speech: float, mean_logprob: float) -> bool:
    """Whether the words are to be believed."""
    if not _WORD.search(text) or no_speech > CERTAIN_NOISE:
        return False
    return no_speech < POSSIBLE_NOISE or (mean_logprob > UNLIKELY_WORDS and not looping(text))


def looping(text: str) -> bool:
    """Whether the text is one phrase over and over ("beep beep beep …")."""
    raw = text.encode()
    return len(raw) > 50 and len(raw) / len(zlib.compress(raw)) > LOOP_RATIO


def said_once(text: str) -> str:
    """A short encoder window makes whisper write a sentence again and again: one of each run is enough.

    The last of a run may have been cut short.
    """
    kept: list[str] = []
    for sentence in _BETWEEN.split(text):
        if not kept or not _plain(kept[-1]).startswith(_plain(sentence)):
            kept.append(sentence)
    return " ".join(kept)


def _plain(sentence: str) -> str:
    return " ".join(re.findall(r"\w+", sentence.lower()))
