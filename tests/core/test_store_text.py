"""Whatever the network says becomes text and JSON that PostgreSQL takes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.store.text import clean, only_digits, to_json

pytestmark = pytest.mark.core

ANY_TEXT = st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=30)


@given(ANY_TEXT)
def test_clean_text_has_neither_nul_nor_surrogates(text: str) -> None:
    assert b"\0" not in clean(text).encode("utf-8")


@given(st.dictionaries(ANY_TEXT, st.recursive(ANY_TEXT | st.floats(), st.lists, max_leaves=5), max_size=4))
def test_json_is_valid_whatever_the_text_in_it(data: dict[str, object]) -> None:
    text = to_json(data)
    json.loads(text, parse_constant=pytest.fail)
    assert b"\\u0000" not in text.encode("utf-8").replace(b"\\\\", b"")


def test_backslashes_survive_as_they_are() -> None:
    assert json.loads(to_json({"text": r"C:\u0000\new"})) == {"text": r"C:\u0000\new"}


def test_number_is_its_ascii_digits() -> None:
    assert only_digits("+1 (234) 400-7818") == "12344007818"
    assert only_digits("٤٨٢١ anonymous") == ""
