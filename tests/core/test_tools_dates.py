"""Days and times in callers' words, on a Sunday morning."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.tools import dates
from convonet_ari.tools.dates import When
from convonet_ari.tools.moving import new_moment
from convonet_ari.tools.times import stretch

pytestmark = pytest.mark.core

NOW = datetime(2026, 11, 22, 10, 0)


def november(day: int, at: time | None = None) -> When:
    return When(date(2026, 11, day), at)


def december(day: int) -> When:
    return When(date(2026, 12, day))


MEANT: dict[str, When | None] = {
    "tomorrow": november(23),
    "Tomorrow.": november(23),
    "today": november(22),
    "tonight": november(22),
    "tonight at 8": november(22, time(20)),
    "this evening": november(22),
    "the day after tomorrow": november(24),
    "on Friday": november(27),
    "Sunday": november(29),
    "this Sunday": november(22),
    "next Monday": november(23),
    "next Friday": november(27),
    "Monday the 30th": november(30),
    "in two days": november(24),
    "in a couple of days": november(24),
    "in 3 weeks": december(13),
    "a week from today": november(29),
    "two days from tomorrow": november(25),
    "in a month": december(22),
    "a week from Tuesday": december(1),
    "two weeks after next Friday": december(11),
    "the Friday after next": december(4),
    "the week after next": november(30),
    "in a quarter of an hour": november(22, time(10, 15)),
    "next week": november(23),
    "this week": november(22),
    "the end of the month": november(30),
    "the end of next month": december(31),
    "this weekend": november(28),
    "December third": december(3),
    "December 3rd": december(3),
    "the 3rd of December": december(3),
    "dec 3": december(3),
    "twenty third of november": november(23),
    "december 3 2027": When(date(2027, 12, 3)),
    "November 3": When(date(2027, 11, 3)),
    "the fifth": december(5),
    "the 23rd": november(23),
    "2026-12-01": december(1),
    "tomorrow at five p.m.": november(23, time(17)),
    "tomorrow morning at 9": november(23, time(9)),
    "Thursday at 10:30 am": november(26, time(10, 30)),
    "at 17:30": november(22, time(17, 30)),
    "at noon": november(22, time(12)),
    "9 am": november(23, time(9)),
    "February 30th": None,
    "some day": None,
    "": None,
}

FOUND: dict[str, tuple[str, str] | None] = {
    "team meeting tomorrow": ("tomorrow", "team meeting"),
    "buy milk on Friday at 5 pm": ("Friday at 5 pm", "buy milk"),
    "call mom at five": ("at five", "call mom"),
    "for tomorrow call Bob": ("tomorrow", "call Bob"),
    "monday meeting due friday": ("friday", "monday meeting"),
    "mail 3 people next week": ("next week", "mail 3 people"),
    "prepare the second chapter by the 5th": ("the 5th", "prepare the second chapter"),
    "read today's paper": None,
    "buy 10 apples": None,
    "submit the first draft": None,
    "plan the may day party": None,
}


@pytest.mark.parametrize(("text", "meant"), MEANT.items())
def test_a_phrase_means_the_next_such_day(text: str, meant: When | None) -> None:
    assert dates.parse(text, NOW) == meant


@pytest.mark.parametrize(("text", "found"), FOUND.items())
def test_the_phrase_is_told_from_the_rest(text: str, found: tuple[str, str] | None) -> None:
    result = dates.find(text)
    assert (result and (result.phrase, result.rest)) == found


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("tomorrow", 9),
        ("tomorrow morning", 9),
        ("tomorrow evening", 18),
        ("tonight", 20),
        ("on Friday at four", 16),
    ],
)
def test_a_part_of_the_day_has_its_hour(said: str, hour: int) -> None:
    assert new_moment(said, NOW.replace(tzinfo=UTC), time(9)).hour == hour


def test_a_day_is_spoken_as_people_say_it() -> None:
    today = NOW.date()
    assert dates.spoken(today, today) == "today, Sunday the 22nd"
    assert dates.spoken(date(2026, 11, 23), today, time(17)) == "tomorrow, Monday the 23rd at 5 pm"
    assert dates.spoken(date(2026, 11, 27), today) == "Friday the 27th"
    assert dates.spoken(date(2026, 12, 3), today) == "Thursday, December 3rd"
    assert dates.spoken(date(2027, 11, 3), today) == "Wednesday, November 3rd 2027"


@given(st.dates(date(2024, 1, 1), date(2040, 12, 31)), st.sampled_from([t for t in MEANT if t]))
def test_no_phrase_names_a_past_day_unless_it_holds_a_year(today: date, text: str) -> None:
    when = dates.parse(text, datetime.combine(today, time(12)))
    assert when is None or when.day >= today or "20" in text


@given(st.text(max_size=60))
def test_any_text_is_understood_or_not_but_never_an_error(text: str) -> None:
    dates.parse(text, NOW)
    dates.find(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Thursday from two to four", ("Thursday at two", 120)),
        ("from 9 am to 11:30 on Friday", ("at 9 am on Friday", 150)),
        ("between noon and one", ("at noon", 60)),
        ("tomorrow from eleven to one", ("tomorrow at eleven", 120)),
        ("tomorrow from half past nine to ten", ("tomorrow half past nine", 30)),
        ("tomorrow at nine", None),
        ("from Ann to Ben", None),
    ],
)
def test_two_ends_are_a_beginning_and_a_length(text: str, meant: tuple[str, int] | None) -> None:
    assert stretch(text) == meant
