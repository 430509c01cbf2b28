"""Short sayings of somebody to whom nobody talks; little is done until the line is louder than its noise."""

from __future__ import annotations

from collections import deque
from typing import Protocol

import numpy as np

from convonet_ari.call.turn import Signal, Sound, TurnDetector
from convonet_ari.media.frame import FRAME_MS, Halver, Pcm
from convonet_ari.media.level import Level, Line

# Whoever talks for longer talks with somebody else.
LONGEST_MS = 4000
# A pause within a saying is shorter; and what is older than this was said before an answer.
SILENCE_MS = 600
LEAD_MS = 300
AWAKE_FRAMES = 10
AN_HOUR_MS = 3_600_000


class Vad(Protocol):
    def probability(self, frame: Pcm) -> float:
        """How likely the latest of this 8 kHz sound is speech."""
        ...

    def reset(self) -> None: ...


class Asides:
    """Feed it frames of 16 kHz; a saying comes out once it was silent for `SILENCE_MS` after it."""

    def __init__(self, vad: Vad) -> None:
        self._vad = vad
        self._turn = TurnDetector(
            eager_silence_ms=SILENCE_MS, longest_silence_ms=SILENCE_MS, max_turn_ms=AN_HOUR_MS
        )
        self._halve = Halver()
        self._line = Line()
        self._sound: deque[Pcm] = deque(maxlen=(LEAD_MS + LONGEST_MS + SILENCE_MS) // FRAME_MS)
        self._halves: deque[Pcm] = deque(maxlen=LEAD_MS // FRAME_MS)
        self._awake = 0
        self._frames = 0

    def feed(self, pcm: Pcm) -> Pcm | None:
        half = self._halve(pcm)
        level = self._line.feed(half)
        self._sound.append(pcm)
        sound = Sound(self._judged(half, level), FRAME_MS, faint=level.faint, clear=not level.noisy)
        signals = self._turn.feed(sound)
        self._frames = self._frames + 1 if self._turn.speaking else self._frames
        return self._whole() if Signal.ENDED in signals else None

    def _judged(self, half: Pcm, level: Level) -> float:
        """The network is asked from the first loud frame to a fifth of a second after the last one."""
        if level.audible and not self._awake:
            self._vad.reset()
            for earlier in self._halves:
                self._vad.probability(earlier)
        self._awake = AWAKE_FRAMES if level.audible else max(0, self._awake - 1)
        self._halves.append(half)
        return self._vad.probability(half) if self._awake else 0.0

    def _whole(self) -> Pcm | None:
        """What was said and just before it; nothing of a long talk."""
        said, self._frames = self._frames, 0
        if said * FRAME_MS > LONGEST_MS + SILENCE_MS:
            return None
        kept = list(self._sound)[-(said + LEAD_MS // FRAME_MS) :]
        return np.concatenate(kept)
