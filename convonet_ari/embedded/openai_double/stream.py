"""Sends an answer part by part, with the delays and the fault it was given."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import TypeVar

from convonet_ari.embedded.openai_double.script import Fault

T = TypeVar("T")

STALL_S = 60.0


class Cut(Exception):
    """The connection is to be dropped now."""


class Garbled(Exception):
    """The next part is to be nonsense."""


async def until(due: float) -> None:
    """On the loop's clock: what the double itself does meanwhile is no delay on top."""
    await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))


async def paced(
    parts: Iterable[T], first: float, between: float, fault: Fault, since: float | None = None
) -> AsyncIterator[T]:
    """The parts, each in its time after `since`, which is now where it is not told.

    Raises Cut or Garbled where the fault says so; a stall just waits.
    """
    due = (asyncio.get_running_loop().time() if since is None else since) + first
    for count, part in enumerate(parts):
        await until(due + count * between)
        if fault.stall_after == count:
            await asyncio.sleep(STALL_S)
        if fault.cut_after == count:
            raise Cut
        if fault.garble_after == count:
            raise Garbled
        yield part
