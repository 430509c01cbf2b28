"""Numbers as people say them: "three", "third", "twenty third", "23rd"."""

from __future__ import annotations

import re

# fmt: off
_SMALL = (
    "zero", "one", "two", "three", "four",
    "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_ORDINAL = (
    "zeroth", "first", "second", "third", "fourth",
    "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth",
    "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
)
# fmt: on
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_TENS_ORDINAL = {"twentieth": 20, "thirtieth": 30}

WORDS: dict[str, int] = {
    **{word: n for n, word in enumerate(_SMALL)},
    **{word: n for n, word in enumerate(_ORDINAL)},
    **_TENS,
    **_TENS_ORDINAL,
    "a": 1,
    "an": 1,
    "a couple of": 2,
}

_UNITS = "|".join([*_SMALL[1:10], *_ORDINAL[1:10]])
_PLAIN = "|".join(sorted([*_SMALL, *_ORDINAL, *_TENS, *_TENS_ORDINAL], key=len, reverse=True))
NUMBER = rf"(?:\d+|a couple of|(?:{'|'.join(_TENS)})[ -](?:{_UNITS})|{_PLAIN}|an?)"
ORDINAL = rf"(?:\d{{1,2}}\s?(?:st|nd|rd|th)?|(?:{'|'.join(_TENS)})[ -](?:{_UNITS})|{_PLAIN})"


def number(text: str) -> int:
    """The value of what NUMBER or ORDINAL matched."""
    if digits := re.match(r"\d+", text):
        return int(digits[0])
    if text in WORDS:
        return WORDS[text]
    return sum(WORDS[part] for part in re.split(r"[ -]", text))


def ordinal(n: int) -> str:
    """1 is "1st"."""
    suffix = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"
