"""A call's events as rows and back: the kind is the class, the data its fields, and no digit of a PIN."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, get_args

from convonet_ari.call import events as ev
from convonet_ari.errors import StoreError
from convonet_ari.store.text import from_json, to_json

KINDS: Mapping[str, type[ev.Event]] = {kind.__name__: kind for kind in get_args(ev.Event)}
FIELDS = {name: tuple(field.name for field in dataclasses.fields(kind)) for name, kind in KINDS.items()}
MASK = "•"


def encode(event: ev.Event) -> tuple[str, str]:
    """The event's kind and its data as JSON; a digit is masked, `#` and `*` stay."""
    kind = type(event).__name__
    data = {name: getattr(event, name) for name in FIELDS[kind]}
    if isinstance(event, ev.DigitPressed) and event.digit not in ("#", "*"):
        data["digit"] = MASK
    return kind, to_json(data)


def decode(kind: str, data: str) -> ev.Event:
    """The event of a row; fields of a newer version are left out. Raises StoreError for an unknown one."""
    known = KINDS.get(kind)
    if known is None:
        raise StoreError(f"unknown kind of event {kind!r}")
    names = FIELDS[kind]
    try:
        return known(**{name: _field(value) for name, value in from_json(data).items() if name in names})
    except TypeError as error:
        raise StoreError(f"event {kind!r} lacks a field") from error


def _field(value: Any) -> Any:
    """JSON knows lists only."""
    return tuple(value) if isinstance(value, list) else value
