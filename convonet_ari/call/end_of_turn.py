"""How much silence ends the caller's turn: a rule per reason, each telling its figure or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from convonet_ari.call.turn_words import TURN_WORDS, TurnWords


class Expects(Enum):
    """What our last words ask for."""

    ANYTHING = auto()
    YES_OR_NO = auto()
    DIGITS = auto()
    SPELLING = auto()


@dataclass(frozen=True, slots=True)
class Silences:
    """Milliseconds: after a whole sentence, after words that may be one, and after those that want more."""

    sentence: int = 380
    unsure: int = 500
    incomplete: int = 1200


@dataclass(frozen=True, slots=True)
class Said:
    """What was recognised so far, and what it answers."""

    text: str
    expects: Expects = Expects.ANYTHING

    @property
    def words(self) -> list[str]:
        return re.findall(r"[\w':]+", self.text.lower().replace("’", "'"))


class Rule(Protocol):
    def silence(self, said: Said, silences: Silences) -> int | None:
        """The silence that ends this turn; None when the rule has nothing to say about it."""
        ...


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


class TrailsOff:
    """A recogniser that heard no end writes a comma, a dash or dots."""

    SIGNS = ("...", "…", ",", "-", "–", ":", "，", "、", "：")

    def silence(self, said: Said, silences: Silences) -> int | None:
        return silences.incomplete if said.text.rstrip().endswith(self.SIGNS) else None


class Dangles:
    """The last word asks for another; a question mark outweighs it ("What is it for?")."""

    ARTICLES = _set("a an the my your our his their its")
    PREPOSITIONS = _set("to for of at with from by about into than between during until near in on")
    CONJUNCTIONS = _set("and or but so because if when while which who as then")
    FILLERS = _set("um uh er erm hmm mm well like")
    OPENINGS = _set("i i'm i'd i'll is are was were")
    ALL = ARTICLES | PREPOSITIONS | CONJUNCTIONS | FILLERS | OPENINGS

    # Verbs that take such a word with them, so that nothing is missing behind it.
    WHOLE = re.compile(
        r"\b(?:log|sign|check|come|go|put|move|turn|carry|hold|hang|get|take) (?:in|on|to|by)\W*$"
    )

    def silence(self, said: Said, silences: Silences) -> int | None:
        words, text = said.words, said.text.rstrip()
        if not words or text.endswith("?") or words[-1] not in self.ALL or self.WHOLE.search(text.lower()):
            return None
        return silences.incomplete


class Announces:
    """A reminder is wished for, and of what is not said yet: it comes behind a breath."""

    REMINDER = re.compile(r"(?:please |(?:can|could|would) you (?:please )?)?remind me\b", re.IGNORECASE)
    OF_WHAT = re.compile(r"\b(?:to|of|about|that|when|for|it|again)\b", re.IGNORECASE)

    def silence(self, said: Said, silences: Silences) -> int | None:
        begun = self.REMINDER.match(said.text.strip())
        whole = begun is None or self.OF_WHAT.search(said.text, begun.end())
        return None if whole else silences.unsure


class Dictates:
    """Digits come in groups with long breaks between them; a number of full length is whole."""

    DIGITS = _set("zero oh one two three four five six seven eight nine double triple")
    TIME = re.compile(r"\b\d{1,2}:\d\d\W*$")
    GROUP = 3
    WHOLE = 10

    def silence(self, said: Said, silences: Silences) -> int | None:
        digits = self._last(said.words)
        enough = 1 if said.expects is Expects.DIGITS else self.GROUP
        if digits < enough or self.TIME.search(said.text):
            return None
        return silences.unsure if digits >= self.WHOLE else silences.incomplete

    def _last(self, words: Sequence[str]) -> int:
        """How many digits stand at the end, said one by one or in groups."""
        digits = 0
        for word in reversed(words):
            if word in self.DIGITS:
                digits += 1
            elif word.isdigit():
                digits += len(word)
            else:
                break
        return digits


class Spells:
    """Letters one by one ("S M I T"), or a first answer to "Could you spell that?"."""

    LETTERS = re.compile(r"(?:(?:\b[A-Za-z]\b|\bdouble [A-Za-z]\b)[\s.,-]*){2,}$")

    def silence(self, said: Said, silences: Silences) -> int | None:
        if not said.words:
            return None
        letters = self.LETTERS.search(said.text.strip())
        return silences.incomplete if letters or said.expects is Expects.SPELLING else None


class Answers:
    """Yes or no, which is all that was asked for."""

    WORDS = re.compile(
        r"(?:(?:yes|yeah|yep|yup|no|nope|nah|sure|okay|ok|right|correct|exactly|please|thank you|thanks"
        r"|of course|that's (?:right|correct|it|all)|not (?:now|really)|i do|i don't|go ahead"
        r"|mm-?hm+|uh-?huh)[\s,.!]*)+",
        re.IGNORECASE,
    )

    def silence(self, said: Said, silences: Silences) -> int | None:
        plain = said.text.strip().replace("’", "'").replace("‑", "-")
        answered = said.expects is Expects.YES_OR_NO and self.WORDS.fullmatch(plain)
        return silences.sentence if answered else None


class Complete:
    """Words that the recogniser ended with a full stop, enough of them for a sentence."""

    LEAST = 3
    ALONE = re.compile(
        r"(?:hello|hi|hey|goodbye|bye(?:-| )?bye|bye|thank you|thanks|no thank you|yes please|never ?mind"
        r"|help(?: me)?|stop|wait|repeat|cancel)[\s,.!?]*",
        re.IGNORECASE,
    )

    def silence(self, said: Said, silences: Silences) -> int | None:
        text = said.text.strip()
        ended = text.endswith((".", "!", "?")) and len(said.words) >= self.LEAST
        return silences.sentence if ended or self.ALONE.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class InWords:
    """What the rules after `TrailsOff` tell, by the words of another language than English."""

    words: TurnWords

    def silence(self, said: Said, silences: Silences) -> int | None:
        text, words = said.text.strip(), self.words
        if not text:
            return None
        if said.expects is Expects.YES_OR_NO and words.answers.fullmatch(text):
            return silences.sentence
        if said.expects is Expects.SPELLING or self._goes_on(text, said):
            return silences.incomplete
        return silences.sentence if self._whole(text, said) else None

    def _goes_on(self, text: str, said: Said) -> bool:
        if said.expects is Expects.DIGITS and text[-1].isdigit():
            return True
        asked = text.endswith(("?", "？"))
        return bool(self.words.digits.search(text) or (self.words.dangles.search(text) and not asked))

    def _whole(self, text: str, said: Said) -> bool:
        """Mandarin has no spaces between its words: there the signs are counted."""
        size = len(said.words) if " " in text else max(map(len, said.words), default=0)
        ended = text.endswith((".", "!", "?", "。", "！", "？")) and size >= self.words.whole
        return ended or self.words.alone.fullmatch(text) is not None


RULES: tuple[Rule, ...] = (TrailsOff(), Dangles(), Announces(), Dictates(), Spells(), Answers(), Complete())


FOREIGN: Mapping[str, tuple[Rule, ...]] = {
    language: (TrailsOff(), InWords(words)) for language, words in TURN_WORDS.items()
}


@dataclass(frozen=True, slots=True)
class EndOfTurn:
    """The rules in order: the first that has something to say decides; none of them, and it is `unsure`."""

    silences: Silences = Silences()
    rules: tuple[Rule, ...] = RULES

    def needed_silence(self, text: str, expects: Expects = Expects.ANYTHING, language: str = "en") -> int:
        said = Said(text, expects)
        answers = (rule.silence(said, self.silences) for rule in FOREIGN.get(language, self.rules))
        return next((ms for ms in answers if ms is not None), self.silences.unsure)


_DIGITS = re.compile(
    r"\b(?:number|digits?|code|pin|extension|date of birth|zip|phone|how many|what (?:time|date|day)|when)\b",
    re.IGNORECASE,
)
_SPELLING = re.compile(r"\bspell", re.IGNORECASE)
_YES_OR_NO = re.compile(
    r"^(?:(?:and|so|but|okay|all right)[, ]+)?(?:do|does|did|is|are|was|were|can|could|shall|should|would"
    r"|will|have|has|am|may|anything else)\b[^?]*\?$|,? (?:right|correct|okay)\?$",
    re.IGNORECASE,
)
_LAST_SENTENCE = re.compile(r"[^.!?]*[.!?]*\s*$")


def expects(asked: str, language: str = "en") -> Expects:
    """What the last sentence of our words asks for; a statement asks for nothing."""
    if words := TURN_WORDS.get(language):
        return _expects_in(words, asked)
    found = _LAST_SENTENCE.search(asked.strip())
    last = found[0].strip() if found else ""
    if _SPELLING.search(last):
        return Expects.SPELLING
    if not last.endswith("?") and not re.match(r"(?:please|tell|give|say)\b", last, re.IGNORECASE):
        return Expects.ANYTHING
    if _YES_OR_NO.search(last):
        return Expects.YES_OR_NO
    return Expects.DIGITS if _DIGITS.search(last) else Expects.ANYTHING


_LAST_FOREIGN = re.compile(r"[^.!?。！？¿]*[.!?。！？]*\s*$")


def _expects_in(words: TurnWords, asked: str) -> Expects:
    found = _LAST_FOREIGN.search(asked.strip())
    last = found[0].strip() if found else ""
    if words.spelling.search(last):
        return Expects.SPELLING
    if not last.endswith(("?", "？")):
        return Expects.ANYTHING
    if words.numbers.search(last):
        return Expects.DIGITS
    return Expects.ANYTHING if words.open.search(last) else Expects.YES_OR_NO
