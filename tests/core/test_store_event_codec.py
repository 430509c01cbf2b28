"""Every event of a call survives the way to a row and back, except the digits."""

from __future__ import annotations

import dataclasses
import typing
from typing import Any

import pytest

from convonet_ari.call import events as ev
from convonet_ari.errors import StoreError
from convonet_ari.store.event_codec import decode, encode

pytestmark = pytest.mark.core

SAMPLES: dict[str, Any] = {
    "tuple[str, ...]": ("one", "two"),
    "str": "ça va",
    "int": 7,
    "int | None": None,
    "bool": True,
    "PinOutcome": "wrong",
    "ThinkingOutcome": "done",
}


def sample(kind: type[ev.Event]) -> ev.Event:
    return kind(**{field.name: SAMPLES[str(field.type)] for field in dataclasses.fields(kind)})


@pytest.mark.parametrize("kind", [k for k in typing.get_args(ev.Event) if k is not ev.DigitPressed])
def test_event_survives_storage(kind: type[ev.Event]) -> None:
    event = sample(kind)
    assert decode(*encode(event)) == event


@pytest.mark.parametrize("digit", list("0123456789ABCD"))
def test_digit_is_stored_as_a_dot(digit: str) -> None:
    assert encode(ev.DigitPressed(digit)) == ("DigitPressed", '{"digit":"•"}')


@pytest.mark.parametrize("key", ["#", "*"])
def test_closing_keys_are_stored_as_they_are(key: str) -> None:
    assert decode(*encode(ev.DigitPressed(key))) == ev.DigitPressed(key)


def test_field_of_a_newer_version_is_left_out() -> None:
    assert decode("SpeechRecognized", '{"text":"hi","dialect":"de"}') == ev.SpeechRecognized("hi")


@pytest.mark.parametrize(
    ("kind", "data"), [("Unheard", "{}"), ("SpeechRecognized", "{}"), ("SpeechRecognized", "[]")]
)
def test_row_nobody_can_read_is_a_store_error(kind: str, data: str) -> None:
    with pytest.raises(StoreError):
        decode(kind, data)
