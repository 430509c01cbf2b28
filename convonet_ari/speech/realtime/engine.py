"""What a worker's calls with a realtime model share: the client, the settings, and when to try again."""

from __future__ import annotations

import structlog

from convonet_ari.clock import Clock, SystemClock
from convonet_ari.config import OpenAI
from convonet_ari.errors import ProviderError
from convonet_ari.obs import metrics
from convonet_ari.speech.breaker import Breaker
from convonet_ari.speech.openai.client import Client
from convonet_ari.speech.openai.forms import FORMS
from convonet_ari.speech.openai.live import RealtimeLive, input_of, transcription_of
from convonet_ari.speech.openai.wire import Event
from convonet_ari.speech.realtime.call import TalkCall
from convonet_ari.speech.realtime.line import TalkLine

log = structlog.get_logger(__name__)


class TalkEngine:
    """One for each worker; `call` makes what one call uses."""

    def __init__(self, settings: OpenAI, prompt: str = "", clock: Clock | None = None) -> None:
        self._settings = settings
        self._client = Client(settings)
        self._form = FORMS[settings.realtime_audio]
        self._prompt = prompt
        self._clock = clock or SystemClock()
        self._breaker = Breaker()

    @property
    def first_audio_s(self) -> float:
        return self._settings.first_audio_timeout_s

    @property
    def stall_s(self) -> float:
        return self._settings.stall_timeout_s

    def call(self) -> TalkCall:
        return TalkCall(self)

    def allows(self) -> bool:
        return self._breaker.allows(self._clock.monotonic())

    def connect(self, language: str) -> TalkLine:
        return TalkLine(self._client, self._settings, self._session(language), self._form)

    def live(self, line: TalkLine) -> RealtimeLive:
        return RealtimeLive(lambda: line, self._settings.live_transcribe_timeout_s, self._form)

    def worked(self) -> None:
        self._breaker.succeeded()

    def failed(self, error: ProviderError) -> None:
        now = self._clock.monotonic()
        if error.retryable:
            self._breaker.failed(now)
        else:
            self._breaker.refused(now)
        metrics.provider_failed("realtime", error.code)
        log.warning("provider_failed", provider="realtime", code=error.code, reason=str(error))

    async def warm(self) -> None:
        await self._client.warm()

    async def close(self) -> None:
        await self._client.close()

    def _session(self, language: str) -> Event:
        settings = self._settings
        return {
            "type": "realtime",
            "output_modalities": ["audio"],
            "audio": {
                "input": input_of(self._form, transcription_of(settings, language, self._prompt)),
                "output": {"format": self._form.given, "voice": settings.realtime_voice},
            },
        }
