"""Hands the figures of a call's turns to Prometheus and Sentry."""

from __future__ import annotations

from convonet_ari.obs import metrics, sentry
from convonet_ari.obs.metrics import Part
from convonet_ari.stasis.turn_clock import Figures


class TurnWatch:
    """The turn clock's watcher: histograms for all calls, one trace for each turn."""

    def __init__(self, call_id: str) -> None:
        self._call_id = call_id
        self._traces: dict[int, sentry.Turn] = {}

    def begun(self, turn: int) -> None:
        self._traces[turn] = sentry.begin_turn(self._call_id, turn)

    def part(self, part: Part, seconds: float) -> None:
        metrics.turn_part(part, seconds)

    def tool(self, tool: str, outcome: str, seconds: float) -> None:
        metrics.tool_finished(tool, outcome, seconds)

    def over(self, turn: int, figures: Figures) -> None:
        trace = self._traces.pop(turn)
        for name, value in figures.items():
            trace.note(name, value)
        trace.end()
