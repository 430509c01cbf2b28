"""Text from the network made fit for PostgreSQL, which knows neither NUL nor half a surrogate pair."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

ASCII_DIGITS = frozenset("0123456789")


def clean(text: str) -> str:
    """The text without what PostgreSQL refuses; nearly always the very same object."""
    if text.isascii():
        return text.replace("\0", "")
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def only_digits(number: str) -> str:
    """A telephone number as its digits, so that `+1 (234)` and `1234` are the same."""
    return "".join(character for character in number if character in ASCII_DIGITS)


def column(values: Iterable[object]) -> list[str | None]:
    """Values for a `$1::text[]::int[]`.

    Of other arrays asyncpg asks the catalogue what they are, on every connection anew: up to 50 ms in a call.
    """
    return [None if value is None else str(value) for value in values]


def to_json(data: Mapping[str, Any]) -> str:
    """JSON that jsonb takes; what has no form in JSON is written as its text."""
    return json.dumps(_fit(data), ensure_ascii=False, separators=(",", ":"), default=str)


def from_json(text: str) -> dict[str, Any]:
    """The object of a jsonb column; anything else is an empty one."""
    value = json.loads(text)
    return value if isinstance(value, dict) else {}


def _fit(value: Any) -> Any:
    match value:
        case str():
            return clean(value)
        case Mapping():
            return {clean(str(key)): _fit(item) for key, item in value.items()}
        case list() | tuple():
            return [_fit(item) for item in value]
        case float() if value != value or value in (float("inf"), float("-inf")):
            return None
    return value
