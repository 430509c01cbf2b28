"""One call with a realtime model: hears, thinks and speaks over one session, and says when it cannot."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from typing import Any, Protocol

from convonet_ari.errors import ProviderError, ProviderUnavailable
from convonet_ari.speech.base import STT, TTS, Live, LiveSTT, Pcm, SttCaps, Transcript, flowing
from convonet_ari.speech.local.doubt import audible
from convonet_ari.speech.openai.live import RealtimeLive
from convonet_ari.speech.realtime.ledger import Entry
from convonet_ari.speech.realtime.line import TalkLine, Tools
from convonet_ari.speech.realtime.response import Piece, Response
from convonet_ari.speech.realtime.sound import Sentence, Sound
from convonet_ari.speech.to16k import RATE

KEPT_ANSWERS = 4
PER_MS = RATE // 1000


class Opens(Protocol):
    """What all calls of a worker share."""

    @property
    def first_audio_s(self) -> float: ...
    @property
    def stall_s(self) -> float: ...

    def allows(self) -> bool:
        """Whether a session may be tried now."""
        ...

    def connect(self, language: str) -> TalkLine: ...

    def live(self, line: TalkLine) -> RealtimeLive: ...

    def worked(self) -> None: ...

    def failed(self, error: ProviderError) -> None: ...


class TalkCall:
    """Nothing leaves before `begin`. A session that failed is followed by another when that may be tried."""

    def __init__(self, engine: Opens) -> None:
        self._engine = engine
        self._language = "en"
        self._begun = False
        self._line: TalkLine | None = None
        self._live: RealtimeLive | None = None
        self._answers: deque[Response] = deque(maxlen=KEPT_ANSWERS)
        self._speaking: dict[str, tuple[Sound, Sentence]] = {}
        self._heard: dict[str, int] = {}

    def begin(self, language: str = "en") -> None:
        """The caller is known: hear and answer from now on."""
        self._begun, self._language = True, language
        self._ready()

    async def close(self) -> None:
        self._begun = False
        if self._line is not None:
            await self._line.close()

    def hears(self) -> bool:
        """Whether the turn that begins can be heard along here."""
        return self._ready() is not None

    def feed(self, pcm: Pcm) -> None:
        if self._live is not None:
            self._live.feed(pcm)

    async def words(self, turn: Pcm) -> Transcript:
        """Raises ProviderError."""
        if self._live is None or self._line is None:
            raise ProviderUnavailable("there is no session")
        if not audible(turn):
            return Transcript("")
        line, live = self._line, self._live
        words = await live.words(turn)
        for stretch in live.stretches:
            line.heard(stretch)
        return words

    def forget(self) -> None:
        """What was fed belongs to no turn any more."""
        if self._live is not None:
            self._live.forget()

    async def answer(
        self, thread: Sequence[Entry], given: Mapping[str, Any], tools: Tools
    ) -> AsyncGenerator[Piece, None]:
        """What the model says to `thread`. Raises ProviderError; who leaves early ends the answer."""
        line = self._ready()
        if line is None:
            raise ProviderUnavailable("the realtime session rests")
        try:
            response = await line.ask(thread, given, tools)
            self._answers.append(response)
            try:
                async with aclosing(response.pieces()) as pieces:
                    async for piece in pieces:
                        yield piece
            finally:
                line.leave(response)
        except ProviderError as error:
            self.fail(error)
            raise
        self._engine.worked()

    def cut(self) -> None:
        """The answer was interrupted for good: the model shall know what was heard of it, and no more."""
        heard, self._heard = self._heard, {}
        for item, ms in heard.items():
            if self._line is not None and self._line.error is None and ms > 0:
                self._line.truncate(item, ms)

    def sound(self, text: str) -> AsyncIterator[Pcm] | None:
        """The model's own sound of a sentence it wrote, at 16 kHz; it raises ProviderError when it stalls."""
        for response in reversed(self._answers):
            for sound in reversed(response.sounds):
                if (sentence := sound.place(text)) is not None:
                    self._speaking[text] = sound, sentence
                    self._heard.pop(sound.item, None)
                    return sound.speak(sentence, self._engine.first_audio_s, self._engine.stall_s)
        return None

    def ears(self, stt: STT) -> TalkEars:
        """A recogniser for this call; `stt` stands in."""
        return TalkEars(self, stt)

    async def speak(self, text: str, tts: TTS, language: str = "en") -> AsyncIterator[Pcm]:
        """At 16 kHz: the model's own sound of its sentence, or else `tts` from the sentence's beginning."""
        sound = self.sound(text)
        if sound is not None:
            try:
                async with flowing(sound) as chunks:
                    async for chunk in chunks:
                        yield chunk
                return
            except ProviderError as error:
                self.fail(error)
        async with flowing(tts.speak(text, language)) as chunks:
            async for chunk in chunks:
                yield chunk

    def stopped(self, text: str, ms: int) -> None:
        """So much was heard of a sentence when the caller interrupted it."""
        sound, sentence = self._speaking.pop(text, (None, None))
        if sound is None or sentence is None or sentence.begin < 0:
            return
        heard = min(sound.ms, sentence.begin // PER_MS + ms)
        self._heard[sound.item] = min(heard, self._heard.get(sound.item, heard))

    def fail(self, error: ProviderError) -> None:
        """The session is of no use any more; what it was asked for last is somebody else's to do."""
        line, self._line, self._live = self._line, None, None
        if line is not None:
            line.abandon(error)
            self._engine.failed(line.error or error)

    def _ready(self) -> TalkLine | None:
        if not self._begun:
            return None
        if self._line is not None and self._line.error is not None:
            self.fail(self._line.error)
        if self._line is None and self._engine.allows():
            self._line = self._engine.connect(self._language)
            self._live = self._engine.live(self._line)
        return self._line


class TalkEars:
    """A call's recogniser: hears over its session, or as `stt` does while there is none."""

    def __init__(self, call: TalkCall, stt: STT) -> None:
        self._call = call
        self._stt = stt

    @property
    def caps(self) -> SttCaps:
        return self._stt.caps

    async def transcribe(self, audio: Pcm, language: str = "en") -> Transcript:
        return await self._stt.transcribe(audio, language)

    def live(self, language: str = "en") -> TalkHearing:
        return TalkHearing(self._call, self._stt, language)


class TalkHearing:
    """Turn after turn; a session that fails in a turn is no loss, for the whole turn is there."""

    def __init__(self, call: TalkCall, stt: STT, language: str) -> None:
        self._call = call
        self._stt = stt
        self._language = language
        self._other: Live | None = None
        self._along = False

    def feed(self, pcm: Pcm) -> None:
        if self._along:
            self._call.feed(pcm)
        elif self._other is not None:
            self._other.feed(pcm)

    async def words(self, turn: Pcm) -> Transcript:
        if self._along:
            try:
                return await self._call.words(turn)
            except ProviderError as error:
                self._along = False
                self._call.fail(error)
        elif self._other is not None:
            return await self._other.words(turn)
        return await self._stt.transcribe(turn, self._language)

    def forget(self) -> None:
        self._along = self._call.hears()
        if self._along:
            self._call.forget()
            return
        if self._other is None and isinstance(self._stt, LiveSTT):
            self._other = self._stt.live(self._language)
        if self._other is not None:
            self._other.forget()

    async def close(self) -> None:
        if self._other is not None:
            await self._other.close()
