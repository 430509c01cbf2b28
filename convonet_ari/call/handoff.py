"""HANDOFF and WITH_HUMAN: into the queue, and what happens when there is none."""

from __future__ import annotations

from dataclasses import replace

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call import moves, phrases
from convonet_ari.call.state import CallState, Effects, Phase


def leaving(state: CallState, event: ev.Event, now: float) -> Effects:
    match event:
        case ev.QueueEntered() if state.phase is Phase.HANDOFF:
            state.phase = Phase.WITH_HUMAN
            state.timers.clear()
            return [fx.Close(with_human=True)]
        case ev.QueueMissing(queue) if state.phase is Phase.HANDOFF:
            return _missing(state, queue, now)
    return []


def announced(state: CallState) -> Effects:
    return moves.enter_queue(state) if state.phase is Phase.HANDOFF else []


def returned(state: CallState, event: ev.CallReturned, now: float) -> Effects:
    """The queue gave the caller back: join them to this session's bridge, say why and go on."""
    left, state.target = state.target, None
    state.phase = Phase.HANDOFF
    state.forget_speech()
    state.caller_speaks = False
    state.released = False
    if event.status == "CONTINUE" and not state.verified:
        return [fx.Answer(), *moves.to_goodbye(state, phrases.THANKS_GOODBYE, now)]
    recording: Effects = [fx.StartRecording()] if state.recorded and state.verified else []
    why = phrases.returned(event.status)
    effects = [fx.Answer(), *recording, *state.say(why)]
    if not state.verified:
        return effects + moves.welcome_back(state, now)
    further = phrases.noted(event.note, state.language) if event.note else phrases.instead(event.status)
    note = fx.Remember(_remembered(left, event, f"{why} {further}"))
    return [*effects, *moves.to_conversation(state, further), note]


def _remembered(left: fx.EnterQueue | None, event: ev.CallReturned, told: str) -> str:
    """What the agent is told, which remembers what was said before the caller left."""
    whom = (left.department if left else "") or "a person"
    waited = f"The caller left for {whom}{f' ({left.reason})' if left and left.reason else ''}"
    note = f" A note of that person, for the caller to agree to: “{event.note}”." if event.note else ""
    return f"{waited} and came back: {event.status or 'failed'}.{note} {phrases.TOLD}{told}"


def adopted(state: CallState, now: float) -> Effects:
    if state.closing:
        words = phrases.BESIDE_OVER if state.beside else phrases.GOODBYE_SILENT
        return moves.to_goodbye(state, words, now)
    state.forget_speech()
    return moves.enter_queue(state)


def _missing(state: CallState, queue: str, now: float) -> Effects:
    if state.target and queue != state.policy.queue:
        state.target = replace(state.target, queue=state.policy.queue, department="")
        return moves.enter_queue(state)
    return [*state.forget_speech(), *state.say(phrases.NO_QUEUE), *moves.welcome_back(state, now)]
