"""The languages in which a call can be held, and our own words in each of them."""

from __future__ import annotations

from collections.abc import Mapping

from convonet_ari.call.words_es import SPANISH
from convonet_ari.call.words_zh import MANDARIN

ENGLISH = "en"
WORDS: Mapping[str, Mapping[str, str]] = {"es": SPANISH, "zh": MANDARIN}
NAMES: Mapping[str, str] = {ENGLISH: "English", "es": "Spanish", "zh": "Mandarin Chinese"}
ALSO: Mapping[str, str] = {"cmn": "zh"}


def ours(tag: str) -> str:
    """The language of a tag such as `es-MX`; empty when we have no words in it."""
    return code if (code := code_of(tag)) in NAMES else ""


def code_of(tag: str) -> str:
    """The language alone: `es` for `es-MX`."""
    code = tag.lower().replace("_", "-").partition("-")[0]
    return ALSO.get(code, code)


def told(text: str, language: str) -> str:
    """Our words in this language; any others stay as they are."""
    return WORDS.get(language, {}).get(text, text)
