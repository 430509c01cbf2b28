"""What one run found, kept as JSON: figures with their samples, a turn's stages, steps of calls at once."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

from convonet_ari.bench.figures import Figure, percentile
from convonet_ari.errors import ConfigError

STAGES = ("endpoint", "recognition", "first_token", "first_audio", "egress")


@dataclass(slots=True)
class Step:
    """So many calls at once: every turn's gap, the medians of its parts, and what went wrong."""

    calls: int
    gaps: list[float] = field(default_factory=list)
    unanswered: int = 0
    underruns: int = 0
    stages: dict[str, float] = field(default_factory=dict)

    @property
    def p50(self) -> float:
        return percentile(self.gaps, 50)

    @property
    def p95(self) -> float:
        return percentile(self.gaps, 95)

    def holds(self, alone: float, slack: float = 50.0) -> bool:
        """Nobody waited noticeably longer than a caller who is alone, and nobody in vain."""
        return bool(self.gaps) and self.p95 <= alone + slack and not self.unanswered and not self.underruns


@dataclass(slots=True)
class Result:
    """`stages` has the medians of a gap's parts for each figure that is one."""

    machine: dict[str, str]
    mode: str
    figures: dict[str, Figure] = field(default_factory=dict)
    stages: dict[str, dict[str, float]] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def figure(self, key: str) -> Figure:
        """The one with this key, made when it is the first of it."""
        return self.figures.setdefault(key, Figure(key))

    def save(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(_rounded(asdict(self)), indent=1) + "\n", encoding="utf-8")


class Stages:
    """Collects a gap's parts: what the worker measured of its own, and the rest."""

    def __init__(self) -> None:
        self._samples: dict[str, list[float]] = {}

    def add(self, gap_ms: float, timings: Mapping[str, int]) -> None:
        """The rest is the way in and out, and what the VAD adds."""
        for stage in STAGES[:-1]:
            if f"{stage}_ms" in timings:
                self._samples.setdefault(stage, []).append(timings[f"{stage}_ms"])
        if "total_ms" in timings:
            self._samples.setdefault("egress", []).append(gap_ms - timings["total_ms"])

    def medians(self) -> dict[str, float]:
        return {stage: percentile(self._samples.get(stage, []), 50) for stage in STAGES}


def machine(asterisk: str) -> dict[str, str]:
    """What a figure depends on; names no host."""
    return {
        "at": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "cores": str(psutil.cpu_count() or 0),
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GB",
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "asterisk": asterisk,
        "convonet": version("convonet-ari"),
    }


def load(file: Path) -> Result:
    """Raises ConfigError when this is no result."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return Result(
            data["machine"],
            data["mode"],
            {key: Figure(**figure) for key, figure in data["figures"].items()},
            data["stages"],
            [Step(**step) for step in data["steps"]],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"{file} holds no bench result ({type(error).__name__})") from error


def _rounded(value: Any) -> Any:
    match value:
        case float():
            return round(value, 3)
        case dict():
            return {key: _rounded(one) for key, one in value.items()}
        case list():
            return [_rounded(one) for one in value]
        case _:
            return value
