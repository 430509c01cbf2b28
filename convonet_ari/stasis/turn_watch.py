"""Hands the figures of a call's turns to Prometheus and Sentry, and to the call's own record."""

from __future__ import annotations

from typing import Final

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call.state import Phase
from convonet_ari.clock import Clock
from convonet_ari.obs import metrics, sentry
from convonet_ari.obs.metrics import Part
from convonet_ari.obs.trace import CallTrace, Kind
from convonet_ari.stasis.turn_clock import Figures

KINDS: Final[dict[Part, Kind]] = {
    "endpoint": "endpoint",
    "recognition": "recognition",
    "first_audio": "synthesis",
}


class TurnWatch:
    """The turn clock's watcher. A turn's trace leaves when it was thought to its end and the caller hears it,
    else when the next one begins or the session ends.
    """

    def __init__(self, call_id: str, clock: Clock) -> None:
        self.trace = CallTrace(call_id, clock)
        self._turn = 0
        self._outcome = ""
        self._figures: Figures | None = None
        self._time_passed = False
        self._thought_ms: dict[int, int] = {}

    def saw(self, event: ev.Event, phase: Phase) -> None:
        """A fact of the call, and where the call is after it."""
        self.trace.phase = phase.value
        self._time_passed = isinstance(event, ev.TimePassed)
        match event:
            case ev.ThinkingFinished(turn, outcome) if turn == self._turn:
                self._outcome = outcome
                if self._figures is not None:
                    self.close()

    def ordered(self, effect: fx.Effect) -> None:
        """A turn that time ended was not cut by the caller."""
        if isinstance(effect, fx.CancelThinking) and self._time_passed and not self._outcome:
            self._outcome = "timeout"

    def begun(self, turn: int) -> None:
        self.close()
        self._turn = self.trace.turn = turn

    def part(self, part: Part, seconds: float) -> None:
        metrics.turn_part(part, seconds)
        sentry.measured("turn", seconds, part=part)
        if kind := KINDS.get(part):
            self.trace.note(self._turn, kind, part, seconds)

    def tool(self, tool: str, outcome: str, seconds: float) -> None:
        metrics.tool_finished(tool, outcome, seconds)
        sentry.measured("tool", seconds, tool=tool, outcome=outcome)
        self.trace.note(self._turn, "tool", tool, seconds, outcome)

    def over(self, turn: int, figures: Figures) -> None:
        self._figures = figures
        if self._outcome:
            self.close()

    def take(self, turn: int) -> Figures:
        """How long the model worked on a turn that is over; told once."""
        thought_ms = self._thought_ms.pop(turn, None)
        return {} if thought_ms is None else {"model_ms": thought_ms}

    def close(self) -> None:
        """Nothing more belongs to the turn under way."""
        if not self._turn:
            return
        turn, outcome = self._turn, self._outcome or "cut"
        models = [span for span in self.trace.spans(turn) if span.kind == "model"]
        for span in models:
            metrics.model_answered(span.outcome, span.seconds)
            sentry.measured("model", span.seconds, outcome=span.outcome)
        self._thought_ms = {turn: round(1000 * sum(span.seconds for span in models))} if models else {}
        metrics.turn_over(outcome)
        sentry.turn_over(self.trace, turn, self._figures or {}, outcome)
        self._turn, self._outcome, self._figures = 0, "", None
