"""The desk hears callers who wait, and nobody from the moment a person answers them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import numpy as np
import pytest

from convonet_ari.callcenter.events import (
    AgentConnect,
    Connected,
    Disconnected,
    Event,
    QueueCallerJoin,
    QueueCallerLeave,
)
from convonet_ari.embedded import voices
from convonet_ari.errors import AmiError, AriError, MediaError, ProviderError, ProviderUnavailable
from convonet_ari.jobs.listening import Listening
from convonet_ari.media.frame import FRAME_SAMPLES, Pcm, resample, silence
from tests.fakes.scripted_speech import ScriptedSTT

pytestmark = pytest.mark.shell

FIRST, SECOND = "1.1", "1.2"
SAYING = np.concatenate([resample(voices.load("am_michael", "go-back"), 8000, 16000), silence(16_000)])
LONG_TALK = resample(voices.load("am_michael", "agent-greeting"), 8000, 16000)


def joined(channel_id: str, waited_s: float = 0.0) -> Event:
    return QueueCallerJoin("2000", channel_id, 1, waited_s)


@dataclass
class Manager:
    """`stand` wait already; `meanwhile` happens while the list of them is under way."""

    stand: Sequence[str] = ()
    meanwhile: Callable[[], None] = lambda: None
    away: bool = False
    pressed: list[tuple[str, str]] = field(default_factory=list)

    async def queue_status(self) -> Sequence[Event]:
        if self.away:
            raise AmiError("QueueStatus", "away")
        self.meanwhile()
        return [joined(channel_id, 5.0) for channel_id in self.stand]

    async def press(self, channel_name: str, digit: str) -> None:
        self.pressed.append((channel_name, digit))


class Calls:
    async def language(self, channel_id: str) -> str | None:
        return None if channel_id.startswith("foreign") else "en"


@dataclass
class Ears:
    lines: dict[str, Callable[[Pcm], None]] = field(default_factory=dict)
    talking: set[str] = field(default_factory=set)
    fault: AriError | MediaError | None = None

    async def hear(self, channel_id: str, on_audio: Callable[[Pcm], None]) -> None:
        if self.fault:
            raise self.fault
        self.lines[channel_id] = on_audio
        try:
            await asyncio.Event().wait()
        finally:
            del self.lines[channel_id]

    async def talks(self, channel_id: str) -> bool:
        return channel_id in self.talking

    def say(self, channel_id: str, sound: Pcm = SAYING) -> None:
        for at in range(0, len(sound) - FRAME_SAMPLES + 1, FRAME_SAMPLES):
            self.lines[channel_id](sound[at : at + FRAME_SAMPLES])


@dataclass
class Desk:
    manager: Manager
    ears: Ears
    stt: ScriptedSTT
    listening: Listening

    async def told(self, *events: Event) -> None:
        for event in events:
            self.listening.on(event)
        await settled()


async def settled() -> None:
    """Whatever can go on without a clock has gone on."""
    for _ in range(50):
        await asyncio.sleep(0)


@asynccontextmanager
async def desk(
    *steps: str | ProviderError, manager: Manager | None = None, ears: Ears | None = None, limit: int = 5
) -> AsyncIterator[Desk]:
    parts = manager or Manager(), ears or Ears(), ScriptedSTT(*(steps or ("Go back.",)))
    found = Desk(*parts, Listening(parts[0], Calls(), parts[1], parts[2], limit, patience_s=0))
    running = asyncio.create_task(found.listening.run())
    await settled()
    try:
        yield found
    finally:
        running.cancel()
        await asyncio.wait({running})
    assert not found.ears.lines


@pytest.mark.asyncio
async def test_who_asks_for_the_assistant_has_pressed_the_key() -> None:
    async with desk() as d:
        await d.told(joined(FIRST))
        d.ears.say(FIRST)
        await settled()
        assert d.manager.pressed == [(FIRST, "0")]


@pytest.mark.asyncio
@pytest.mark.parametrize("heard", ["I am on hold with the assistant.", ProviderUnavailable("busy")])
async def test_other_words_change_nothing_and_the_next_ones_count(heard: str | ProviderError) -> None:
    async with desk(heard, "Go back.") as d:
        await d.told(joined(FIRST))
        d.ears.say(FIRST)
        await settled()
        assert d.manager.pressed == []
        d.ears.say(FIRST)
        await settled()
        assert d.manager.pressed == [(FIRST, "0")]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "event", [QueueCallerLeave("2000", FIRST), AgentConnect("2000", FIRST, "", "", "", 0), Disconnected()]
)
async def test_nothing_is_heard_from_the_moment_somebody_answers(event: Event) -> None:
    """Not even the end of what was begun before."""
    async with desk() as d:
        await d.told(joined(FIRST))
        d.ears.say(FIRST, SAYING[: -FRAME_SAMPLES * 40])
        await d.told(event)
        assert d.ears.lines == {}
        assert d.stt.asked == 0


@pytest.mark.asyncio
async def test_a_caller_who_talks_with_somebody_is_not_understood() -> None:
    """Asterisk is asked before each recognition: an event may come late."""
    async with desk(ears=Ears(talking={FIRST})) as d:
        await d.told(joined(FIRST))
        d.ears.say(FIRST)
        await settled()
        assert d.stt.asked == 0


@pytest.mark.asyncio
async def test_silence_and_long_talk_cost_no_recognition() -> None:
    async with desk() as d:
        await d.told(joined(FIRST))
        d.ears.say(FIRST, silence(16_000 * 5))
        d.ears.say(FIRST, np.concatenate([LONG_TALK, silence(16_000)]))
        await settled()
        assert d.stt.asked == 0


@pytest.mark.asyncio
async def test_no_more_are_heard_than_allowed_and_the_next_follows() -> None:
    async with desk(limit=1) as d:
        await d.told(joined("foreign-1"), joined(FIRST), joined(SECOND))
        assert list(d.ears.lines) == [FIRST]
        await d.told(QueueCallerLeave("2000", FIRST))
        assert list(d.ears.lines) == [SECOND]


@pytest.mark.asyncio
async def test_who_waited_before_the_desk_began_is_heard_too() -> None:
    """Unless they were answered while the list was under way."""
    manager = Manager(away=True)
    async with desk(manager=manager) as d:
        assert d.ears.lines == {}
        manager.away, manager.stand = False, (FIRST, SECOND)
        manager.meanwhile = lambda: d.listening.on(QueueCallerLeave("2000", SECOND))
        await d.told(Connected())
        assert list(d.ears.lines) == [FIRST]


@pytest.mark.asyncio
@pytest.mark.parametrize("fault", [AriError(0, "away"), MediaError("lost")])
async def test_an_ear_that_fails_is_no_harm(fault: AriError | MediaError) -> None:
    async with desk(ears=Ears(fault=fault)) as d:
        await d.told(joined(FIRST))
        d.ears.fault = None
        await d.told(joined(SECOND))
        assert list(d.ears.lines) == [SECOND]
