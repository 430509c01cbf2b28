"""The ear: the caller's frames become turns, turns become words, recognised while the silence lasts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from convonet_ari.call.end_of_turn import EndOfTurn, Expects
from convonet_ari.call.events import SoundHeard, SoundPassed, SpeechBegan, SpeechRecognized
from convonet_ari.call.turn import PERHAPS, Signal, Sound, TurnDetector
from convonet_ari.clock import Clock
from convonet_ari.errors import ProviderError
from convonet_ari.media.attention import Attention, Vad
from convonet_ari.media.echo import Echo
from convonet_ari.media.frame import SAMPLES_PER_MS, Halver, Latest, Pcm, silence
from convonet_ari.media.hearing import Hearing, Stt
from convonet_ari.media.level import Level, Line
from convonet_ari.media.near import Near

PRE_ROLL_MS = 300
INAUDIBLE = 0.1

Told = SoundHeard | SoundPassed | SpeechBegan | SpeechRecognized


@dataclass(frozen=True, slots=True)
class TurnTimings:
    """`speech_end` and `recognized` are of the clock; `eager` when the words were there before the end."""

    speech_end: float
    recognized: float
    audio_ms: int
    recognition_ms: int
    eager: bool


@dataclass(slots=True, eq=False)
class _Attempt:
    """One recognition of what was said up to `speech_end`; `over` when that was the whole turn."""

    audio_ms: int
    speech_end: float
    began: float
    finished: float = 0.0
    over: bool = False
    task: asyncio.Task[None] | None = None
    text: str = ""
    language: str = ""
    failure: ProviderError | None = None


class Ear:
    """Feed it the caller's 16 kHz audio. It listens only after `listen(True)`.

    `over_us` tells whether we speak. `on_guess` is given the words recognised while the silence still lasts,
    and None when the caller goes on; the turn's words are told after it is over. A sentence that does not
    make sense is listened to again.
    """

    def __init__(
        self,
        vad: Vad,
        stt: Stt,
        detector: TurnDetector,
        rule: EndOfTurn,
        clock: Clock,
        tasks: asyncio.TaskGroup,
        tell: Callable[[Told], None],
        on_failed: Callable[[ProviderError], None],
        on_timings: Callable[[TurnTimings], None] = lambda timings: None,
        on_guess: Callable[[str | None], None] = lambda text: None,
        over_us: Callable[[], bool] = lambda: False,
        makes_sense: Callable[[str], bool] = lambda text: True,
        language: str = "en",
    ) -> None:
        self._attention = Attention(vad)
        self._hearing = Hearing(stt, language)
        self._language = language
        self._detector = detector
        self._rule = rule
        self._clock = clock
        self._tasks = tasks
        self._tell = tell
        self._on_failed = on_failed
        self._on_timings = on_timings
        self._on_guess = on_guess
        self._over_us = over_us
        self._makes_sense = makes_sense
        self._halve = Halver()
        self._sound = Latest((detector.max_turn_ms + PRE_ROLL_MS) * SAMPLES_PER_MS)
        self._attempt: _Attempt | None = None
        self._open: set[_Attempt] = set()
        self._on = False
        self._stirred = False
        self._line = Line()
        self._near = Near()
        self._echo = Echo()
        self.expects = Expects.ANYTHING

    @property
    def held_ms(self) -> int:
        """How much audio is in memory."""
        return self._sound.samples // SAMPLES_PER_MS

    @property
    def waiting(self) -> bool:
        """Whether a sound or a turn under way needs silence to pass."""
        return self._on and (self._detector.speaking or self._stirred)

    async def close(self) -> None:
        """The call is over; tasks of a turn under way end with the call's others."""
        await self._hearing.close()

    def listen(self, on: bool, language: str = "en") -> None:
        """Hear turns from now on, in this language, or stop and forget the one under way."""
        if on == self._on:
            return
        self._on = on
        if on:
            self._language = language
            self._hearing.speak(language)
        self._forget()

    def know(self, names: Sequence[str]) -> None:
        """These names are likely to be said."""
        self._hearing.know(names)

    def listen_for(self, language: str) -> None:
        """From the next words on; "" is whatever is spoken, while turns end by the rules of before."""
        self._language = language or self._language
        self._hearing.speak(language)

    def feed(self, pcm: Pcm, said: Pcm | None = None) -> None:
        """`said` is what the caller was hearing meanwhile."""
        half = self._halve(pcm)
        self._echo.feed(half, silence(len(pcm)) if said is None else said)
        level = self._line.feed(half)
        if not self._on:
            return
        self._sound.add(pcm)
        self._hearing.feed(pcm)
        sound = self._judged(half, level, len(pcm) // SAMPLES_PER_MS)
        for signal in self._detector.feed(sound, over_us=self._over_us()):
            self._on_signal(signal)
        if not self._detector.speaking:
            self._sound.keep(PRE_ROLL_MS * SAMPLES_PER_MS)

    def _judged(self, half: Pcm, level: Level, ms: int) -> Sound:
        """Our echo is no sound; who is farther away than the caller begins no turn nor goes on with his."""
        probability = self._attention.probability(half, level.audible)
        far = self._near.far(level.energy) and level.noisy
        drowned = far and not self._detector.speaking
        likely = probability if level.audible and not drowned else min(probability, INAUDIBLE)
        burst = level.burst and not drowned
        if (burst or likely >= PERHAPS) and not self._detector.decided and self._echo.mine():
            burst, likely = False, min(likely, INAUDIBLE)
        if likely > INAUDIBLE and not level.faint:
            self._near.feed(level.energy)
        return Sound(likely, ms, burst, level.hum, level.faint or far, clear=not level.noisy)

    def _on_signal(self, signal: Signal) -> None:
        match signal:
            case Signal.BEGAN:
                self._hearing.begin(self._sound.whole())
            case Signal.STIRRED if self._over_us():
                self._stirred = True
                self._tell(SoundHeard())
            case Signal.PASSED if self._stirred:
                self._stirred = False
                self._tell(SoundPassed())
            case Signal.DECIDED:
                self._stirred = False
                self._tell(SpeechBegan())
            case Signal.PAUSED:
                self._hearing.pause()
                self._attempt = self._recognise()
            case Signal.RESUMED:
                self._hearing.resume()
                self._drop()
            case Signal.ENDED | Signal.TOO_LONG:
                self._end(self._attempt or self._recognise())

    def _recognise(self) -> _Attempt:
        now = self._clock.monotonic()
        attempt = _Attempt(
            audio_ms=self._sound.samples // SAMPLES_PER_MS,
            speech_end=now - self._detector.silence_ms / 1000,
            began=now,
        )
        self._open.add(attempt)
        attempt.task = self._tasks.create_task(self._transcribe(attempt, self._sound.whole()))
        attempt.task.add_done_callback(lambda _: self._open.discard(attempt))
        return attempt

    async def _transcribe(self, attempt: _Attempt, sound: Pcm) -> None:
        try:
            words = await self._hearing.words(sound, self._doubtful)
            attempt.text, attempt.language = words.text, words.language
        except ProviderError as error:
            attempt.failure = error
        attempt.finished = self._clock.monotonic()
        if attempt.over:
            self._report(attempt)
        elif not attempt.failure:
            self._detector.settle(self._needed_silence(attempt.text))
            self._on_guess(attempt.text)
        else:
            self._detector.settle(self._rule.silences.unsure)

    def _doubtful(self, text: str) -> bool:
        """What wants more words is not to make sense yet."""
        whole = bool(text) and self._needed_silence(text) < self._rule.silences.incomplete
        return whole and not self._makes_sense(text)

    def _needed_silence(self, text: str) -> int:
        return self._rule.needed_silence(text, self.expects, self._language)

    def _end(self, attempt: _Attempt) -> None:
        self._attempt = None
        attempt.over = True
        self._hearing.end()
        self._sound.keep(0)
        if attempt.finished:
            self._report(attempt)

    def _report(self, attempt: _Attempt) -> None:
        if attempt.failure:
            self._on_failed(attempt.failure)
            return
        if attempt.text:
            self._near.spoke()
        self._near.forget()
        self._tell(SpeechRecognized(attempt.text, attempt.language))
        self._on_timings(self._timings(attempt))

    def _timings(self, attempt: _Attempt) -> TurnTimings:
        now = self._clock.monotonic()
        return TurnTimings(
            speech_end=attempt.speech_end,
            recognized=now,
            audio_ms=attempt.audio_ms,
            recognition_ms=round((attempt.finished - attempt.began) * 1000),
            eager=attempt.finished < now,
        )

    def _drop(self) -> None:
        self._on_guess(None)
        if self._attempt and self._attempt.task:
            self._attempt.task.cancel()
        self._attempt = None

    def _forget(self) -> None:
        self._attempt = None
        self._hearing.end()
        for attempt in self._open:
            if attempt.task:
                attempt.task.cancel()
        self._detector.reset()
        self._attention.reset()
        self._near.forget()
        self._sound.keep(0)
