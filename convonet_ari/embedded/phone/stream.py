"""The audio of one call: what is queued to be said goes out in 20 ms packets, what comes in is kept."""

from __future__ import annotations

import secrets
import socket
import struct
import time
from bisect import bisect_left
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from convonet_ari import ulaw
from convonet_ari.embedded.phone import rtp
from convonet_ari.embedded.phone.cues import Cue
from convonet_ari.embedded.phone.errors import RtpError
from convonet_ari.ulaw import Pcm

FRAME_S = 0.02
FRAME_SAMPLES = 160
EVENT_TYPE = 101
# A sender held up longer than this skips what it missed instead of bursting.
LATE_S = 0.4
# Packets this much out of their time still belong to one stretch of sound.
PATIENCE_S = 0.5
RATE = 8000
SO_TIMESTAMPNS = 35
_TIMESPEC = struct.Struct("qq")


class Frame(NamedTuple):
    """`at` is the monotonic time at which the kernel took the packet, or at which we sent it.

    `timestamp` is the sender's own, in samples.
    """

    at: float
    seq: int
    pcm: Pcm
    timestamp: int


class Digit(NamedTuple):
    at: float
    digit: str


class Stream:
    """Owned by the media thread once it runs; the loop only appends cues and assigns plain attributes."""

    def __init__(self, ip: str, on_digit: Callable[[], None]) -> None:
        self.remote: tuple[str, int] | None = None
        self.event_type: int | None = EVENT_TYPE
        self.sending = True
        self.heard: list[Frame] = []
        self.said: list[Frame] = []
        self.digits: list[Digit] = []
        self.malformed = 0
        self.cues: deque[Cue] = deque()
        self.watches: list[Callable[[float], bool]] = []
        self.due = 0.0
        self._on_digit = on_digit
        self._ssrc = secrets.randbits(32)
        self._sequence = secrets.randbits(15)
        self._timestamp = secrets.randbits(30)
        self._last_event: tuple[int, int] | None = None
        self.socket = _socket(ip)
        self.port: int = self.socket.getsockname()[1]

    def transmit(self, now: float) -> None:
        """Everything due until `now`."""
        if now - self.due > LATE_S:
            skipped = int((now - self.due) / FRAME_S)
            self.due += skipped * FRAME_S
            self._timestamp = (self._timestamp + skipped * FRAME_SAMPLES) & 0xFFFFFFFF
        while self.due <= now:
            self._packet(self.due)
            self.due += FRAME_S

    def delay(self, seconds: float) -> None:
        """Move the packets' grid; what is sampled meanwhile is longer by as much."""
        self.due += seconds
        self._timestamp = (self._timestamp + round(seconds * RATE)) & 0xFFFFFFFF

    def receive(self, clock_offset: float) -> None:
        """One waiting packet; `clock_offset` turns the kernel's wall clock into the monotonic one."""
        try:
            data, ancillary, _, _ = self.socket.recvmsg(2048, 64)
        except OSError:
            return
        if ancillary:
            seconds, nanoseconds = _TIMESPEC.unpack(ancillary[0][2][: _TIMESPEC.size])
            at = seconds + nanoseconds / 1e9 - clock_offset
        else:
            at = time.monotonic()
        try:
            self._take(rtp.parse(data), at)
        except RtpError:
            self.malformed += 1

    def close(self) -> None:
        self.socket.close()

    def _take(self, packet: rtp.Packet, at: float) -> None:
        if packet.payload_type == rtp.PCMU:
            self.heard.append(Frame(at, packet.sequence, ulaw.decode(packet.payload), packet.timestamp))
        elif packet.payload_type == self.event_type:
            self._event(packet, at)

    def _event(self, packet: rtp.Packet, at: float) -> None:
        """All packets of one event share its timestamp (RFC 4733, section 2.4.1.3): it counts once."""
        event = rtp.parse_event(packet.payload)
        if (packet.ssrc, packet.timestamp) == self._last_event or event.code >= len(rtp.DIGITS):
            return
        self._last_event = packet.ssrc, packet.timestamp
        self.digits.append(Digit(at, rtp.DIGITS[event.code]))
        self._on_digit()

    def _packet(self, at: float) -> None:
        self._sequence = (self._sequence + 1) & 0xFFFF
        self._timestamp = (self._timestamp + FRAME_SAMPLES) & 0xFFFFFFFF
        kind, marker, timestamp, payload = self._next(at)
        if self.remote is None or not self.sending:
            return
        packet = rtp.Packet(kind, marker, self._sequence, timestamp, self._ssrc, payload)
        try:
            self.socket.sendto(rtp.build(packet), self.remote)
        except OSError:
            return

    def _next(self, at: float) -> tuple[int, bool, int, bytes]:
        while self.cues:
            cue = self.cues[0]
            part = cue.step(self._timestamp)
            if part is None or cue.over:
                self.cues.popleft()
                cue.finish(at)
            if part is not None:
                self._note(cue, at, part.payload)
                kind = rtp.PCMU if part.audio else self.event_type or EVENT_TYPE
                return kind, part.marker, part.timestamp, part.payload
        return rtp.PCMU, False, self._timestamp, ulaw.SILENCE

    def _note(self, cue: Cue, at: float, payload: bytes) -> None:
        """Spoken audio is kept for `save`; keys are not, since they may be a PIN."""
        if cue.audible:
            self.said.append(Frame(at, self._sequence, ulaw.decode(payload), self._timestamp))


def laid_out(frames: list[Frame], since: float, until: float) -> Pcm:
    """Frames on one line of 8 kHz, as a patient jitter buffer would play them.

    Packets of one stretch lie where their timestamps say, however unevenly they came; a stretch begins where
    its first packet arrived. Between stretches is silence, and a burst is kept whole.
    """
    line = np.zeros(max(0, round((until - since) * RATE)), np.int16)
    last: Frame | None = None
    start = end = 0
    for frame in frames[bisect_left(frames, since, key=_at) : bisect_left(frames, until, key=_at)]:
        step = None if last is None else _step(last, frame)
        start = max(end, round((frame.at - since) * RATE)) if step is None else max(0, start + step)
        part = frame.pcm[: max(0, len(line) - start)]
        line[start : start + len(part)] = part
        last, end = frame, max(end, start + len(frame.pcm))
    return line


def _step(last: Frame, frame: Frame) -> int | None:
    """Samples between two packets of one stretch, None where the sender began anew."""
    step = ((frame.timestamp - last.timestamp + 2**31) & 0xFFFFFFFF) - 2**31
    late_s = frame.at - last.at - step / RATE
    return step if abs(step) < 2 * PATIENCE_S * RATE and abs(late_s) < PATIENCE_S else None


def _at(frame: Frame) -> float:
    return frame.at


def _socket(ip: str) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind((ip, 0))
    made.setblocking(False)
    made.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    return made
