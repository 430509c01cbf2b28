"""Judging what was heard: where there was sound, where it was missing, whether it was the one expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from convonet_ari.embedded.phone.listening import QUIET_DB, level_db
from convonet_ari.embedded.phone.stream import FRAME_S, Frame
from convonet_ari.ulaw import Pcm

RATE = 8000
_WINDOW = 160

__all__ = [
    "Likeness",
    "Segment",
    "hears",
    "level_db",
    "longest_hole_ms",
    "longest_quiet_ms",
    "segments",
    "tone_share",
]


class Segment(NamedTuple):
    """A stretch of sound, in milliseconds from the start of the audio."""

    start_ms: int
    end_ms: int


class Likeness(NamedTuple):
    """`score` is 1 for the same sound, near 0 for another; `delay_ms` is where in the audio it begins."""

    score: float
    delay_ms: float


def segments(
    pcm: Pcm, *, quiet_db: float = QUIET_DB, bridge_ms: int = 200, least_ms: int = 60
) -> list[Segment]:
    """Where there is sound; pauses up to `bridge_ms` belong to it, sounds under `least_ms` do not count."""
    found: list[Segment] = []
    for start_ms, end_ms in _runs(_loud(pcm, quiet_db)):
        if found and start_ms - found[-1].end_ms <= bridge_ms:
            found[-1] = Segment(found[-1].start_ms, end_ms)
        else:
            found.append(Segment(start_ms, end_ms))
    return [segment for segment in found if segment.end_ms - segment.start_ms >= least_ms]


def longest_quiet_ms(pcm: Pcm, *, quiet_db: float = QUIET_DB) -> int:
    """The longest stretch without sound, the two ends of the audio included."""
    return max((end - start for start, end in _runs(~_loud(pcm, quiet_db))), default=0)


def longest_hole_ms(
    frames: Sequence[Frame], *, since: float | None = None, until: float | None = None
) -> float:
    """The longest time without a packet beyond the 20 ms that lie between any two."""
    times = [frame.at for frame in frames]
    start = since if since is not None else times[0] if times else 0.0
    end = until if until is not None else times[-1] if times else start
    marks = [start, *(at for at in times if start < at < end), end]
    widest = max(float(np.diff(marks).max()), 0.0)
    return max(0.0, (widest - FRAME_S) * 1000)


def hears(reference: Pcm, heard: Pcm) -> Likeness:
    """The best normalised cross-correlation of `reference` anywhere in `heard`.

    Companding costs a hundredth of the score, a codec's steady gain nothing; where `heard` is cut short the
    missing part lowers it in proportion.
    """
    wanted = _centred(reference)
    given = np.concatenate([np.zeros(len(wanted)), _centred(heard), np.zeros(len(wanted))])
    energy = float(np.sum(wanted**2))
    if len(heard) == 0 or energy == 0:
        return Likeness(0.0, 0.0)
    products = _correlation(given, wanted)
    powers = np.cumsum(np.concatenate([[0.0], given**2]))
    windows = powers[len(wanted) :] - powers[: -len(wanted)]
    floor = 0.01 * max(float(windows.max()), 1.0)
    scores = products / np.sqrt(energy * np.maximum(windows, floor))
    best = int(np.argmax(scores))
    return Likeness(float(scores[best]), (best - len(wanted)) * 1000 / RATE)


def tone_share(pcm: Pcm, hertz: float) -> float:
    """How much of the sound's power is this one tone, from 0 to 1."""
    centred = _centred(pcm)
    power = float(np.sum(centred**2))
    if power == 0:
        return 0.0
    window = np.hanning(len(centred))
    spectrum = np.abs(np.fft.rfft(centred * window)) ** 2
    near = np.abs(np.fft.rfftfreq(len(centred), 1 / RATE) - hertz) <= max(10.0, 4 * RATE / len(centred))
    return float(spectrum[near].sum() / spectrum.sum())


def _loud(pcm: Pcm, quiet_db: float) -> NDArray[np.bool_]:
    whole = pcm[: len(pcm) // _WINDOW * _WINDOW].reshape(-1, _WINDOW).astype(np.float64)
    power: NDArray[np.float64] = np.mean(whole**2, axis=1) / 32768**2
    return np.greater(power, 10 ** (quiet_db / 10))


def _runs(marks: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The stretches of true, in milliseconds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marks, [False]]).astype(np.int8)))
    return [(int(start) * 20, int(end) * 20) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _centred(pcm: Pcm) -> NDArray[np.float64]:
    wide = pcm.astype(np.float64)
    return wide - wide.mean() if len(wide) else wide


def _correlation(given: NDArray[np.float64], wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    size = 1 << (len(given) + len(wanted)).bit_length()
    spectrum = np.fft.rfft(given, size) * np.conj(np.fft.rfft(wanted, size))
    return np.fft.irfft(spectrum, size)[: len(given) - len(wanted) + 1]
