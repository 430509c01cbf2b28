"""Whether words a recogniser reports were spoken at all: whisper hears "You" and "Thank you." in noise."""

from __future__ import annotations

import re
import zlib

import numpy as np

from convonet_ari.speech.base import Pcm

# Measured on 31 spoken telephone sentences (no_speech ≤ 0.58, logprob ≥ -0.4) against silence, hum, white and
# pink noise, ringback, DTMF, clicks and coughs (no_speech ≥ 0.40, logprob ≤ -0.9 unless a loop).
CERTAIN_NOISE = 0.85
POSSIBLE_NOISE = 0.3
UNLIKELY_WORDS = -0.8
LOOP_RATIO = 2.4
QUIETEST_SPEECH = 60.0

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
    if no_speech > POSSIBLE_NOISE and mean_logprob < UNLIKELY_WORDS:
        return False
    return not looping(text)


def looping(text: str) -> bool:
    """Whether the text is one phrase over and over ("beep beep beep …")."""
    raw = text.encode()
    return len(raw) > 60 and len(raw) / len(zlib.compress(raw)) > LOOP_RATIO
