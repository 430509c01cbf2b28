"""The demonstration tells a call from its stored events, in the order in which things happened."""

from __future__ import annotations

import pytest

from convonet_ari.call import events as ev
from convonet_ari.demo.story import Story
from convonet_ari.demo.timeline import Line, Timeline, laid_out
from convonet_ari.store.history import StoredEvent

pytestmark = pytest.mark.shell


def stored(*events: ev.Event) -> tuple[StoredEvent, ...]:
    return tuple(StoredEvent(number, 100 * number, event) for number, event in enumerate(events, 1))


CALL = stored(
    ev.CallArrived("Demo Company", True),
    *[ev.DigitPressed(ev.HIDDEN_DIGIT)] * 6,
    ev.DigitPressed("#"),
    ev.PinChecked(1, "accepted", "Ann Lee"),
    ev.SpeechRecognized("What are my todos?"),
    ev.ToolStarted(1, "get_todos", "t1", "Looking up your todos…"),
    ev.ToolFinished(1, "get_todos", "t1", True),
    ev.ReplyWritten(1, "You have none."),
    ev.ThinkingFinished(1, "done"),
)


def test_a_call_is_told_with_phases_words_and_tools() -> None:
    told = [(line.who, line.text) for line in Story(0.0).feed(CALL)]
    assert ("phase", "ringing → pin") in told
    assert ("pin", "accepted: Ann Lee") in told
    assert ("understood", "“What are my todos?”") in told
    assert ("tool", "get_todos done") in told
    assert told[-1] == ("assistant", "“You have none.”")


def test_each_event_is_told_once() -> None:
    story = Story(0.0)
    first = story.feed(CALL[:4])
    assert first
    assert story.feed(CALL[:4]) == []
    assert len(first) + len(story.feed(CALL)) == len(Story(0.0).feed(CALL))


def test_no_digit_is_told() -> None:
    assert not any(ev.HIDDEN_DIGIT in line.text for line in Story(0.0).feed(CALL))


def test_the_assistant_listens_once_it_was_heard_to_its_end() -> None:
    story = Story(0.0)
    story.feed(CALL)
    assert not story.listening
    last = len(CALL)
    story.feed(
        tuple(
            StoredEvent(last + speech, 9000 + speech, ev.PlaybackFinished(speech)) for speech in range(1, 9)
        )
    )
    assert story.listening


def test_lines_of_two_tellers_come_in_the_order_of_what_happened() -> None:
    timeline = Timeline(hold_back_s=0.4)
    timeline.add(Line(10.2, "caller", "second"))
    timeline.add(Line(10.1, "phase", "first"), Line(10.9, "tool", "third"))
    assert [line.text for line in timeline.due(10.7)] == ["first", "second"]
    assert [line.text for line in timeline.rest()] == ["third"]


def test_a_long_line_hangs_under_its_own_text() -> None:
    rows = laid_out(Line(12.0, "assistant", "word " * 30, began=10.0), 80)
    assert rows[0].startswith("   2.0  assistant   word")
    assert rows[1].startswith(" " * 20 + "word")
    assert all(len(row) <= 80 for row in rows)
