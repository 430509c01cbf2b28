"""The ways from one phase into another."""

from __future__ import annotations

from convonet_ari.call import effects as fx
from convonet_ari.call import phrases
from convonet_ari.call.state import CallState, Effects, Phase


def to_pin(state: CallState, *words: str) -> Effects:
    """Ask for the PIN after `words`; nothing is recorded until the verdict."""
    state.phase = Phase.PIN
    state.digits = ""
    state.checking = False
    state.timers.clear()
    recording: Effects = [fx.StartRecording(), fx.MuteRecording()] if state.recorded else []
    return [*recording, *state.say(*words)]


def to_conversation(state: CallState, *words: str) -> Effects:
    """Hear the caller, after `words`; the first of them is due at once."""
    state.phase = Phase.CONVERSATION
    state.caller_speaks = False
    state.thinking = 0
    state.holding = False
    state.excuse = ""
    state.silent_prompts = 0
    state.timers.clear()
    return [*state.listen(), *state.say(*words)]


def to_person(
    state: CallState, words: str, reason: str, now: float, *, department: str = "", queue: str = ""
) -> Effects:
    """Announce, and enter the queue when the announcement was heard to its end. No words: at once.

    Beside a person there is nobody to be moved to: the assistant leaves the two.
    """
    if state.beside:
        return to_goodbye(state, phrases.BESIDE_OVER, now) if words else to_dialplan(state)
    state.phase = Phase.HANDOFF
    state.timers.clear()
    where = queue or state.policy.queue, department, reason, state.name
    state.target = fx.EnterQueue(*where)
    if not words:
        return [*state.forget_speech(), *enter_queue(state)]
    if state.speeches.hushed:
        state.drop_speech()
    state.timers.set("announcement", now + state.policy.announcement_limit)
    return [fx.Listen(on=False), *state.last_say(words), fx.PrepareMove(*where)]


def enter_queue(state: CallState) -> Effects:
    state.timers.clear("announcement")
    return [state.target or fx.EnterQueue(state.policy.queue, "", "", state.name)]


def to_dialplan(state: CallState) -> Effects:
    """Give the caller back to the dialplan, once; it leads to people. Beside a person, end our own leg."""
    if state.beside:
        state.closing = True
        return [fx.Hangup()]
    if state.released or state.phase is Phase.WITH_HUMAN:
        return []
    state.released = True
    state.phase = Phase.HANDOFF
    state.timers.clear()
    return [fx.Release()]


def to_goodbye(state: CallState, words: str, now: float) -> Effects:
    """Say the last words and hang up when they were heard."""
    state.closing = True
    state.timers.clear()
    state.timers.set("goodbye", now + state.policy.announcement_limit)
    return [fx.Listen(on=False), *state.last_say(words)]


def to_end(state: CallState) -> Effects:
    with_human = state.phase is Phase.WITH_HUMAN
    cancel: Effects = [fx.CancelThinking(state.turn, state.speeches.heard)] if state.thinking else []
    state.phase = Phase.ENDED
    state.timers.clear()
    return [] if with_human else [*cancel, fx.Close()]


def welcome_back(state: CallState, now: float) -> Effects:
    """Talk again with a caller who is known by now, or ask for the PIN."""
    if state.verified:
        return to_conversation(state, phrases.more_help())
    state.returns += 1
    if state.returns > state.policy.returns_unverified:
        return to_goodbye(state, phrases.NOBODY_LEFT, now)
    return to_pin(state, phrases.PIN_PROMPT)
