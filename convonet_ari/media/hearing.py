"""The words of a turn: heard along with the caller where the recogniser can, else as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from convonet_ari.errors import ProviderError
from convonet_ari.media.frame import RATE, Pcm, resample


class Words(Protocol):
    @property
    def text(self) -> str: ...

    @property
    def language(self) -> str:
        """A tag, or nothing where the recogniser does not tell."""
        ...


class Caps(Protocol):
    @property
    def sample_rate(self) -> int: ...


class Stt(Protocol):
    @property
    def caps(self) -> Caps: ...

    async def transcribe(self, audio: Pcm, language: str = "en") -> Words:
        """Raises ProviderError."""
        ...


class Live(Protocol):
    """A recogniser that hears one call, turn after turn."""

    def feed(self, pcm: Pcm) -> None: ...

    async def words(self, turn: Pcm) -> Words:
        """Raises ProviderError."""
        ...

    def forget(self) -> None: ...

    async def close(self) -> None: ...


@runtime_checkable
class HearsAlong(Protocol):
    def live(self, language: str = "en") -> Live: ...


@runtime_checkable
class Guesses(Protocol):
    async def guesses(self, audio: Pcm, language: str = "en") -> Sequence[Words]:
        """What else the words may be, likeliest first. Raises ProviderError."""
        ...


@runtime_checkable
class Learns(Protocol):
    def knowing(self, names: Sequence[str]) -> Stt:
        """The same for a call in which these names are likely to be said."""
        ...


class Hearing:
    """Give it the 16 kHz audio as it comes; what follows a pause is kept back until the caller goes on."""

    def __init__(self, stt: Stt, language: str) -> None:
        self._stt = stt
        self._language = self._wanted = language
        self._live: Live | None = None
        self._replaced: list[Live] = []
        self._turn = False
        self._kept: list[Pcm] | None = None

    def speak(self, language: str) -> None:
        """Be ready for a caller who speaks this language, from the next turn on; "" is any."""
        self._wanted = language
        if self._live is None:
            self._open()

    def know(self, names: Sequence[str]) -> None:
        """These names are likely to be said, from the next words on."""
        if isinstance(self._stt, Learns):
            self._stt = self._stt.knowing(names)

    def begin(self, sound: Pcm) -> None:
        """A turn has begun; it is `sound` by now."""
        self._turn, self._kept = True, None
        if self._wanted != self._language:
            self._open()
        if self._live is not None:
            self._live.forget()
            self._live.feed(sound)

    def feed(self, pcm: Pcm) -> None:
        if self._live is None or not self._turn:
            return
        if self._kept is None:
            self._live.feed(pcm)
        else:
            self._kept.append(pcm)

    def pause(self) -> None:
        self._kept = []

    def resume(self) -> None:
        kept, self._kept = self._kept or [], None
        for pcm in kept:
            self.feed(pcm)

    def end(self) -> None:
        """What comes now is of no turn; words of the last one may still be waited for."""
        self._turn = False

    async def words(self, sound: Pcm, doubtful: Callable[[str], bool]) -> Words:
        """The words so far of a turn that is `sound` by now. Raises ProviderError.

        Where they are doubtful, the likeliest guess that is not stands for them.
        """
        audio = resample(sound, RATE, self._stt.caps.sample_rate)
        if self._live is not None:
            return await self._live.words(audio)
        heard = await self._stt.transcribe(audio, self._language)
        if not isinstance(self._stt, Guesses) or not doubtful(heard.text):
            return heard
        try:
            guesses = await self._stt.guesses(audio, self._language)
        except ProviderError:
            return heard
        return next((guess for guess in guesses if not doubtful(guess.text)), heard)

    async def close(self) -> None:
        for live in [*self._replaced, *([self._live] if self._live else [])]:
            await live.close()

    def _open(self) -> None:
        self._replaced += [self._live] if self._live else []
        self._language = self._wanted
        self._live = self._stt.live(self._language) if isinstance(self._stt, HearsAlong) else None
