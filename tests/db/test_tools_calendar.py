"""The caller's calendar: booked, heard, moved, deleted; an overlap is asked about and never just made."""

from __future__ import annotations

from typing import Any

import pytest

from convonet_ari.errors import ToolError
from tests.db.desk import Desk, open_desk
from tests.db.house import House

pytestmark = pytest.mark.db

OVERLAP = "That overlaps “dentist” at 3 pm. Shall I book it anyway?"


@pytest.fixture
async def desk(house: House) -> Desk:
    desk = await open_desk(house)
    await desk("create_calendar_event", title="dentist", when="Friday at three")
    return desk


async def starts(desk: Desk, title: str) -> str:
    at = await desk.value("SELECT starts_at FROM calendar_events WHERE title = $1", title)
    return str(at.isoformat())


async def test_an_appointment_is_told_with_its_time(desk: Desk) -> None:
    assert await desk("get_calendar_events", when="on Friday") == (
        "You have one appointment on Friday the 27th: “dentist” at 3 pm."
    )
    assert await desk("get_calendar_events") == (
        "You have one appointment in the next 7 days: “dentist” Friday the 27th at 3 pm."
    )
    assert await desk("get_calendar_events", when="tomorrow") == (
        "You have no appointments tomorrow, Monday the 23rd."
    )


async def test_move_it_to_three_thirty(desk: Desk) -> None:
    told = await desk("update_calendar_event", title="it", when="three thirty")
    assert told == "I changed the appointment: “dentist” is Friday the 27th at 3:30 pm."
    assert await starts(desk, "dentist") == "2026-11-27T15:30:00+00:00"


async def test_of_an_hours_two_the_nearer_one_is_meant(desk: Desk) -> None:
    assert "at 7 pm" in await desk("update_calendar_event", when="seven in the evening")
    assert "at 8 pm" in await desk("update_calendar_event", when="eight")
    assert "at 8 am" in await desk("update_calendar_event", when="eight in the morning")
    assert "at 10 am" in await desk("update_calendar_event", when="ten")


async def test_the_only_appointment_of_a_day_is_that_days(desk: Desk) -> None:
    assert "“dentist”" in await desk("update_calendar_event", title="Friday's meeting", when="four")
    await desk("create_calendar_event", title="review", when="Friday at ten")
    with pytest.raises(ToolError, match="Which one do you mean: “review” or “dentist”"):
        await desk("update_calendar_event", title="Friday's meeting", when="five")


async def test_a_part_of_a_day_holds_only_its_own_appointments(desk: Desk) -> None:
    assert "dentist" in await desk("get_daily_briefing", day="Friday afternoon")
    morning = await desk("get_daily_briefing", day="Friday morning")
    assert morning.startswith("Friday the 27th in the morning: You have no appointments.")


async def test_no_thursday_keeps_the_time(desk: Desk) -> None:
    assert "Thursday the 26th at 3 pm" in await desk("update_calendar_event", when="Thursday")


async def test_an_overlap_is_asked_about_first(desk: Desk) -> None:
    booking: dict[str, Any] = {"title": "review", "when": "Friday at 3:30"}
    assert await desk("create_calendar_event", **booking) == OVERLAP
    assert await desk.value("SELECT count(*) FROM calendar_events") == 1
    assert "I put “review” into your calendar" in await desk("create_calendar_event", said="yes", **booking)


async def test_moving_onto_another_appointment_is_asked_about_and_onto_itself_is_not(desk: Desk) -> None:
    await desk("create_calendar_event", title="review", when="Friday at 5")
    assert await desk("update_calendar_event", title="review", when="three thirty") == OVERLAP
    assert await starts(desk, "review") == "2026-11-27T17:00:00+00:00"
    assert "3:15 pm" in await desk("update_calendar_event", title="dentist", when="3:15")


async def test_a_day_without_a_time_is_asked_for_its_time(desk: Desk) -> None:
    assert await desk.refusal("create_calendar_event", title="x", when="Thursday") == (
        "At what time Thursday the 26th?"
    )


async def test_a_whole_day_fills_the_day_and_overlaps_nothing(desk: Desk) -> None:
    told = await desk("create_calendar_event", title="fair", when="Friday all day")
    assert told == "I put “fair” into your calendar, Friday the 27th, all day."
    assert "“fair” all day; “dentist” at 3 pm" in await desk("get_calendar_events", when="Friday")


async def test_a_deleted_appointment_stays_as_a_mark_and_comes_back(desk: Desk) -> None:
    assert await desk("delete_calendar_event", title="the dentist") == (
        "Shall I delete the appointment “dentist”, Friday the 27th at 3 pm?"
    )
    await desk("delete_calendar_event", said="yes", title="dentist")
    assert await desk.value("SELECT deleted_at IS NOT NULL FROM calendar_events") is True
    assert "no appointments" in await desk("get_calendar_events")
    assert await desk("undo_last_change") == "The appointment “dentist” is there again."
    assert "“dentist”" in await desk("get_calendar_events")


async def test_a_new_appointment_that_is_undone_is_a_mark_for_the_calendars_it_went_to(desk: Desk) -> None:
    await desk.execute("UPDATE calendar_events SET external_id = 'x', synced_at = now()")
    assert await desk("undo_last_change") == "The appointment “dentist” is gone again."
    assert await desk.value("SELECT deleted_at IS NOT NULL FROM calendar_events") is True


async def test_free_time_lies_between_appointments_in_working_hours(desk: Desk) -> None:
    assert await desk("find_free_time", when="Friday") == (
        "You are free from 9 am to 3 pm and from 4 pm to 6 pm on Friday the 27th."
    )
    assert "from 9 am to 3 pm on Friday" in await desk("find_free_time", when="Friday", minutes=180)
    assert await desk("find_free_time") == (
        "You are free tomorrow, Monday the 23rd from 9 am to 6 pm, Tuesday the 24th from 9 am to 6 pm"
        " and Wednesday the 25th from 9 am to 6 pm."
    )


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("Friday at 2", "You are free on Friday the 27th at 2 pm, until “dentist” at 3 pm."),
        ("Friday at 1", "You are free on Friday the 27th at 1 pm."),
        (
            "Friday at half past three",
            "not free on Friday the 27th at 3:30 pm: there is “dentist” until 4 pm.",
        ),
        ("Friday from four to six", "You are free on Friday the 27th at 4 pm."),
        (
            "between one and four on Friday",
            "You are free on Friday the 27th at 1 pm, until “dentist” at 3 pm.",
        ),
        ("at two", "You are free today, Sunday the 22nd at 2 pm."),
    ],
)
async def test_whether_a_time_is_free_is_told_with_what_stands_in_its_way(
    desk: Desk, when: str, told: str
) -> None:
    assert told in await desk("find_free_time", when=when, minutes=90)


async def test_another_users_calendar_is_not_seen(house: House, desk: Desk) -> None:
    ben = await open_desk(house, user="Ben Ortiz")
    assert "no appointments" in await ben("get_calendar_events")
    assert "found no appointment" in await ben.refusal("delete_calendar_event", title="dentist")


async def test_an_appointment_gets_longer_and_shorter_from_where_it_began(desk: Desk) -> None:
    await desk("update_calendar_event", longer=30)
    length = "SELECT extract(epoch FROM ends_at - starts_at)::int / 60 FROM calendar_events"
    assert (await starts(desk, "dentist"), await desk.value(length)) == ("2026-11-27T15:00:00+00:00", 90)
    await desk("update_calendar_event", longer=-60)
    assert await desk.value(length) == 30
    assert "How long shall it be?" in await desk.refusal("update_calendar_event", longer=-30)


async def test_everything_on_a_day_goes_after_it_was_told_and_comes_back_at_once(desk: Desk) -> None:
    for title, when in (("lunch", "Friday at noon"), ("review", "Thursday at five")):
        await desk("create_calendar_event", title=title, when=when)
    assert await desk("delete_calendar_event", day="on Friday") == (
        "Shall I delete all 2 appointments on Friday the 27th: “lunch” at noon and “dentist” at 3 pm?"
    )
    assert await desk.value("SELECT count(*) FROM calendar_events WHERE deleted_at IS NULL") == 3
    await desk("delete_calendar_event", said="yes", day="on Friday")
    assert "You have one appointment" in await desk("get_calendar_events")
    await desk("undo_last_change")
    assert await desk.value("SELECT count(*) FROM calendar_events WHERE deleted_at IS NULL") == 3


async def test_of_a_part_of_a_day_only_that_goes_and_nothing_is_asked_where_nothing_is(desk: Desk) -> None:
    await desk("create_calendar_event", title="lunch", when="Friday at noon")
    await desk("create_calendar_event", title="run", when="Friday at 8 am")
    assert await desk("delete_calendar_event", day="on Friday morning") == (
        "Shall I delete the one appointment on Friday the 27th in the morning: “run” at 8 am?"
    )
    assert await desk.refusal("delete_calendar_event", day="on Tuesday") == (
        "You have no appointments on Tuesday the 24th."
    )
    # Another day is another question.
    assert "Shall I delete" in await desk("delete_calendar_event", said="yes", day="on Friday")
