"""RINGING and PIN: greet, collect four to six digits, three tries, then a person."""

from __future__ import annotations

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call import moves, phrases
from convonet_ari.call.state import CallState, Effects, Phase


def ringing(state: CallState, event: ev.Event, now: float) -> Effects:
    match event:
        case ev.CallArrived():
            return _arrived(state, event, now)
        case ev.CalledIn():
            return _called_in(state, event)
    return []


def _called_in(state: CallState, event: ev.CalledIn) -> Effects:
    """The person's caller has proved who they are; the queue's own recording goes on."""
    state.beside = state.verified = True
    state.name = event.name
    state.speak(event.language)
    note = f"A person who talks with {event.name} has called you in: you hear both, and both hear you."
    before = f" Earlier in this call: {event.about}" if event.about else ""
    return [fx.Answer(), *moves.to_conversation(state, phrases.BESIDE), fx.Remember(f"{note}{before}")]


def _arrived(state: CallState, event: ev.CallArrived, now: float) -> Effects:
    state.organisation, state.recorded = event.organisation, event.recorded
    state.goodbye_without_pin = event.goodbye_without_pin or event.by_us
    state.by_us = event.by_us
    state.languages, state.detects = event.languages, event.detects
    state.speak(event.language)
    if not event.organisation:
        return [
            fx.Answer(),
            *moves.to_person(state, phrases.TO_PERSON, "number without an organisation", now),
        ]
    words = greeting(event)
    if event.locked:
        state.phase = Phase.PIN
        return [
            fx.Answer(),
            *state.say(words),
            *_locked(state, "PIN entry locked", now),
        ]
    return [fx.Answer(), *moves.to_pin(state, words, phrases.PIN_PROMPT)]


def greeting(event: ev.Event) -> str:
    """The first words to whoever arrives; empty where there are none of the organisation's own."""
    if not isinstance(event, ev.CallArrived) or not event.organisation:
        return ""
    greet = phrases.calling if event.by_us else phrases.greeting
    return greet(event.organisation, event.recorded, event.language)


def entering(state: CallState, event: ev.Event, now: float) -> Effects:
    match event:
        case ev.DigitPressed(digit) if not state.checking and not state.closing:
            return _key(state, digit, now)
        case ev.RemindersFound() if state.checking:
            state.reminders = event
        case ev.PinChecked(attempt, outcome, name) if attempt == state.attempt and state.checking:
            state.checking = False
            state.speak(event.language or state.language)
            state.own_language = state.language
            state.foreign = event.foreign
            return _verdict(state, outcome, name, now)
    return []


def played(state: CallState, now: float) -> Effects:
    """Everything was said: the caller has the time for the first digit from here."""
    if not state.digits and not state.checking and not state.speeches.unheard:
        state.timers.set("digit", now + state.policy.first_digit)
    return []


def digit_timeout(state: CallState, now: float) -> Effects:
    if state.digits:
        return _submit(state, now)
    if state.by_us:
        # Nobody who could know the PIN: an answering machine, for one.
        return moves.to_goodbye(state, phrases.CALL_AGAIN, now)
    if state.silent_prompts >= state.policy.silent_prompts:
        return moves.to_goodbye(state, phrases.GOODBYE_SILENT, now)
    state.silent_prompts += 1
    return state.say(phrases.PIN_SILENT)


def _key(state: CallState, digit: str, now: float) -> Effects:
    if digit in ev.FOREIGN_TONES or (digit == "#" and not state.digits):
        # A hash closes an entry whose last digit was judged already.
        return []
    effects = state.drop_speech()
    state.silent_prompts = 0
    if digit == "*" and not state.digits:
        return effects + _to_person(state, phrases.TO_PERSON, "asked for a person instead of a PIN", now)
    if digit == "*":
        state.digits = ""
        state.timers.clear("digit")
        return effects + state.say(phrases.PIN_PROMPT)
    if digit == "#":
        return effects + _submit(state, now)
    state.digits += digit
    if len(state.digits) >= state.policy.pin_max:
        return effects + _submit(state, now)
    state.timers.set("digit", now + state.policy.next_digit)
    return effects


def _submit(state: CallState, now: float) -> Effects:
    digits, state.digits = state.digits, ""
    state.timers.clear("digit")
    if len(digits) < state.policy.pin_min:
        return _wrong(state, phrases.PIN_SHORT, now)
    state.attempt += 1
    state.checking = True
    return [fx.CheckPin(state.attempt, digits)]


def _verdict(state: CallState, outcome: ev.PinOutcome, name: str, now: float) -> Effects:
    match outcome:
        case "accepted":
            state.verified, state.name, state.wrong = True, name, 0
            unmute: Effects = [fx.UnmuteRecording()] if state.recorded else []
            return [*unmute, *_welcome(state)]
        case "wrong":
            return _wrong(state, phrases.PIN_AGAIN, now)
        case "locked":
            return _locked(state, "too many wrong PINs", now)
        case "unavailable":
            return _to_person(state, phrases.SORRY_STORE, "PIN could not be checked", now)


def _welcome(state: CallState) -> Effects:
    first = (phrases.ENGLISH_ONLY,) if state.foreign else ()
    if state.reminders is None:
        return moves.to_conversation(state, *first, phrases.welcome(state.name, state.language))
    words = phrases.reminded(state.reminders.titles, state.language)
    thanks = phrases.thanks(state.name, state.language)
    effects = moves.to_conversation(state, *first, thanks, words, phrases.more_help())
    state.reminding = next(say.id for say in state.speeches.unheard if say.text == words)
    return effects


def _wrong(state: CallState, words: str, now: float) -> Effects:
    state.wrong += 1
    if state.wrong < state.policy.pin_tries:
        return state.say(words)
    if state.goodbye_without_pin:
        return moves.to_goodbye(state, phrases.PIN_GOODBYE, now)
    return _to_person(state, phrases.PIN_FAILED, "PIN not verified", now)


def _locked(state: CallState, reason: str, now: float) -> Effects:
    """Whom we called has asked for nobody."""
    if state.by_us:
        return moves.to_goodbye(state, phrases.CALL_AGAIN, now)
    return _to_person(state, phrases.PIN_LOCKED, reason, now)


def _to_person(state: CallState, words: str, reason: str, now: float) -> Effects:
    state.wrong = 0
    return moves.to_person(state, words, reason, now)
