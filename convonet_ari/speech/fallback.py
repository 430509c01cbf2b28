"""Several providers as one: the first that works answers, a failing one rests and is tried again later."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

import structlog

from convonet_ari.clock import Clock, SystemClock
from convonet_ari.errors import ProviderError, ProviderUnavailable
from convonet_ari.obs import metrics
from convonet_ari.speech.base import (
    STT,
    TTS,
    Live,
    LiveSTT,
    Pcm,
    SttCaps,
    Transcript,
    TtsCaps,
    close,
    flowing,
    reach,
    warm,
)
from convonet_ari.speech.breaker import Breaker

log = structlog.get_logger()

P = TypeVar("P", bound="_Provider")


class _Caps(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def sample_rate(self) -> int: ...
    @property
    def languages(self) -> tuple[str, ...]: ...


class _Provider(Protocol):
    @property
    def caps(self) -> _Caps: ...


@dataclass(slots=True)
class _Seat(Generic[P]):
    provider: P
    breaker: Breaker = field(default_factory=Breaker)


class _Fallback(Generic[P]):
    def __init__(self, providers: Sequence[P], clock: Clock | None = None) -> None:
        rates = {provider.caps.sample_rate for provider in providers}
        if len(rates) != 1:
            raise ValueError(f"providers behind one fallback must share a sample rate, not {sorted(rates)}")
        self._seats = [_Seat(provider) for provider in providers]
        self._clock = clock or SystemClock()

    async def warm(self) -> None:
        await warm(*(seat.provider for seat in self._seats))

    async def reach(self) -> None:
        await reach(*(seat.provider for seat in self._seats))

    async def close(self) -> None:
        await close(*(seat.provider for seat in self._seats))

    def _candidates(self, language: str) -> Iterator[_Seat[P]]:
        """Those that know the language, the ones at rest as a last resort."""
        resting = []
        for seat in self._seats:
            if language and language not in seat.provider.caps.languages:
                continue
            if seat.breaker.allows(self._clock.monotonic()):
                yield seat
            else:
                resting.append(seat)
        yield from resting

    def _failed(self, seat: _Seat[P], error: ProviderError) -> None:
        now = self._clock.monotonic()
        if error.retryable:
            seat.breaker.failed(now)
        else:
            seat.breaker.refused(now)
        metrics.provider_failed(seat.provider.caps.name, error.code)
        log.warning("provider_failed", provider=seat.provider.caps.name, code=error.code, reason=str(error))

    def _languages(self) -> tuple[str, ...]:
        known = (language for seat in self._seats for language in seat.provider.caps.languages)
        return tuple(dict.fromkeys(known))


class FallbackSTT(_Fallback[STT]):
    """Asks the next provider when one fails."""

    @property
    def caps(self) -> SttCaps:
        first = self._seats[0].provider.caps
        return SttCaps(first.name, first.sample_rate, self._languages(), first.costly, first.detects)

    async def transcribe(self, audio: Pcm, language: str = "en") -> Transcript:
        last: ProviderError | None = None
        for seat in self._candidates(language):
            try:
                heard = await seat.provider.transcribe(audio, language)
            except ProviderError as error:
                self._failed(seat, error)
                last = error
            else:
                seat.breaker.succeeded()
                return heard
        raise last or ProviderUnavailable(f"no provider recognises {language!r}")

    def live(self, language: str = "en") -> FallbackLive:
        """The first provider that can hear along does, the others are asked for the turns it fails at."""
        knowing = [seat for seat in self._seats if not language or language in seat.provider.caps.languages]
        along = knowing[0] if knowing and isinstance(knowing[0].provider, LiveSTT) else None
        return FallbackLive(self, along, language)

    def heard(self, seat: _Seat[STT], error: ProviderError | None) -> None:
        """How a turn that was heard along went."""
        if error is None:
            seat.breaker.succeeded()
        else:
            self._failed(seat, error)

    def ready(self, seat: _Seat[STT]) -> bool:
        return seat.breaker.allows(self._clock.monotonic())


class FallbackLive:
    """One call's hearing: along with the caller while that works, else each turn as a whole."""

    def __init__(self, stt: FallbackSTT, seat: _Seat[STT] | None, language: str) -> None:
        self._stt = stt
        self._seat = seat
        self._language = language
        self._live: Live | None = None
        self._along = False
        self.forget()

    def feed(self, pcm: Pcm) -> None:
        if self._live is not None and self._along:
            self._live.feed(pcm)

    async def words(self, turn: Pcm) -> Transcript:
        if self._live is not None and self._seat is not None and self._along:
            try:
                heard = await self._live.words(turn)
            except ProviderError as error:
                self._along = False
                self._stt.heard(self._seat, error)
            else:
                self._stt.heard(self._seat, None)
                return heard
        return await self._stt.transcribe(turn, self._language)

    def forget(self) -> None:
        self._along = self._seat is not None and self._stt.ready(self._seat)
        if self._live is not None:
            if self._along:
                self._live.forget()
        elif self._along and self._seat is not None and isinstance(self._seat.provider, LiveSTT):
            self._live = self._seat.provider.live(self._language)

    async def close(self) -> None:
        if self._live is not None:
            await self._live.close()


class FallbackTTS(_Fallback[TTS]):
    """Asks the next provider when one fails; a sentence cut off is said again from its beginning.

    While the first provider rests its `caps` are not `stable`: what another one says is not to be kept.
    """

    @property
    def caps(self) -> TtsCaps:
        first = self._seats[0].provider.caps
        stable = first.stable and not self._seats[0].breaker.failures
        return TtsCaps(first.name, first.sample_rate, self._languages(), stable)

    async def speak(self, text: str, language: str = "en") -> AsyncIterator[Pcm]:
        last: ProviderError | None = None
        for seat in self._candidates(language):
            try:
                async with flowing(seat.provider.speak(text, language)) as chunks:
                    async for chunk in chunks:
                        yield chunk
            except ProviderError as error:
                self._failed(seat, error)
                last = error
            else:
                seat.breaker.succeeded()
                return
        raise last or ProviderUnavailable(f"no provider speaks {language!r}")
