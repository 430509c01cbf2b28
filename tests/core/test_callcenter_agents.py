"""The states of agents, as events from queues and phones make them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from convonet_ari.callcenter import events as ev
from convonet_ari.callcenter.agents import Agents
from convonet_ari.callcenter.stands import (
    SIGNED_OUT,
    WRAP_UP,
    Answered,
    Join,
    Leave,
    Missed,
    Parted,
    Parting,
    Pause,
    Rang,
    Stand,
    Stood,
    extension_of,
)

pytestmark = pytest.mark.core

T0 = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TOM = "Local/1002@from-queue/n"
MARIA = "Local/1001@from-queue/n"
MEMBER = ev.QueueMember("2000", TOM, "Tom", 1, paused=False, in_call=False)
CALLED = ev.AgentCalled("2000", "1.1", TOM)
CONNECT = ev.AgentConnect("2000", "1.1", TOM, "Tom", "1.2", 3)
COMPLETE = ev.AgentComplete("2000", "1.1", TOM, 20, "caller")


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def ready(wrap_up_s: float = 30, *, watching: bool = True) -> Agents:
    agents = Agents(timedelta(seconds=wrap_up_s))
    agents.watching = {"1002"} if watching else set()
    agents.on(MEMBER, T0)
    return agents


def state(agents: Agents, seconds: float = 0) -> tuple[str, str]:
    stand = agents.stand("1002", at(seconds))
    return stand.state, stand.reason


def talking(agents: Agents) -> Agents:
    agents.on(CALLED, at(1))
    agents.on(CONNECT, at(2))
    return agents


@pytest.mark.parametrize(
    ("interface", "extension"),
    [
        (TOM, "1002"),
        ("PJSIP/1001", "1001"),
        ("Local/12@x", "12"),
        ("Agent/7", ""),
        ("", ""),
        ("Local/@x", ""),
    ],
)
def test_members_are_known_by_their_extension(interface: str, extension: str) -> None:
    assert extension_of(interface) == extension


def test_an_agent_stands_as_their_memberships_say() -> None:
    agents = Agents(timedelta(0))
    assert state(agents) == ("logged_out", "")
    agents.on(MEMBER, T0)
    assert state(agents) == ("ready", "")
    agents.on(replace(MEMBER, queue="2001", paused=True, reason="Lunch"), T0)
    assert state(agents) == ("ready", "")
    agents.on(replace(MEMBER, paused=True), T0)
    assert state(agents) == ("not_ready", "Lunch")
    agents.on(ev.QueueMemberRemoved("2000", TOM), T0)
    agents.on(ev.QueueMemberRemoved("2001", TOM), T0)
    assert state(agents) == ("logged_out", "")


def test_a_fixed_member_who_logged_out_is_not_just_paused() -> None:
    agents = ready()
    agents.on(replace(MEMBER, paused=True, reason=SIGNED_OUT), T0)
    assert state(agents) == ("logged_out", "")


def test_a_call_rings_is_answered_and_is_wrapped_up() -> None:
    agents = ready(wrap_up_s=30)
    assert agents.on(CALLED, at(1)) == [
        Rang("1002", "2000", "1.1"),
        Stood("1002", Stand("ringing", at(1), channel_id="1.1")),
    ]
    assert agents.on(CALLED, at(1)) == []
    agents.on(ev.QueueCallerLeave("2000", "1.1"), at(2))
    assert agents.on(CONNECT, at(2)) == [
        Answered("1002", "2000", "1.1", at(2)),
        Stood("1002", Stand("on_call", at(2), channel_id="1.1")),
    ]
    assert agents.on(COMPLETE, at(20)) == [
        Parted("1002", "1.1", "caller", at(20)),
        Pause("2000", TOM, paused=True, reason=WRAP_UP),
        Stood("1002", Stand("wrap_up", at(20), channel_id="1.1", until=at(50))),
    ]
    agents.on(replace(MEMBER, paused=True, reason=WRAP_UP), at(20))
    assert agents.due() == at(50)
    assert agents.tick(at(49)) == []
    assert agents.tick(at(50)) == [Pause("2000", TOM, paused=False)]
    assert state(agents) == ("wrap_up", "")
    assert agents.on(MEMBER, at(50)) == [Stood("1002", Stand("ready", at(50)))]
    assert agents.due() is None


def test_a_caller_who_is_gone_talks_with_nobody() -> None:
    agents = talking(ready())
    told = agents.on(ev.Hangup("1.1", "PJSIP/trunk-1", 16), at(20))
    assert Parted("1002", "1.1", "caller", at(20)) in told
    assert state(agents) == ("wrap_up", "")
    assert agents.on(COMPLETE, at(20)) == []


def test_another_caller_who_is_gone_changes_nothing() -> None:
    agents = talking(ready())
    assert agents.on(ev.Hangup("1.7", "PJSIP/trunk-2", 16), at(20)) == []
    assert state(agents) == ("on_call", "")


def test_who_paused_during_the_call_stays_paused_after_wrapping_up() -> None:
    agents = talking(ready())
    agents.on(replace(MEMBER, paused=True, reason="Lunch"), at(5))
    assert state(agents) == ("on_call", "")
    assert not [news for news in agents.on(COMPLETE, at(20)) if isinstance(news, Pause)]
    assert state(agents) == ("wrap_up", "")
    assert agents.wrapped("1002", at(25)) == [Stood("1002", Stand("not_ready", at(25), "Lunch"))]


def test_unpausing_at_the_phone_ends_the_wrap_up() -> None:
    agents = talking(ready())
    agents.on(COMPLETE, at(20))
    agents.on(replace(MEMBER, paused=True, reason=WRAP_UP), at(20))
    agents.on(MEMBER, at(22))
    assert state(agents) == ("ready", "")


def test_a_desk_phone_without_a_console_has_no_wrap_up() -> None:
    agents = talking(ready(watching=False))
    agents.on(COMPLETE, at(20))
    assert state(agents) == ("ready", "")


@pytest.mark.parametrize(
    ("event", "status"),
    [
        (ev.AgentRingNoAnswer("2000", "1.1", TOM), "ended"),
        (ev.QueueCallerAbandon("2000", "1.1", 4), "abandoned"),
        (ev.Hangup("1.1", "PJSIP/x", 16), "abandoned"),
        (ev.AgentConnect("2000", "1.1", MARIA, "Maria", "1.3", 3), "ended"),
    ],
)
def test_a_phone_stops_ringing_whatever_the_reason(event: ev.Event, status: Parting) -> None:
    agents = ready()
    agents.on(CALLED, at(1))
    assert Missed("1002", "1.1", status) in agents.on(event, at(5))
    assert state(agents) == ("ready", "")


def test_a_caller_let_go_without_an_answer_rings_no_more() -> None:
    agents = ready()
    agents.on(CALLED, at(1))
    agents.on(ev.QueueCallerLeave("2000", "1.1"), at(5))
    assert state(agents) == ("ringing", "")
    assert agents.due() == at(6)
    assert Missed("1002", "1.1", "ended") in agents.tick(at(6))


def test_logging_in_joins_what_is_missing_and_unpauses_the_rest() -> None:
    agents = ready()
    agents.on(replace(MEMBER, paused=True, reason="Lunch"), T0)
    assert agents.want("1002", "ready", "", ("2000", "2001"), T0) == [
        Join("1002", "2001"),
        Pause("2000", TOM, paused=False),
    ]
    assert agents.want("1002", "not_ready", "Break", ("2000", "2001"), T0) == [
        Join("1002", "2001", paused=True),
        Pause("2001", TOM, paused=True, reason="Break"),
        Pause("2000", TOM, paused=True, reason="Break"),
    ]


def test_logging_out_leaves_every_queue_that_can_be_left() -> None:
    agents = ready()
    agents.on(replace(MEMBER, queue="2009", dynamic=False), T0)
    assert agents.want("1002", "logged_out", "", ("2000",), T0) == [
        Leave("1002", "2000", TOM),
        Pause("2009", TOM, paused=True, reason=SIGNED_OUT),
    ]


def test_a_call_that_ended_unseen_is_believed_for_one_look() -> None:
    agents = talking(ready(watching=False))
    assert agents.load([MEMBER], at(30)) == []
    assert agents.load([MEMBER], at(40)) == [
        Parted("1002", "1.1", "", at(40)),
        Stood("1002", Stand("ready", at(40))),
    ]


def test_a_call_under_way_is_found_after_a_restart() -> None:
    agents = Agents(timedelta(seconds=30))
    agents.restore("1002", Stand("on_call", T0, channel_id="1.1"))
    assert agents.load([replace(MEMBER, in_call=True)], at(1)) == []
    assert Parted("1002", "1.1", "caller", at(9)) in agents.on(COMPLETE, at(9))


def test_a_wrap_up_nobody_timed_ends_with_the_next_look() -> None:
    agents = Agents(timedelta(seconds=30))
    wrapping = replace(MEMBER, paused=True, reason=WRAP_UP)
    assert Pause("2000", TOM, paused=False) in agents.load([wrapping], T0)
    agents = Agents(timedelta(seconds=30))
    agents.restore("1002", Stand("wrap_up", T0))
    assert agents.load([wrapping], at(1)) == []
    assert agents.tick(at(30)) == [Pause("2000", TOM, paused=False)]
