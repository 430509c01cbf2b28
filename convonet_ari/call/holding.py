"""In which language a call is held: asked for by name, followed by ear, and kept for the user who agrees."""

from __future__ import annotations

from convonet_ari.call import effects as fx
from convonet_ari.call import phrases
from convonet_ari.call.languages import ENGLISH, NAMES, told
from convonet_ari.call.state import CallState, Effects, Keeping
from convonet_ari.call.tongue_asked import agreed, asked

QUESTIONS = ("?", "？")


def answered(state: CallState, text: str) -> Effects:
    """The yes or no to our question whether to keep the language; empty for any other words."""
    if not _answers(state, text):
        return []
    state.keeping = Keeping.OVER
    return _kept(state, yes=bool(agreed(text)))


def asked_for(state: CallState, text: str) -> Effects:
    """Words that ask for a language; empty for any others."""
    if state.keeping is Keeping.ASKED:
        state.keeping = Keeping.OVER
    wanted = asked(text, state.language)
    return _wanted(state, wanted) if wanted else []


def is_about_it(state: CallState, text: str) -> bool:
    """Whether one of these two would answer the words."""
    return _answers(state, text) or bool(asked(text, state.language))


def followed(state: CallState, text: str, taken_for: str) -> Effects:
    """A sentence for the agent: go on in its language, when that is certain and one of ours."""
    tongue = state.tongue
    if not state.detects or state.beside:
        return []
    settled = tongue.settled
    language = tongue.heard(text, taken_for, state.language, state.languages)
    if language != state.language:
        state.speak(language)
        state.keeping = _due(state)
    elif settled or not tongue.settled:
        return []
    return [fx.Speak(language)]


def offered(state: CallState) -> Effects:
    """After an answer that asks nothing itself."""
    last = state.held[-1].text if state.held else "".join(state.speeches.told[-1:])
    if state.keeping is not Keeping.DUE or last.endswith(QUESTIONS) or state.caller_speaks:
        return []
    state.keeping = Keeping.ASKED
    return state.say(phrases.ALWAYS)


def _wanted(state: CallState, wanted: str) -> Effects:
    effects = [*state.settle(), *state.drop_speech()]
    if wanted != ENGLISH and wanted not in state.languages:
        several = len(state.languages) > 1
        return effects + state.say(phrases.NOT_SPOKEN if several else phrases.ENGLISH_ONLY)
    if wanted != state.language:
        state.speak(wanted)
        state.tongue.chosen()
        state.keeping = _due(state)
        note = f"The caller wants to speak {NAMES[wanted]} from now on, and was told that you do."
        effects += [fx.Speak(wanted), fx.Remember(note)]
    words = [phrases.LET_US]
    if state.keeping is Keeping.DUE:
        state.keeping = Keeping.ASKED
        words.append(phrases.ALWAYS)
    return effects + state.say(*words)


def _kept(state: CallState, *, yes: bool) -> Effects:
    effects = [*state.settle(), *state.drop_speech()]
    if not yes:
        return effects + state.say(phrases.ONLY_NOW)
    state.own_language = state.language
    return [*effects, fx.KeepLanguage(state.language), *state.say(phrases.KEPT)]


def _due(state: CallState) -> Keeping:
    """Asked once in a call, and only for another language than the one that is stored."""
    if state.keeping in (Keeping.ASKED, Keeping.OVER):
        return Keeping.OVER
    known = state.verified and not state.beside
    return Keeping.DUE if known and state.language != state.own_language else Keeping.NOT


def _answers(state: CallState, text: str) -> bool:
    """The question was heard, or is being said, and this is a yes or a no."""
    unheard = state.speeches.unheard
    reached = not unheard or unheard[0].text == told(phrases.ALWAYS, state.language)
    return state.keeping is Keeping.ASKED and reached and agreed(text) is not None
