"""The one place that decides which fields hold personal data or secrets, for logs and traces alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

REMOVED = "[removed]"
# Never shown, whatever the configuration says.
SECRET = re.compile(
    r"(?:.*_)?(?:pins?|digits?|dtmf|passwords?|secrets?|tokens?|api_?key|authorization|cookies?|dsn)",
    re.I,
)
# Shown masked unless `logging.personal_data` is on: who calls, and what is said.
PERSONAL = re.compile(
    r"number|phone|email|name|caller(?:_id|_name|_number)?|user_name|text|said|heard|words|sentence|utterance"
    r"|transcript|summary|title|topic|arguments|args|result|prompt|answer",
    re.I,
)
# Neither UUIDs nor Asterisk's unique ids (1763779200.12) nor addresses.
_NUMBER = re.compile(r"(?<![\w.:-])\+?\d{7,15}(?![\w:-]|\.\d)")
_DIGITS = re.compile(r"\d(?:[ -]?\d){3,}")
_MAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]*\w")
_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+@")
_KEY = re.compile(r"\b(?:sk|pk|Bearer)[- _][\w.-]{8,}")


def scrub(fields: Mapping[str, Any], personal: bool = False) -> dict[str, Any]:
    """A copy without secrets; personal fields masked unless `personal`."""
    return {key: _field(key, value, personal) for key, value in fields.items()}


def scrub_text(text: str, personal: bool = False) -> str:
    """Free text without keys and passwords; without telephone numbers and addresses unless `personal`."""
    text = _KEY.sub(REMOVED, _CREDENTIALS.sub(f"{REMOVED}@", text))
    if personal:
        return text
    return _MAIL.sub(lambda m: mask(m[0]), _NUMBER.sub(lambda m: mask(m[0]), text))


def without_digits(text: str) -> str:
    """Free text without any number that might be a PIN somebody spoke or typed."""
    return _DIGITS.sub("…", text)


def mask(value: object) -> str:
    """How much there was, and of a number its last two digits, so that lines can be told apart."""
    text = str(value)
    if re.fullmatch(r"\+?\d{5,}", text):
        return f"…{text[-2:]}"
    return f"[{len(text)} characters]" if text else ""


def _field(key: str, value: Any, personal: bool) -> Any:
    if SECRET.fullmatch(key):
        return REMOVED if value not in (None, "") else value
    if PERSONAL.fullmatch(key) and not personal and not _harmless(value):
        return mask(value)
    return _value(value, personal)


def _harmless(value: Any) -> bool:
    """A flag, a count, an absence: nobody's name or number."""
    return value is None or (isinstance(value, int | float) and abs(value) < 10_000)


def _value(value: Any, personal: bool) -> Any:
    if isinstance(value, str):
        return scrub_text(value, personal)
    if isinstance(value, Mapping):
        return scrub({str(k): v for k, v in value.items()}, personal)
    if isinstance(value, list | tuple | set | frozenset):
        return [_value(item, personal) for item in value]
    return value
