"""Which language the caller speaks: told by whole sentences alone, decided late and seldom."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from convonet_ari.call.languages import ENGLISH, code_of

# Fewer words may be a name, or a yes in anybody's language.
WHOLE = 4
# So many of its words give a language away; fewer where the recogniser says the same.
MARKS, MARKS_TOLD = 3, 2
# Who changes more often than this is two people, or a recogniser that guesses.
CHANGES = 2


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that hold sentences together, and that no other of these languages has.
GIVEN_AWAY: Mapping[str, frozenset[str]] = {
    ENGLISH: _set(
        "the an and of to is are was what which who when where how my your our i you we it this that these"
        " for with from have has do does did can could would will please want need tell give make show let's"
        " remind about at on in me by if not be been out up day days next last after before"
        " i'd i'm don't there any all today tomorrow call hello thanks thank"
    ),
    "es": _set(
        "el la los las un una unos unas de del que qué y en por para con mi mis tu su sus es está están son"
        " soy quiero quisiera necesito tengo tiene tienes puedo puede podría hay cuál cuáles cuándo cómo"
        " dónde quién hola buenos buenas días tardes gracias favor mañana hoy ayer llamar llame tarea"
        " tareas usted esta este eso esa como pero más muy también sí"
    ),
}
HAN = re.compile(r"[\u3400-\u9fff]")


def spoken(text: str, told: str = "") -> str:
    """The language of a whole sentence; empty when it is too short, or its words tell two, or none.

    `told` is what the recogniser took it for, as a tag: it must not say otherwise.
    """
    found = _by_script(text) or _by_words(text, MARKS_TOLD if told else MARKS)
    return found if not told or code_of(told) == found else ""


@dataclass(slots=True)
class Tongue:
    """One call's. One sentence decides until it is `settled`, then two in a row; it changes twice at most."""

    settled: bool = False
    changes: int = 0
    _other: str = ""

    def heard(self, text: str, told: str, current: str, known: Collection[str]) -> str:
        """In which of the `known` languages the call goes on; the current one without a good reason."""
        found = spoken(text, told)
        if not found or found not in known:
            return current
        if found == current:
            self.settled, self._other = True, ""
            return current
        again, self._other = found == self._other, found
        if self.changes >= CHANGES or (self.settled and not again):
            return current
        self.chosen()
        return found

    def chosen(self) -> None:
        """The call has another language now."""
        self.settled, self._other = True, ""
        self.changes += 1


def _by_script(text: str) -> str:
    """Chinese signs, also with a name in Latin letters among them."""
    return "zh" if len(HAN.findall(text)) >= WHOLE else ""


def _by_words(text: str, least: int) -> str:
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.lower().replace("’", "'"))
    if len(words) < WHOLE or HAN.search(text):
        return ""
    marks = {language: sum(word in given for word in words) for language, given in GIVEN_AWAY.items()}
    best, other = sorted(marks, key=lambda language: -marks[language])[:2]
    return best if marks[best] >= least and marks[best] > 2 * marks[other] else ""
