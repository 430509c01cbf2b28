"""Rules that put one wording for another, in their order."""

from __future__ import annotations

import re

Rules = tuple[tuple[str, str], ...]
Compiled = tuple[tuple[re.Pattern[str], str], ...]


def compiled(*groups: Rules) -> Compiled:
    return tuple((re.compile(pattern, re.I), plain) for rules in groups for pattern, plain in rules)


def put(rules: Compiled, text: str) -> str:
    """In the order of the rules; what one puts plainly the next may build on."""
    for pattern, plain in rules:
        text = pattern.sub(plain, text)
    return " ".join(text.split())
