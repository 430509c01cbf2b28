"""What a call has queued to send: speech and keys, each a sequence of 20 ms parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np

from convonet_ari import ulaw
from convonet_ari.embedded.phone import rtp
from convonet_ari.embedded.phone.errors import PhoneError
from convonet_ari.ulaw import Pcm

_VOLUME = 10
_END_PACKETS = 3
Done = Callable[[float], None]


class Part(NamedTuple):
    audio: bool
    marker: bool
    timestamp: int
    payload: bytes


class Cue(Protocol):
    """`over` once nothing is left to step through; `finish` tells the waiter when that was."""

    audible: bool
    over: bool
    finish: Done

    def step(self, timestamp: int) -> Part | None: ...


class Speech:
    audible = True

    def __init__(self, pcm: Pcm, finish: Done) -> None:
        padding = np.zeros(-len(pcm) % 160, np.int16)
        self._payload = ulaw.encode(np.concatenate([pcm, padding]))
        self._sent = 0
        self.over = not self._payload
        self.finish = finish

    def step(self, timestamp: int) -> Part | None:
        if self.over:
            return None
        payload = self._payload[self._sent : self._sent + 160]
        self._sent += 160
        self.over = self._sent >= len(self._payload)
        return Part(True, False, timestamp, payload)


class Keys:
    """Digits as telephone events: `on` packets, three end packets (RFC 4733, section 2.5.1.4), then a gap."""

    audible = False

    def __init__(self, digits: str, on_ms: int, gap_ms: int, finish: Done) -> None:
        if not set(digits) <= set(rtp.DIGITS):
            raise PhoneError("only 0-9, *, # and A-D can be pressed")
        self._digits = digits
        self._on = max(1, on_ms // 20)
        self._length = self._on + _END_PACKETS + max(0, gap_ms // 20 - _END_PACKETS)
        self._position = 0
        self._start = 0
        self.over = not digits
        self.finish = finish

    def step(self, timestamp: int) -> Part | None:
        if self.over:
            return None
        index, packet = divmod(self._position, self._length)
        self._position += 1
        self.over = self._position >= self._length * len(self._digits)
        if packet == 0:
            self._start = timestamp
        if packet >= self._on + _END_PACKETS:
            return Part(True, False, timestamp, ulaw.SILENCE)
        code = rtp.DIGITS.index(self._digits[index])
        duration = min(packet + 1, self._on) * 160
        event = rtp.Event(code, packet >= self._on, _VOLUME, duration)
        return Part(False, packet == 0, self._start, rtp.build_event(event))
