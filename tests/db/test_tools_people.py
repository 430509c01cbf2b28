"""The caller's own profile and wishes, callbacks, and what is true about Google Calendar."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.db.desk import Desk, open_desk
from tests.db.house import House

pytestmark = pytest.mark.db


@pytest.fixture
async def ann(house: House) -> Desk:
    return await open_desk(house)


async def test_the_profile_tells_roles_zone_and_wishes(ann: Desk) -> None:
    assert await ann("get_my_profile") == (
        "You are Ann Lee, member of the organisation, member of the team Development and member of the team "
        "Marketing. Your number ends in 4567. Your time zone is UTC. I call you when a reminder is due, "
        "at any hour; you get no receipts."
    )


async def test_wishes_are_kept_and_what_was_not_named_stays(ann: Desk) -> None:
    told = await ann("update_my_preferences", timezone="New York", quiet_hours="10 pm to 7 am")
    assert told == (
        "Noted. Your time zone is New York. I call you when a reminder is due, "
        "but not between 10 pm and 7 am; you get no receipts."
    )
    told = await ann.agreed("update_my_preferences", reminders="next_call", email="ann@example.com")
    assert "in your next call, but not between 10 pm and 7 am; receipts go to A, N, N, at example" in told
    assert "at any hour" in await ann("update_my_preferences", quiet_hours="off")
    assert "forget what we talk about" in await ann("update_my_preferences", remember=False)
    row = (await ann.rows("SELECT * FROM preferences"))[0]
    assert (row["reminder_delivery"], row["email"], row["remember"]) == (
        "next_call",
        "ann@example.com",
        False,
    )
    assert (
        await ann.value("SELECT timezone FROM users WHERE id = $1", ann.caller.user_id) == "America/New_York"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({}, "What would you like to change"),
        ({"timezone": "the moon"}, "no time zone"),
        ({"quiet_hours": "sometimes"}, "From when until when"),
        ({"receipts": "email"}, "need an e-mail address"),
        ({"email": "ann at home"}, "did not get that e-mail address"),
    ],
)
async def test_a_wish_not_understood_is_asked_for_again(ann: Desk, words: dict[str, str], said: str) -> None:
    assert said in await ann.refusal("update_my_preferences", **words)
    assert await ann.rows("SELECT * FROM preferences") == []


async def test_an_address_is_read_back_and_stands_only_after_a_yes(ann: Desk) -> None:
    words = "A double N at example dot com"
    asked = await ann("update_my_preferences", email=words)
    assert asked == "I heard A, N, N, at example dot com. Shall I send your receipts there?"
    assert await ann.rows("SELECT * FROM preferences") == []
    assert "leave it" in await ann("update_my_preferences", said="no, wrong", email=words)
    assert (await ann("update_my_preferences", email=words)).endswith("?")
    other = await ann("update_my_preferences", said="no, anne with an e", email="a n n e at example dot com")
    assert other == "I heard A, N, N, E, at example dot com. Shall I send your receipts there?"
    assert "receipts go to A, N, N, E, at" in await ann(
        "update_my_preferences", said="yes", receipts="email", email="a n n e at example dot com"
    )
    assert await ann.value("SELECT receipts || ' ' || email FROM preferences") == "email anne@example.com"
    assert "Noted" in await ann("update_my_preferences", email="anne@example.com")


async def test_a_callback_goes_to_the_callers_own_number(ann: Desk) -> None:
    ann.now = datetime(2026, 11, 22, 10, 7, 33, tzinfo=UTC)
    told = await ann("request_callback", department="sales", when="tomorrow at 3 pm", reason="the offer")
    assert told == (
        "I noted it: Sales will call you back not before tomorrow, Monday the 23rd at 3 pm, on the number "
        "ending in 4567."
    )
    row = (await ann.rows("SELECT * FROM callbacks"))[0]
    assert (row["number"], row["reason"], row["state"]) == ("+15551234567", "the offer", "waiting")
    assert (row["not_before"], row["created_call"]) == (
        datetime(2026, 11, 23, 15, tzinfo=UTC),
        ann.lease.call_id,
    )
    assert "as soon as possible" in await ann("request_callback")
    assert "from anybody" in await ann.refusal("cancel_callback")
    assert await ann("cancel_callback", department="sales") == (
        "I cancelled the callback from Sales, tomorrow, Monday the 23rd at 3 pm."
    )
    assert "anybody" in await ann("cancel_callback")
    assert "not waiting" in await ann.refusal("cancel_callback")


async def test_without_a_verified_number_it_is_the_number_of_this_call(ann: Desk) -> None:
    await ann.execute("UPDATE users SET number_verified = false")
    assert "do not know your number" in await ann.refusal("request_callback")
    await ann.execute("UPDATE calls SET caller_number = '+49301234'")
    assert "ending in 1234" in await ann("request_callback")


async def test_nobody_waits_for_more_callbacks_than_three(ann: Desk) -> None:
    for _ in range(3):
        await ann("request_callback")
    assert "enough callbacks" in await ann.refusal("request_callback")


async def test_a_callback_is_not_promised_for_the_past(ann: Desk) -> None:
    assert "in the past" in await ann.refusal("request_callback", when="2026-11-20")
    assert "did not understand" in await ann.refusal("request_callback", when="whenever")


async def test_google_calendar_is_said_to_be_what_it_is(ann: Desk) -> None:
    for tool in ("get_calendar_sync_status", "sync_google_calendar_events"):
        assert "not connected" in await ann(tool)
