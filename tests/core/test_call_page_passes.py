"""Passes of the page /call: each good for one call, soon, and never more than the line holds."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from convonet_ari.config import CallPage
from convonet_ari.web.passes import DIAL_WITHIN_S, YOUNG_S, Passes, Visit

pytestmark = pytest.mark.core


def passes(**limits: Any) -> Passes:
    return Passes(CallPage(enabled=True, did="+12025550100", sip_password=SecretStr("s"), **limits))


def issued(found: Passes, address: str = "192.0.2.1", now: float = 0) -> Visit:
    visit = found.issue(address, now)
    assert isinstance(visit, Visit)
    return visit


def test_a_pass_admits_one_call_and_no_second() -> None:
    found = passes()
    visit = issued(found)
    assert found.admit(visit.number, "17.1", 1)
    assert not found.admit(visit.number, "17.2", 2)
    assert visit.channel == "17.1"


def test_a_number_nobody_was_given_admits_nobody() -> None:
    assert not passes().admit("0" * 32, "17.1", 0)


def test_a_pass_is_good_for_half_a_minute() -> None:
    found = passes()
    visit = issued(found)
    assert not found.admit(visit.number, "17.1", DIAL_WITHIN_S + 1)


def test_the_line_is_busy_until_a_call_is_over() -> None:
    found = passes(calls_at_once=1)
    first = issued(found)
    found.admit(first.number, "17.1", 1)
    assert found.issue("192.0.2.9", 2) == "busy"
    found.keep({"17.1"}, YOUNG_S + 2)
    assert found.issue("192.0.2.9", YOUNG_S + 2) == "busy"
    found.keep(set(), YOUNG_S + 3)
    assert isinstance(found.issue("192.0.2.9", YOUNG_S + 3), Visit)


def test_a_call_the_database_does_not_show_yet_keeps_its_pass() -> None:
    found = passes(calls_at_once=1)
    found.admit(issued(found).number, "17.1", 1)
    found.keep(set(), 2)
    assert found.issue("192.0.2.9", 2) == "busy"


def test_a_pass_nobody_dialled_frees_the_line() -> None:
    found = passes(calls_at_once=1)
    issued(found)
    assert isinstance(found.issue("192.0.2.9", DIAL_WITHIN_S + 1), Visit)


def test_one_address_gets_so_many_calls_in_a_while_and_others_still_get_theirs() -> None:
    found = passes(calls_per_address=2, window_s=60)
    for _ in range(2):
        found.end(issued(found))
    assert found.issue("192.0.2.1", 1) == "too_many"
    found.end(issued(found, "192.0.2.2", 1))
    assert isinstance(found.issue("192.0.2.1", 61), Visit)


def test_all_together_get_so_many_calls_in_a_while() -> None:
    found = passes(calls_in_all=3)
    for number in range(3):
        found.end(issued(found, f"192.0.2.{number}"))
    assert found.issue("192.0.2.200", 1) == "too_many"


def test_captions_are_found_by_their_own_key_alone() -> None:
    found = passes()
    visit = issued(found)
    assert found.by_key(visit.key) is visit
    assert found.by_key(visit.number) is None


def test_a_visit_does_not_tell_its_secrets() -> None:
    visit = issued(passes())
    assert visit.number not in repr(visit)
    assert visit.key not in repr(visit)
