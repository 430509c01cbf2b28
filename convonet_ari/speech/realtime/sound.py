"""The sound of one answer while it comes in, and the piece of it that belongs to each sentence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import numpy as np

from convonet_ari.errors import ProviderError, ProviderUnavailable
from convonet_ari.speech.base import Pcm
from convonet_ari.speech.openai.forms import Form, Reader
from convonet_ari.speech.to16k import RATE, Resampler, limited

PER_MS = RATE // 1000
# Speech has some 14 characters a second.
PER_CHARACTER = RATE // 14
# A sentence ends in the first pause after so much of its usual time, or where it lasts much longer.
EARLIEST, LATEST = 0.75, 1.4
STEP = 10 * PER_MS
PAUSE = 12
QUIET = 400
# Sound that goes on so much longer than its words take belongs to no words.
TOO_LONG, SLACK = 2.5, 3 * RATE


@dataclass(slots=True)
class Sentence:
    """Its place in the sound, in samples; `end` is known once it was spoken to its end."""

    text: str
    begin: int
    end: int | None = None


class Sound:
    """Written by the session, read sentence after sentence by the mouth, as often as it likes."""

    def __init__(self, item: str, form: Form) -> None:
        self.item = item
        self.text = ""
        self.sentences: list[Sentence] = []
        self._reader = Reader(form)
        self._resampler = Resampler(form.rate)
        self._pcm: Pcm = np.zeros(RATE, np.int16)
        self._samples = 0
        self._over = False
        self._failure: ProviderError | None = None
        self._news = asyncio.Event()
        self._told = 0

    @property
    def ms(self) -> int:
        return self._samples // PER_MS

    @property
    def endless(self) -> bool:
        return self._samples > len(self.text) * PER_CHARACTER * TOO_LONG + SLACK

    def feed(self, delta: str) -> None:
        """Raises ProviderUnavailable."""
        self._add(self._resampler.feed(self._reader.pcm(delta)))

    def end(self) -> None:
        if not self._over:
            self._add(self._resampler.flush())
            self._over = True
            self._news.set()

    def fail(self, error: ProviderError) -> None:
        """Nothing more comes; whoever speaks it is told."""
        if not self._over:
            self._failure, self._over = error, True
            self._news.set()

    def place(self, text: str) -> Sentence | None:
        """The sentence of these words: one that was spoken before, or the next."""
        known = next((one for one in self.sentences if one.text == text), None)
        if known is not None:
            return known
        words = " ".join(self.text.split())
        at = words.find(text, self._told)
        if at < 0:
            return None
        self._told = at + len(text)
        # It begins where the one before ends, which may not be known yet.
        self.sentences.append(Sentence(text, -1))
        return self.sentences[-1]

    async def speak(self, sentence: Sentence, first_s: float, gap_s: float) -> AsyncIterator[Pcm]:
        """Raises ProviderUnavailable when a sound does not come in time."""
        if sentence.begin < 0:
            sentence.begin = self._end_before(sentence)
        at, patience = sentence.begin, first_s
        while (end := self._end_of(sentence, at)) is None or at < end:
            ready = min(self._samples, end if end is not None else self._safe(sentence, at))
            if ready > at:
                yield limited(self._pcm[at:ready])
                at, patience = ready, gap_s
            elif end is None:
                await self._more(patience)
        if not self._samples:
            raise ProviderUnavailable("the speech is empty")
        sentence.end = at

    def _safe(self, sentence: Sentence, at: int) -> int:
        """So far it is the sentence's for certain; from there on a step at a time is looked at."""
        return max(sentence.begin + int(self._usual(sentence) * EARLIEST), at + STEP)

    def _usual(self, sentence: Sentence) -> float:
        """How long it is likely to be: its share of all, once all is there."""
        whole = self._over and self._failure is None
        return len(sentence.text) * (self._samples / max(1, len(self.text)) if whole else PER_CHARACTER)

    def _end_of(self, sentence: Sentence, at: int) -> int | None:
        """Known when it was spoken before, when a pause comes in its time, or when all sound is there."""
        if sentence.end is not None:
            return sentence.end
        if self._followed(sentence):
            spoken, usual = at - sentence.begin, self._usual(sentence)
            if spoken > usual * LATEST or (spoken > usual * EARLIEST and self._pauses(at)):
                return at
        elif self._over and self._failure is None:
            return self._samples
        if not self._over or at < self._samples:
            return None
        if self._failure is not None:
            raise self._failure
        return self._samples

    def _followed(self, sentence: Sentence) -> bool:
        words = " ".join(self.text.split())
        return bool(words[words.find(sentence.text) + len(sentence.text) :].strip())

    def _pauses(self, at: int) -> bool:
        """The last moments before `at` are quiet."""
        tail = self._pcm[max(0, at - PAUSE * STEP) : at].astype(np.int32)
        return bool(tail.size) and int(np.abs(tail).max()) < QUIET

    def _end_before(self, sentence: Sentence) -> int:
        before = self.sentences[: self.sentences.index(sentence)]
        return next((one.end for one in reversed(before) if one.end is not None), 0)

    async def _more(self, patience_s: float) -> None:
        self._news.clear()
        try:
            async with asyncio.timeout(patience_s):
                await self._news.wait()
        except TimeoutError:
            raise ProviderUnavailable("Timeout: the voice stalls") from None

    def _add(self, pcm: Pcm) -> None:
        while self._samples + len(pcm) > len(self._pcm):
            self._pcm = np.concatenate((self._pcm, np.zeros_like(self._pcm)))
        self._pcm[self._samples : self._samples + len(pcm)] = pcm
        self._samples += len(pcm)
        self._news.set()
