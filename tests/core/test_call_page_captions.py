"""What the page is told of its call, from the events as they are stored."""

from __future__ import annotations

import pytest

from convonet_ari.call import events as ev
from convonet_ari.call.policy import Policy
from convonet_ari.store.history import StoredEvent
from convonet_ari.web.captions import Caption, Captions

pytestmark = pytest.mark.core

HOUSE = ev.CallArrived("Demo Company", recorded=False)


def stored(*events: ev.Event) -> tuple[StoredEvent, ...]:
    return tuple(StoredEvent(seq, seq * 1000, event) for seq, event in enumerate(events, start=1))


def kinds(captions: list[Caption]) -> list[str]:
    return [caption["type"] for caption in captions]


def known(*more: ev.Event) -> tuple[StoredEvent, ...]:
    digits = [ev.DigitPressed("•") for _ in range(4)]
    accepted = ev.PinChecked(1, "accepted", "Ann Lee")
    return stored(HOUSE, *digits, ev.DigitPressed("#"), accepted, *more)


def test_what_the_assistant_says_is_told_before_it_was_heard() -> None:
    told = Captions(Policy()).feed(stored(HOUSE))
    assert told[0] == {"type": "phase", "phase": "pin", "name": ""}
    assert "Demo Company" in " ".join(caption["text"] for caption in told if caption["type"] == "say")


def test_an_event_is_told_once() -> None:
    captions = Captions(Policy())
    assert captions.feed(stored(HOUSE))
    assert captions.feed(stored(HOUSE)) == []


def test_no_key_of_the_pin_is_told() -> None:
    digits = stored(HOUSE, *(ev.DigitPressed(digit) for digit in "4711"))
    told = Captions(Policy()).feed(digits)
    assert set(kinds(told)) == {"phase", "say"}
    assert "4711" not in str(told)


def test_a_known_caller_is_told_by_name() -> None:
    told = Captions(Policy()).feed(known())
    assert {"type": "phase", "phase": "conversation", "name": "Ann Lee"} in told


def test_words_cut_off_are_told_as_far_as_they_were_heard() -> None:
    captions = Captions(Policy())
    said = [caption for caption in captions.feed(known()) if caption["type"] == "say"][-1]
    last = captions.feed((StoredEvent(captions.seen + 1, 9000, ev.PlaybackStopped(said["id"], "Hello")),))
    assert {"type": "cut", "id": said["id"], "heard": "Hello"} in last


def test_a_call_that_another_worker_took_over_is_told_on() -> None:
    captions = Captions(Policy())
    captions.feed(known())
    assert {"type": "moved"} in captions.feed((StoredEvent(captions.seen + 1, 9000, ev.CallAdopted()),))


def test_a_turn_s_time_is_told_once_and_only_when_it_is_known() -> None:
    captions = Captions(Policy())
    assert captions.figures([{"turn": 1, "timings": {"first_token_ms": 3}}]) == []
    rows = [{"turn": 1, "timings": {"first_token_ms": 3, "total_ms": 900, "model_ms": 5}}]
    assert captions.figures(rows) == [{"type": "turn", "turn": 1, "ms": {"first_token": 3, "total": 900}}]
    assert captions.figures(rows) == []
