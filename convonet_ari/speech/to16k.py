"""Makes any voice fit the telephone: 16 kHz, no long silence at either end, no clipped peaks."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator
from dataclasses import replace

import numpy as np
import soxr

from convonet_ari.speech.base import TTS, Pcm, TtsCaps, close, flowing, reach, warm
from convonet_ari.speech.speakable import legible, speakable

RATE = 16000
# Before the first sound silence is latency, after the last it is the pause between two sentences.
LEAD = RATE * 20 // 1000
KEPT_SILENCE = RATE * 150 // 1000
LOUD = 10 ** (-50 / 20)
KNEE, CEILING = 0.7, 0.95

EMPTY: Pcm = np.zeros(0, np.int16)


class Resampler:
    """Resamples a stream in one-shot pieces, each with 20 ms of its neighbours around it.

    A streaming soxr holds back 80 ms and lets go of 100 ms at a time; this one holds back 20 ms.
    """

    def __init__(self, source: int, target: int = RATE) -> None:
        self._source = source
        self._target = target
        self._unit = source // math.gcd(source, target)
        self._context = self._whole(source // 50)
        self._data = EMPTY
        self._before = 0

    def feed(self, chunk: Pcm) -> Pcm:
        if self._source == self._target:
            return chunk
        self._data = np.concatenate((self._data, chunk))
        ready = self._whole(len(self._data) - self._before - self._context)
        return self._take(ready) if ready > 0 else EMPTY

    def flush(self) -> Pcm:
        return self._take(len(self._data) - self._before)

    def _take(self, samples: int) -> Pcm:
        if samples <= 0:
            return EMPTY
        end = self._before + samples
        around: Pcm = soxr.resample(self._data[: end + self._context], self._source, self._target)
        out = around[self._scaled(self._before) : self._scaled(end)]
        keep = max(0, end - self._context)
        self._data, self._before = self._data[keep:], end - keep
        return out

    def _whole(self, samples: int) -> int:
        return samples // self._unit * self._unit

    def _scaled(self, samples: int) -> int:
        return samples * self._target // self._source


class Trimmer:
    """Cuts leading silence to 20 ms and trailing to 150 ms; silence within is kept.

    What it still holds at the end is silence."""

    def __init__(self) -> None:
        self._held = EMPTY
        self._started = False
        self._tail = 0

    def feed(self, chunk: Pcm) -> Pcm:
        data = np.concatenate((self._held, chunk))
        first, last = loud_span(data)
        if last == 0:
            return self._quiet(data)
        begin = 0 if self._started else max(0, first - LEAD)
        end = min(len(data), last + KEPT_SILENCE)
        self._started, self._tail, self._held = True, end - last, data[end:]
        return data[begin:end]

    def _quiet(self, data: Pcm) -> Pcm:
        if not self._started:
            self._held = data[-LEAD:]
            return EMPTY
        out, self._held = np.split(data, [KEPT_SILENCE - self._tail])
        self._tail += len(out)
        return out


def loud_span(data: Pcm) -> tuple[int, int]:
    """The samples between the first and the last 10 ms louder than -50 dBFS; (0, 0) when all is silence."""
    step = RATE // 100
    peaks = (
        np.abs(np.pad(data, (0, -len(data) % step)).astype(np.int32)).reshape(-1, step).max(axis=1, initial=0)
    )
    loud = np.flatnonzero(peaks > LOUD * 32768)
    return (int(loud[0]) * step, min(len(data), int(loud[-1] + 1) * step)) if loud.size else (0, 0)


def limited(data: Pcm) -> Pcm:
    """A soft knee instead of clipping: nothing above 0.95 of full scale, nothing below 0.7 touched."""
    if not data.size or int(np.abs(data.astype(np.int32)).max()) <= KNEE * 32767:
        return data
    x = data.astype(np.float32) / 32767
    over = np.maximum(np.abs(x) - KNEE, 0)
    bent = KNEE + (CEILING - KNEE) * np.tanh(over / (CEILING - KNEE))
    out: Pcm = (np.where(over > 0, np.sign(x) * bent, x) * 32767).astype(np.int16)
    return out


class SpokenAudio:
    """A TTS at 16 kHz made of one at any rate; it is handed text as written and says it as spoken."""

    def __init__(self, voice: TTS) -> None:
        self._voice = voice

    @property
    def caps(self) -> TtsCaps:
        return replace(self._voice.caps, sample_rate=RATE)

    async def speak(self, text: str, language: str = "en") -> AsyncIterator[Pcm]:
        # The rules of what a number or a date sounds like are those of English.
        if not (said := speakable(text) if language == "en" else legible(text)):
            return
        resampler, trimmer = Resampler(self._voice.caps.sample_rate), Trimmer()
        async with flowing(self._voice.speak(said, language)) as chunks:
            async for chunk in chunks:
                if (ready := trimmer.feed(resampler.feed(chunk))).size:
                    yield limited(ready)
        if (ready := trimmer.feed(resampler.flush())).size:
            yield limited(ready)

    async def warm(self) -> None:
        await warm(self._voice)

    async def reach(self) -> None:
        await reach(self._voice)

    async def close(self) -> None:
        await close(self._voice)
