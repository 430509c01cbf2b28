"""Writes tests/core/turns.json: what the ear makes of recorded callers, frame by frame.

`python scripts/record_turns.py`; needs the local engines. Sentences with a break in them are spoken by the
local voice, all others are the recorded phrases; `pauses` tells when the local recogniser was asked for what
was said so far, and what it answered.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from convonet_ari.call.turn import Signal, Sound, TurnDetector
from convonet_ari.config import Local
from convonet_ari.embedded import voices
from convonet_ari.media.ear import INAUDIBLE, PRE_ROLL_MS
from convonet_ari.media.frame import FRAME_MS, FRAME_SAMPLES, RATE, Halver, Pcm, resample
from convonet_ari.media.level import Line
from convonet_ari.speech.local.stt import LocalSTT
from convonet_ari.speech.local.tts import LocalTTS
from convonet_ari.speech.vad import SileroVad

TARGET = Path(__file__).parents[1] / "tests" / "core" / "turns.json"
LEVELS = "0123456789ABCDEFGHIJK"
BEFORE_MS, AFTER_MS = 2000, 1400
SPEECH_RMS = 3277
SNR_DB = 15
EAGER_MS = 60
KINDS = ("clean", "noisy")

BROKEN = (
    ("Create a todo for", 900, "the budget meeting."),
    ("My number is five five five", 1000, "one two three four."),
    ("I would like to", 800, "talk to a person."),
    ("Call Sarah and", 900, "Bob tomorrow."),
    ("It is four seven one", 1000, "one two six."),
)


def samples(ms: int) -> int:
    return ms * RATE // 1000


def noise(kind: str, size: int) -> NDArray[np.float64]:
    rng = np.random.default_rng(1)
    if kind == "clean":
        return rng.normal(0, 4, size)
    spectrum = np.fft.rfft(rng.normal(0, 1, size))
    at = np.arange(1, len(spectrum) + 1)
    spectrum /= np.sqrt(at)
    spectrum[: len(spectrum) // 80] = 0
    line = np.fft.irfft(spectrum, size)
    pink: NDArray[np.float64] = line / line.std() * SPEECH_RMS * 10 ** (-SNR_DB / 20)
    return pink


def track(sound: Pcm) -> str:
    """Two signs for each frame: how likely it is speech, and what stands out of it."""
    vad, halve, line, signs = SileroVad(), Halver(), Line(), []
    for at in range(0, len(sound) - FRAME_SAMPLES + 1, FRAME_SAMPLES):
        half = halve(sound[at : at + FRAME_SAMPLES])
        level, probability = line.feed(half), vad.probability(half)
        flags = level.audible + 2 * level.burst + 4 * level.hum + 8 * level.faint
        signs.append(f"{LEVELS[int(probability * 20)]}{flags:X}")
    return "".join(signs)


def span(sound: Pcm) -> tuple[int, int]:
    """The milliseconds of the first and the last sound within 30 dB of the loudest."""
    size = len(sound) // 160 * 160
    loud = np.sqrt((sound[:size].astype(np.float64).reshape(-1, 160) ** 2).mean(axis=1))
    found = np.flatnonzero(loud > max(loud.max() * 10 ** (-30 / 20), 60))
    return int(found[0]) * 10, int(found[-1] + 1) * 10


async def pauses(stt: LocalSTT, sound: Pcm, signs: str, ends_ms: int) -> list[tuple[int, str]]:
    """When, before the end, a recognition of what was said so far is tried, and what comes of it."""
    detector, found = TurnDetector(eager_silence_ms=EAGER_MS, longest_silence_ms=AFTER_MS), []
    began = 0
    for number, one in enumerate(sounds_of(signs), start=1):
        at = number * FRAME_MS
        for signal in detector.feed(one):
            began = at - PRE_ROLL_MS if signal is Signal.BEGAN else began
            if signal is Signal.PAUSED and at < ends_ms:
                found.append((at, (await stt.transcribe(sound[samples(began) : samples(at)])).text))
    return found


def sounds_of(signs: str) -> list[Sound]:
    """A track as the detector is fed with it."""
    pairs = [signs[at : at + 2] for at in range(0, len(signs), 2)]
    return [sound_of(LEVELS.index(level) / 20, int(flags, 16)) for level, flags in pairs]


def sound_of(probability: float, flags: int) -> Sound:
    likely = probability if flags & 1 else min(probability, INAUDIBLE)
    return Sound(likely, FRAME_MS, loud=bool(flags & 2), hum=bool(flags & 4), faint=bool(flags & 8))


async def case(
    stt: LocalSTT, name: str, kind: str, parts: Sequence[Pcm], text: str, gap_ms: int = 0
) -> dict[str, object]:
    gap = np.zeros(samples(gap_ms), np.int16)
    spoken = np.concatenate([parts[0], *(piece for part in parts[1:] for piece in (gap, part))])
    first, last = span(spoken)
    line = np.concatenate(
        [np.zeros(samples(BEFORE_MS), np.int16), spoken, np.zeros(samples(AFTER_MS), np.int16)]
    )
    mixed = np.clip(line + noise(kind, len(line)), -32768, 32767).astype(np.int16)
    signs = track(mixed)
    return {
        "name": f"{name} {kind}",
        "begins_ms": BEFORE_MS + first,
        "ends_ms": BEFORE_MS + last,
        "text": text,
        "pauses": await pauses(stt, mixed, signs, BEFORE_MS + last),
        "track": signs,
    }


async def spoken(tts: LocalTTS, text: str) -> Pcm:
    whole = np.concatenate([chunk async for chunk in tts.speak(text)])
    first, last = span(at_16k := resample(whole, 24000, RATE))
    cut = at_16k[samples(first) : samples(last)].astype(np.float64)
    return np.asarray(cut / np.sqrt((cut**2).mean()) * SPEECH_RMS, np.int16)


async def main() -> None:
    stt, tts = LocalSTT(Local()), LocalTTS()
    await tts.warm()
    cases = []
    for phrase in voices.phrases():
        for voice in phrase.voices:
            sound = resample(voices.load(voice, phrase.slug), 8000, RATE)
            cases += [await case(stt, f"{voice} {phrase.slug}", kind, [sound], phrase.text) for kind in KINDS]
    for first, gap_ms, second in BROKEN:
        parts = [await spoken(tts, first), await spoken(tts, second)]
        cases += [await case(stt, first, kind, parts, f"{first} {second}", gap_ms) for kind in KINDS]
    TARGET.write_text(json.dumps(cases, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    await stt.close()
    await tts.close()


if __name__ == "__main__":
    asyncio.run(main())
