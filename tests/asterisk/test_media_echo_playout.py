"""What playout promises, against a real Asterisk that echoes every sample."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import numpy as np
import pytest

from convonet_ari.call.events import PlaybackFinished, PlaybackStopped
from convonet_ari.clock import SystemClock
from convonet_ari.embedded.installation import Installation
from convonet_ari.errors import ProviderError
from convonet_ari.media.chan_websocket import Order, Status
from convonet_ari.media.frame import Pcm
from convonet_ari.media.playout import Playout
from tests.asterisk.media_rig import Echo, asterisk, echo

pytestmark = pytest.mark.asterisk

TEXT = "Your todo for the team meeting tomorrow is created and everybody in the team was told of it."
Told = list[tuple[float, PlaybackFinished | PlaybackStopped]]


def tone(seconds: float, hertz: float = 440) -> Pcm:
    """Never zero, so that silence is told from it sample by sample."""
    wave = 8000 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * 16000)) / 16000)
    return np.asarray(np.where(wave < 0, -1, 1) + wave, np.int16)


async def chunks(sound: Pcm, size: int = 5000) -> AsyncIterator[Pcm]:
    for at in range(0, len(sound), size):
        yield sound[at : at + size]


@asynccontextmanager
async def mouth(installation: Installation) -> AsyncIterator[tuple[Playout, Echo, Told]]:
    told: Told = []
    failed: list[tuple[int, ProviderError]] = []
    async with asterisk(installation) as url, aiohttp.ClientSession() as http, echo(http, url) as heard:
        playout = Playout(
            heard.socket,
            SystemClock(),
            lambda event: told.append((time.monotonic(), event)),
            lambda speech, error: failed.append((speech, error)),
        )
        heard.on_message.append(playout.hear)
        running = asyncio.create_task(playout.run())
        yield playout, heard, told
        running.cancel()
        await asyncio.wait({running})
    assert not failed


async def test_every_sample_of_three_speeches_is_heard_in_order(asterisk_installation: Installation) -> None:
    speeches = [tone(1.3, 300), tone(0.777, 500), tone(1.9, 700)]
    async with mouth(asterisk_installation) as (playout, heard, told):
        for number, sound in enumerate(speeches):
            playout.play(number, TEXT, chunks(sound))
        await heard.until(lambda: len(told) == 3)
        await heard.until(lambda: len(heard.sound()) >= sum(map(len, speeches)))
        sound = heard.sound()
        assert [event for _, event in told] == [PlaybackFinished(number) for number in range(3)]
        assert np.array_equal(sound[sound != 0], np.concatenate(speeches))
        assert len(sound) - np.count_nonzero(sound) < 3 * 320
        assert not playout.speaking


async def test_no_more_than_a_second_waits_in_asterisk(asterisk_installation: Installation) -> None:
    async with mouth(asterisk_installation) as (playout, heard, _):
        playout.play(1, TEXT, chunks(tone(25)))
        for _ in range(4):
            seen = len(heard.frames)
            await heard.until(lambda seen=seen: len(heard.frames) > seen + 20)
            await heard.socket.send(Order.GET_STATUS)
        await heard.until(lambda: sum(isinstance(m, Status) for _, m in heard.messages) == 4)
        waiting = [m.queued for _, m in heard.messages if isinstance(m, Status)]
        await playout.flush()
        assert min(waiting) >= 30
        assert max(waiting) <= 50
        assert not heard.overflowed


async def test_a_flush_silences_within_50_ms_and_knows_the_words_heard(
    asterisk_installation: Installation,
) -> None:
    async with mouth(asterisk_installation) as (playout, heard, told):
        playout.play(1, TEXT, chunks(tone(6)))
        playout.play(2, "Anything else?", chunks(tone(1)))
        await heard.until(lambda: len(heard.sound()) > 2.3 * 16000)
        began = time.monotonic()
        stopped = await playout.flush()
        echoed = len(heard.sound()) / 16000
        playout.play(3, "Yes?", chunks(tone(0.2, 3000)))
        await heard.until(lambda: PlaybackFinished(3) in [event for _, event in told])
        late = [when - began for when, pcm in heard.frames if when > began and strongest(pcm) < 1000]
        (first, words), second = stopped
        assert max(late, default=0) < 0.05
        assert second == (2, "")
        assert first == 1
        assert TEXT.startswith(words)
        assert abs(len(words) / len(TEXT) * 6 - echoed) < 0.5
        assert [event for _, event in told] == [
            PlaybackStopped(1, words),
            PlaybackStopped(2, ""),
            PlaybackFinished(3),
        ]


def strongest(pcm: Pcm) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(pcm))) * 16000 / len(pcm))


async def test_a_pause_holds_the_speech_and_loses_nothing(asterisk_installation: Installation) -> None:
    sound = tone(1.5)
    async with mouth(asterisk_installation) as (playout, heard, told):
        playout.play(1, TEXT, chunks(sound))
        await heard.until(lambda: len(heard.sound()) > 8000)
        await playout.pause()
        await heard.socket.send(Order.GET_STATUS)
        await heard.until(lambda: isinstance(heard.messages[-1][1], Status))
        paused = heard.messages[-1][1]
        before = len(heard.sound())
        await playout.resume()
        await heard.until(lambda: bool(told))
        played = heard.sound()
        assert isinstance(paused, Status)
        assert paused.paused
        assert before <= 12000
        assert np.array_equal(played[played != 0][: len(sound)], sound[: np.count_nonzero(played)])


async def test_speech_after_a_flush_in_a_pause_is_heard(asterisk_installation: Installation) -> None:
    async with mouth(asterisk_installation) as (playout, heard, told):
        playout.play(1, TEXT, chunks(tone(3)))
        await heard.until(lambda: len(heard.sound()) > 8000)
        await playout.pause()
        await playout.flush()
        playout.play(2, "Yes?", chunks(tone(0.3)))
        await heard.until(lambda: told[-1][1] == PlaybackFinished(2), within_s=3)


async def test_the_heard_position_is_right_to_50_ms(asterisk_installation: Installation) -> None:
    async with mouth(asterisk_installation) as (playout, heard, told):
        error: list[float] = []
        mirror: list[Pcm] = []
        sound = tone(3)
        playout.play(1, TEXT, chunks(sound))
        heard.on_audio.append(lambda pcm: mirror.append(playout.take(len(pcm))))
        for at in range(8000, 40000, 1700):
            await heard.until(lambda at=at: len(heard.sound()) >= at)
            position = playout.position()
            error.append(abs(position - len(heard.sound())) / 16)
        await heard.until(lambda: bool(told))
        copy = np.concatenate(mirror)
        assert max(error) < 50
        assert np.array_equal(copy[copy != 0], sound[: np.count_nonzero(copy)])
        assert len(sound) - np.count_nonzero(copy) <= 1600
