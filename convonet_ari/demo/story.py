"""Tells a call from its stored events, by replaying them through the call machine that made them."""

from __future__ import annotations

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call.machine import Machine, Phase
from convonet_ari.demo.timeline import Line
from convonet_ari.store.history import StoredEvent


class Story:
    """Fed with the events so far, again and again; tells each once."""

    def __init__(self, began: float) -> None:
        self.machine = Machine()
        self._began = began
        self._told = 0

    @property
    def phase(self) -> Phase:
        return self.machine.phase

    @property
    def listening(self) -> bool:
        """The assistant has said everything and works on nothing."""
        state = self.machine.state
        return self.phase is Phase.CONVERSATION and not state.thinking and not state.speeches.unheard

    def feed(self, events: tuple[StoredEvent, ...]) -> list[Line]:
        lines: list[Line] = []
        for stored in events:
            if stored.seq > self._told:
                self._told = stored.seq
                lines += self._tell(stored)
        return lines

    def _tell(self, stored: StoredEvent) -> list[Line]:
        at, before = self._began + stored.at_ms / 1000, self.phase
        effects = self.machine.on(stored.event, stored.at_ms / 1000)
        told = [tell(stored.event)]
        if self.phase is not before:
            told.append(("phase", f"{before} → {self.phase}"))
        told += [("assistant", f"“{effect.text}”") for effect in effects if isinstance(effect, fx.Say)]
        return [Line(at, *one) for one in told if one is not None]


def tell(event: ev.Event) -> tuple[str, str] | None:
    """Who and what, or None for what needs no telling."""
    match event:
        case ev.PinChecked(_, outcome, name):
            return "pin", f"{outcome}: {name}" if name else outcome
        case ev.SpeechRecognized(text):
            return "understood", f"“{text}”" if text else "no words"
        case ev.ToolStarted(tool=tool):
            return "tool", f"{tool} …"
        case ev.ToolFinished(tool=tool, ok=ok):
            return "tool", f"{tool} {'done' if ok else 'failed'}"
        case ev.TransferAsked(_, department, queue, reason):
            return "transfer", f"{department or 'a person'}, queue {queue}: {reason}"
        case ev.QueueEntered(queue):
            return "queue", f"the caller's own channel entered queue {queue}"
        case ev.CallReturned(status):
            return "queue", f"gave the caller back: {status or 'no reason given'}"
    return _fault(event)


def _fault(event: ev.Event) -> tuple[str, str] | None:
    match event:
        case ev.PlaybackStopped(_, heard) if heard:
            return "assistant", f"interrupted after “{heard}”"
        case ev.PersonKeyPressed():
            return "keys", "0, for a person"
        case ev.CallAdopted():
            return "worker", "another worker took the call over"
        case ev.QueueMissing(queue):
            return "fault", f"there is no queue {queue}"
        case ev.StoreLost():
            return "fault", "PostgreSQL cannot be reached"
        case ev.EffectFailed(effect, error):
            return "fault", f"{effect} failed: {error}"
    return None
