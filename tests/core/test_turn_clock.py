"""The parts of a turn, with a clock moved by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.media.ear import TurnTimings
from convonet_ari.stasis.turn_clock import Figures, TurnClock
from tests.fakes.scripted_speech import HandClock

pytestmark = pytest.mark.core

WORDS = ev.SpeechRecognized("create a todo")


@dataclass
class Watcher:
    begun_turns: list[int] = field(default_factory=list)
    parts: dict[str, float] = field(default_factory=dict)
    tools: list[tuple[str, str, float]] = field(default_factory=list)
    ended: list[tuple[int, Figures]] = field(default_factory=list)

    def begun(self, turn: int) -> None:
        self.begun_turns.append(turn)

    def part(self, part: str, seconds: float) -> None:
        assert part not in self.parts, "each part is told once"
        self.parts[part] = round(seconds, 3)

    def tool(self, tool: str, outcome: str, seconds: float) -> None:
        self.tools.append((tool, outcome, round(seconds, 3)))

    def over(self, turn: int, figures: Figures) -> None:
        self.ended.append((turn, dict(figures)))


@dataclass
class Turn:
    """A turn under way: the caller was recognised 0.5 s after his last sound."""

    clock: HandClock = field(default_factory=HandClock)
    watcher: Watcher = field(default_factory=Watcher)
    turns: TurnClock = field(init=False)

    def __post_init__(self) -> None:
        self.turns = TurnClock(self.clock, self.watcher)
        self.recognised(1)

    def recognised(self, turn: int) -> None:
        now = self.clock.now
        self.turns.timed(TurnTimings(now - 0.5, now, audio_ms=1800, recognition_ms=220, eager=False))
        self.turns.event(WORDS)
        self.turns.order(fx.Think(turn, WORDS.text))

    def after(self, seconds: float) -> TurnClock:
        self.clock.now += seconds
        return self.turns

    def replies(self, turn: int, speech: int) -> None:
        self.turns.event(ev.ReplyWritten(turn, "Done."))
        self.turns.order(fx.Say(speech, "Done.", turn))


def test_each_part_runs_from_one_fact_to_the_next() -> None:
    turn = Turn()
    turn.after(0.3)
    turn.replies(1, speech=7)
    turn.after(0.1).sounded(7)
    assert turn.watcher.parts == {
        "endpoint": 0.5,
        "recognition": 0.22,
        "first_token": 0.3,
        "first_audio": 0.1,
        "total": 0.9,
    }
    figures = {
        "endpoint_ms": 500,
        "recognition_ms": 220,
        "first_token_ms": 300,
        "first_audio_ms": 100,
        "total_ms": 900,
    }
    assert turn.watcher.ended == [(1, figures)]
    assert turn.turns.take(1) == figures
    assert turn.turns.take(1) == {}


def test_only_the_first_sentence_and_its_first_sound_count() -> None:
    turn = Turn()
    turn.replies(1, speech=7)
    turn.after(0.1).sounded(7)
    turn.after(1.0)
    turn.replies(1, speech=8)
    turn.after(1.0).sounded(8)
    assert turn.watcher.parts["first_token"] == 0
    assert turn.watcher.parts["total"] == 0.6


def test_words_about_a_slow_tool_end_the_silence_but_are_not_the_answer() -> None:
    turn = Turn()
    turn.turns.order(fx.Say(7, "Creating your todo…"))
    turn.after(1.0).sounded(7)
    assert turn.turns.take(1) == {"endpoint_ms": 500, "recognition_ms": 220, "total_ms": 1500}
    turn.after(2.0)
    turn.replies(1, speech=8)
    turn.after(0.2).sounded(8)
    assert turn.turns.take(1) == {"first_token_ms": 3000, "first_audio_ms": 200}


def test_words_written_while_the_caller_speaks_wait_for_him_and_are_not_measured() -> None:
    turn = Turn()
    turn.after(0.3).event(ev.SpeechBegan())
    turn.replies(1, speech=7)
    turn.turns.sounded(7)
    assert set(turn.watcher.parts) == {"endpoint", "recognition", "first_token"}
    assert turn.watcher.ended == [(1, {"endpoint_ms": 500, "recognition_ms": 220, "first_token_ms": 300})]


def test_a_noise_while_the_agent_thinks_loses_no_figure() -> None:
    turn = Turn()
    turn.after(0.1).event(ev.SpeechBegan())
    turn.after(0.1).event(ev.SpeechRecognized(""))
    turn.after(0.1)
    turn.replies(1, speech=7)
    turn.after(0.1).sounded(7)
    assert {"first_token", "first_audio", "total"} <= set(turn.watcher.parts)


def test_a_sentence_of_an_earlier_turn_is_not_the_answer_to_this_one() -> None:
    turn = Turn()
    turn.after(2.0).order(fx.CancelThinking(1, ""))
    turn.watcher.parts.clear()
    turn.recognised(2)
    turn.turns.event(ev.ReplyWritten(1, "Late."))
    assert "first_token" not in turn.watcher.parts
    assert turn.watcher.begun_turns == [1, 2]


def test_a_turn_resumed_from_a_lost_worker_has_no_end_of_speech() -> None:
    clock, watcher = HandClock(), Watcher()
    turns = TurnClock(clock, watcher)
    turns.order(fx.Think(4, "hello", resume=True))
    clock.now += 0.2
    turns.event(ev.ReplyWritten(4, "Hello."))
    turns.order(fx.Say(9, "Hello.", 4))
    turns.sounded(9)
    assert watcher.parts == {"first_token": 0.2, "first_audio": 0.0}


def test_tools_are_timed_whatever_becomes_of_them() -> None:
    turn = Turn()
    for id_, tool in (("a", "create_todo"), ("b", "get_todos"), ("c", "complete_todo")):
        turn.turns.event(ev.ToolStarted(1, tool, id_, ""))
    turn.after(0.1).event(ev.ToolFinished(1, "create_todo", "a", ok=True))
    turn.turns.event(ev.SpeechBegan())
    turn.after(0.1).event(ev.ToolFinished(1, "get_todos", "b", ok=False))
    turn.after(0.1).order(fx.CancelThinking(1, ""))
    assert turn.watcher.tools == [
        ("create_todo", "ok", 0.1),
        ("get_todos", "failed", 0.2),
        ("complete_todo", "cut", 0.3),
    ]


def test_the_callers_words_carry_how_long_they_took_to_recognise() -> None:
    turn = Turn()
    assert turn.turns.words() == {}
    now = turn.clock.now
    turn.turns.timed(TurnTimings(now - 0.5, now, audio_ms=900, recognition_ms=110, eager=True))
    assert turn.turns.words() == {"recognition_ms": 110, "audio_ms": 900}


def test_who_comes_back_after_a_turn_is_timed_to_our_first_sound_once() -> None:
    clock, watcher = HandClock(), Watcher()
    turns = TurnClock(clock, watcher, turn=3)
    turns.entered(clock.now)
    clock.now += 0.06
    turns.sounded(9)
    clock.now += 1
    turns.sounded(10)
    assert watcher.parts == {"entry": 0.06}
    assert turns.take(3) == {"entry_ms": 60}
