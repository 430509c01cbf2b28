"""Whether a caller has lost patience: told by words of anger, or by cutting us off again and again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

CUTS = 3
WITHIN_S = 45.0

_ANGRY = re.compile(
    r"\b(?:ridiculous|unacceptable|outrageous|useless|hopeless|pathetic|a joke|fed up|sick of (?:this|you|it)"
    r"|waste of (?:my )?time|wasting my time|stupid (?:machine|computer|robot|thing|system|assistant|bot)"
    r"|you(?:'re| are) (?:so )?(?:stupid|dumb|useless|an idiot)"
    r"|this is (?:crazy|insane|nonsense|terrible|awful)"
    r"|(?:so|really|very|extremely|getting) (?:angry|annoyed|frustrated|frustrating|annoying|upset)"
    r"|i(?:'m| am) (?:angry|annoyed|frustrated|furious|upset)"
    r"|for god'?s sake|for the (?:third|fourth|fifth|hundredth|last) time|how many times"
    r"|(?:damn|bloody|fuck\w*|shit|crap|goddamn)"
    r"|(?:are you|you(?:'re| are) not) (?:even )?listening(?: to me)?)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Patience:
    """`offered`: a person was offered for it already; nobody is asked twice."""

    cuts: list[float] = field(default_factory=list)
    lost: bool = False
    offered: bool = False

    def cut_off(self, now: float) -> None:
        """The caller spoke into our answer, and meant it."""
        self.cuts = [at for at in self.cuts if now - at < WITHIN_S] + [now]
        self.lost = self.lost or len(self.cuts) >= CUTS

    def said(self, text: str) -> None:
        self.lost = self.lost or is_angry(text)

    def due(self) -> bool:
        """Once: a person is to be offered now."""
        if not self.lost or self.offered:
            return False
        self.offered = True
        return True


def is_angry(text: str) -> bool:
    return bool(_ANGRY.search(text.replace("’", "'")))
