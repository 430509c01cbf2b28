"""The caller's ear and mouth of one call: media socket, playout, turn-taking and recorder wired together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

import aiohttp
import structlog

from convonet_ari.agent.talks import Talks
from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call.end_of_turn import EndOfTurn, Silences, expects
from convonet_ari.call.turn import TurnDetector
from convonet_ari.clock import Clock
from convonet_ari.config import Settings
from convonet_ari.errors import MediaError, ProviderError
from convonet_ari.media.absent import TICK_MS, Absence
from convonet_ari.media.ear import Ear, TurnTimings
from convonet_ari.media.frame import FRAME_MS, FRAME_SAMPLES, Pcm, silence
from convonet_ari.media.playout import Playout
from convonet_ari.media.recorder import Recorded, Recorder
from convonet_ari.media.socket import MediaSocket
from convonet_ari.media.stretch import SLOWER, slower
from convonet_ari.speech.base import STT, TTS, reach
from convonet_ari.speech.vad import SileroVad

log = structlog.get_logger(__name__)

# A recogniser of this machine is not asked at every consonant that stops the breath.
COSTLY_EAGER_MS = 100


class Talk(Talks, Protocol):
    """A model that hears and speaks in the place of the parts, in one call."""

    def begin(self, language: str) -> None:
        """The caller is known; nothing leaves before."""
        ...

    def ears(self, stt: STT) -> STT: ...

    def speak(self, text: str, tts: TTS, language: str) -> AsyncIterator[Pcm]: ...

    def stopped(self, text: str, ms: int) -> None:
        """A speech was interrupted after so much of it."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Engines:
    """What a worker's calls share: a recogniser, a voice at 16 kHz, and one thread that writes files.

    `talk` makes what a call uses of a model that does both.
    """

    stt: STT
    tts: TTS
    http: aiohttp.ClientSession
    writer: Executor
    talk: Callable[[], Talk] | None = None


@runtime_checkable
class Keeps(Protocol):
    """A voice that remembers fixed phrases."""

    def want(self, phrase: str, language: str) -> None:
        """Keep this phrase from the first time it is spoken."""
        ...


class Voice:
    """Until `open` returns, orders wait; what goes wrong is told as EffectFailed."""

    def __init__(
        self,
        engines: Engines,
        settings: Settings,
        clock: Clock,
        tell: Callable[[ev.Event], None],
        on_timings: Callable[[TurnTimings], None],
        on_sound: Callable[[int], None],
        on_guess: Callable[[str | None], None] = lambda text: None,
        makes_sense: Callable[[str], bool] = lambda text: True,
    ) -> None:
        self._engines = engines
        self._settings = settings
        self._clock = clock
        self._tell = tell
        self._on_timings = on_timings
        self._on_sound = on_sound
        self._on_guess = on_guess
        self._makes_sense = makes_sense
        self._socket: MediaSocket | None = None
        self._playout: Playout | None = None
        self._ear: Ear | None = None
        self._recorder: Recorder | None = None
        self._absence = Absence()
        self._said = silence(0)
        self._slowly = False
        self.talk = engines.talk() if engines.talk else None

    async def open(self, connection: str, tasks: asyncio.TaskGroup) -> None:
        """Connect to the media channel; its tasks run in `tasks`. Raises MediaError."""
        asterisk = self._settings.asterisk
        self._socket = await MediaSocket.connect(
            self._engines.http,
            asterisk.http_url,
            connection,
            asterisk.ari_user,
            asterisk.ari_password.get_secret_value(),
        )
        self._playout = Playout(
            self._socket, self._clock, self._tell, self._speech_failed, self._on_sound, self._stopped
        )
        self._ear = self._make_ear(tasks)
        tasks.create_task(self._playout.run())
        tasks.create_task(self._listen(self._socket))
        tasks.create_task(self._stand_in(self._ear))

    def say(self, order: fx.Say) -> None:
        if self._playout is not None:
            tts = self._engines.tts
            text, language = order.text, order.language
            chunks = self.talk.speak(text, tts, language) if self.talk else tts.speak(text, language)
            self._playout.play(order.id, order.text, slower(chunks) if self._slowly else chunks)
        if self._ear is not None:
            self._ear.expects = expects(order.text, order.language)

    async def learn(self, words: str, language: str) -> None:
        """Have `words` ready as audio, for this call and those to come; a failure is told later."""
        tts = self._engines.tts
        if not words or not isinstance(tts, Keeps):
            return
        tts.want(words, language)
        with suppress(ProviderError):
            async for _ in tts.speak(words, language):
                pass

    async def reach(self) -> None:
        """Have recogniser and voice at hand where they are elsewhere."""
        await reach(self._engines.stt, self._engines.tts)

    def speak_slower(self) -> None:
        """Whatever is said from now on."""
        self._slowly = True

    async def hush(self) -> None:
        if self._playout is not None:
            await self._playout.flush()

    async def pause(self) -> None:
        if self._playout is not None:
            await self._playout.pause()

    async def resume(self) -> None:
        if self._playout is not None:
            await self._playout.resume()

    def listen(self, on: bool, language: str = "en") -> None:
        if self._ear is not None:
            self._ear.listen(on, language)

    def know(self, names: Sequence[str]) -> None:
        """These names are likely to be said by the caller."""
        if self._ear is not None:
            self._ear.know(names)

    def listen_for(self, language: str) -> None:
        """From the next words on, if the caller is heard at all; "" is whatever he speaks."""
        if self._ear is not None:
            self._ear.listen_for(language)

    async def record(self, folder: Path) -> None:
        """Begin a two-channel file in `folder`; a file that runs already goes on. Raises OSError."""
        if self._recorder is None and self._playout is not None:
            self._recorder = Recorder(folder, self._heard_of_us, self._clock, self._engines.writer)
            await self._recorder.start()

    def mute(self) -> None:
        if self._recorder is not None:
            self._recorder.mute()

    def unmute(self) -> None:
        if self._recorder is not None:
            self._recorder.unmute()

    def expect_close(self) -> None:
        """The media channel is about to be ended."""
        if self._socket is not None:
            self._socket.expect_close()

    async def close(self) -> Recorded | None:
        """Close socket and file; what was recorded, if anything was."""
        ear, self._ear = self._ear, None
        if ear is not None:
            await ear.close()
        if self.talk is not None:
            await self.talk.close()
        if self._socket is not None:
            await self._socket.close()
        recorder, self._recorder = self._recorder, None
        return await recorder.close() if recorder is not None else None

    def _make_ear(self, tasks: asyncio.TaskGroup) -> Ear:
        turn = self._settings.turn
        costly = self._engines.stt.caps.costly
        detector = TurnDetector(
            threshold=turn.vad_threshold,
            start_ms=turn.start_ms,
            eager_silence_ms=max(turn.eager_silence_ms, COSTLY_EAGER_MS if costly else 0),
            longest_silence_ms=turn.incomplete_silence_ms,
            max_turn_ms=round(turn.max_turn_s * 1000),
        )
        silences = Silences(turn.sentence_silence_ms, turn.end_silence_ms, turn.incomplete_silence_ms)
        return Ear(
            SileroVad(),
            self.talk.ears(self._engines.stt) if self.talk else self._engines.stt,
            detector,
            EndOfTurn(silences),
            self._clock,
            tasks,
            self._tell,
            self._recognition_failed,
            self._on_timings,
            self._on_guess,
            self._over_us,
            self._makes_sense,
        )

    def _stopped(self, text: str, ms: int) -> None:
        if self.talk is not None:
            self.talk.stopped(text, round(ms / SLOWER) if self._slowly else ms)

    def _over_us(self) -> bool:
        return self._playout is not None and self._playout.speaking

    async def _listen(self, socket: MediaSocket) -> None:
        assert self._playout is not None
        try:
            await socket.run(self._hear, self._playout.hear)
        except MediaError as error:
            log.warning("media lost", error=str(error))
            self._tell(ev.EffectFailed("Media", error.code))

    async def _stand_in(self, ear: Ear) -> None:
        """A line from which nothing comes any more is silent: turns end and sounds pass."""
        while True:
            due = self._clock.monotonic() + TICK_MS / 1000
            await asyncio.sleep(TICK_MS / 1000)
            missing = self._absence.missing_ms((self._clock.monotonic() - due) * 1000)
            for _ in range(0, missing if ear.waiting else 0, FRAME_MS):
                ear.feed(silence(FRAME_SAMPLES))

    def _hear(self, pcm: Pcm) -> None:
        assert self._playout is not None
        self._absence.came()
        said = self._said = self._playout.take(len(pcm))
        if self._recorder is not None:
            self._recorder.feed(pcm)
        if self._ear is not None:
            self._ear.feed(pcm, said)

    def _heard_of_us(self, samples: int) -> Pcm:
        """For the recorder: what was just taken, or more where it fills a gap."""
        assert self._playout is not None
        said, self._said = self._said, silence(0)
        return said if len(said) == samples else self._playout.take(samples)

    def _speech_failed(self, speech: int, error: ProviderError) -> None:
        log.warning("speech failed", speech=speech, code=error.code)
        self._tell(ev.EffectFailed("Say", error.code))

    def _recognition_failed(self, error: ProviderError) -> None:
        log.warning("recognition failed", code=error.code)
        self._tell(ev.EffectFailed("Recognize", error.code))
