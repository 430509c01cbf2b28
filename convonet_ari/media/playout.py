"""The mouth's lower half: speeches in order into Asterisk's queue, a little ahead, and how much was heard."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass
from typing import Protocol

from convonet_ari.call.events import PlaybackFinished, PlaybackStopped
from convonet_ari.clock import Clock
from convonet_ari.errors import ProviderError
from convonet_ari.media.chan_websocket import Command, Mark, MarkProcessed, Message, Order
from convonet_ari.media.frame import RATE, SAMPLES_PER_MS, Framer, Pcm
from convonet_ari.media.timeline import Mirror, Timeline, heard_text

AHEAD = 1000 * SAMPLES_PER_MS
SYNTHESISED_BLOCKS = 150
SAMPLES_PER_CHARACTER = RATE // 14


class Line(Protocol):
    """Where playout sends to: the media socket."""

    async def send_audio(self, pcm: Pcm) -> None: ...

    async def send(self, command: Command) -> None: ...


@dataclass(slots=True, eq=False)
class _Speech:
    """`starts` is its place on the timeline once its first block was sent; `ends` the id of its last mark."""

    id: int
    text: str
    chunks: AsyncIterator[Pcm]
    samples: int = 0
    starts: int | None = None
    ends: str = ""
    whole: bool = False
    dropped: bool = False

    def heard_ms(self, position: int) -> int:
        return 0 if self.starts is None else max(0, position - self.starts) // SAMPLES_PER_MS

    def heard(self, position: int) -> str:
        if self.starts is None:
            return ""
        total = self.samples if self.whole else max(self.samples, len(self.text) * SAMPLES_PER_CHARACTER)
        return heard_text(self.text, (position - self.starts) / total) if total else ""


class Playout:
    """`play` and `flush` may be called at any time; `run` belongs into a task of the call.

    At most a second of audio waits in Asterisk, so a flush loses little and no backlog turns into latency.
    `on_sound` is told when a speech's first block has left, `on_stopped` the words of a speech that was
    flushed, and for how long it was heard.
    """

    def __init__(
        self,
        line: Line,
        clock: Clock,
        tell: Callable[[PlaybackFinished | PlaybackStopped], None],
        on_failed: Callable[[int, ProviderError], None],
        on_sound: Callable[[int], None] = lambda speech: None,
        on_stopped: Callable[[str, int], None] = lambda text, ms: None,
    ) -> None:
        self._line = line
        self._clock = clock
        self._tell = tell
        self._on_failed = on_failed
        self._on_sound = on_sound
        self._on_stopped = on_stopped
        self._speeches: deque[_Speech] = deque()
        self._new: asyncio.Queue[_Speech] = asyncio.Queue()
        self._blocks: asyncio.Queue[tuple[_Speech, Pcm | None]] = asyncio.Queue(SYNTHESISED_BLOCKS)
        self._room = asyncio.Event()
        self._pulling: asyncio.Task[None] | None = None
        self._timeline = Timeline()
        self._mirror = Mirror()

    @property
    def speaking(self) -> bool:
        return bool(self._speeches)

    def play(self, speech: int, text: str, chunks: AsyncIterator[Pcm]) -> None:
        """Queue a speech of 16 kHz `chunks`; it comes back as PlaybackFinished or PlaybackStopped.

        A ProviderError raised by `chunks` goes to `on_failed`; what was synthesised before is still played.
        """
        queued = _Speech(speech, text, chunks)
        self._speeches.append(queued)
        self._new.put_nowait(queued)

    async def flush(self) -> list[tuple[int, str]]:
        """Silence at once. Each speech not heard to its end comes back, with the words that were heard."""
        position = self.position()
        paused, stopped = self._mirror.paused, list(self._speeches)
        self._forget()
        if stopped:
            await self._line.send(Order.FLUSH)
        if paused:
            await self._line.send(Order.CONTINUE)
        told = [(speech.id, speech.heard(position)) for speech in stopped]
        for one in stopped:
            self._on_stopped(one.text, one.heard_ms(position))
        for speech, heard in told:
            self._tell(PlaybackStopped(speech, heard))
        return told

    async def pause(self) -> None:
        """Hold what is queued; the caller hears silence until `resume` or `flush`."""
        self._timeline.pause(self._clock.monotonic())
        self._mirror.paused = True
        await self._line.send(Order.PAUSE)

    async def resume(self) -> None:
        self._timeline.resume(self._clock.monotonic())
        self._mirror.paused = False
        await self._line.send(Order.CONTINUE)

    def hear(self, message: Message) -> None:
        """Give every message of the media socket to this."""
        if not isinstance(message, MarkProcessed):
            return
        now = self._clock.monotonic()
        if not self._timeline.reach(message.id, now):
            return
        self._mirror.sync(self._timeline.heard(now))
        self._room.set()
        if self._speeches and self._speeches[0].ends == message.id:
            self._tell(PlaybackFinished(self._speeches.popleft().id))

    def position(self) -> int:
        """Samples the caller has heard, or missed by a flush, since the call's media began."""
        return self._timeline.heard(self._clock.monotonic())

    def take(self, samples: int) -> Pcm:
        """What the caller was hearing during the next `samples` of his own voice; for the recorder."""
        return self._mirror.take(samples)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._synthesise(tasks))
            tasks.create_task(self._write())

    async def _synthesise(self, tasks: asyncio.TaskGroup) -> None:
        """One speech after the other, each as early as the one before is synthesised."""
        while True:
            speech = await self._new.get()
            if not speech.dropped:
                self._pulling = tasks.create_task(self._pull(speech))
                await asyncio.wait({self._pulling})

    async def _pull(self, speech: _Speech) -> None:
        framer = Framer()
        try:
            async for chunk in speech.chunks:
                await self._put(speech, framer.feed(chunk))
        except ProviderError as error:
            self._on_failed(speech.id, error)
        finally:
            if isinstance(speech.chunks, AsyncGenerator):
                await speech.chunks.aclose()
        await self._put(speech, framer.end())
        speech.whole = True
        await self._blocks.put((speech, None))

    async def _put(self, speech: _Speech, blocks: list[Pcm]) -> None:
        speech.samples += sum(len(block) for block in blocks)
        for block in blocks:
            await self._blocks.put((speech, block))

    async def _write(self) -> None:
        while True:
            speech, block = await self._blocks.get()
            while block is not None and self._timeline.ahead + len(block) > AHEAD and not speech.dropped:
                self._room.clear()
                await self._room.wait()
            if not speech.dropped:
                await self._send(speech, block)

    async def _send(self, speech: _Speech, block: Pcm | None) -> None:
        """One block and a mark behind it; `None` is the end of the speech."""
        first = speech.starts is None
        if first:
            speech.starts = self._timeline.sent
        if block is not None:
            self._timeline.write(len(block), self._clock.monotonic())
            self._mirror.write(block)
            await self._line.send_audio(block)
            if first:
                self._on_sound(speech.id)
        if not speech.dropped:
            mark = self._timeline.mark()
            speech.ends = mark if block is None else ""
            await self._line.send(Mark(mark))

    def _forget(self) -> None:
        for speech in self._speeches:
            speech.dropped = True
        self._speeches.clear()
        while not self._blocks.empty():
            self._blocks.get_nowait()
        if self._pulling:
            self._pulling.cancel()
        self._timeline.flush()
        self._mirror.flush(self._timeline.sent)
        self._mirror.paused = False
        self._room.set()
