"""Hears callers who wait in a queue, and presses the key for those who say that they want the assistant."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Protocol

import structlog

from convonet_ari.call.back_wish import wants_back
from convonet_ari.callcenter.events import (
    AgentConnect,
    Connected,
    Disconnected,
    Event,
    Hangup,
    QueueCallerAbandon,
    QueueCallerJoin,
    QueueCallerLeave,
)
from convonet_ari.errors import AmiError, AriError, MediaError, ProviderError, StoreError
from convonet_ari.media.aside import Asides
from convonet_ari.media.frame import RATE, Pcm, resample
from convonet_ari.speech.base import STT, close, warm
from convonet_ari.speech.silero import network
from convonet_ari.speech.vad import SileroVad

log = structlog.get_logger(__name__)

KEY = "0"
# Of one visit to a queue; a recogniser elsewhere is paid for each of them.
SAYINGS = 60
BEHIND = 2
# Many are answered, or have hung up, sooner than that.
PATIENCE_S = 0.7


class Manager(Protocol):
    """Raises AmiError."""

    async def queue_status(self) -> Sequence[Event]: ...

    async def press(self, channel_name: str, digit: str) -> None: ...


class Calls(Protocol):
    async def language(self, channel_id: str) -> str | None:
        """What the caller on this channel speaks; None when it is no call of ours. Raises StoreError."""
        ...


class Ears(Protocol):
    """Raises AriError and MediaError."""

    async def hear(self, channel_id: str, on_audio: Callable[[Pcm], None]) -> None:
        """Until it is cancelled, or the channel ends."""
        ...

    async def talks(self, channel_id: str) -> bool:
        """Whether somebody hears the caller, who waits no more."""
        ...


class Listening:
    """Told of every event as it comes; at most `limit` callers are heard, those who waited longest."""

    def __init__(
        self,
        manager: Manager,
        calls: Calls,
        ears: Ears,
        stt: STT,
        limit: int,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._manager = manager
        self._calls = calls
        self._ears = ears
        self._stt = stt
        self._limit = limit
        self._patience_s = patience_s
        self._waiting: dict[str, None] = {}
        self._heard: dict[str, asyncio.Task[None]] = {}
        self._left: set[str] = set()
        self._look = asyncio.Event()
        self._tasks: asyncio.TaskGroup | None = None

    def on(self, event: Event) -> None:
        match event:
            case QueueCallerJoin(channel_id=channel_id):
                self._waiting.setdefault(channel_id)
            case QueueCallerLeave() | QueueCallerAbandon() | AgentConnect() | Hangup():
                self._leave(event.channel_id)
            case Connected():
                self._look.set()
            case Disconnected():
                for channel_id in list(self._waiting):
                    self._leave(channel_id)
        self._fill()

    async def warm(self) -> None:
        """Load what would hold the loop while others are served. Raises MissingPart."""
        await warm(self._stt)
        await asyncio.to_thread(network)

    async def run(self) -> None:
        """Until cancelled."""
        try:
            async with asyncio.TaskGroup() as self._tasks:
                self._look.set()
                while await self._look.wait():
                    self._look.clear()
                    await self._find()
        finally:
            self._tasks = None
            await close(self._stt)

    async def _find(self) -> None:
        """Who waits already; whoever leaves while the list is under way is not in it any more."""
        self._left.clear()
        with suppress(AmiError):
            for event in await self._manager.queue_status():
                if isinstance(event, QueueCallerJoin) and event.channel_id not in self._left:
                    self.on(event)

    def _leave(self, channel_id: str) -> None:
        """Nothing that is said from now on is read."""
        self._left.add(channel_id)
        self._waiting.pop(channel_id, None)
        if task := self._heard.pop(channel_id, None):
            task.cancel()

    def _fill(self) -> None:
        if self._tasks is None:
            return
        for channel_id in [one for one in self._waiting if one not in self._heard]:
            if len(self._heard) >= self._limit:
                return
            task = self._tasks.create_task(self._attend(channel_id))
            self._heard[channel_id] = task
            task.add_done_callback(partial(self._attended, channel_id))

    def _attended(self, channel_id: str, task: asyncio.Task[None]) -> None:
        """Who is no caller of ours, or could not be heard, has the key."""
        if self._heard.get(channel_id) is task:
            del self._heard[channel_id]
            self._waiting.pop(channel_id, None)
        if not task.cancelled():
            self._fill()

    async def _attend(self, channel_id: str) -> None:
        await asyncio.sleep(self._patience_s)
        try:
            language = await self._calls.language(channel_id)
            if language is None:
                return
            async with asyncio.TaskGroup() as tasks:
                said: asyncio.Queue[Pcm] = asyncio.Queue(BEHIND)
                hearing = tasks.create_task(self._ears.hear(channel_id, _into(said)))
                await self._heed(channel_id, language, said)
                hearing.cancel()
        except* (AmiError, AriError, MediaError, StoreError) as errors:
            log.info("a waiting caller is not heard", channel=channel_id, reason=str(errors.exceptions[0]))

    async def _heed(self, channel_id: str, language: str, said: asyncio.Queue[Pcm]) -> None:
        for _ in range(SAYINGS):
            if await self._is_wish(channel_id, language, await said.get()):
                log.info("a waiting caller wants the assistant", channel=channel_id)
                await self._manager.press(channel_id, KEY)

    async def _is_wish(self, channel_id: str, language: str, saying: Pcm) -> bool:
        """Its words are kept nowhere."""
        if await self._ears.talks(channel_id):
            return False
        try:
            audio = resample(saying, RATE, self._stt.caps.sample_rate)
            return wants_back((await self._stt.transcribe(audio, language)).text, language)
        except ProviderError as error:
            log.debug("a waiting caller was not understood", code=error.code)
            return False


def _into(said: asyncio.Queue[Pcm]) -> Callable[[Pcm], None]:
    """What is said while two sayings wait to be understood is lost."""
    asides = Asides(SileroVad())

    def take(pcm: Pcm) -> None:
        saying = asides.feed(pcm)
        if saying is not None and not said.full():
            said.put_nowait(saying)

    return take
