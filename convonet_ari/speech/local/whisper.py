"""The blocking recogniser: faster-whisper's parts, with an encoder window fit for telephone turns."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from convonet_ari.speech.base import Pcm, Transcript
from convonet_ari.speech.local.doubt import audible, credible, said_once

RATE = 16000
FRAMES_PER_S = 100
# Whisper was trained on 30 s; 15 s halve the work with the same words; below, it repeats itself more.
LEAST_WINDOW = 15 * FRAMES_PER_S
WINDOW = 30 * FRAMES_PER_S
MARGIN = FRAMES_PER_S
PIECE = 29 * RATE
TOKENS_PER_S = 8
LEAST_TOKENS = 12
# What was said is the second or third of them for the most part.
BEAMS = 5
# "Three thirty" may come out as "3." where only one beam is followed.
HOUR_ALONE = re.compile(r"\b(?:to|at|for|by) \d{1,2}\W*$")
SURE = 0.74


class _Listened(NamedTuple):
    """What the encoder, two thirds of the work, made of a sound."""

    audio: Pcm
    sound: Any


class Whisper:
    """Loads the model of `folder` once; `recognise` is meant for one thread at a time."""

    def __init__(self, folder: Path, threads: int, vocabulary: str) -> None:
        from faster_whisper import WhisperModel

        self._model: Any = WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
        )
        self._prompt = prompt_of(vocabulary)
        self._languages: dict[str, tuple[Any, list[int]]] = {}
        self._last: _Listened | None = None

    @property
    def multilingual(self) -> bool:
        return bool(self._model.model.is_multilingual)

    def recognise(self, audio: Pcm, language: str, names: Sequence[str] = ()) -> Transcript:
        """The words of mono 16 kHz audio, empty when it holds none; `names` are likely among them."""
        before = self._before(language, names)
        pieces = [self._piece(audio[at : at + PIECE], language, before) for at in range(0, len(audio), PIECE)]
        heard = [piece for piece in pieces if piece.text]
        if not heard:
            return Transcript("", 1.0)
        return Transcript(" ".join(piece.text for piece in heard), min(piece.confidence for piece in heard))

    def guesses(self, audio: Pcm, language: str, names: Sequence[str] = ()) -> list[Transcript]:
        """What else the words of `audio` may be, likeliest first: with the vocabulary, then without it.

        Nothing of what is longer than the model can hold.
        """
        if len(audio) > PIECE or not audible(audio):
            return []
        tokenizer, _ = self._language(language)
        bare = self._model.get_prompt(tokenizer, [], without_timestamps=True)
        found: dict[str, Transcript] = {}
        for before in (self._before(language, names), bare):
            for guess in self._decoded(audio, language, before, BEAMS):
                found.setdefault(guess.text, guess)
        return [guess for text, guess in found.items() if text]

    def _piece(self, audio: Pcm, language: str, before: list[int]) -> Transcript:
        if not audible(audio):
            return Transcript("", 1.0)
        heard = self._decoded(audio, language, before, 1)[0]
        if HOUR_ALONE.search(heard.text) and heard.confidence < SURE:
            return self._decoded(audio, language, before, BEAMS)[0]
        return heard

    def _decoded(self, audio: Pcm, language: str, before: list[int], beams: int) -> list[Transcript]:
        tokenizer, suppressed = self._language(language)
        result = self._model.model.generate(
            self._listened(audio),
            [before],
            beam_size=beams,
            num_hypotheses=beams,
            sampling_temperature=0,
            max_length=len(before) + LEAST_TOKENS + len(audio) * TOKENS_PER_S // RATE,
            suppress_blank=True,
            suppress_tokens=suppressed,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        return [
            _believed(tokenizer.decode(tokens).strip(), result.no_speech_prob, score)
            for tokens, score in zip(result.sequences_ids, result.scores, strict=True)
        ]

    def _listened(self, audio: Pcm) -> Any:
        """Who asks again about the sound just heard need not wait for it to be encoded."""
        if self._last is None or self._last.audio is not audio:
            self._last = _Listened(audio, self._model.encode(self._features(audio)))
        return self._last.sound

    def _features(self, audio: Pcm) -> NDArray[np.float32]:
        mel = self._model.feature_extractor(audio.astype(np.float32) / 32768)
        window = min(WINDOW, max(LEAST_WINDOW, mel.shape[1] + MARGIN))
        window -= window % 2
        return np.pad(mel, ((0, 0), (0, max(0, window - mel.shape[1]))))[:, :window]

    def _before(self, language: str, names: Sequence[str]) -> list[int]:
        """What the model takes to have been said before: the vocabulary, then the names."""
        tokenizer, _ = self._language(language)
        words = " ".join(filter(None, (self._prompt, prompt_of(", ".join(names)))))
        told = tokenizer.encode(f" {words}") if words else []
        prompt: list[int] = self._model.get_prompt(tokenizer, told, without_timestamps=True)
        return prompt

    def _language(self, language: str) -> tuple[Any, list[int]]:
        if language not in self._languages:
            from faster_whisper.tokenizer import Tokenizer
            from faster_whisper.transcribe import get_suppressed_tokens

            tokenizer = Tokenizer(
                self._model.hf_tokenizer, self.multilingual, task="transcribe", language=language
            )
            self._languages[language] = tokenizer, list(get_suppressed_tokens(tokenizer, [-1]))
        return self._languages[language]


def _believed(text: str, no_speech: float, mean_logprob: float) -> Transcript:
    if not credible(text, no_speech, mean_logprob):
        return Transcript("", 1.0)
    return Transcript(said_once(text), math.exp(min(0.0, mean_logprob)))


def prompt_of(vocabulary: str) -> str:
    """The vocabulary as a sentence: without a full stop whisper takes the audio for its continuation."""
    words = re.sub(r"\s+", " ", vocabulary).strip()
    if not words:
        return ""
    return words[0].upper() + words[1:] + ("" if words[-1] in ".?!" else ".")
