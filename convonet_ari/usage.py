"""What a call made its providers do, noted where it is spent and gathered by the call it belongs to."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Literal, Protocol

Part = Literal["hearing", "thinking", "speaking"]

PER_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Used:
    """Of one model; `cached` tokens are part of `text_in`, `audio_cached` of `audio_in`.

    `cost` is summed as it is spent.
    """

    part: Part
    model: str
    text_in: int = 0
    cached: int = 0
    text_out: int = 0
    audio_in: int = 0
    audio_cached: int = 0
    audio_out: int = 0
    seconds: float = 0.0
    cost: float = 0.0

    def __add__(self, other: Used) -> Used:
        return Used(
            self.part,
            self.model,
            self.text_in + other.text_in,
            self.cached + other.cached,
            self.text_out + other.text_out,
            self.audio_in + other.audio_in,
            self.audio_cached + other.audio_cached,
            self.audio_out + other.audio_out,
            self.seconds + other.seconds,
            self.cost + other.cost,
        )


class Price(Protocol):
    """In one currency for all models: per million tokens, and per minute of audio."""

    @property
    def text_in(self) -> float: ...
    @property
    def cached(self) -> float: ...
    @property
    def text_out(self) -> float: ...
    @property
    def audio_in(self) -> float: ...
    @property
    def audio_cached(self) -> float: ...
    @property
    def audio_out(self) -> float: ...
    @property
    def minute(self) -> float: ...


def cost(used: Used, price: Price) -> float:
    tokens = (
        (used.text_in - used.cached) * price.text_in
        + used.cached * price.cached
        + used.text_out * price.text_out
        + (used.audio_in - used.audio_cached) * price.audio_in
        + used.audio_cached * price.audio_cached
        + used.audio_out * price.audio_out
    )
    return tokens / PER_MILLION + used.seconds / 60 * price.minute


class Meter:
    """Adds up by part and model until it is read."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str], Used] = {}

    def add(self, used: Used) -> None:
        key = (used.part, used.model)
        self._sums[key] = self._sums[key] + used if key in self._sums else used

    def take(self) -> list[Used]:
        """What was used since it was last asked."""
        sums, self._sums = self._sums, {}
        return list(sums.values())


_METER: ContextVar[Meter | None] = ContextVar("usage", default=None)


def keep(meter: Meter) -> None:
    """From here on, this task and those it starts note on this meter."""
    _METER.set(meter)


def note(used: Used, price: Price) -> None:
    """Something was used; outside a call nobody keeps count."""
    if (meter := _METER.get()) is not None:
        meter.add(replace(used, cost=cost(used, price)))
