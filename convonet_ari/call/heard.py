"""The caller's words are there: a turn for the agent, a wish about the conversation itself, or nothing."""

from __future__ import annotations

from convonet_ari.call import barge_in, holding, moves, phrases
from convonet_ari.call import effects as fx
from convonet_ari.call.listening import is_assent
from convonet_ari.call.state import CallState, Effects
from convonet_ari.call.wishes import Wish, wish

START_OVER = (
    "The caller wants to start over: what was asked for so far and is not done is no longer wanted. "
    f"{phrases.TOLD}{phrases.FROM_THE_START}"
)
QUESTION_TURNS = 2
"""A tool's question is forgotten when the caller has talked about something else for longer than this."""


def heard(state: CallState, text: str, now: float, language: str = "") -> Effects:
    began = state.began_at if state.caller_speaks else now
    state.caller_speaks = False
    if not text:
        return _wordless(state, now)
    state.wordless = 0
    state.worded_at = now
    if effects := holding.answered(state, text):
        return effects
    if only_listens(state, text):
        return barge_in.nothing_said(state, now)
    state.excuse = ""
    state.patient = False
    if effects := holding.asked_for(state, text):
        return effects
    if (wanted := wish(text, state.language)) and (effects := _granted(state, wanted)):
        return effects
    return [*holding.followed(state, text, language), *_turn(state, text, began, now)]


def only_listens(state: CallState, text: str) -> bool:
    """Said while an answer is being made or told, no question of which waits for it."""
    in_the_middle = bool(state.thinking or state.held or state.speeches.unheard)
    return in_the_middle and not state.speeches.asking and is_assent(text, state.language)


def goes_on(state: CallState, began: float) -> bool:
    """Words begun now belong to those the agent was given: that was too early, and nothing came of it yet."""
    soon = began - state.asked_at <= state.policy.goes_on_within
    return state.unsettled and soon and not (state.tooled or state.speeches.heard)


def whole_turn(state: CallState, text: str) -> int:
    """The number of the turn that `text` would begin, with nothing before it to be mended; 0 for none."""
    speeches = state.speeches
    in_the_middle = state.thinking or state.held or any(say.turn for say in speeches.unheard)
    if not text or in_the_middle or wish(text, state.language) or holding.is_about_it(state, text):
        return 0
    return state.turn + 1


def _turn(state: CallState, text: str, began: float, now: float) -> Effects:
    state.nerves.said(text)
    if goes_on(state, began):
        text = f"{state.asked} {text}"
        effects: Effects = [fx.WithdrawTurn(state.turn)]
    else:
        if state.speeches.cut_short:
            state.nerves.cut_off(now)
        effects = state.settle()
    effects += state.drop_speech()
    state.speeches.begin_turn()
    state.turn += 1
    state.thinking, state.asked, state.answered, state.slow_words = state.turn, text, False, ""
    state.tooled = state.holding = state.owing = False
    state.asked_at = now
    state.timers.clear("silence", "slow")
    state.timers.set("turn", now + state.policy.turn_limit)
    return [*effects, fx.Think(state.turn, text)]


def _wordless(state: CallState, now: float) -> Effects:
    """Hold music, a fax, a noisy street: nobody is kept for ever who cannot be understood."""
    state.wordless += 1
    policy = state.policy
    if state.wordless < policy.wordless_turns or now - state.worded_at < policy.wordless_time:
        return barge_in.nothing_said(state, now)
    effects = [*state.settle(), *state.drop_speech()]
    return effects + moves.to_person(state, phrases.SORRY_NOISE, "no words could be made out", now)


def _granted(state: CallState, wanted: Wish) -> Effects:
    """Empty when the agent has to answer it."""
    match wanted:
        case Wish.REPEAT:
            return _said_again(state)
        case Wish.SLOWER if not state.thinking:
            state.slowly = True
            return [fx.SpeakSlower(), *(_said_again(state) or state.say(phrases.SLOWER))]
        case Wish.STOP:
            state.patient = True
            return [*state.settle(), *state.drop_speech(), *state.say(phrases.TAKE_YOUR_TIME)]
        case Wish.START_OVER:
            effects = [*state.settle(), *state.drop_speech(), fx.Remember(START_OVER)]
            # No yes that follows is the answer to a question of before.
            state.turn += QUESTION_TURNS if state.turn else 0
            return effects + state.say(phrases.FROM_THE_START)
    return []


def _said_again(state: CallState) -> Effects:
    """The last answer from its first word; not while the next one is being made."""
    if state.thinking or not state.speeches.told:
        return []
    return [*state.hush(), *state.speeches.repeat(state.turn), *state.say_held()]
