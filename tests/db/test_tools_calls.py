"""Earlier calls, the caller's day, and finding things again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from convonet_ari.ids import row_id
from tests.db.desk import Desk, open_desk
from tests.db.house import House

pytestmark = pytest.mark.db

YESTERDAY = datetime(2026, 11, 21, 15, tzinfo=UTC)
CALL = """
INSERT INTO calls (org_id, id, did, user_id, channel_id, phase, owner, started_at, answered_at, ended_at)
VALUES ($1, $2, '1', $3, $2::uuid::text, 'ended', 'w', $4::timestamptz, $4, $4 + interval '4 minutes')
"""
UTTERANCE = (
    "INSERT INTO utterances (org_id, id, call_id, turn, who, text, heard) VALUES ($1, $2, $3, 1, $4, $5, $6)"
)
RECORDING = (
    "INSERT INTO recordings (org_id, call_id, segment, path, duration) VALUES ($1, $2, 0, '/a.wav', 240)"
)


@pytest.fixture
async def ann(house: House) -> Desk:
    return await open_desk(house)


async def called(desk: Desk, at: datetime, user: UUID | None = None, *, recorded: bool = True) -> UUID:
    org_id, call_id = desk.caller.org_id, row_id()
    await desk.execute(CALL, org_id, call_id, user or desk.caller.user_id, at)
    for who, text, heard in (("caller", "what is due", None), ("assistant", "Two things.", "Two")):
        await desk.execute(UTTERANCE, org_id, row_id(), call_id, who, text, heard)
    if recorded:
        await desk.execute(RECORDING, org_id, call_id)
    return call_id


async def test_earlier_calls_are_told_without_this_one(ann: Desk) -> None:
    assert await ann("get_call_history") == "There is no earlier call."
    await called(ann, YESTERDAY)
    assert await ann("get_call_history") == (
        "There is one earlier call: of yesterday, Saturday the 21st at 3 pm, 4 minutes."
    )
    assert await ann("get_call_history", when="last Monday") == "There was no such call."
    assert "one earlier call" in await ann("get_call_history", when="yesterday at 3:30 pm")


async def test_a_transcript_holds_what_was_heard_of_ones_own_call(ann: Desk) -> None:
    await called(ann, YESTERDAY)
    assert await ann("get_call_transcript") == (
        "In the call of yesterday, Saturday the 21st at 3 pm: you said “what is due”; I said “Two”."
    )
    await called(ann, YESTERDAY + timedelta(minutes=20))
    assert "Which call do you mean" in await ann.refusal("get_call_transcript", call="yesterday")
    assert "3:20" in await ann("get_call_transcript")
    assert "no such call" in await ann.refusal("get_call_transcript", call="2026-10-01")


async def test_nobody_hears_of_anothers_calls_but_who_leads_the_organisation(ann: Desk) -> None:
    await called(ann, YESTERDAY)
    ben = await open_desk(ann.house, user="Ben Ortiz")
    assert await ben("get_call_history") == "There is no earlier call."
    assert "Ann Lee of yesterday" in await ben("get_call_history", whose="everyone")
    assert "no such call" in await ben.refusal("get_call_transcript")
    assert await ben("get_call_recordings") == "There is no recording of your calls."
    assert "does not allow" in await ann.refusal("get_call_history", whose="everyone")


async def test_a_recording_is_deleted_after_it_was_asked(ann: Desk) -> None:
    call_id = await called(ann, YESTERDAY)
    assert await ann("get_call_recordings") == (
        "You have one recorded call: of yesterday, Saturday the 21st at 3 pm, 4 minutes."
    )
    assert "does not allow" in await ann.refusal("delete_call_recording")
    await ann.role("admin")
    assert "I deleted the recording" in await ann.agreed("delete_call_recording")
    assert await ann.value("SELECT deleted_at IS NOT NULL FROM recordings WHERE call_id = $1", call_id)
    assert await ann("get_call_recordings") == "There is no recording of your calls."
    assert "no recording" in await ann.refusal("delete_call_recording")


async def test_the_day_is_told_as_it_lies_ahead(ann: Desk) -> None:
    ann.now = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0)
    await ann.execute("DELETE FROM todos")
    assert (await ann("get_daily_briefing")).startswith("You have nothing today")
    await ann("create_todo", title="water the plants", due="today")
    await ann.execute(
        "INSERT INTO todos (org_id, id, title, due, assignee, created_by) VALUES ($1, $2, 'tax', $4, $3, $3)",
        ann.caller.org_id,
        row_id(),
        ann.caller.user_id,
        (ann.now - timedelta(days=3)).date(),
    )
    await planned(ann, "stand-up", ann.now + timedelta(hours=1))
    await ann.execute(
        "INSERT INTO reminders (org_id, id, user_id, title, due_at, next_at)"
        " VALUES ($1, $2, $3, 'call Sarah', $4, $4)",
        ann.caller.org_id,
        row_id(),
        ann.caller.user_id,
        ann.now + timedelta(hours=5),
    )
    await ann("request_callback")
    told = await ann("get_daily_briefing")
    assert told.startswith("Today, ")
    assert told.split(": ", 1)[1] == (
        "You have one appointment: stand-up at 10 am. One todo due: water the plants. One todo overdue: tax. "
        "One reminder: call Sarah at 2 pm. You are waiting for one callback."
    )
    ben = await open_desk(ann.house, user="Ben Ortiz")
    ben.now = ann.now
    assert (await ben("get_daily_briefing")).startswith("You have nothing today")


async def planned(desk: Desk, title: str, at: datetime) -> None:
    await desk.execute(
        "INSERT INTO calendar_events (org_id, id, user_id, title, starts_at, ends_at)"
        " VALUES ($1, $2, $3, $4, $5::timestamptz, $5 + interval '1 hour')",
        desk.caller.org_id,
        row_id(),
        desk.caller.user_id,
        title,
        at,
    )


async def test_something_is_found_wherever_it_is(ann: Desk) -> None:
    await planned(ann, "Budget talk with John", datetime(2026, 11, 27, 14, tzinfo=UTC))
    told = await ann("search_everything", words="the budget")
    assert "one todo: Budget report" in told
    assert "one appointment: Budget talk with John, Friday the 27th" in told
    assert "Ben Ortiz" in await ann("search_everything", words="Ben")
    assert await ann("search_everything", words="zebra") == "I found nothing about zebra."
    for wild in ("%", "_", "\\"):
        assert "found" in await ann("search_everything", words=f"{wild}x")
    assert "What shall I look for" in await ann.refusal("search_everything", words="everything about the")
    await planned(ann, "Ópera con Zoë", datetime(2026, 11, 28, 20, tzinfo=UTC))
    for said in ("ópera", "about Zoë's"):
        assert "one appointment: Ópera" in await ann("search_everything", words=said)
    ben = await open_desk(ann.house, user="Ben Ortiz")
    assert await ben("search_everything", words="budget") == "I found nothing about budget."
