"""What a call leaves in its rows: events, phases, words and how long they took."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import pytest

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call.machine import Phase
from convonet_ari.media.ear import TurnTimings
from convonet_ari.media.recorder import Recorded
from convonet_ari.stasis.journal import Entry
from convonet_ari.stasis.record import CallRecord
from convonet_ari.stasis.turn_clock import TurnClock
from convonet_ari.stasis.turn_watch import TurnWatch
from convonet_ari.store.lease import Lease
from convonet_ari.usage import Meter, Used
from tests.fakes.virtual_time import LoopClock, in_virtual_time

pytestmark = pytest.mark.shell

LEASE = Lease(UUID(int=1), UUID(int=2), 1, "1763779200.1")


class Rows:
    """Keeps what is written, each row as one line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.timings: list[Mapping[str, Any]] = []

    async def append(self, lease: Lease, events: Sequence[Entry]) -> None:
        self.lines += [f"{seq} {type(event).__name__} at {at_ms}" for seq, at_ms, event in events]

    async def usage(self, lease: Lease, entry: int, turn: int, spent: Sequence[Used]) -> None:
        self.lines += [f"{entry} in turn {turn}: {used.model} {used.seconds:g} s" for used in spent]

    async def utterance(
        self,
        lease: Lease,
        turn: int,
        who: Literal["caller", "assistant"],
        text: str,
        heard: str | None = None,
        timings: Mapping[str, Any] | None = None,
    ) -> None:
        self.lines.append(f"{turn} {who}: {text} | {heard}")
        self.timings.append(timings or {})

    async def recording(
        self, lease: Lease, path: str, seconds: float, segment: int = 0, *, broken_off: bool = False
    ) -> None:
        self.lines.append(f"recording {segment}: {path}, {seconds} s")

    async def set_phase(self, lease: Lease, phase: str) -> None:
        self.lines.append(f"phase {phase}")

    async def identify(self, lease: Lease, user_id: UUID) -> None:
        self.lines.append(f"user {user_id.int}")

    async def with_human(self, lease: Lease, queue: str) -> None:
        self.lines.append(f"with people in {queue}")

    async def finish(self, lease: Lease, reason: str) -> None:
        self.lines.append(f"finished: {reason}")


class Kept:
    def __init__(self, lease: Lease | None = LEASE, turn: int = 0) -> None:
        self.rows = Rows()
        watch = TurnWatch("c1", LoopClock())
        self.turns = TurnClock(LoopClock(), watch)
        self.meter = Meter()
        self.record = CallRecord(
            self.rows,
            lease,
            self.turns,
            watch,
            lost=lambda: None,
            fenced=lambda: None,
            first_event=1,
            turn=turn,
            meter=self.meter,
        )

    def talk(self, event: ev.Event) -> None:
        self.record.event(0, event, Phase.CONVERSATION)

    def says(self, speech: int, text: str, turn: int = 0) -> None:
        self.record.order(fx.Say(speech, text, turn))

    async def utterances(self) -> list[str]:
        assert await self.record.flushed()
        return [line for line in self.rows.lines if "caller:" in line or "assistant:" in line]


@asynccontextmanager
async def kept(lease: Lease | None = LEASE, turn: int = 0) -> AsyncIterator[Kept]:
    found = Kept(lease, turn)
    task = asyncio.create_task(found.record.journal.run())
    yield found
    task.cancel()


@in_virtual_time
async def test_each_new_phase_is_noted_behind_its_event_but_never_the_end() -> None:
    async with kept() as call:
        call.record.event(0, ev.CallArrived("Demo", recorded=False), Phase.PIN)
        call.record.event(900, ev.DigitPressed(ev.HIDDEN_DIGIT), Phase.PIN)
        await call.record.flushed()
        call.record.event(1800, ev.ChannelGone("hangup"), Phase.ENDED)
        call.record.finished("hangup")
        await call.record.flushed()
        assert call.rows.lines == [
            "1 CallArrived at 0",
            "2 DigitPressed at 900",
            "phase pin",
            "3 ChannelGone at 1800",
            "finished: hangup",
        ]


@in_virtual_time
async def test_an_answer_is_kept_as_written_and_as_heard() -> None:
    async with kept() as call:
        call.talk(ev.SpeechRecognized("what is open"))
        call.record.order(fx.Think(1, "what is open"))
        call.says(4, "Two todos.", 1)
        call.says(5, "The first is a meeting.", 1)
        call.talk(ev.PlaybackFinished(4))
        call.talk(ev.PlaybackStopped(5, "The first"))
        assert await call.utterances() == [
            "1 caller: what is open | None",
            "1 assistant: Two todos. | Two todos.",
            "1 assistant: The first is a meeting. | The first",
        ]


@in_virtual_time
async def test_the_first_answer_of_a_turn_explains_how_long_it_took() -> None:
    async with kept() as call:
        await asyncio.sleep(10)
        call.turns.timed(TurnTimings(9.4, 10.0, audio_ms=1500, recognition_ms=210, eager=False))
        call.talk(ev.SpeechRecognized("what is open"))
        call.record.order(fx.Think(1, "what is open"))
        await asyncio.sleep(0.3)
        call.talk(ev.ReplyWritten(1, "Two."))
        call.says(4, "Two.", 1)
        call.says(5, "Both due today.", 1)
        await asyncio.sleep(0.1)
        call.turns.sounded(4)
        call.talk(ev.PlaybackFinished(4))
        call.talk(ev.PlaybackFinished(5))
        await call.utterances()
    assert call.rows.timings == [
        {"recognition_ms": 210, "audio_ms": 1500},
        {
            "endpoint_ms": 600,
            "recognition_ms": 210,
            "first_token_ms": 300,
            "first_audio_ms": 100,
            "total_ms": 1000,
        },
        {},
    ]


@in_virtual_time
async def test_words_of_the_machine_belong_to_the_turn_under_way() -> None:
    async with kept(turn=3) as call:
        call.says(9, "I am back.")
        call.talk(ev.PlaybackFinished(9))
        assert await call.utterances() == ["3 assistant: I am back. | I am back."]


@in_virtual_time
async def test_a_recording_carries_its_segments_number() -> None:
    async with kept() as call:
        call.record.recorded(Recorded(Path("/r/2.wav"), 12.5))
        await call.record.flushed()
        assert call.rows.lines == ["recording 2: /r/2.wav, 12.5 s"]


@in_virtual_time
async def test_a_call_of_no_organisation_leaves_nothing() -> None:
    async with kept(lease=None) as call:
        call.talk(ev.SpeechRecognized("hello"))
        call.says(1, "Hello.")
        call.talk(ev.PlaybackFinished(1))
        call.record.with_human("2000")
        call.record.finished("ended")
        assert await call.record.flushed()
        assert call.rows.lines == []


@in_virtual_time
async def test_what_providers_did_is_written_after_each_turn_and_before_the_end() -> None:
    async with kept() as call:
        call.meter.add(Used("hearing", "m", seconds=1.5))
        call.meter.add(Used("hearing", "m", seconds=2))
        call.talk(ev.ThinkingFinished(1, "done"))
        call.talk(ev.ThinkingFinished(2, "done"))
        call.meter.add(Used("speaking", "v", seconds=4))
        call.record.finished("hangup")
        await call.record.flushed()
        spent = [line for line in call.rows.lines if "in turn" in line or "finished" in line]
        assert spent == ["1 in turn 0: m 3.5 s", "2 in turn 0: v 4 s", "finished: hangup"]
