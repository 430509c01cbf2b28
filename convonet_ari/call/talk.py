"""CONVERSATION: the caller's turns, the agent's answers, and what happens when either fails to come."""

from __future__ import annotations

from convonet_ari.call import barge_in, holding, moves, phrases
from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call.heard import heard
from convonet_ari.call.languages import ENGLISH
from convonet_ari.call.state import CallState, Effects, Held


def conversing(state: CallState, event: ev.Event, now: float) -> Effects:
    if state.closing:
        return []
    match event:
        case ev.SoundHeard():
            return barge_in.stirred(state, now)
        case ev.SoundPassed():
            return barge_in.passed(state)
        case ev.SpeechBegan():
            return barge_in.began(state, now)
        case ev.SpeechRecognized(text, language):
            return heard(state, text, now, language)
        case ev.DigitPressed("0") | ev.PersonKeyPressed():
            effects = [*state.settle(), *state.drop_speech()]
            return effects + moves.to_person(state, phrases.TO_PERSON, "pressed 0 for a person", now)
        case ev.DigitPressed():
            return barge_in.passed(state)
        case (
            ev.ReplyWritten(turn=turn)
            | ev.ToolStarted(turn=turn)
            | ev.ToolFinished(turn=turn)
            | ev.TransferAsked(turn=turn)
            | ev.ThinkingFinished(turn=turn)
        ) if turn == state.thinking:
            return _from_agent(state, event, now)
    return []


def played(state: CallState, now: float) -> Effects:
    effects = [] if state.caller_speaks else state.say_held()
    state.wait_for_caller(now)
    return effects


def reminded(state: CallState, speech: int) -> Effects:
    """The caller has heard of `speech`, if only its beginning: it may be the one that tells the reminders."""
    if state.reminders is None or not state.reminding or speech < state.reminding:
        return []
    state.reminding = 0
    note = f"The caller was told just now: {phrases.reminded(state.reminders.titles)}"
    return [fx.NoteReminders(state.reminders.ids), fx.Remember(note)]


def silence(state: CallState, now: float) -> Effects:
    """The caller has said nothing for a while: ask, ask again, then end gently."""
    if state.beside:
        return moves.to_goodbye(state, phrases.BESIDE_OVER, now)
    if state.silent_prompts >= state.policy.silent_prompts:
        return moves.to_goodbye(state, phrases.GOODBYE_SILENT, now)
    state.silent_prompts += 1
    return state.say(phrases.STILL_THERE if state.silent_prompts == 1 else phrases.STILL_THERE_AGAIN)


def slow(state: CallState) -> Effects:
    """A tool takes long: say what is going on, once."""
    words, state.slow_words = state.slow_words, ""
    if words and state.language != ENGLISH:
        # Tools know English words alone.
        words = phrases.ONE_MOMENT
    if not words or state.caller_speaks:
        return []
    return state.say(words)


def too_long(state: CallState, now: float) -> Effects:
    return state.settle() + failed(state, phrases.SORRY_SLOW, now)


def failed(state: CallState, words: str, now: float) -> Effects:
    """Something of ours failed; the second time in a row the caller gets a person."""
    state.failures += 1
    if state.failures >= 2 and not state.caller_speaks:
        return moves.to_person(state, phrases.SORRY_PERSON, "the assistant failed", now)
    return excused(state, words)


def excused(state: CallState, words: str) -> Effects:
    """Say what went wrong; to a caller who speaks only when it turns out that he said nothing."""
    if state.caller_speaks:
        state.excuse = words
        return []
    return state.say(words)


def adopted(state: CallState, now: float) -> Effects:
    """Go on where the lost worker was: its unheard words once more, its turn to the end."""
    unheard = state.speeches.again()
    state.speeches.unheard.clear()
    state.caller_speaks = False
    state.timers.clear("silence", "slow", "pause")
    pace: Effects = [fx.SpeakSlower()] if state.slowly else []
    effects: Effects = [*state.listen(), *pace, *state.say(phrases.ADOPTED)]
    for say in unheard:
        effects += state.say(say.text, turn=say.turn, interruptible=say.interruptible)
    effects += state.say_held()
    if state.thinking:
        state.timers.set("turn", now + state.policy.turn_limit)
        effects.append(fx.Think(state.thinking, state.asked, resume=True))
    return effects


def _from_agent(state: CallState, event: ev.Event, now: float) -> Effects:
    match event:
        case ev.ReplyWritten(turn, text):
            return _reply(state, turn, text)
        case ev.ToolStarted(says=says):
            state.tooled = True
            state.slow_words = says
            state.timers.set("slow", now + state.policy.slow_tool)
        case ev.ToolFinished(_, tool, _, ok, asks):
            state.timers.clear("slow")
            _agreed(state, tool, ok=ok, asks=asks)
        case ev.TransferAsked(_, department, queue, reason, place, expected_s):
            state.thinking = 0
            words = phrases.connecting(department, state.language, place, expected_s)
            if phrases.waits(place, expected_s) and state.policy.key_back:
                words = f"{words} {phrases.way_back(state.language, by_word=state.policy.word_back)}"
            return moves.to_person(state, words, reason, now, department=department, queue=queue)
        case ev.ThinkingFinished(_, outcome):
            return _finished(state, outcome, now)
    return []


def _reply(state: CallState, turn: int, text: str) -> Effects:
    state.answered = True
    state.timers.clear("slow")
    owed = state.owing and not text.endswith("?")
    state.owing = state.owing and not owed
    state.held.append(Held(text, owed))
    return [] if state.caller_speaks else state.say_held()


def _agreed(state: CallState, tool: str, *, ok: bool, asks: bool) -> None:
    """What the caller had to be asked about is done: its confirmation, one sentence, is heard to its end."""
    if asks:
        state.asked_by = tool
    elif ok and tool == state.asked_by:
        state.asked_by, state.owing = "", True


def _finished(state: CallState, outcome: ev.ThinkingOutcome, now: float) -> Effects:
    state.thinking = 0
    state.holding = False
    state.timers.clear("turn", "slow")
    if outcome != "done":
        return failed(state, phrases.SORRY_SLOW if outcome == "timeout" else phrases.SORRY_FAILED, now)
    state.failures = 0
    if not state.answered:
        return excused(state, phrases.NOT_CAUGHT)
    if state.nerves.due() and not state.beside:
        note = f"The caller has lost patience. {phrases.TOLD}{phrases.SORRY_UPSET}"
        return [*state.say(phrases.SORRY_UPSET), fx.Remember(note)]
    if offered := holding.offered(state):
        return offered
    state.wait_for_caller(now)
    return []
