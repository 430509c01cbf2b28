"""Several providers as one: the first that works answers, a failing one rests and is tried again later."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

import structlog

from convonet_ari.clock import Clock, SystemClock
from convonet_ari.errors import ProviderError, ProviderUnavailable
from convonet_ari.speech.base import (
    STT,
    TTS,
    Pcm,
    SttCaps,
    Transcript,
    TtsCaps,
    close,
    flowing,
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

    async def close(self) -> None:
        await close(*(seat.provider for seat in self._seats))

    def _candidates(self, language: str) -> Iterator[_Seat[P]]:
        """Those that know the language, the ones at rest as a last resort."""
        resting = []
        for seat in self._seats:
            if language not in seat.provider.caps.languages:
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
        log.warning("provider_failed", provider=seat.provider.caps.name, code=error.code, reason=str(error))

    def _languages(self) -> tuple[str, ...]:
        known = (language for seat in self._seats for language in seat.provider.caps.languages)
        return tuple(dict.fromkeys(known))


class FallbackSTT(_Fallback[STT]):
    """Asks the next provider when one fails."""

    @property
    def caps(self) -> SttCaps:
        first = self._seats[0].provider.caps
        return SttCaps(first.name, first.sample_rate, self._languages())

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


class FallbackTTS(_Fallback[TTS]):
    """Asks the next provider when one fails before its first sound; a voice never changes mid-sentence."""

    @property
    def caps(self) -> TtsCaps:
        first = self._seats[0].provider.caps
        stable = all(seat.provider.caps.stable for seat in self._seats)
        return TtsCaps(first.name, first.sample_rate, self._languages(), stable)

    async def speak(self, text: str, language: str = "en") -> AsyncIterator[Pcm]:
        last: ProviderError | None = None
        for seat in self._candidates(language):
            spoke = False
            try:
                async with flowing(seat.provider.speak(text, language)) as chunks:
                    async for chunk in chunks:
                        spoke = True
                        yield chunk
            except ProviderError as error:
                self._failed(seat, error)
                if spoke:
                    raise
                last = error
            else:
                seat.breaker.succeeded()
                return
        raise last or ProviderUnavailable(f"no provider speaks {language!r}")
