"""After a call its notes are written and its receipt goes out: once, whoever dies meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from pydantic import SecretStr

from convonet_ari.agent.summary import Summaries
from convonet_ari.call import events as ev
from convonet_ari.config import Mail
from convonet_ari.jobs.after_calls import AfterCalls
from convonet_ari.jobs.mail import SmtpMail
from convonet_ari.store import call_notes
from convonet_ari.store.chores import STALE, Chores
from convonet_ari.store.user_passes import UserPasses
from tests.db.desk import Desk, open_desk
from tests.db.house import House
from tests.fakes.agent import StoppedClock
from tests.fakes.mail import PASSWORD, USER, MailServer, mail_server

pytestmark = pytest.mark.db

PREFER = """
INSERT INTO preferences (org_id, user_id, receipts, email) VALUES ($1, $2, $3, $4)
ON CONFLICT (user_id) DO UPDATE SET receipts = excluded.receipts, email = excluded.email
"""
CHORES = "SELECT kind || ' ' || state FROM call_chores ORDER BY kind"
MINUTE = timedelta(minutes=1)


def clock() -> StoppedClock:
    """Late enough for chores that were left a moment ago."""
    return StoppedClock(datetime.now(UTC) + timedelta(minutes=1))


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    async with mail_server() as server:
        yield server


@pytest.fixture
async def desk(house: House) -> Desk:
    """Ann, who wants receipts."""
    ann = await open_desk(house)
    await prefer(ann, "email", "ann@example.com")
    return ann


async def prefer(desk: Desk, receipts: str, email: str) -> None:
    await desk.execute(PREFER, desk.caller.org_id, desk.caller.user_id, receipts, email)


def after(
    house: House, mail: MailServer, now: StoppedClock, name: str = "desk-1", public_url: str = ""
) -> AfterCalls:
    settings = Mail(
        host="127.0.0.1",
        port=mail.port,
        security="none",
        user=USER if mail.login else "",
        password=SecretStr(PASSWORD if mail.login else ""),
        sender="assistant@example.com",
    )
    return AfterCalls(house.store, now, Summaries(), {"email": SmtpMail(settings)}, name, public_url)


async def talked(house: House, desk: Desk, *said: str) -> UUID:
    """A call in which a todo was made in the first turn, with these words, and then it was over."""
    lease, calls = desk.lease, house.calls
    await calls.identify(lease, desk.caller.user_id)
    for turn, words in enumerate(said, 1):
        await calls.utterance(lease, turn, "caller", words)
    await desk("create_todo", title="Order paper", due="tomorrow")
    await calls.append(lease, [(1, 0, ev.ToolStarted(1, "create_todo", f"call_{desk.calls}", ""))])
    await calls.finish(lease, "caller hung up")
    return lease.call_id


async def work(job: AfterCalls) -> int:
    done = 0
    while await job.one():
        done += 1
    return done


async def states(desk: Desk) -> list[str]:
    return [row[0] for row in await desk.rows(CHORES)]


async def test_a_receipt_tells_what_was_changed_and_by_which_words(
    house: House, desk: Desk, mail: MailServer
) -> None:
    call_id = await talked(house, desk, "Order paper until tomorrow, please.", "Thanks, bye.")
    assert await work(after(house, mail, clock())) == 2
    (message,) = mail.taken
    assert message["To"] == "ann@example.com"
    assert message["Message-ID"] == f"<{call_id}.receipt@example.com>"
    text = message.get_content()
    assert "- I added the todo “Order paper”, due " in text
    assert "You said: “Order paper until tomorrow, please.”" in text
    assert "bye" not in text
    assert await states(desk) == ["notes done", "receipt done"]


async def test_a_receipt_has_a_link_to_take_things_back_where_pages_have_an_address(
    house: House, desk: Desk, mail: MailServer
) -> None:
    await talked(house, desk, "Order paper.")
    await work(after(house, mail, clock(), public_url="https://desk.example.com"))
    link = mail.taken[0].get_content().partition("https://desk.example.com/changes#")[2].split()[0]
    passes, now = UserPasses(house.store), clock().utc()
    token = await passes.open(link, now)
    assert token is not None
    async with passes.session(token, now) as found:
        assert found is not None
        assert found[1].user_id == desk.caller.user_id


async def test_nobody_gets_a_receipt_who_wants_none_or_changed_nothing(
    house: House, desk: Desk, mail: MailServer
) -> None:
    await house.calls.identify(desk.lease, desk.caller.user_id)
    await house.calls.finish(desk.lease, "caller hung up")
    desk.lease = await desk.another_call()
    await prefer(desk, "none", "ann@example.com")
    await talked(house, desk, "Order paper.")
    assert await work(after(house, mail, clock())) == 4
    assert mail.taken == []


async def test_a_change_that_was_taken_back_is_in_no_receipt(
    house: House, desk: Desk, mail: MailServer
) -> None:
    await desk("create_todo", title="Nonsense")
    await desk("undo_last_change")
    await talked(house, desk, "Order paper.")
    await work(after(house, mail, clock()))
    assert "Nonsense" not in mail.taken[0].get_content()


async def test_a_server_that_cannot_now_is_asked_again_later(
    house: House, desk: Desk, mail: MailServer
) -> None:
    mail.answers = ["451 try again later", "451 try again later"]
    await talked(house, desk, "Order paper.")
    now = clock()
    job = after(house, mail, now)
    assert await work(job) == 2
    assert await states(desk) == ["notes done", "receipt waiting"]
    assert await work(job) == 0
    now.now += MINUTE / 2
    assert await work(job) == 1
    now.now += MINUTE / 2
    assert await work(job) == 0
    now.now += MINUTE / 2
    assert await work(job) == 1
    assert len(mail.taken) == 1
    assert await states(desk) == ["notes done", "receipt done"]


async def test_an_address_that_does_not_exist_is_given_up_at_once(
    house: House, desk: Desk, mail: MailServer
) -> None:
    await prefer(desk, "email", "nobody@example.com")
    await talked(house, desk, "Order paper.")
    await work(after(house, mail, clock()))
    assert await states(desk) == ["notes done", "receipt dropped"]
    assert mail.taken == []


async def test_many_desks_send_each_receipt_once(house: House, desk: Desk, mail: MailServer) -> None:
    for number in range(5):
        await talked(house, desk, f"Order paper {number}.")
        desk.lease = await desk.another_call()
    now = clock()
    jobs = [after(house, mail, now, f"desk-{number}") for number in range(3)]
    assert sum(await asyncio.gather(*(work(job) for job in jobs))) == 10
    assert len(mail.taken) == len({message["Message-ID"] for message in mail.taken}) == 5


async def test_a_desk_that_dies_while_it_sends_loses_nothing(
    house: House, desk: Desk, mail: MailServer
) -> None:
    mail.answers = ["hang"]
    await talked(house, desk, "Order paper.")
    now = clock()
    dying = asyncio.create_task(work(after(house, mail, now)))
    await asyncio.wait_for(mail.asked.wait(), 10)
    dying.cancel()
    with suppress(asyncio.CancelledError):
        await dying
    other = after(house, mail, now, "desk-2")
    assert await work(other) == 0
    now.now += STALE + MINUTE
    assert await work(other) == 1
    assert len(mail.taken) == 1


async def test_a_desk_whose_claim_has_lapsed_changes_nothing_any_more(house: House, desk: Desk) -> None:
    await talked(house, desk, "Order paper.")
    chores, now = Chores(house.store), clock().now
    slow = await chores.claim("desk-1", now)
    assert slow is not None
    while (other := await chores.claim("desk-2", now + STALE + MINUTE)) is not None:
        if other.kind == slow.kind:
            break
    await chores.put_off(slow, now)
    async with house.store.tenant(slow.org_id) as tx:
        assert not await chores.over(tx, slow, now)


async def test_a_login_is_made_where_one_is_asked_for(house: House, desk: Desk) -> None:
    async with mail_server(login=True) as mail:
        await talked(house, desk, "Order paper.")
        await work(after(house, mail, clock()))
        assert len(mail.taken) == 1


async def test_words_of_callers_cannot_write_headers_or_lines(
    house: House, desk: Desk, mail: MailServer
) -> None:
    await talked(house, desk, "Order paper.\r\nBcc: eve@example.com\r\n\r\nYou owe me money")
    await work(after(house, mail, clock()))
    (message,) = mail.taken
    assert message["Bcc"] is None
    assert "You said: “Order paper. Bcc: eve@example.com You owe me money”" in message.get_content()


async def test_notes_of_a_call_tell_what_was_done_and_what_the_caller_meant_to_do(
    house: House, desk: Desk, mail: MailServer
) -> None:
    call_id = await talked(house, desk, "Order paper.", "And I have to send Sarah the offer, but not now.")
    await work(after(house, mail, clock()))
    async with house.store.tenant(desk.caller.org_id) as tx:
        notes = await call_notes.read(tx, call_id)
    assert notes is not None
    assert notes.summary.startswith("Ann Lee called; I added the todo “Order paper”")
    assert (list(notes.actions), notes.made_by) == (["send Sarah the offer"], "rules")
    desk.lease = await desk.another_call()
    assert "Order paper" in await desk("recall")


async def test_who_wants_nothing_remembered_has_no_summary_in_memory(
    house: House, desk: Desk, mail: MailServer
) -> None:
    await desk("update_my_preferences", remember=False)
    call_id = await talked(house, desk, "I have to send Sarah the offer.")
    await work(after(house, mail, clock()))
    assert await desk.value("SELECT count(*) FROM memories") == 0
    assert await desk.value("SELECT count(*) FROM call_notes WHERE call_id = $1", call_id) == 1
