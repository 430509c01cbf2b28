"""What the double answers, how long it takes, and what goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Pcm = NDArray[np.int16]
Body = Mapping[str, Any]
# A session that only transcribes is `live`; what is said of `realtime` holds for it too, unless it is named.
Part = Literal["chat", "transcription", "speech", "realtime", "live"]

RATE = 24000
MS_PER_CHARACTER = 60
TONE_S = 30
SOFT = RATE // 20


@dataclass(frozen=True, slots=True)
class Delays:
    """Seconds, as fixed as the loop's timers allow.

    They begin with the request, `recognition` of a live session with the end of the audio; `audio` and
    `token` lie between two parts of an answer.
    """

    recognition: float = 0.0
    first_token: float = 0.0
    token: float = 0.0
    first_audio: float = 0.0
    audio: float = 0.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong; `*_after` count the parts of an answer sent before.

    Parts are tokens, blocks of audio, or transcripts. `refuse` stands in events of an open WebSocket.
    """

    status: int = 0
    body: tuple[str, bytes] | None = None
    stall_after: int | None = None
    cut_after: int | None = None
    garble_after: int | None = None
    refuse: str = ""


@dataclass(frozen=True, slots=True)
class ToolCall:
    name: str
    arguments: str = "{}"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answers; an `endless` one repeats its words until nobody listens."""

    text: str = ""
    calls: Sequence[ToolCall] = ()
    endless: bool = False


@dataclass(slots=True)
class Script:
    """What the double hears (16 kHz in), thinks (a request's body or a conversation's items in), and says."""

    hear: Callable[[Pcm, str], Awaitable[str]] | None = None
    think: Callable[[Body], Reply] | None = None
    speak: Callable[[str], AsyncIterator[Pcm]] | None = None
    heard: str = "What are my to-dos?"
    tongue: str = "english"
    reply: str = "You have two to-dos. The first one is the report. The second one is the review."

    async def words(self, audio: Pcm, language: str) -> str:
        return await self.hear(audio, language) if self.hear else self.heard

    def answer(self, body: Body) -> Reply:
        return self.think(body) if self.think else Reply(self.reply)

    async def sound(self, text: str) -> bytes:
        """24 kHz; without a voice, a tone with soft ends, as long as the text would take."""
        if self.speak is None:
            return _tone(len(text))
        return b"".join([chunk.astype("<i2").tobytes() async for chunk in self.speak(text)])


@dataclass(slots=True)
class Faults:
    """By part: the next requests' faults in order, then what stays."""

    standing: dict[Part, Fault] = field(default_factory=dict)
    _once: list[tuple[Part, Fault]] = field(default_factory=list)

    def once(self, part: Part, fault: Fault) -> None:
        self._once.append((part, fault))

    def take(self, part: Part) -> Fault:
        if part == "live" and "live" not in self.standing:
            part = "realtime"
        for index, (name, fault) in enumerate(self._once):
            if name == part:
                del self._once[index]
                return fault
        return self.standing.get(part, Fault())


def tokens(text: str) -> list[str]:
    """Words with the space before them, as models write them."""
    words = text.split(" ")
    return [words[0], *(f" {word}" for word in words[1:])] if text else []


def _make_tone() -> Pcm:
    at = np.arange(TONE_S * RATE) / RATE
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * 3 * at)
    return (6000 * swell * np.sin(2 * np.pi * 440 * at)).astype(np.int16)


TONE = _make_tone()


def _tone(characters: int) -> bytes:
    sound = TONE[: max(2 * SOFT, characters * MS_PER_CHARACTER * RATE // 1000)].astype(np.float32)
    ramp = np.linspace(0, 1, SOFT, dtype=np.float32)
    sound[:SOFT] *= ramp
    sound[-SOFT:] *= ramp[::-1]
    return sound.astype("<i2").tobytes()
