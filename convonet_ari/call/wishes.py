"""What a caller asks of the conversation itself, told by words alone: again, slower, stop, start over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, auto

from convonet_ari.call.turn_words import TURN_WORDS


class Wish(Enum):
    REPEAT = auto()
    SLOWER = auto()
    STOP = auto()
    START_OVER = auto()


_ASKING = r"please|sorry|i'm sorry|excuse me|(?:could|can|would|will) you"
_POLITE = rf"(?:(?:{_ASKING}|hey|no|oh|um|uh|okay|well)[\s,.!?]*)*"
_END = r"(?:[\s,.!?]*(?:please|for me|thank you|thanks|(?:would|will|could|can) you))*[\s,.!?]*"
_IT = r"(?: (?:that|it|this|yourself))?"
_AGAIN = r"(?: (?:again|once more|one more time))"
_BIT = r"(?: a (?:bit|little))?"
_WHILE = r"(?:minute|moment|second|sec)"

SAID: Mapping[Wish, tuple[str, ...]] = {
    Wish.REPEAT: (
        rf"(?:say|tell me){_IT}{_AGAIN}",
        rf"repeat{_IT}{_AGAIN}?",
        rf"(?:give me|read|tell me) (?:that|it){_AGAIN}",
        r"repeat what you (?:just )?said",
        r"one more time|once more|come again|pardon(?: me)?|(?:i )?beg your pardon",
        r"what did you (?:just )?say|(?:what|how) was that(?: again| once more)?",
        r"i (?:did(?:n't| not)|could(?:n't| not)) (?:quite |really )?(?:hear|catch|get|understand)"
        r"(?: (?:that|you|it|what you(?: just)? said))?",
    ),
    Wish.SLOWER: (
        rf"(?:(?:speak|talk|go|read it|(?:say|repeat|tell me){_IT}{_AGAIN}?)(?: but)?{_BIT}(?: more)? "
        r"|(?:a (?:bit|little) )?(?:more )?)(?:slower|slowly)",
        rf"(?:more )?slow(?: it)?(?: down)?{_BIT}",
        r"not (?:so|that|too) (?:fast|quick(?:ly)?)",
        r"(?:(?:you(?:'re| are)|that was|that's) )?(?:talking |speaking |going )?(?:a bit |a little |much "
        r"|way "
        r"|far )?too (?:fast|quick(?:ly)?)(?: for me)?",
    ),
    Wish.START_OVER: (
        r"(?:(?:let's|let us|can we|could we|i want to|i'd like to) )?"
        r"(?:(?:start|begin)(?:(?: all)? (?:over(?: again)?|again|anew|afresh)"
        r"| from (?:the )?(?:start|beginning|scratch|top))+|go back to the (?:start|beginning))",
        r"forget (?:about )?(?:all (?:of )?(?:that|this)|everything i(?:'ve)? (?:just )?said)",
    ),
    Wish.STOP: (
        rf"(?:(?:(?:stop|wait|hold on|hang on)(?: (?:it|that|now|talking|a {_WHILE}))?"
        rf"|be quiet|quiet|shut up|enough|that's enough"
        rf"|(?:(?:just|give me) )*(?:a|one) {_WHILE})[\s,.!]*){{1,3}}",
    ),
}
_PATTERNS = tuple(
    (wish, re.compile(f"(?:{_POLITE}(?:{'|'.join(said)}){_END}){{1,2}}", re.IGNORECASE))
    for wish, said in SAID.items()
)


_FOREIGN = {
    language: (
        (Wish.REPEAT, words.repeat),
        (Wish.SLOWER, words.slower),
        (Wish.START_OVER, words.start_over),
        (Wish.STOP, words.stop),
    )
    for language, words in TURN_WORDS.items()
}


def wish(text: str, language: str = "en") -> Wish | None:
    """The wish that is all of `text`; a sentence that holds more is the agent's to understand."""
    plain = text.replace("’", "'").strip()
    patterns = _FOREIGN.get(language, _PATTERNS)
    return next((found for found, pattern in patterns if pattern.fullmatch(plain)), None)
