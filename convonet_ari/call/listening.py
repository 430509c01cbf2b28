"""Words that are no turn when they are said into a story: signs that somebody listens."""

from __future__ import annotations

import re

from convonet_ari.call.turn_words import TURN_WORDS

SOUND = r"m++-?h++m++|mm++|h++m++|uh-?huh|a++h++|oh|u++h++|u++m++|e++r++"
ASSENT = (
    r"yes|yeah|yep|yup|ya|ok|okay|right|all right|alright|sure|i see|got it|go on|good|great|fine|cool"
    r"|nice|perfect|exactly|of course|really|wow|indeed"
)
SOUNDS = re.compile(rf"(?:(?:{SOUND})[\s,.!]*)+", re.IGNORECASE)
ASSENTS = re.compile(rf"(?:(?:{SOUND}|{ASSENT})[\s,.!]*){{1,4}}", re.IGNORECASE)


def is_listening(text: str) -> bool:
    """A sound that tells no more than that somebody listens or thinks ("Mm-hm.")."""
    return SOUNDS.fullmatch(_plain(text)) is not None


def is_assent(text: str, language: str = "en") -> bool:
    """A few words that take no turn while a story is told ("Okay, yes.")."""
    words = TURN_WORDS.get(language)
    assents = words.assent if words else ASSENTS
    plain = _plain(text)
    return bool(plain) and any(one.fullmatch(plain) for one in (assents, SOUNDS))


def _plain(text: str) -> str:
    return text.replace("‑", "-").strip()
