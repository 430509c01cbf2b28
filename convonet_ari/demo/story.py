"""Tells a call from its stored events, by replaying them through the call machine that made them."""

from __future__ import annotations

from convonet_ari.call import effects as fx
from convonet_ari.call.machine import Machine, Phase
from convonet_ari.call.narrative import told
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
        lines = [told(stored.event)]
        if self.phase is not before:
            lines.append(("phase", f"{before} → {self.phase}"))
        lines += [("assistant", f"“{effect.text}”") for effect in effects if isinstance(effect, fx.Say)]
        return [Line(at, *one) for one in lines if one is not None]
