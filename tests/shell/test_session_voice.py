"""A call's voice at a media socket that hears everything at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.clock import SystemClock
from convonet_ari.config import Asterisk, Settings
from convonet_ari.embedded import voices
from convonet_ari.errors import ProviderError, ProviderRefused
from convonet_ari.media.frame import FRAME_SAMPLES, Pcm, resample, to_wire
from convonet_ari.stasis.voice import Engines, Voice
from tests.fakes.scripted_speech import ScriptedSTT, ScriptedTTS

pytestmark = pytest.mark.shell

START = {
    "event": "MEDIA_START",
    "connection_id": "c",
    "channel": "WebSocket/1",
    "channel_id": "1.2",
    "format": "slin16",
    "optimal_frame_size": 640,
    "ptime": 20,
}


class Line:
    """One media socket's other end; marks come back as soon as they arrive."""

    def __init__(self) -> None:
        self.audio = 0
        self.closed = asyncio.Event()
        self._ws = web.WebSocketResponse(protocols=("media",))

    async def hear(self, sound: Pcm) -> None:
        for at in range(0, len(sound), FRAME_SAMPLES):
            await self._ws.send_bytes(to_wire(sound[at : at + FRAME_SAMPLES]))

    async def hang_up(self) -> None:
        await self._ws.close()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        ws = self._ws
        await ws.prepare(request)
        await ws.send_json(START)
        async for message in ws:
            if message.type is aiohttp.WSMsgType.BINARY:
                self.audio += len(message.data)
            elif (order := json.loads(message.data))["command"] == "MARK_MEDIA":
                mark = {"channel_id": "1.2", "correlation_id": order["correlation_id"]}
                await ws.send_json({"event": "MEDIA_MARK_PROCESSED", **mark})
        self.closed.set()
        return ws


class Hasty(SystemClock):
    """Goes on by leaps."""

    ahead_s = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead_s


class Spoken:
    """A voice on an open line, and what it told."""

    def __init__(self, engines: Engines, url: str, line: Line) -> None:
        self.line = line
        self.clock = Hasty()
        self.told: asyncio.Queue[ev.Event | str] = asyncio.Queue()
        self.voice = Voice(
            engines,
            Settings(asterisk=Asterisk(http_url=url)),
            self.clock,
            self.told.put_nowait,
            lambda timings: None,
            lambda speech: self.told.put_nowait(f"sound of {speech}"),
        )

    async def live(self, opened: asyncio.Event) -> None:
        async with asyncio.TaskGroup() as tasks:
            await self.voice.open("c", tasks)
            opened.set()

    async def next(self) -> ev.Event | str:
        async with asyncio.timeout(10):
            return await self.told.get()


@asynccontextmanager
async def spoken(*steps: list[int | ProviderError]) -> AsyncIterator[Spoken]:
    line, opened = Line(), asyncio.Event()
    app = web.Application()
    app.router.add_get("/media/{connection}", line.serve)
    async with TestServer(app) as server, aiohttp.ClientSession() as http:
        with ThreadPoolExecutor(1) as writer:
            engines = Engines(ScriptedSTT("hello"), ScriptedTTS(*steps), http, writer)
            found = Spoken(engines, str(server.make_url("/")), line)
            living = asyncio.create_task(found.live(opened))
            await opened.wait()
            yield found
            await found.voice.close()
            living.cancel()
            await asyncio.wait([living])


async def test_the_first_sound_of_each_speech_is_told_before_its_end() -> None:
    async with spoken([640, 640]) as one:
        one.voice.say(fx.Say(1, "Hello."))
        one.voice.say(fx.Say(2, "How can I help?"))
        told = [await one.next() for _ in range(4)]
    assert {"sound of 1", "sound of 2"} <= set(told)
    assert told.index("sound of 1") < told.index(ev.PlaybackFinished(1))
    assert told.index("sound of 2") < told.index(ev.PlaybackFinished(2))
    assert one.line.audio == 2 * 2 * 640 * 2


async def test_a_voice_that_fails_is_told_as_a_failed_order() -> None:
    async with spoken([640, ProviderRefused("no voice")]) as one:
        one.voice.say(fx.Say(1, "Hello."))
        told = [await one.next() for _ in range(3)]
    assert ev.EffectFailed("Say", "provider_refused") in told


async def test_a_lost_line_is_told_as_a_failed_order() -> None:
    async with spoken([640]) as one:
        await one.line.hang_up()
        assert await one.next() == ev.EffectFailed("Media", "media")


async def test_who_stops_sending_sound_with_his_last_word_is_answered() -> None:
    async with spoken([640]) as one:
        one.voice.listen(on=True)
        await one.line.hear(resample(voices.load("am_michael", "my-todos"), 8000, 16000))
        assert await one.next() == ev.SpeechBegan()
        assert await one.next() == ev.SpeechRecognized("hello")


async def test_closing_twice_hands_the_recording_out_once_and_tells_nothing(tmp_path: Path) -> None:
    async with spoken([640]) as one:
        await one.voice.record(tmp_path)
        recorded = await one.voice.close()
        assert recorded is not None
        assert recorded.path == tmp_path / "1.wav"
        assert await one.voice.close() is None
        async with asyncio.timeout(5):
            await one.line.closed.wait()
        assert one.told.empty()


async def test_a_caller_who_never_sent_a_sound_is_recorded_as_silence(tmp_path: Path) -> None:
    async with spoken([640]) as one:
        await one.voice.record(tmp_path)
        one.clock.ahead_s = 2.0
        recorded = await one.voice.close()
        assert recorded is not None
        assert recorded.duration_s > 1.5


async def test_orders_after_the_end_do_nothing() -> None:
    async with spoken([640]) as one:
        await one.voice.close()
        one.voice.listen(on=True)
        one.voice.mute()
        await one.voice.hush()
        assert one.told.empty()
