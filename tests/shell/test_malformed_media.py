"""Ten thousand media messages no Asterisk should send, through a live call's ear, mouth and file."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.clock import SystemClock
from convonet_ari.config import Asterisk, Settings
from convonet_ari.media.frame import FRAME_BYTES
from convonet_ari.speech.silero import network
from convonet_ari.stasis.voice import Engines, Voice
from tests.fakes.scripted_speech import ScriptedSTT, ScriptedTTS
from tests.shell.loop_lag import loop_lag

pytestmark = pytest.mark.shell

MESSAGES = 10_000
WORST_LAG_S = 0.05
START: dict[str, Any] = {
    "event": "MEDIA_START",
    "connection_id": "c",
    "channel": "WebSocket/1",
    "channel_id": "1.2",
    "format": "slin16",
    "optimal_frame_size": FRAME_BYTES,
    "ptime": 20,
}
SPOKEN: list[dict[str, Any]] = [
    START,
    {"event": "MEDIA_MARK_PROCESSED", "channel_id": "1.2", "correlation_id": "9"},
    {"event": "MEDIA_BUFFERING_COMPLETED", "channel_id": "1.2", "correlation_id": "9"},
    {"event": "DTMF_END", "channel_id": "1.2", "digit": "5"},
    {"event": "MEDIA_XOFF", "channel_id": "1.2"},
    {"event": "QUEUE_DRAINED", "channel_id": "1.2"},
    {
        "event": "STATUS",
        "queue_length": 3,
        "xon_level": 800,
        "xoff_level": 900,
        "queue_full": False,
        "bulk_media": False,
        "media_paused": False,
    },
    {"event": "ERROR", "error_text": "no"},
]
VALUES: list[Any] = [
    None,
    True,
    -1,
    10**400,
    1e308,
    "",
    "\u0000",
    "\ud800",
    [],
    {},
    [[]],
    {"": ""},
    "9" * 300,
]

Spoiler = Callable[[random.Random], str | bytes]


def _cut(dice: random.Random) -> str:
    text = json.dumps(dice.choice(SPOKEN))
    return text[: dice.randrange(len(text))]


def _flip(dice: random.Random) -> str:
    text = list(json.dumps(dice.choice(SPOKEN)))
    for _ in range(dice.randint(1, 6)):
        text[dice.randrange(len(text))] = chr(dice.randrange(1, 0x2FF))
    return "".join(text)


def _retype(dice: random.Random) -> str:
    message = dict(dice.choice(SPOKEN))
    message[dice.choice(sorted(message))] = dice.choice(VALUES)
    return json.dumps(message)


def _stranger(dice: random.Random) -> str:
    return json.dumps({"event": f"EVENT_{dice.randrange(50)}", "channel_id": "1.2"})


def _not_ours(dice: random.Random) -> str:
    """A mark we never set, or set long ago."""
    return json.dumps({"event": "MEDIA_MARK_PROCESSED", "correlation_id": str(dice.randrange(-5, 5_000))})


def _deep(dice: random.Random) -> str:
    return '{"event":' * dice.choice([10, 150, 5_000])


def _long(dice: random.Random) -> str:
    return json.dumps({"event": "ERROR", "error_text": "x" * dice.choice([1_000, 70_000])})


def _odd(dice: random.Random) -> bytes:
    """Half a sample too much, no sample at all, far too many."""
    return dice.randbytes(dice.choice([0, 1, 639, 641, 2_000, 9_999]))


def _noise(dice: random.Random) -> bytes:
    return dice.randbytes(FRAME_BYTES)


def mutants(seed: int) -> Iterator[str | bytes]:
    """The same seed makes the same messages."""
    dice = random.Random(seed)
    spoilers: list[Spoiler] = [_cut, _flip, _retype, _stranger, _not_ours, _deep, _long, _odd, _noise]
    while True:
        yield dice.choice(spoilers)(dice)


@dataclass
class Line:
    """A scripted Asterisk of one media channel: plays the messages, then acknowledges every mark it got."""

    messages: list[str | bytes]
    marks: list[str] = field(default_factory=list)
    played: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse(protocols=("media",))
        await ws.prepare(request)
        await ws.send_json(START)
        playing = asyncio.create_task(self._play(ws))
        async for message in ws:
            if message.type is aiohttp.WSMsgType.TEXT:
                await self._take(ws, json.loads(message.data))
        playing.cancel()
        return ws

    async def _play(self, ws: web.WebSocketResponse) -> None:
        for message in self.messages:
            await (ws.send_str(message) if isinstance(message, str) else ws.send_bytes(message))
            await asyncio.sleep(0)
        self.played.set()
        for mark in self.marks:
            await self._acknowledge(ws, mark)

    async def _take(self, ws: web.WebSocketResponse, command: dict[str, str]) -> None:
        if command["command"] == "MARK_MEDIA":
            self.marks.append(command["correlation_id"])
            if self.played.is_set():
                await self._acknowledge(ws, self.marks[-1])

    async def _acknowledge(self, ws: web.WebSocketResponse, mark: str) -> None:
        await ws.send_json({"event": "MEDIA_MARK_PROCESSED", "correlation_id": mark})


class Told:
    """What the call's machine was told."""

    def __init__(self) -> None:
        self.events: list[ev.Event] = []
        self._new = asyncio.Event()

    def __call__(self, event: ev.Event) -> None:
        self.events.append(event)
        self._new.set()

    async def until(self, kind: type[ev.Event]) -> None:
        async with asyncio.timeout(60):
            while not any(isinstance(event, kind) for event in self.events):
                self._new.clear()
                await self._new.wait()


@asynccontextmanager
async def voice_on(line: Line) -> AsyncIterator[tuple[Voice, Told]]:
    """A call's voice, connected to the scripted line, with the real detector and a scripted recogniser."""
    app, told = web.Application(), Told()
    app.router.add_get("/media/{connection}", line.serve)
    async with AsyncExitStack() as stack:
        writer = stack.enter_context(ThreadPoolExecutor(1))
        server = await stack.enter_async_context(TestServer(app))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        asterisk = Asterisk(http_url=str(server.make_url("/")), ari_password=SecretStr("secret"))
        voice = Voice(
            Engines(ScriptedSTT("words"), ScriptedTTS([8_000, 8_000]), http, writer),
            Settings(asterisk=asterisk),
            SystemClock(),
            told,
            on_timings=lambda timings: None,
            on_sound=lambda speech: None,
        )
        tasks = await stack.enter_async_context(ended_by_cancelling())
        await voice.open("c", tasks)
        yield voice, told
        await voice.close()


@asynccontextmanager
async def ended_by_cancelling() -> AsyncIterator[asyncio.TaskGroup]:
    """A call's tasks; one that failed by itself fails the test."""

    class Over(Exception):
        pass

    with suppress_group(Over):
        async with asyncio.TaskGroup() as tasks:
            yield tasks
            raise Over


@contextmanager
def suppress_group(kind: type[Exception]) -> Iterator[None]:
    try:
        yield
    except* kind:
        pass


async def test_ten_thousand_media_messages_neither_end_the_call_nor_block_the_loop(tmp_path: Path) -> None:
    network()
    spoilt = mutants(seed=11)
    line = Line([next(spoilt) for _ in range(MESSAGES)])
    async with voice_on(line) as (voice, told):
        await voice.record(tmp_path)
        voice.listen(True)
        async with loop_lag() as lag:
            voice.say(fx.Say(1, "Hello."))
            await line.played.wait()
            await told.until(ev.PlaybackFinished)
    print(lag)
    assert not [event for event in told.events if isinstance(event, ev.EffectFailed)]
    assert lag.cpu < WORST_LAG_S
