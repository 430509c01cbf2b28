"""What callers hear of departments: who is there, how long it takes, and what is closed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from convonet_ari.errors import ToolError
from convonet_ari.ids import row_id
from convonet_ari.store.departments import Department
from convonet_ari.tools.departments import _availability, _strengths, choose, open_one, standing
from convonet_ari.tools.transfer import UNKNOWN, Line

pytestmark = pytest.mark.core

SUPPORT = Department(row_id(), "support", "2000", "Support", True, 0, 3, None, expected_s=170)
SALES = Department(row_id(), "sales", "2001", "Sales", False, 2, 0, None, expected_s=0)


def test_a_wait_is_told_in_minutes() -> None:
    told = " ".join(_availability([SUPPORT, SALES]))
    assert told == (
        "Somebody is free in Sales. Nobody is free in Support right now. In Support it takes about 3 minutes."
    )


def test_a_callers_standing_is_what_the_desk_saw_last() -> None:
    assert standing(SUPPORT) == Line(4, 170)
    assert standing(SALES) == Line(0, 0)
    assert standing(replace(SALES, available=1, waiting=1)) == Line(2, 0)
    assert standing(replace(SALES, available=None)) == UNKNOWN


def test_a_closed_department_is_told_as_closed_and_not_as_busy() -> None:
    told = " ".join(_availability([replace(SUPPORT, is_open=False), SALES]))
    assert told == "Somebody is free in Sales. Closed now: Support."


def test_a_closed_departments_calls_go_to_the_one_that_takes_over() -> None:
    closed = replace(SUPPORT, is_open=False, fallback_id=SALES.id)
    assert open_one(closed, [closed, SALES]) is SALES
    assert open_one(SALES, [closed, SALES]) is SALES


def test_a_closed_department_without_one_offers_a_call_back() -> None:
    closed = replace(SUPPORT, is_open=False)
    with pytest.raises(ToolError, match="closed now"):
        open_one(closed, [closed, SALES])


def test_whoever_names_nobody_gets_people_of_their_language() -> None:
    english = replace(SUPPORT, languages=("en",))
    spanish = replace(SALES, languages=("es", "en"))
    assert choose(None, [english, spanish], "es-MX") is spanish
    assert choose("a person", [english, spanish], "en") is english
    assert choose(None, [english, spanish], "de") is english
    assert choose(None, [english, replace(spanish, is_open=False)], "es") is english


def test_whoever_names_a_department_gets_that_one() -> None:
    english = replace(SUPPORT, languages=("en",))
    assert choose("support", [english, SALES], "es") is english


def test_a_department_is_found_by_what_it_helps_with() -> None:
    knows = replace(SALES, skills=("prices", "offers"))
    assert choose("prices", [SUPPORT, knows]) is knows
    both = replace(SUPPORT, skills=("prices",), languages=("en",))
    assert choose("prices", [both, knows], "es") is knows
    with pytest.raises(ToolError, match="no department called the moon"):
        choose("the moon", [SUPPORT, knows])


def test_skills_and_languages_are_told() -> None:
    found = [replace(SUPPORT, languages=("en",)), replace(SALES, skills=("prices", "offers"))]
    assert _strengths(found, "es-MX") == [
        "Sales helps with prices and offers.",
        "Nobody speaks your language in Support.",
    ]


def test_the_people_at_the_door_are_the_default_department_unless_one_is_called_so() -> None:
    assert choose("customer service", [SALES, SUPPORT]) is SUPPORT
    reception = replace(SALES, name="reception", spoken="Reception")
    assert choose("reception", [SUPPORT, reception]) is reception
    with pytest.raises(ToolError, match="no department called accounts"):
        choose("accounts", [SALES, SUPPORT])
