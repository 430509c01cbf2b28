"""The words of a turn: heard along with the caller where the recogniser can, else as a whole."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from convonet_ari.media.frame import RATE, Pcm, resample


class Words(Protocol):
    @property
    def text(self) -> str: ...


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


class Hearing:
    """Give it the 16 kHz audio as it comes; what follows a pause is kept back until the caller goes on."""

    def __init__(self, stt: Stt, language: str) -> None:
        self._stt = stt
        self._language = language
        self._live: Live | None = None
        self._turn = False
        self._kept: list[Pcm] | None = None

    def open(self, language: str) -> None:
        """Be ready for a caller who speaks this language; the first one stays."""
        if self._live is None:
            self._language = language
            self._live = self._stt.live(language) if isinstance(self._stt, HearsAlong) else None

    def begin(self, sound: Pcm) -> None:
        """A turn has begun; it is `sound` by now."""
        self._turn, self._kept = True, None
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

    async def words(self, sound: Pcm) -> str:
        """The words so far of a turn that is `sound` by now. Raises ProviderError."""
        audio = resample(sound, RATE, self._stt.caps.sample_rate)
        if self._live is not None:
            return (await self._live.words(audio)).text
        return (await self._stt.transcribe(audio, self._language)).text

    async def close(self) -> None:
        if self._live is not None:
            await self._live.close()
