"""What the assistant remembers across calls is the caller's own: to hear, and to have forgotten."""

from __future__ import annotations

import pytest

from convonet_ari.agent.knowledge import Knowledge
from convonet_ari.store import call_notes
from tests.db.desk import Desk, open_desk
from tests.db.house import House

pytestmark = pytest.mark.db


async def next_call(desk: Desk) -> None:
    desk.lease = await desk.another_call()


async def test_what_is_remembered_is_known_in_the_next_call(house: House) -> None:
    desk = await open_desk(house)
    assert await desk("remember", text="I prefer mornings") == "I will remember that you prefer mornings."
    await next_call(desk)
    assert "you prefer mornings" in await desk("recall")
    known = await Knowledge(house.store).known(desk.caller, desk.lease.call_id, desk.now)
    assert known.notes == ("I prefer mornings",)


async def test_nobody_else_is_told(house: House) -> None:
    ann = await open_desk(house)
    await ann("remember", text="I prefer mornings")
    ben = await open_desk(house, user="Ben Ortiz")
    assert "mornings" not in await ben("recall")
    assert "nothing" in await ben.refusal("forget", about="mornings")
    assert "mornings" in await ann("recall")


async def test_the_same_is_remembered_once(house: House) -> None:
    desk = await open_desk(house)
    await desk("remember", text="I prefer mornings")
    assert (await desk("remember", text="i prefer mornings")).startswith("I know that already")
    assert await desk.value("SELECT count(*) FROM memories") == 1


async def test_one_thing_is_forgotten_by_its_words_and_can_be_taken_back(house: House) -> None:
    desk = await open_desk(house)
    await desk("remember", text="My wife is called Carol")
    await desk("remember", text="I prefer mornings")
    assert await desk("forget", about="my wife") == "I have forgotten that your wife is called Carol."
    assert "Carol" not in await desk("recall")
    await desk("undo_last_change")
    assert "Carol" in await desk("recall")


async def test_that_is_what_was_remembered_last(house: House) -> None:
    desk = await open_desk(house)
    await desk("remember", text="My wife is called Carol")
    await desk("remember", text="I prefer mornings")
    await desk("forget")
    told = await desk("recall")
    assert "Carol" in told
    assert "mornings" not in told


async def test_everything_is_forgotten_only_after_a_question(house: House) -> None:
    desk = await open_desk(house)
    await desk("remember", text="I prefer mornings")
    async with house.store.tenant(desk.caller.org_id) as tx:
        await call_notes.save(tx, desk.caller, desk.lease.call_id, "Ann called.", ["send the offer"], "rules")
    await next_call(desk)
    assert await desk("forget", everything=True) == "Shall I forget everything that I remember of you?"
    assert "mornings" in await desk("recall")
    assert await desk("forget", said="yes", everything=True) == "I have forgotten everything."
    known = await Knowledge(house.store).known(desk.caller, desk.lease.call_id, desk.now)
    assert (known.notes, known.calls, known.offer) == ((), (), "")


async def test_what_was_forgotten_leaves_the_journal_after_a_day(house: House) -> None:
    desk = await open_desk(house)
    await desk("remember", text="I prefer mornings")
    await desk("forget")
    await desk("create_todo", title="Stays")
    async with house.store.lookup() as tx:
        assert await tx.fetchval("SELECT forget_memories()") == 0
    await age(house, desk)
    async with house.store.lookup() as tx:
        assert await tx.fetchval("SELECT forget_memories()") == 2
    assert await desk.value("SELECT count(*) FROM changes") == 1


async def age(house: House, desk: Desk) -> None:
    """As if two days had passed."""
    async with house.owner.tenant(desk.caller.org_id) as tx:
        await tx.execute("UPDATE changes SET at = at - interval '2 days'")


async def test_what_a_caller_meant_to_do_is_offered_once(house: House) -> None:
    desk = await open_desk(house)
    async with house.store.tenant(desk.caller.org_id) as tx:
        await call_notes.save(tx, desk.caller, desk.lease.call_id, "Ann called.", ["send the offer"], "rules")
    knowledge = Knowledge(house.store)
    same = await knowledge.known(desk.caller, desk.lease.call_id, desk.now)
    assert same.offer == ""
    await next_call(desk)
    known = await knowledge.known(desk.caller, desk.lease.call_id, desk.now)
    assert known.offer == "send the offer"
    await knowledge.offered(desk.caller, known.offer)
    known = await knowledge.known(desk.caller, desk.lease.call_id, desk.now)
    assert known.offer == ""
