"""The shapes of sound that a session may ask for; within the double all sound is 24 kHz."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import soxr

from convonet_ari import ulaw
from convonet_ari.embedded.openai_double.script import RATE

TELEPHONE = 8000


@dataclass(frozen=True, slots=True)
class Form:
    to_24k: Callable[[bytes], bytes]
    of_24k: Callable[[bytes], bytes]


def _from_ulaw(data: bytes) -> bytes:
    return bytes(soxr.resample(ulaw.decode(data), TELEPHONE, RATE).astype("<i2").tobytes())


def _to_ulaw(sound: bytes) -> bytes:
    return ulaw.encode(soxr.resample(np.frombuffer(sound, "<i2"), RATE, TELEPHONE).astype(np.int16))


FORMS: Mapping[str, Form] = {
    "audio/pcm": Form(bytes, bytes),
    "audio/pcmu": Form(_from_ulaw, _to_ulaw),
}
