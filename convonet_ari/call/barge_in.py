"""The caller makes a sound: hold what we say at once, then drop it or go on, as the sound turns out."""

from __future__ import annotations

from convonet_ari.call import effects as fx
from convonet_ari.call.state import CallState, Effects


def stirred(state: CallState, now: float) -> Effects:
    """It may become speech: nothing more leaves until that is known, or `pause_limit` is over."""
    speeches = state.speeches
    if state.paused or state.caller_speaks or not speeches.playing or not speeches.interruptible:
        return []
    return state.pause(now)


def passed(state: CallState) -> Effects:
    return state.resume()


def began(state: CallState, now: float) -> Effects:
    """It is speech: be silent, and let the agent do nothing that these words may forbid."""
    state.caller_speaks = True
    state.began_at = now
    state.silent_prompts = 0
    state.timers.clear("silence")
    hush = state.hush() if state.speeches.interruptible else state.resume()
    return [*hush, *_hold(state)]


def nothing_said(state: CallState, now: float) -> Effects:
    """It was noise, or "mm-hm": go on as if nothing had happened."""
    effects = state.resume()
    if state.holding:
        state.holding = False
        effects.append(fx.GoOnThinking(state.thinking))
    if state.speeches.hushed:
        effects += state.speeches.again()
    effects += state.say_held()
    excuse, state.excuse = state.excuse, ""
    effects += state.say(excuse) if excuse else []
    state.wait_for_caller(now)
    return effects


def _hold(state: CallState) -> Effects:
    if not state.thinking or state.holding:
        return []
    state.holding = True
    return [fx.HoldThinking(state.thinking)]
