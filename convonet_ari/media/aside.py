"""Short sayings of somebody to whom nobody talks; little is done until the line is louder than its noise."""

from __future__ import annotations

from collections import deque

import numpy as np

from convonet_ari.call.turn import Signal, Sound, TurnDetector
from convonet_ari.media.attention import Attention, Vad
from convonet_ari.media.frame import FRAME_MS, Halver, Pcm
from convonet_ari.media.level import Line

# Whoever talks for longer talks with somebody else.
LONGEST_MS = 4000
# A pause within a saying is shorter; and what is older than this was said before an answer.
SILENCE_MS = 600
LEAD_MS = 300
AN_HOUR_MS = 3_600_000


class Asides:
    """Feed it frames of 16 kHz; a saying comes out once it was silent for `SILENCE_MS` after it."""

    def __init__(self, vad: Vad) -> None:
        self._attention = Attention(vad)
        self._turn = TurnDetector(
            eager_silence_ms=SILENCE_MS, longest_silence_ms=SILENCE_MS, max_turn_ms=AN_HOUR_MS
        )
        self._halve = Halver()
        self._line = Line()
        self._sound: deque[Pcm] = deque(maxlen=(LEAD_MS + LONGEST_MS + SILENCE_MS) // FRAME_MS)
        self._frames = 0

    def feed(self, pcm: Pcm) -> Pcm | None:
        half = self._halve(pcm)
        level = self._line.feed(half)
        self._sound.append(pcm)
        likely = self._attention.probability(half, level.audible)
        sound = Sound(likely, FRAME_MS, faint=level.faint, clear=not level.noisy)
        signals = self._turn.feed(sound)
        self._frames = self._frames + 1 if self._turn.speaking else self._frames
        return self._whole() if Signal.ENDED in signals else None

    def _whole(self) -> Pcm | None:
        """What was said and just before it; nothing of a long talk."""
        said, self._frames = self._frames, 0
        if said * FRAME_MS > LONGEST_MS + SILENCE_MS:
            return None
        kept = list(self._sound)[-(said + LEAD_MS // FRAME_MS) :]
        return np.concatenate(kept)
