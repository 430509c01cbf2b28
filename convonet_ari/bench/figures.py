"""A figure is its samples: how many, the middle, the slow end, and whether that reaches its aim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Share = Literal["p50", "p95", "worst", "share", "value"]


@dataclass(frozen=True, slots=True)
class Bound:
    """What one share of the samples must not exceed; a `share` of good tries must not fall below it."""

    share: Share
    limit: float

    @property
    def text(self) -> str:
        match self.share:
            case "share":
                return f"≥ {self.limit:g} %"
            case "value":
                return f"≥ {self.limit:g}"
            case _:
                return f"{self.share} ≤ {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Aim:
    """One line of the table: what is measured, what it should reach, and what others reach.

    `floor` is what the path itself costs, `peers` were measured on a machine like this one.
    """

    key: str
    title: str
    unit: str
    bounds: tuple[Bound, ...] = ()
    floor: str = ""
    peers: str = ""
    digits: int = 0

    @property
    def text(self) -> str:
        return ", ".join(bound.text for bound in self.bounds)

    @property
    def more_is_better(self) -> bool:
        return any(bound.share in ("share", "value") for bound in self.bounds)


@dataclass(slots=True)
class Figure:
    """`failed` tries have no sample; `notes` say how to read it."""

    key: str
    samples: list[float] = field(default_factory=list)
    failed: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def n(self) -> int:
        return len(self.samples) + self.failed

    @property
    def p50(self) -> float:
        return percentile(self.samples, 50)

    @property
    def p95(self) -> float:
        return percentile(self.samples, 95)

    @property
    def worst(self) -> float:
        return max(self.samples, default=float("nan"))

    def of(self, share: Share) -> float:
        match share:
            case "p50":
                return self.p50
            case "p95":
                return self.p95
            case "worst" | "value":
                return self.worst
            case "share":
                return sum(self.samples) / len(self.samples) * 100 if self.samples else float("nan")

    def reaches(self, aim: Aim) -> bool | None:
        """None where nothing was measured, or nothing is aimed at. A failed try misses every aim."""
        if not aim.bounds or not self.n:
            return None
        return not self.failed and all(self._keeps(bound) for bound in aim.bounds)

    def _keeps(self, bound: Bound) -> bool:
        reached = self.of(bound.share)
        if bound.share in ("share", "value"):
            return reached >= bound.limit
        return reached <= bound.limit


def percentile(samples: Sequence[float], percent: float) -> float:
    """Between the two nearest samples, in proportion."""
    if not samples:
        return float("nan")
    ordered = sorted(samples)
    at = (len(ordered) - 1) * percent / 100
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)
