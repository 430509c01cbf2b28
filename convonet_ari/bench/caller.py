"""One caller of the bench: every turn in another phase of its packets, everything timed at mouth and ear."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import numpy as np

from convonet_ari.bench import hearing
from convonet_ari.bench.sounds import Utterance
from convonet_ari.demo.plan import DID
from convonet_ari.embedded.phone import Call, Phone
from convonet_ari.embedded.phone.stream import FRAME_S

ANSWER_WITHIN_S = 10.0
KEY_MS = 100
# Who is answered while he still speaks was interrupted.
INTERRUPTED_S = 0.1
# Longer than between two sentences of one answer.
PAUSE_MS = 400
NUMBER = "+1555{:07}"


@dataclass(slots=True)
class Turn:
    """`gap_ms` is None where no answer came, or one that interrupted; `holes` are breaks in its sound."""

    gap_ms: float | None
    holes: int = 0


@dataclass(slots=True)
class Caller:
    """Times are monotonic seconds. `grid_s` is the finest step by which packets are moved."""

    call: Call
    number: str
    dice: np.random.Generator
    grid_s: float = 0.0
    turns: list[Turn] = field(default_factory=list)

    async def reach_conversation(self, pin: str) -> None:
        """Answered, PIN accepted, welcome heard to its end."""
        await self.call.answered()
        await self.enter(pin)
        await self.call.sound(ANSWER_WITHIN_S)
        await self.call.silence(PAUSE_MS)

    async def enter(self, pin: str) -> float:
        """Key in the PIN and `#`, into the greeting; the moment at which `#` was let go."""
        await self.call.sound(ANSWER_WITHIN_S)
        await self.call.press(pin)
        over = await self.call.press("#", on_ms=KEY_MS, gap_ms=KEY_MS)
        return over - (KEY_MS / 1000 - FRAME_S)

    async def says(self, speech: Utterance) -> tuple[float, float]:
        """When its first audible and its very last sound were sent."""
        self._shift()
        over = await self.call.say(speech.pcm) + FRAME_S
        began = over - speech.lasts
        return began + speech.starts, began + speech.last_packet * FRAME_S

    async def asks(self, speech: Utterance) -> Turn:
        """One turn: said, answered, and the answer heard to its end."""
        _, ended = await self.says(speech)
        try:
            answered = await self.call.sound(ANSWER_WITHIN_S, since=ended)
        except TimeoutError:
            turn = Turn(None)
        else:
            over = await self.call.silence(PAUSE_MS)
            broken = hearing.holes(self.call.frames, answered, over)
            early = hearing.loud(self.call.frames, ended - INTERRUPTED_S, ended)
            turn = Turn(None if early else (answered - ended) * 1000, broken)
        self.turns.append(turn)
        return turn

    async def pauses_for_breath(self) -> None:
        """So long as people do, and never in step with anything."""
        await asyncio.sleep(float(self.dice.uniform(0.1, 0.4)))

    def _shift(self) -> None:
        """Send packets later by up to one of them, so that the other side's clock is met at another place."""
        moved = float(self.dice.uniform(0, FRAME_S))
        self.call.shift(moved if not self.grid_s else round(moved / self.grid_s) * self.grid_s)


@asynccontextmanager
async def calling(phone: Phone, number: int, grid_s: float = 0.0) -> AsyncIterator[Caller]:
    """A call from the trunk, hung up at the end. Each `number` is another caller with other habits."""
    caller = NUMBER.format(number)
    call = await phone.dial(DID, caller=caller)
    try:
        yield Caller(call, caller, np.random.default_rng(number), grid_s)
    finally:
        await call.hangup()
