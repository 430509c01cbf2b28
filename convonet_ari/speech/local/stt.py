"""Recognition on this machine: whisper in a thread of its own, behind a small queue shared by all calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from convonet_ari.config import Local
from convonet_ari.errors import MissingPart, ProviderRefused
from convonet_ari.speech.base import Pcm, SttCaps, Transcript
from convonet_ari.speech.local.lane import Lane
from convonet_ari.speech.local.weights import INSTALL, installed, whisper_folder
from convonet_ari.speech.local.whisper import RATE, Whisper

WAITING = 12

T = TypeVar("T")


class LocalSTT:
    """One per process: its queue is the process's."""

    def __init__(self, settings: Local) -> None:
        self._settings = settings
        self._lane = Lane("recognition", WAITING)
        self._whisper: Whisper | None = None
        self._caps = SttCaps("local", RATE, ("en",), costly=True)

    @property
    def caps(self) -> SttCaps:
        return self._caps

    async def warm(self) -> None:
        """Verify and load the weights. Raises MissingPart."""
        if self._whisper is None:
            await self._lane.run(self._load)

    async def transcribe(self, audio: Pcm, language: str = "en") -> Transcript:
        """Who speaks no language that is known to us is taken to speak English."""
        return await self.knowing(()).transcribe(audio, language)

    async def guesses(self, audio: Pcm, language: str = "en") -> Sequence[Transcript]:
        """What else the words may be, likeliest first. Raises ProviderError."""
        return await self.knowing(()).guesses(audio, language)

    async def ask(self, job: Callable[[Whisper, str], T], language: str) -> T:
        """The job's result, of the model in this language. Raises ProviderError."""
        tongue = language or "en"
        return await self._lane.run(lambda: job(self._known(tongue), tongue))

    def knowing(self, names: Sequence[str]) -> Acquainted:
        """The same recogniser for a call in which these names are likely to be said."""
        return Acquainted(self, names)

    async def close(self) -> None:
        self._lane.close()

    def _known(self, language: str) -> Whisper:
        """The model, if it knows the language."""
        try:
            whisper = self._load()
        except MissingPart as error:
            raise ProviderRefused(str(error)) from error
        if language != "en" and not whisper.multilingual:
            raise ProviderRefused(f"{self._settings.whisper_model} knows English only, not {language!r}")
        return whisper

    def _load(self) -> Whisper:
        if self._whisper is None:
            if not installed():
                raise MissingPart("faster-whisper is not installed", INSTALL)
            folder = whisper_folder(self._settings.whisper_model)
            self._whisper = Whisper(folder, self._settings.whisper_threads, self._settings.vocabulary)
            if self._whisper.multilingual:
                self._caps = replace(self._caps, languages=("en", "de", "es", "fr", "it", "nl", "pt"))
        return self._whisper


class Acquainted:
    """A call's view of the process's recogniser."""

    def __init__(self, stt: LocalSTT, names: Sequence[str]) -> None:
        self._stt = stt
        self._names = tuple(names)

    @property
    def caps(self) -> SttCaps:
        return self._stt.caps

    async def transcribe(self, audio: Pcm, language: str = "en") -> Transcript:
        names = self._names
        return await self._stt.ask(lambda whisper, tongue: whisper.recognise(audio, tongue, names), language)

    async def guesses(self, audio: Pcm, language: str = "en") -> Sequence[Transcript]:
        names = self._names
        return await self._stt.ask(lambda whisper, tongue: whisper.guesses(audio, tongue, names), language)
