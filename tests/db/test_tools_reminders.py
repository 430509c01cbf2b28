"""Reminders as the caller makes, hears, moves and snoozes them, in several zones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.db.desk import Desk, open_desk
from tests.db.house import House

pytestmark = pytest.mark.db

MEANT = {
    "in two hours": "2026-11-22T12:00:00+00:00",
    "in half an hour": "2026-11-22T10:30:00+00:00",
    "tomorrow at 8": "2026-11-23T08:00:00+00:00",
    "Friday": "2026-11-27T09:00:00+00:00",
    "three thirty": "2026-11-22T15:30:00+00:00",
    "at 330": "2026-11-22T15:30:00+00:00",
    "quarter to nine tomorrow": "2026-11-23T08:45:00+00:00",
}


@pytest.fixture
async def desk(house: House) -> Desk:
    return await open_desk(house)


async def due(desk: Desk) -> datetime:
    at: datetime = await desk.value("SELECT due_at FROM reminders ORDER BY created_at DESC LIMIT 1")
    return at


@pytest.mark.parametrize(("said", "wanted"), MEANT.items())
async def test_a_reminder_is_due_when_the_caller_says(desk: Desk, said: str, wanted: str) -> None:
    await desk("create_reminder", title="call Sarah", when=said)
    assert (await due(desk)).isoformat() == wanted


BESIDE = {
    "ten minutes before the review": "2026-11-24T13:50:00+00:00",
    "an hour and a half before my budget review": "2026-11-24T12:30:00+00:00",
    "half an hour before it": "2026-11-27T09:30:00+00:00",
    "a day before the dentist": "2026-11-26T10:00:00+00:00",
    "right before the dentist appointment": "2026-11-27T09:50:00+00:00",
    "fifteen minutes after the review": "2026-11-24T15:15:00+00:00",
    "when the review starts": "2026-11-24T14:00:00+00:00",
    "an hour before the review on Thursday": "2026-11-26T15:00:00+00:00",
    "an hour before tomorrow at ten": "2026-11-23T09:00:00+00:00",
    "ten minutes before five": "2026-11-22T16:50:00+00:00",
}


@pytest.mark.parametrize(("said", "wanted"), BESIDE.items())
async def test_an_appointment_tells_when_a_reminder_is_due(desk: Desk, said: str, wanted: str) -> None:
    await desk("create_calendar_event", title="Budget review", when="Tuesday at 2 pm")
    await desk("create_calendar_event", title="Budget review", when="Thursday at 4 pm")
    await desk("create_calendar_event", title="Dentist", when="Friday at 10 am")
    await desk("create_reminder", title="look at the figures", when=said)
    assert (await due(desk)).isoformat() == wanted


async def test_a_reminder_before_what_is_not_in_the_calendar_is_not_made(desk: Desk) -> None:
    refusal = await desk.refusal("create_reminder", title="pack", when="ten minutes before the launch")
    assert refusal == "I found no appointment called “launch”. When shall it be?"


async def test_a_reminder_is_moved_to_before_an_appointment(desk: Desk) -> None:
    await desk("create_calendar_event", title="Dentist", when="Friday at 10 am")
    await desk("create_reminder", title="call Sarah", when="in two hours")
    assert "Friday the 27th at 9:30 am" in await desk(
        "update_reminder", when="half an hour before the dentist"
    )


async def test_a_reminder_is_told_as_the_caller_will_hear_it(desk: Desk) -> None:
    told = await desk("create_reminder", title="call Sarah", when="in two hours")
    assert told == "I set the reminder “call Sarah”: I will call you today, Sunday the 22nd at noon."
    assert await desk("get_reminders") == (
        "You have one reminder: “call Sarah” today, Sunday the 22nd at noon."
    )
    assert await desk("get_reminders", when="tomorrow") == "You have no reminders tomorrow, Monday the 23rd."


async def test_who_has_no_verified_number_hears_it_in_the_next_call(house: House) -> None:
    ben = await open_desk(house, user="Ben Ortiz")
    told = await ben("create_reminder", title="pay", when="tomorrow at 8")
    assert "I will tell you in your next call after tomorrow, Monday the 23rd at 8 am" in told
    assert await ben.value("SELECT delivery FROM reminders") == "next_call"


async def test_it_is_the_one_just_made_and_a_time_alone_keeps_the_day(desk: Desk) -> None:
    await desk("create_reminder", title="other", when="tomorrow at 9")
    await desk("create_reminder", title="call Sarah", when="Friday at 2")
    assert "Friday the 27th at 3:30 pm" in await desk("update_reminder", when="three thirty")
    assert "Thursday the 26th at 3:30 pm" in await desk("update_reminder", title="it", when="Thursday")
    assert "at 4:30 pm" in await desk("update_reminder", title="it", when="an hour later")
    assert await desk.value("SELECT count(*) FROM reminders WHERE title = 'other'") == 1


async def test_it_is_the_one_changed_last_and_not_the_one_made_last(desk: Desk) -> None:
    await desk("create_reminder", title="water the plants", when="tomorrow at 9")
    await desk("create_reminder", title="call Sarah", when="Friday at 2")
    await desk("update_reminder", title="plants", when="at 10")
    assert "“water the plants”" in await desk("update_reminder", title="it", when="at 11")


async def test_without_anything_touched_a_reminder_must_be_named(desk: Desk) -> None:
    for title in ("one", "two"):
        await desk("create_reminder", title=title, when="tomorrow at 9")
    fresh = replace(desk, lease=await desk.another_call())
    assert await fresh.refusal("update_reminder", when="three") == "Which reminder do you mean?"


async def test_a_past_time_is_refused(desk: Desk) -> None:
    await desk("create_reminder", title="call Sarah", when="tomorrow at 9")
    assert "is in the past" in await desk.refusal("update_reminder", when="today at 9 am")


async def test_a_told_reminder_is_snoozed_by_its_call(desk: Desk) -> None:
    await desk("create_reminder", title="call Sarah", when="in an hour")
    desk.now += timedelta(hours=1, minutes=1)
    await desk.execute("UPDATE reminders SET state = 'done', done_at = $1, tries = 1", desk.now)
    assert "“call Sarah” again today, Sunday the 22nd at 11:11 am" in await desk("snooze_reminder")
    assert tuple((await desk.rows("SELECT state, tries, snoozed, done_at FROM reminders"))[0]) == (
        "waiting",
        0,
        1,
        None,
    )
    assert "at 12:01 pm" in await desk("snooze_reminder", until="for an hour")


async def test_a_reminder_that_is_still_to_come_is_snoozed_to_after_its_time(desk: Desk) -> None:
    await desk("create_reminder", title="feed the cat", when="in one hour")
    assert "at 11:10 am" in await desk("snooze_reminder", until="for ten minutes")
    assert "at 11 am" in await desk("snooze_reminder", until="for an hour")


async def test_a_deleted_reminder_is_asked_about_and_comes_back_when_undone(desk: Desk) -> None:
    await desk("create_reminder", title="call Sarah", when="tomorrow at 9")
    assert await desk.agreed("delete_reminder", title="sarah") == "I deleted the reminder “call Sarah”."
    assert await desk("undo_last_change") == "The reminder “call Sarah” is there again."
    assert await desk.value("SELECT count(*) FROM reminders") == 1


@pytest.mark.parametrize(
    ("zone", "now", "said", "wanted"),
    [
        # The clocks of Berlin go back at 3:00 on 25 October 2026, those of New York forward on 14 March 2027.
        ("Europe/Berlin", "2026-10-24T10:00", "tomorrow at 9 am", "2026-10-25T08:00:00+00:00"),
        ("Europe/Berlin", "2026-10-24T22:30", "in four hours", "2026-10-25T02:30:00+00:00"),
        ("Europe/Berlin", "2026-10-24T10:00", "tomorrow at 2:30 am", "2026-10-25T00:30:00+00:00"),
        ("America/New_York", "2027-03-13T15:00", "tomorrow at 9 am", "2027-03-14T13:00:00+00:00"),
        ("America/New_York", "2027-03-13T15:00", "tomorrow at 2:30 am", "2027-03-14T07:30:00+00:00"),
        ("Australia/Lord_Howe", "2026-10-03T10:00", "tomorrow at 9 am", "2026-10-03T22:00:00+00:00"),
        ("Asia/Kolkata", "2026-11-22T20:00", "tomorrow at 9 am", "2026-11-24T03:30:00+00:00"),
    ],
)
async def test_the_clocks_of_the_caller_count_even_when_they_change(
    desk: Desk, zone: str, now: str, said: str, wanted: str
) -> None:
    await desk.execute("UPDATE users SET timezone = $2 WHERE id = $1", desk.caller.user_id, zone)
    desk.caller = replace(desk.caller, timezone=zone)
    desk.now = datetime.fromisoformat(now).replace(tzinfo=UTC)
    await desk("create_reminder", title="x", when=said)
    assert (await due(desk)).isoformat() == wanted
