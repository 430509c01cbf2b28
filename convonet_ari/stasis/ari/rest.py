"""What the generated resources stand on: the one request method they need, paths and typed answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

from pydantic import TypeAdapter, ValidationError

from convonet_ari.errors import ProtocolError

T = TypeVar("T")
Value = str | int | float | bool | Sequence[str] | None
Query = Mapping[str, Value]
Container = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Rest(Protocol):
    """Carries one request to Asterisk and returns the body of its answer, "" when there is none."""

    async def call(self, method: str, uri: str, query: Query | None = None, body: Any = None) -> str:
        """Raises AriError (refused), AriTimeout or AriLost (outcome unknown)."""
        ...


class Resource:
    """Base of each generated resource, such as `ari.channels`."""

    __slots__ = ("_rest",)

    def __init__(self, rest: Rest) -> None:
        self._rest = rest


def segment(value: str) -> str:
    """One path segment; names of channels and applications contain slashes."""
    return quote(value, safe="")


def read(adapter: TypeAdapter[T], body: str) -> T:
    """The typed answer. Raises ProtocolError when it is not what Asterisk's description promises."""
    try:
        return adapter.validate_json(body)
    except ValidationError as error:
        raise ProtocolError(f"ARI answered with an unexpected body: {problem(error)}") from None


def problem(error: ValidationError) -> str:
    """Where and how the first value was wrong, without the value itself."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['type']}"
