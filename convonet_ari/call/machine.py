"""The call machine: told events and the time, it answers with effects; each phase has a module of its own."""

from __future__ import annotations

from collections.abc import Iterable

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call import handoff, heard, moves, phrases, pin_entry, talk
from convonet_ari.call.policy import Policy
from convonet_ari.call.state import CallState, Effects, Phase

__all__ = ["Effects", "Machine", "Phase"]


class Machine:
    """One call. Only its session calls `on`; everybody else tells the session.

    There is no other input than `on(event, now)`, so replaying a call's events gives its state.
    """

    def __init__(self, policy: Policy | None = None) -> None:
        self.state = CallState(policy or Policy())

    @classmethod
    def replay(cls, history: Iterable[tuple[ev.Event, float]], policy: Policy | None = None) -> Machine:
        """The machine as it stood after `history`, the effects not carried out again."""
        machine = cls(policy)
        for event, now in history:
            machine.on(event, now)
        return machine

    @property
    def phase(self) -> Phase:
        return self.state.phase

    @property
    def deadline(self) -> float | None:
        """When `TimePassed` is due, on the clock that `now` comes from; None while nothing is."""
        return self.state.timers.earliest

    def turn_of(self, text: str) -> int:
        """The turn that these words would be the whole of, were they the caller's now; 0 when none."""
        talking = self.phase is Phase.CONVERSATION and not self.state.closing
        return heard.whole_turn(self.state, text) if talking else 0

    def storable(self, event: ev.Event) -> ev.Event:
        """`event` as it may be written down before it is taken: no digit of a PIN, nor of anything else."""
        if not isinstance(event, ev.DigitPressed) or event.digit in ev.FOREIGN_TONES.union("*#"):
            return event
        if self.phase is Phase.CONVERSATION and event.digit == "0":
            return ev.PersonKeyPressed()
        return ev.DigitPressed(ev.HIDDEN_DIGIT)

    def on(self, event: ev.Event, now: float) -> Effects:
        """Take one fact at `now` (seconds, monotonic) and return what to do, in order."""
        if self.phase is Phase.ENDED:
            return []
        effects = self._anywhere(event, now)
        effects += self._let_go()
        self._watch(now)
        return effects

    def _let_go(self) -> Effects:
        """No pause outlives the timer that ends it."""
        state = self.state
        if self.phase is Phase.ENDED or not state.paused or "pause" in state.timers:
            return []
        return state.resume()

    def _watch(self, now: float) -> None:
        """Whatever is waited for, such as a speech's end or the caller's words, may never come."""
        timers = self.state.timers
        timers.clear("standstill")
        if timers.earliest is None and self.phase in (Phase.PIN, Phase.CONVERSATION, Phase.HANDOFF):
            timers.set("standstill", now + self.state.policy.standstill_limit)

    def _anywhere(self, event: ev.Event, now: float) -> Effects:
        state = self.state
        match event:
            case ev.ChannelGone():
                return moves.to_end(state)
            case ev.PlaybackFinished(speech):
                return self._played(speech, now)
            case ev.PlaybackStopped(speech, heard):
                state.speeches.stopped(speech, heard)
                return talk.reminded(state, speech) if heard else []
            case ev.TimePassed():
                return [effect for name in state.timers.pop_due(now) for effect in self._due(name, now)]
            case ev.CallAdopted():
                # The media of before are gone, and with them what held them.
                state.paused = state.holding = False
                return self._adopted(now)
            case ev.CallReturned():
                state.paused = state.holding = False
                return handoff.returned(state, event, now)
            case ev.StoreLost():
                return self._store_lost(now)
            case ev.EffectFailed(effect, _):
                return self._effect_failed(effect, now)
        return self._in_phase(event, now)

    def _in_phase(self, event: ev.Event, now: float) -> Effects:
        match self.phase:
            case Phase.RINGING:
                return pin_entry.ringing(self.state, event, now)
            case Phase.PIN:
                return pin_entry.entering(self.state, event, now)
            case Phase.CONVERSATION:
                return talk.conversing(self.state, event, now)
            case _:
                return handoff.leaving(self.state, event, now)

    def _played(self, speech: int, now: float) -> Effects:
        state = self.state
        state.speeches.finished(speech)
        if speech == state.last_words:
            state.last_words = 0
            return [fx.Hangup()] if state.closing else handoff.announced(state)
        match self.phase:
            case Phase.PIN:
                return pin_entry.played(state, now)
            case Phase.CONVERSATION:
                return [*talk.reminded(state, speech), *talk.played(state, now)]
        return []

    def _due(self, name: str, now: float) -> Effects:
        match name:
            case "digit":
                return pin_entry.digit_timeout(self.state, now)
            case "silence":
                return talk.silence(self.state, now)
            case "slow":
                return talk.slow(self.state)
            case "turn":
                return talk.too_long(self.state, now)
            case "pause":
                return self.state.resume()
            case "announcement":
                return moves.enter_queue(self.state)
            case "release":
                return [fx.Release()]
            case "standstill" if not self.state.closing:
                return self._stood_still(now)
        return [fx.Hangup()]

    def _stood_still(self, now: float) -> Effects:
        """Nothing happened for very long and nothing was due: no words, for they may be what is stuck."""
        state = self.state
        if self.phase is Phase.HANDOFF:
            return [fx.Release()] if state.released else moves.to_dialplan(state)
        return [*state.settle(), *moves.to_person(state, "", "the call stood still", now)]

    def _adopted(self, now: float) -> Effects:
        state = self.state
        match self.phase:
            case Phase.PIN if not state.closing:
                state.speeches.unheard.clear()
                state.speeches.hushed = False
                return moves.to_pin(state, phrases.ADOPTED_PIN)
            case Phase.CONVERSATION if not state.closing:
                recording: Effects = [fx.StartRecording()] if state.recorded else []
                return recording + talk.adopted(state, now)
            case Phase.RINGING | Phase.WITH_HUMAN:
                return []
        return handoff.adopted(state, now)

    def _store_lost(self, now: float) -> Effects:
        state = self.state
        match self.phase:
            case Phase.RINGING:
                return [fx.Answer(), *moves.to_person(state, phrases.SORRY_STORE, "records unreachable", now)]
            case Phase.PIN | Phase.CONVERSATION if not state.closing:
                effects = [*state.settle(), *state.drop_speech()]
                return effects + moves.to_person(state, phrases.SORRY_STORE, "records unreachable", now)
        return []

    def _effect_failed(self, effect: str, now: float) -> Effects:
        state = self.state
        match effect:
            case "Answer" | "EnterQueue" | "Media":
                return moves.to_dialplan(state)
            case "Release":
                state.timers.set("release", now + state.policy.leave_again)
            case "Hangup":
                state.timers.set("goodbye", now + state.policy.leave_again)
            case "CheckPin" if state.checking:
                return pin_entry.entering(state, ev.PinChecked(state.attempt, "unavailable"), now)
            case "Recognize" if self.phase is Phase.CONVERSATION and not state.closing:
                state.caller_speaks = False
                cut = [*state.settle(), *state.drop_speech()] if state.speeches.hushed else []
                return cut + talk.failed(state, phrases.SORRY_DEAF, now)
            case "Say" if self.phase in (Phase.PIN, Phase.CONVERSATION):
                return self._mute(now)
        return []

    def _excused(self) -> Effects:
        """A fixed phrase may be there where a new sentence cannot be made."""
        talking = self.phase is Phase.CONVERSATION and not self.state.closing
        return talk.excused(self.state, phrases.SORRY_FAILED) if talking else []

    def _mute(self, now: float) -> Effects:
        """A speech could not be made; the second time no words are left to say so with."""
        self.state.unspoken += 1
        if self.state.unspoken < 2:
            return self._excused()
        return moves.to_person(self.state, "", "the assistant has no voice", now)
