"""The call log: what is written is read back, and only the owner of the fence writes."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from convonet_ari.call import events as ev
from convonet_ari.errors import FenceLost
from convonet_ari.jobs.people_desk import MISSED, PeopleDesk
from convonet_ari.store.history import History
from convonet_ari.store.lease import Lease
from convonet_ari.usage import Used
from tests.db.house import House

pytestmark = pytest.mark.db

# Q.850: normal clearing.
NORMAL = 16


async def opened(house: House, channel: str = "1700000000.1") -> Lease:
    return await house.calls.open(house.demo.org_id, house.demo.did, house.demo.number, channel, "worker-1")


async def adopted(house: House, lease: Lease) -> Lease:
    call = await house.calls.find(lease.channel_id)
    assert call is not None
    return await house.calls.adopt(call, "worker-2")


async def test_events_come_back_in_order_without_digits(house: House) -> None:
    lease = await opened(house)
    told: list[ev.Event] = [
        ev.CallArrived("Demo Company", recorded=True),
        ev.DigitPressed("4"),
        ev.DigitPressed("#"),
        ev.SpeechRecognized('say "hi" \0 ∑'),
    ]
    await house.calls.append(lease, [(seq, seq * 10, event) for seq, event in enumerate(told)])
    stored = await house.calls.load(lease)
    assert [(row.seq, row.at_ms) for row in stored] == [(0, 0), (1, 10), (2, 20), (3, 30)]
    assert stored[0].event == told[0]
    assert [row.event.digit for row in stored if isinstance(row.event, ev.DigitPressed)] == ["•", "#"]


async def test_an_append_repeated_after_an_unknown_outcome_changes_nothing(house: House) -> None:
    lease = await opened(house)
    for _ in range(2):
        await house.calls.append(lease, [(1, 5, ev.SpeechBegan())])
    assert len(await house.calls.load(lease)) == 1


async def test_returning_channel_finds_its_call_and_the_first_lease_is_lost(house: House) -> None:
    old = await opened(house)
    new = await adopted(house, old)
    assert new == replace(old, fence=2)
    writes = (
        house.calls.append(old, [(1, 5, ev.SpeechBegan())]),
        house.calls.utterance(old, 1, "caller", "hello"),
        house.calls.recording(old, "a.wav", 1.0),
        house.calls.usage(old, 1, 1, [Used("hearing", "m")]),
        house.calls.set_phase(old, "conversation"),
        house.calls.identify(old, house.demo.user_id),
        house.calls.with_human(old, "2000"),
        house.calls.finish(old, "caller hung up"),
    )
    for write in writes:
        with pytest.raises(FenceLost):
            await write
    assert await house.calls.load(new) == []


async def test_of_two_adopters_with_the_same_view_one_wins(house: House) -> None:
    lease = await opened(house)
    call = await house.calls.find(lease.channel_id)
    assert call is not None
    outcomes = await asyncio.gather(
        *(house.calls.adopt(call, f"worker-{n}") for n in range(5)), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["FenceLost"] * 4 + ["Lease"]


async def test_adoption_waits_for_a_write_under_the_old_fence(house: House) -> None:
    """So what the adopter loads is everything its predecessor ever wrote."""
    lease = await opened(house)
    async with house.store.tenant(lease.org_id) as tx:
        await tx.fetchval(
            "SELECT 1 FROM calls WHERE id = $1 AND fence = $2 FOR SHARE", lease.call_id, lease.fence
        )
        adoption = asyncio.create_task(adopted(house, lease))
        done, _ = await asyncio.wait([adoption], timeout=0.2)
        assert not done
    assert (await adoption).fence == 2


async def test_opening_a_channel_twice_gives_one_call_and_a_higher_fence(house: House) -> None:
    first, second = await opened(house), await opened(house)
    assert second == replace(first, fence=2)


async def test_finished_call_is_neither_found_nor_adopted(house: House) -> None:
    lease = await opened(house)
    call = await house.calls.find(lease.channel_id)
    assert call is not None
    await house.calls.finish(lease, "caller hung up")
    await house.calls.finish(lease, "again")
    assert await house.calls.find(lease.channel_id) is None
    with pytest.raises(FenceLost):
        await house.calls.adopt(call, "worker-2")
    assert await house.calls.open_calls() == []


async def test_reaper_closes_an_orphan_but_not_one_that_was_adopted(house: House) -> None:
    orphan, taken = await opened(house, "1.1"), await opened(house, "1.2")
    calls = {call.channel_id: call for call in await house.calls.open_calls()}
    await adopted(house, taken)
    assert await house.calls.close_orphan(calls[orphan.channel_id], "channel gone")
    assert not await house.calls.close_orphan(calls[taken.channel_id], "channel gone")
    assert [call.channel_id for call in await house.calls.open_calls()] == ["1.2"]


async def test_what_a_session_saw_outweighs_what_the_desk_made_of_it(house: House) -> None:
    """A caller who hangs up on the way into the queue: whoever of the two is quicker."""
    for number, desk_first in enumerate((True, False)):
        lease = await opened(house, f"{number}.1")
        await house.calls.with_human(lease, "2000")
        call = await house.calls.find(lease.channel_id)
        assert call is not None
        if desk_first:
            await house.calls.close_orphan(call, "hung up with people")
        await house.calls.finish(lease, "hangup")
        await house.calls.close_orphan(call, "hung up with people")
        assert await why_ended(house, lease) == "hangup"


async def test_the_desk_closes_what_nobody_closes_and_a_late_session_outweighs_it(house: House) -> None:
    desk = PeopleDesk(house.store, house.calls)
    lease = await opened(house, "1.1")
    await house.calls.set_phase(lease, "conversation")
    assert not await desk.left("1.1", NORMAL)
    assert await desk.left("1.1", MISSED)
    assert await why_ended(house, lease) == "lost"
    await house.calls.finish(lease, "hangup")
    assert await why_ended(house, lease) == "hangup"


async def test_a_call_in_a_queue_without_a_session_is_with_people_unless_it_came_back(house: House) -> None:
    desk = PeopleDesk(house.store, house.calls)
    left, back = await opened(house, "1.1"), await opened(house, "1.2")
    for lease in (left, back):
        await house.calls.set_phase(lease, "conversation")
    assert await desk.open_calls() == {"1.1": False, "1.2": False}
    await adopted(house, back)
    await desk.came("1.1", "2000")
    await desk.came("1.2", "2000")
    assert await desk.open_calls() == {"1.1": True, "1.2": False}
    assert await desk.left("1.1", NORMAL)
    assert await why_ended(house, left) == "hung up with people"


async def why_ended(house: House, lease: Lease) -> str | None:
    async with house.store.tenant(lease.org_id) as tx:
        found: str | None = await tx.fetchval("SELECT end_reason FROM calls WHERE id = $1", lease.call_id)
    return found


async def test_call_left_to_people_is_the_desks_until_it_returns(house: House) -> None:
    lease = await opened(house)
    await house.calls.set_phase(lease, "conversation")
    await house.calls.with_human(lease, "2000")
    call = await house.calls.find(lease.channel_id)
    assert call is not None
    assert (call.phase, call.owner, call.queue) == ("with_human", "desk", "2000")
    assert (await house.calls.adopt(call, "worker-2")).fence == 2


async def test_story_tells_the_call_whole(house: House) -> None:
    lease = await opened(house)
    await house.calls.append(lease, [(0, 0, ev.CallArrived("Demo Company", recorded=False))])
    await house.calls.identify(lease, house.demo.user_id)
    await house.calls.utterance(lease, 1, "caller", "what are my todos", timings={"stt_ms": 120})
    await house.calls.utterance(lease, 1, "assistant", "You have three.", heard="You have")
    await house.calls.recording(lease, "r/1.wav", 3.5, segment=1)
    await house.calls.recording(lease, "r/1.wav", 4.5, segment=1, broken_off=True)
    await house.calls.recording(lease, "r/1.wav", 4.5, segment=1)
    history = History(house.store)
    story = await history.show(lease.call_id)
    assert story is not None
    assert story.call["user_name"] == "Ann Lee"
    assert [(row["who"], row["heard"], row["timings"]) for row in story.utterances] == [
        ("caller", None, {"stt_ms": 120}),
        ("assistant", "You have", {}),
    ]
    assert [(row["duration"], row["broken_off"]) for row in story.recordings] == [(4.5, True)]
    assert len(story.events) == 1
    assert [line.call_id for line in await history.recent(lease.org_id)] == [lease.call_id]


async def test_unknown_call_has_no_story(house: House) -> None:
    assert await History(house.store).show(house.demo.org_id) is None


async def test_what_providers_did_adds_up_and_counts_once_when_written_twice(house: House) -> None:
    lease = await opened(house)
    heard, thought = Used("hearing", "m", seconds=2.5, cost=0.25), Used("thinking", "g", 100, 50, 7, cost=0.5)
    for entry in (1, 1, 2):
        await house.calls.usage(lease, entry, entry, [heard, thought])
    story = await History(house.store).show(lease.call_id)
    assert story is not None
    assert story.usage == (
        Used("hearing", "m", seconds=5.0, cost=0.5),
        Used("thinking", "g", 200, 100, 14, cost=1.0),
    )
