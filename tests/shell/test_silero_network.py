"""Silero's network in plain arrays says what a runtime says of recorded callers, on quiet and noisy lines."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest

from convonet_ari.bench import sounds
from convonet_ari.embedded import voices
from convonet_ari.speech.silero import CONTEXT, WINDOW, Array, Silero, model, network

pytestmark = pytest.mark.shell

RATE = np.array(8000, np.int64)
SAME = 1e-5


def by_a_runtime(windows: list[Array]) -> list[float]:
    session = onnxruntime.InferenceSession(model(), providers=["CPUExecutionProvider"])
    given, state, scores = np.zeros((1, CONTEXT + WINDOW), np.float32), np.zeros((2, 1, 128), np.float32), []
    for window in windows:
        given[0, :CONTEXT], given[0, CONTEXT:] = given[0, WINDOW:], window
        told, state = session.run(None, {"input": given, "state": state, "sr": RATE})
        scores.append(float(told[0, 0]))
    return scores


def in_arrays(windows: list[Array]) -> list[float]:
    silero = Silero(network())
    return [silero.score(window) for window in windows]


def windows(voice: str, slug: str, room: float) -> list[Array]:
    said = voices.load(voice, slug)
    line = sounds.within(sounds.background(2 + len(said) / 8000, room), said, 1.0) / np.float32(32_768)
    return [line[at : at + WINDOW].astype(np.float32) for at in range(0, len(line) - WINDOW, WINDOW)]


@pytest.mark.parametrize("voice", voices.names())
@pytest.mark.parametrize("room", [15.0, 60.0])
def test_arrays_say_what_a_runtime_says(voice: str, room: float) -> None:
    heard = windows(voice, "printer-paper", room)
    said, known = in_arrays(heard), by_a_runtime(heard)
    assert max(known) > 0.9
    assert np.allclose(said, known, atol=SAME)


def test_what_was_forgotten_is_as_if_never_heard() -> None:
    heard, silero = windows("bf_emma", "hello", 15.0), Silero(network())
    first = [silero.score(window) for window in heard]
    assert silero.score(heard[0]) != pytest.approx(first[0], abs=1e-9)
    silero.forget()
    assert [silero.score(window) for window in heard] == first


def test_what_is_far_too_loud_is_no_reason_to_warn() -> None:
    silero = Silero(network())
    with np.errstate(all="raise", under="ignore"):
        assert 0 <= silero.score(np.full(WINDOW, 1000, np.float32)) <= 1
