"""How long each part of a turn took, from the facts and orders of a call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.clock import Clock
from convonet_ari.media.ear import TurnTimings
from convonet_ari.obs.metrics import Part

Figures = dict[str, int]


class Watcher(Protocol):
    """Is told each figure once, as soon as it is known."""

    def begun(self, turn: int) -> None: ...

    def part(self, part: Part, seconds: float) -> None: ...

    def tool(self, tool: str, outcome: str, seconds: float) -> None: ...

    def over(self, turn: int, figures: Figures) -> None:
        """The caller hears something, or the turn was given up before."""
        ...


@dataclass(slots=True)
class _Turn:
    """Seconds on the clock; None for what has not happened or was on a worker that is lost."""

    number: int
    speech_end: float | None = None
    thought: float | None = None
    written: float | None = None
    answer: int = 0
    entered: float | None = None
    known: set[Part] = field(default_factory=set)
    over: bool = False
    # What is written while the caller speaks waits for him: no fault of ours.
    disturbed: bool = False


class TurnClock:
    """One call's. Figures are of the turn the agent works on; one the caller cut short has no further ones.

    `total` runs to the first sound of anything said, `first_audio` to that of the answer itself.
    `turn` is the last one of the session before; what is said first in this one counts as its.
    """

    def __init__(self, clock: Clock, watcher: Watcher, turn: int = 0) -> None:
        self._clock = clock
        self._watcher = watcher
        self._turn = _Turn(turn, over=True)
        self._timings: TurnTimings | None = None
        self._tools: dict[str, tuple[str, float]] = {}
        self._figures: dict[int, Figures] = {}

    def entered(self, at: float) -> None:
        """The caller came to the assistant then, for the first time or back from people."""
        self._turn.entered = at

    def timed(self, timings: TurnTimings) -> None:
        """Of the words that are about to be taken."""
        self._timings = timings

    def event(self, event: ev.Event) -> None:
        match event:
            case ev.SpeechBegan():
                self._turn.disturbed = True
            case ev.SpeechRecognized():
                self._turn.disturbed = False
            case ev.ReplyWritten(turn) if turn == self._turn.number and self._turn.written is None:
                self._turn.written = self._clock.monotonic()
                self._known("first_token", self._turn.thought, self._turn.written)
                if self._turn.disturbed:
                    self._turn.known.update(("first_audio", "total"))
            case ev.ToolStarted(_, tool, id_):
                self._tools[id_] = (tool, self._clock.monotonic())
            case ev.ToolFinished(_, _, id_, ok):
                self._tool_over(id_, "ok" if ok else "failed")

    def order(self, effect: fx.Effect) -> None:
        match effect:
            case fx.Think(turn, _, resume):
                self._begin(turn, None if resume else self._timings)
            case fx.CancelThinking() | fx.WithdrawTurn():
                self.stop()
            case fx.Say(id_, _, turn) if turn == self._turn.number and not self._turn.answer:
                self._turn.answer = id_

    def sounded(self, speech: int) -> None:
        """The first sound of this speech left for the caller."""
        turn, now = self._turn, self._clock.monotonic()
        if speech == turn.answer:
            self._known("first_audio", turn.written, now)
        self._known("total", turn.speech_end, now)
        self._known("entry", turn.entered, now)
        self._over()

    def stop(self) -> None:
        """The turn is cut short, or the session ends."""
        for id_ in tuple(self._tools):
            self._tool_over(id_, "cut")
        self._cut()

    def words(self) -> Figures:
        """Of the words just taken: how long the caller spoke, and how long it took to recognise them."""
        if self._timings is None:
            return {}
        return {"recognition_ms": self._timings.recognition_ms, "audio_ms": self._timings.audio_ms}

    def take(self, turn: int) -> Figures:
        """The turn's figures in milliseconds, those only that were not taken yet."""
        return self._figures.pop(turn, {})

    def _begin(self, turn: int, timings: TurnTimings | None) -> None:
        self.stop()
        self._timings = None
        self._turn = _Turn(turn, thought=self._clock.monotonic())
        self._watcher.begun(turn)
        if timings is not None:
            self._turn.speech_end = timings.speech_end
            self._known("endpoint", timings.speech_end, timings.recognized)
            self._known("recognition", 0.0, timings.recognition_ms / 1000)

    def _cut(self) -> None:
        """What is written and said from now on waited for the caller, too."""
        self._turn.known.update(("first_token", "first_audio", "total"))
        self._over()

    def _known(self, part: Part, since: float | None, until: float) -> None:
        if since is None or part in self._turn.known:
            return
        self._turn.known.add(part)
        seconds = max(0.0, until - since)
        self._figures.setdefault(self._turn.number, {})[f"{part}_ms"] = round(seconds * 1000)
        self._watcher.part(part, seconds)

    def _tool_over(self, id_: str, outcome: str) -> None:
        if begun := self._tools.pop(id_, None):
            tool, since = begun
            self._watcher.tool(tool, outcome, self._clock.monotonic() - since)

    def _over(self) -> None:
        if not self._turn.over:
            self._turn.over = True
            self._watcher.over(self._turn.number, self._figures.get(self._turn.number, {}))
