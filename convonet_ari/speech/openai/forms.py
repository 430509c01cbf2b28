"""The shapes that sound has on a Realtime WebSocket."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from convonet_ari import ulaw
from convonet_ari.errors import ProviderUnavailable
from convonet_ari.speech.base import Pcm


@dataclass(frozen=True, slots=True)
class Form:
    """`name` as the protocol writes it; `width` bytes make a sample."""

    name: str
    rate: int
    width: int
    pack: Callable[[Pcm], bytes]
    unpack: Callable[[bytes], Pcm]

    @property
    def given(self) -> Mapping[str, Any]:
        """As a session is told of it."""
        return {"type": self.name, "rate": self.rate} if self.width > 1 else {"type": self.name}

    def encoded(self, pcm: Pcm) -> str:
        return base64.b64encode(self.pack(pcm)).decode()


class Reader:
    """The sound of one answer as it comes in; a sample may be cut in two by its messages."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._rest = b""

    def pcm(self, delta: str) -> Pcm:
        """Raises ProviderUnavailable."""
        try:
            data = self._rest + base64.b64decode(delta, validate=True)
        except binascii.Error as error:
            raise ProviderUnavailable("the sound is not what the protocol promises") from error
        whole = len(data) // self._form.width * self._form.width
        self._rest = data[whole:]
        return self._form.unpack(data[:whole])


PCM = Form(
    "audio/pcm",
    24000,
    2,
    lambda pcm: pcm.astype("<i2").tobytes(),
    lambda data: np.frombuffer(data, "<i2").astype(np.int16),
)
PCMU = Form(
    "audio/pcmu",
    8000,
    1,
    ulaw.encode,
    ulaw.decode,
)
FORMS: Mapping[str, Form] = {"pcm": PCM, "pcmu": PCMU}
