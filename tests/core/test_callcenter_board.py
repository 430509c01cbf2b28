"""Manager events as dataclasses, and the queue board folded from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.callcenter import events as ev
from convonet_ari.callcenter.board import Board, QueueSnapshot
from convonet_ari.callcenter.headers import parse, value, variable
from convonet_ari.errors import ProtocolError

pytestmark = pytest.mark.core


def member(
    interface: str = "a", status: int = 1, paused: bool = False, in_call: bool = False
) -> ev.QueueMember:
    return ev.QueueMember("2000", interface, interface, status, paused, in_call)


def join(channel_id: str, waited_s: float = 0.0) -> ev.QueueCallerJoin:
    return ev.QueueCallerJoin("2000", channel_id, 1, waited_s)


def after(*told: ev.Event, now: float = 100.0) -> QueueSnapshot:
    board = Board()
    for event in told:
        board.on(event, 0.0)
    return board.snapshot(now)[0]


def test_only_idle_unpaused_members_are_available() -> None:
    snapshot = after(member("a"), member("b", status=5), member("c", paused=True), member("d", in_call=True))
    assert (snapshot.members, snapshot.available) == (4, 1)


def test_a_member_who_leaves_is_counted_no_more() -> None:
    assert after(member("a"), ev.QueueMemberRemoved("2000", "a")).members == 0


def test_the_longest_wait_is_that_of_the_first_caller_still_waiting() -> None:
    snapshot = after(join("1", waited_s=30), join("2", waited_s=5), ev.QueueCallerLeave("2000", "1"), now=10)
    assert (snapshot.waiting, snapshot.longest_wait_s) == (1, 15.0)


def test_an_event_told_twice_changes_nothing() -> None:
    board = Board()
    assert board.on(join("1"), 0.0)
    assert not board.on(join("1"), 5.0)
    assert not board.on(ev.QueueCallerLeave("2000", "never"), 5.0)
    assert board.snapshot(9.0)[0].longest_wait_s == 9.0


def test_an_abandoned_call_is_taken_off_by_its_leave_alone() -> None:
    assert after(join("1"), ev.QueueCallerAbandon("2000", "1", 4)).waiting == 1


def test_loading_forgets_what_the_list_does_not_tell() -> None:
    board = Board()
    board.on(join("old"), 0.0)
    board.load([ev.QueueKnown("2000"), ev.QueueKnown("2001"), join("new", waited_s=3)], 10.0)
    assert [(q.queue, q.waiting, q.longest_wait_s) for q in board.snapshot(10.0)] == [
        ("2000", 1, 3.0),
        ("2001", 0, 0.0),
    ]


@given(st.lists(st.sampled_from("12345"), max_size=30), st.integers(0, 30))
def test_events_replayed_over_a_later_list_come_to_the_same_board(toggles: list[str], told: int) -> None:
    """A list is answered in the middle of events: those before it arrive after it and must do no harm."""
    waiting: set[str] = set()
    history: list[ev.Event] = []
    listed: list[ev.Event] = [ev.QueueKnown("2000")]
    for number, caller in enumerate(toggles):
        history.append(ev.QueueCallerLeave("2000", caller) if caller in waiting else join(caller))
        waiting ^= {caller}
        if number == told:
            listed += [join(each) for each in waiting]
    board = Board()
    board.load(listed, 0.0)
    for event in history:
        board.on(event, 0.0)
    assert board.snapshot(0.0)[0].waiting == len(waiting)


def test_a_hang_up_is_read_with_its_cause() -> None:
    told = {
        "event": "Hangup",
        "uniqueid": "17.1",
        "channel": "PJSIP/x",
        "cause": "17",
        "cause-txt": "User busy",
    }
    assert parse(told) == ev.Hangup("17.1", "PJSIP/x", 17)


def test_queue_status_and_events_give_the_same_member() -> None:
    state = {"queue": "2000", "status": "1", "paused": "0", "incall": "0"}
    listed = parse({"event": "QueueMember", "name": "Desk", "location": "Local/1@x", **state})
    told = parse({"event": "QueueMemberStatus", "membername": "Desk", "interface": "Local/1@x", **state})
    assert listed == told == ev.QueueMember("2000", "Local/1@x", "Desk", 1, False, False)


def test_an_event_nobody_cares_for_is_none() -> None:
    assert parse({"event": "VarSet"}) is None
    assert parse({}) is None


KINDS = st.sampled_from(
    ["QueueMember", "QueueCallerJoin", "Hangup", "AgentConnect", "AgentComplete", "QueueParams"]
)


@given(KINDS, st.dictionaries(st.sampled_from(["queue", "uniqueid", "cause", "status", "wait"]), st.text()))
def test_no_header_value_breaks_the_parser(kind: str, headers: dict[str, str]) -> None:
    assert parse({**headers, "event": kind}) is not None


@pytest.mark.parametrize("text", ["a\r\nAction: Command", "a\nb", "a\x00b", "a\rb"])
def test_a_line_break_is_refused_in_any_value(text: str) -> None:
    with pytest.raises(ProtocolError):
        value(text)


@pytest.mark.parametrize(
    ("name", "text"), [("A", "1,B=2"), ("A", '"'), ("A", "\\"), ("A,B", "1"), ("A=B", "1")]
)
def test_a_variable_cannot_smuggle_in_another(name: str, text: str) -> None:
    with pytest.raises(ProtocolError):
        variable(name, text)
