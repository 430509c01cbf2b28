"""A part of the demo that ends by itself is told of and started again, but not for ever."""

from __future__ import annotations

import asyncio

import pytest

from convonet_ari.demo.falls import mind_falls
from convonet_ari.errors import MissingPart

pytestmark = pytest.mark.shell


class Scripted:
    """Asterisk has ended; `stands` says whether it stays up once it was started."""

    def __init__(self, *, starts: bool = True, stands: bool = True) -> None:
        self.down = True
        self.starts = starts
        self.stands = stands
        self.lifted = 0
        self.told: asyncio.Queue[str] = asyncio.Queue()

    def fallen(self) -> set[str]:
        return {"Asterisk"} if self.down else set()

    async def lift(self, name: str) -> None:
        self.lifted += 1
        if not self.starts:
            raise MissingPart("no room", "Make some.")
        self.down = not self.stands


async def told_by(parts: Scripted, lines: int) -> list[str]:
    minding = asyncio.create_task(mind_falls(parts, parts.told.put_nowait, every_s=0))
    try:
        async with asyncio.timeout(10):
            return [await parts.told.get() for _ in range(lines)]
    finally:
        minding.cancel()


async def test_a_part_that_ended_is_started_again() -> None:
    parts = Scripted()
    assert await told_by(parts, 2) == ["Asterisk has ended. It is started again.", "Asterisk is up."]
    assert parts.lifted == 1
    assert not parts.down


async def test_a_part_that_ends_at_once_is_left_so() -> None:
    parts = Scripted(stands=False)
    assert (await told_by(parts, 3))[-1] == "Asterisk has ended again, and is left so."
    assert parts.lifted == 1


async def test_a_part_that_does_not_start_is_left_so() -> None:
    parts = Scripted(starts=False)
    assert (await told_by(parts, 2))[-1].startswith("Asterisk does not start: no room")
    assert parts.lifted == 1
