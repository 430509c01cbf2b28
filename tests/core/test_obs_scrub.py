"""What may be seen of callers in logs and traces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.obs.scrub import REMOVED, mask, scrub, scrub_text

pytestmark = pytest.mark.core


@pytest.mark.parametrize(
    "key",
    ["pin", "PIN", "digits", "digit", "dtmf", "api_key", "ami_secret", "Authorization", "dsn"],
)
@pytest.mark.parametrize("personal", [True, False])
def test_secrets_are_never_shown(key: str, personal: bool) -> None:
    assert scrub({key: "123456"}, personal) == {key: REMOVED}
    assert scrub({"inner": [{key: 123456}]}, personal) == {"inner": [{key: REMOVED}]}


def test_personal_fields_are_masked_unless_wanted() -> None:
    fields = {"number": "+12344007818", "text": "call my wife", "turn": 3, "name": "Ada", "caller": None}
    assert scrub(fields) == {
        "number": "…18",
        "text": "[12 characters]",
        "turn": 3,
        "name": "[3 characters]",
        "caller": None,
    }
    assert scrub(fields, personal=True) == fields


def test_a_count_called_number_is_nobodys_number() -> None:
    assert scrub({"number": 2, "heard": True}) == {"number": 2, "heard": True}
    assert scrub({"number": 12344007818}) == {"number": "…18"}


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("no answer from +12344007818", "no answer from …18"),
        ("mail to ada@example.com failed", "mail to [15 characters] failed"),
        ("postgresql://app:hunter2@db/x refused", f"postgresql://{REMOVED}@db/x refused"),
        ("bad key sk-abcdefgh12345678", f"bad key {REMOVED}"),
        ("channel 1763779200.12 at 127.0.0.1:54321", "channel 1763779200.12 at 127.0.0.1:54321"),
        ("550e8400-e29b-41d4-a716-446655440000", "550e8400-e29b-41d4-a716-446655440000"),
    ],
)
def test_free_text_loses_numbers_and_keys_but_no_ids(text: str, clean: str) -> None:
    assert scrub_text(text) == clean


def test_keys_are_removed_even_where_personal_data_is_wanted() -> None:
    assert "hunter2" not in scrub_text("redis://u:hunter2@h +12344007818", personal=True)
    assert "+12344007818" in scrub_text("redis://u:hunter2@h +12344007818", personal=True)


@given(st.from_regex(r"\+?[0-9]{7,15}", fullmatch=True))
def test_no_telephone_number_survives(number: str) -> None:
    assert number not in scrub_text(f"call {number} now")
    assert number not in mask(number)
