"""Judges what arrived at the caller's ear, packet by packet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from convonet_ari.bench.sounds import PERIOD_S, place
from convonet_ari.embedded.phone.listening import QUIET_DB, level_db
from convonet_ari.embedded.phone.stream import FRAME_S, Frame

# A sound held up by a packet or two on the way is no pause.
LEAST_PAUSE_S = 0.05
SAMPLED = 3


class Pause(NamedTuple):
    """A silence between two sounds; `resumed` is None while it lasts. `lost` is sound that never came, in
    seconds, negative where some came twice."""

    began: float
    resumed: float | None
    lost: float

    @property
    def lasted(self) -> float:
        return self.resumed - self.began if self.resumed is not None else float("inf")


def loud(frames: Sequence[Frame], since: float, until: float = float("inf")) -> list[Frame]:
    """The packets of a time that can be heard."""
    first = bisect_left(frames, since, key=lambda frame: frame.at)
    return [frame for frame in frames[first:] if frame.at < until and level_db(frame.pcm) > QUIET_DB]


def pauses(frames: Sequence[Frame], since: float, until: float) -> list[Pause]:
    """Every silence that began after `since` in a sweep that should have gone on; the last may be open."""
    heard = loud(frames, since - 1.0, until)
    found = []
    for at in range(1, len(heard)):
        before, after = heard[at - 1], heard[at]
        if before.at >= since - FRAME_S and after.at - before.at - FRAME_S >= LEAST_PAUSE_S:
            found.append(Pause(before.at + FRAME_S, after.at, _lost(heard, at)))
    if heard and until - heard[-1].at - FRAME_S >= LEAST_PAUSE_S:
        found.append(Pause(max(since, heard[-1].at + FRAME_S), None, 0.0))
    return found


def stopped(frames: Sequence[Frame], onset: float, until: float) -> float | None:
    """When the sound that was heard at `onset` fell silent; None if it went on, or had ended before."""
    if not loud(frames, onset - LEAST_PAUSE_S, onset + FRAME_S):
        return None
    return next((pause.began for pause in pauses(frames, onset, until) if pause.began >= onset), None)


def holes(frames: Sequence[Frame], since: float, until: float) -> int:
    """How often the sound from `since` to `until` broke off for longer than a packet may be late."""
    heard = [since, *(frame.at for frame in loud(frames, since, until))]
    return int(np.sum(np.diff(heard) - FRAME_S >= LEAST_PAUSE_S))


def longest_hole(frames: Sequence[Frame], since: float, until: float) -> float:
    """The longest time without a packet, silent or not, beyond the one that a packet sounds."""
    arrived = [since, *(frame.at for frame in frames if since < frame.at < until), until]
    return max(0.0, float(np.max(np.diff(arrived))) - FRAME_S)


def _lost(heard: Sequence[Frame], at: int) -> float:
    """By how much the sweep jumped between the packets before and after a silence."""
    before, after = heard[max(0, at - SAMPLED) : at], heard[at : at + SAMPLED]
    if len(before) < SAMPLED or len(after) < SAMPLED:
        return 0.0
    jumped = _middle(after) - _middle(before) - SAMPLED * FRAME_S
    return (jumped + PERIOD_S / 2) % PERIOD_S - PERIOD_S / 2


def _middle(frames: Sequence[Frame]) -> float:
    return place(np.concatenate([frame.pcm for frame in frames]))
