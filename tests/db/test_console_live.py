"""A call at an agent's console, from ringing to its notes; states in step with the queues, both ways."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from convonet_ari.callcenter import events as ev
from tests.asterisk.system_rig import eventually
from tests.db.console_rig import SETTINGS, local, rigged
from tests.db.house import House

pytestmark = pytest.mark.db

LEGS = "SELECT ended_at > answered_at AS over, parted, notes, disposition FROM agent_calls"
DAY = "SELECT kind, reason FROM agent_activity ORDER BY id"


async def test_a_call_is_known_while_it_rings_and_noted_afterwards(house: House) -> None:
    async with rigged(house) as rig:
        tom = await rig.browser("tom")
        live = await tom.live()
        assert (await live.next("hello"))["state"]["state"] == "logged_out"
        assert (await tom.ask("PUT", "/api/state", {"state": "ready"}))[1]["state"] == "ready"
        call_id = str(await rig.with_people("1.1"))
        rig.called("1.1", "1002")
        call = (await live.next("ring"))["call"]
        assert call["call_id"] == call_id
        assert call["caller"] == {"name": "Ann Lee", "number": house.demo.number, "verified": True}
        assert (call["department"], call["reason"], call["status"]) == (
            "support",
            "billing question",
            "ringing",
        )
        assert [turn["text"] for turn in call["last_turns"]] == ["My invoice is wrong.", "I will look"]
        assert "Ann Lee, verified by PIN." in call["summary"]
        assert (await live.next("state", state="ringing"))["call_id"] == call_id
        reloaded = await tom.live()
        assert [one["call_id"] for one in (await reloaded.next("hello"))["calls"]] == [call_id]
        rig.connected("1.1", "1002")
        await live.next("call", call_id=call_id, status="answered")
        await live.next("state", state="on_call")
        rig.completed("1.1", "1002")
        await live.next("call", call_id=call_id, status="ended")
        wrapping = await live.next("state", state="wrap_up")
        assert wrapping["call_id"] == call_id
        assert wrapping["until"] > wrapping["since"]
        assert await paused(rig.ami.members["2000", local("1002")]) == (True, "wrap-up")
        notes = {"notes": "Sent a new invoice.", "disposition": "Solved"}
        assert await tom.ask("PUT", f"/api/calls/{call_id}/wrap", notes) == (200, {"ok": True})
        await live.next("state", state="ready")
        assert await paused(rig.ami.members["2000", local("1002")]) == (False, "")
        (past,) = (await tom.ask("GET", "/api/calls"))[1]["calls"]
        assert (past["id"], past["caller"], past["disposition"]) == (call_id, "Ann Lee", "Solved")
        assert past["reason"] == "billing question"
        async with house.store.tenant(house.demo.org_id) as tx:
            (leg,) = await tx.fetch(LEGS)
        assert tuple(leg) == (True, "caller", "Sent a new invoice.", "Solved")
        # A page is told before it is written down.
        await eventually(partial(noted, house, 5), 20, "the end of the wrap-up was not noted")
        assert await day(house) == ["ready", "ringing", "on_call", "wrap_up", "ready"]


async def day(house: House) -> list[str]:
    async with house.store.tenant(house.demo.org_id) as tx:
        return [row["kind"] for row in await tx.fetch(DAY)]


async def noted(house: House, states: int) -> bool:
    return len(await day(house)) >= states


async def paused(member: ev.QueueMember) -> tuple[bool, str]:
    return member.paused, member.reason


async def test_states_go_both_ways_between_console_and_queues(house: House) -> None:
    async with rigged(house) as rig:
        tom = await rig.browser("tom")
        live = await tom.live()
        await live.next("hello")
        lunch = {"state": "not_ready", "reason": "Lunch"}
        _, state = await tom.ask("PUT", "/api/state", lunch)
        assert (state["state"], state["reason"]) == ("not_ready", "Lunch")
        assert {queue for queue, _ in rig.ami.members} == {"2000", "2001"}
        assert rig.ami.lamps == {"Custom:QUEUE1002*2000": "INUSE", "Custom:QUEUE1002*2001": "INUSE"}
        for member in list(rig.ami.members.values()):
            rig.ami.put(replace(member, paused=False, reason=""))
        await live.next("state", state="ready")
        for member in list(rig.ami.members.values()):
            rig.ami.put(replace(member, paused=True, reason=""))
        await live.next("state", state="not_ready", reason="")
        assert (await tom.ask("PUT", "/api/state", {"state": "logged_out"}))[1]["state"] == "logged_out"
        assert not rig.ami.members
        assert set(rig.ami.lamps.values()) == {"NOT_INUSE"}
        rig.ami.queues = ("2999",)
        assert (await tom.ask("PUT", "/api/state", {"state": "ready"}))[0] == 502
        rig.ami.away = True
        status, body = await tom.ask("PUT", "/api/state", {"state": "ready"})
        assert (status, body["error"]["code"]) == (503, "asterisk_away")


async def test_who_stands_in_the_queues_configuration_logs_out_by_a_pause(house: House) -> None:
    async with rigged(house, queues=("2000",)) as rig:
        fixed = ev.QueueMember("2000", local("1001"), "Maria", 1, False, False, dynamic=False)
        rig.ami.put(fixed)
        maria = await rig.browser("maria")
        live = await maria.live()
        await live.next("state", state="ready") if maria.me["state"]["state"] != "ready" else None
        assert (await maria.ask("PUT", "/api/state", {"state": "logged_out"}))[1]["state"] == "logged_out"
        assert await paused(rig.ami.members["2000", local("1001")]) == (True, "logged out")
        assert (await maria.ask("PUT", "/api/state", {"state": "ready"}))[1]["state"] == "ready"


async def test_the_newest_tab_acts_until_another_claims(house: House) -> None:
    async with rigged(house) as rig:
        tom = await rig.browser("tom")
        first, wall = await tom.live(), await tom.live("?view=wall")
        await first.next("hello")
        second = await tom.live()
        await first.next("elsewhere")
        await first.socket.send_json({"type": "claim"})
        await second.next("elsewhere")
        await wall.socket.send_json({"type": "ping"})
        assert (await wall.next("pong")) == {"type": "pong"}


async def test_who_only_rang_is_told_that_the_call_is_over(house: House) -> None:
    async with rigged(house) as rig:
        tom, maria = await rig.browser("tom"), await rig.browser("maria")
        lives = [await tom.live(), await maria.live()]
        call_id = str(await rig.with_people("1.1"))
        rig.called("1.1", "1002")
        rig.called("1.1", "1001")
        for live in lives:
            await live.next("ring")
        rig.connected("1.1", "1001")
        await lives[0].next("call", call_id=call_id, status="ended")
        await lives[1].next("call", call_id=call_id, status="answered")
        agents = (await lives[1].next("board", type="board"))["agents"]
        assert {agent["extension"] for agent in agents} == {"1001", "1002"}
        assert (await tom.ask("GET", f"/api/calls/{call_id}"))[0] == 404
        supervise = f"/api/calls/{call_id}/supervise"
        assert (await tom.ask("POST", supervise, {"mode": "listen"}))[0] == 403
        assert (await maria.ask("POST", supervise, {"mode": "listen"}))[0] == 409
        assert (await maria.ask("POST", f"/api/calls/{call_id}/return", {"note": "Book Tuesday"}))[0] == 200
        rig.completed("1.1", "1001")
        await lives[1].next("call", call_id=call_id, status="returned")
        rig.called("2.1", "1002")
        rig.connected("2.1", "1002")
        await rig.with_people("2.1")
        async with house.store.tenant(house.demo.org_id) as tx:
            (order,) = await tx.fetch("SELECT kind, data FROM call_commands")
        assert tuple(order) == ("return", '{"note": "Book Tuesday"}')


async def test_what_is_written_down_while_it_rings_is_told_as_well(house: House) -> None:
    async with rigged(house) as rig:
        tom = await rig.browser("tom")
        live = await tom.live()
        lease = await house.calls.open(house.demo.org_id, house.demo.did, "", "1.1", "worker-1")
        rig.called("1.1", "1002")
        call = (await live.next("ring"))["call"]
        assert (call["caller"]["verified"], call["last_turns"]) == (False, [])
        await house.calls.identify(lease, house.demo.user_id)
        await house.calls.utterance(lease, 1, "caller", "A person, please.")
        await house.calls.with_human(lease, "2000")
        while (call := (await live.next("ring"))["call"])["department"] != "support":
            pass
        assert call["caller"]["name"] == "Ann Lee"
        assert call["last_turns"][0]["text"] == "A person, please."


async def test_a_caller_who_is_not_ours_rings_without_a_context(house: House) -> None:
    async with rigged(house, SETTINGS.model_copy(update={"wrap_up_s": 0})) as rig:
        tom = await rig.browser("tom")
        live = await tom.live()
        rig.called("9.9", "1002")
        assert (await live.next("state", state="ringing"))["call_id"] is None
        rig.ami.tell(ev.QueueCallerAbandon("2000", "9.9", 4))
        await live.next("state", state="logged_out")
