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


def returned(state: CallState, status: str, now: float) -> Effects:
    """The queue gave the caller back: join them to this session's bridge, say why and go on."""
    state.phase = Phase.HANDOFF
    state.drop_speech()
    state.caller_speaks = False
    state.target = None
    state.released = False
    recording: Effects = [fx.StartRecording()] if state.recorded and state.verified else []
    why = phrases.returned(status)
    words = state.say(why)
    note: Effects = [
        fx.Remember(
            f"The caller waited for a person and came back: {status or 'failed'}. They were told: {why}"
        )
    ]
    back = moves.welcome_back(state, now)
    return [fx.Answer(), *recording, *words, *back, *(note if state.verified else [])]


def adopted(state: CallState, now: float) -> Effects:
    if state.closing:
        return moves.to_goodbye(state, phrases.GOODBYE_SILENT, now)
    state.drop_speech()
    return moves.enter_queue(state)


def _missing(state: CallState, queue: str, now: float) -> Effects:
    if state.target and queue != state.policy.queue:
        state.target = replace(state.target, queue=state.policy.queue, department="")
        return moves.enter_queue(state)
    return [*state.say(phrases.NO_QUEUE), *moves.welcome_back(state, now)]
