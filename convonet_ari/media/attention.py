"""Asks a costly network whether this is speech only while there is something to be heard."""

from __future__ import annotations

from typing import Protocol

from convonet_ari.media.frame import Pcm

# Longer than a word's own silences.
HOLD_FRAMES = 15
# The network works on windows of 32 ms: eight frames of 20 ms are five of them. Whole groups are forgotten,
# so that windows begin where they would have begun.
GROUP = 8


class Vad(Protocol):
    def probability(self, frame: Pcm) -> float:
        """How likely the latest of this 8 kHz sound is speech."""
        ...

    def reset(self) -> None: ...


class Attention:
    """What cannot be heard is no speech, whatever the network would say; it hears the last of it afterwards.

    A network remembers. It is given what came just before the first sound, and never learns of the silence
    that was left out.
    """

    def __init__(self, vad: Vad) -> None:
        self._vad = vad
        self._hold = HOLD_FRAMES
        self._missed: list[Pcm] = []

    def probability(self, frame: Pcm, audible: bool) -> float:
        self._hold = HOLD_FRAMES if audible else self._hold - 1
        if self._hold <= 0:
            self._miss(frame)
            return 0.0
        for missed in self._missed:
            self._vad.probability(missed)
        self._missed.clear()
        return self._vad.probability(frame)

    def reset(self) -> None:
        """Before an unrelated stretch of sound."""
        self._vad.reset()
        self._hold = HOLD_FRAMES
        self._missed.clear()

    def _miss(self, frame: Pcm) -> None:
        self._missed.append(frame)
        if len(self._missed) == 2 * GROUP:
            del self._missed[:GROUP]
