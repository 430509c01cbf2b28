"""What got worse since a stored result, beyond what chance explains."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from convonet_ari.bench.aims import AIMS
from convonet_ari.bench.figures import Aim, Figure, percentile
from convonet_ari.bench.result import Result

Verdict = Literal["worse", "better"]

# Packets go every 20 ms: two medians may lie half of that apart by their phase alone.
STEP = {"ms": 10.0, "%": 2.0, "calls": 4.0, "MB": 0.2, "/min": 1.0}
# A share of good tries, and seconds of a processor, differ by more from run to run.
WIDER = {"resume": 5.0, "cpu": 0.25}
SIGMAS = 3.0
TAIL = 1.2


@dataclass(frozen=True, slots=True)
class Change:
    key: str
    title: str
    what: str
    before: float
    now: float
    verdict: Verdict

    @property
    def text(self) -> str:
        return f"{self.title}: {self.what} {self.before:.4g} → {self.now:.4g}"


def changes(before: Result, now: Result) -> list[Change]:
    """Of every figure that both have."""
    found: list[Change] = []
    for aim in AIMS:
        old, new = before.figures.get(aim.key), now.figures.get(aim.key)
        if old and new and old.samples and new.samples:
            found += _changes(aim, old, new)
    return found


def comparable(before: Result, now: Result) -> list[str]:
    """Why a comparison says less than it seems to: what differs between the machines."""
    names = ("cores", "memory", "architecture", "python", "asterisk")
    return [
        f"{name}: {before.machine.get(name, '?')} then, {now.machine.get(name, '?')} now"
        for name in names
        if before.machine.get(name) != now.machine.get(name)
    ]


def _changes(aim: Aim, old: Figure, new: Figure) -> Iterator[Change]:
    if aim.more_is_better:
        share = aim.bounds[0].share
        yield from _judged(aim, "", old.of(share), new.of(share), _step(aim))
        return
    noise = SIGMAS * math.hypot(error_of_median(old.samples), error_of_median(new.samples))
    yield from _judged(aim, "p50", old.p50, new.p50, max(_step(aim), noise))
    if min(len(old.samples), len(new.samples)) >= 10:
        yield from _judged(aim, "p95", old.p95, new.p95, max(2 * _step(aim), TAIL * noise, 0.1 * old.p95))
    if new.failed > old.failed:
        yield Change(aim.key, aim.title, "failed tries", old.failed, new.failed, "worse")


def _judged(aim: Aim, what: str, before: float, now: float, noise: float) -> Iterator[Change]:
    grown = now - before
    if abs(grown) > noise:
        worse = (grown < 0) if aim.more_is_better else (grown > 0)
        yield Change(aim.key, aim.title, what, before, now, "worse" if worse else "better")


def _step(aim: Aim) -> float:
    return WIDER.get(aim.key, STEP[aim.unit])


def error_of_median(samples: Sequence[float]) -> float:
    """Its standard error, from the quartiles, so that single stragglers do not count."""
    spread = (percentile(samples, 75) - percentile(samples, 25)) / 1.349
    return 1.2533 * spread / math.sqrt(len(samples))
