"""A step of the doctor's call: what was seen, how long it took, and a name for what went wrong."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import aiohttp

from convonet_ari.doctor.finding import Finding, Level, known, ok
from convonet_ari.errors import AriError

RING_S, STEP_S = 30, 20.0


class Stop(Exception):
    """The call cannot go on; `fault` is a name of `faults.py`."""

    def __init__(self, fault: str, what: str) -> None:
        super().__init__(what)
        self.fault = fault
        self.what = what


@dataclass(slots=True)
class Seen:
    what: str
    ms: int | None = None
    doubt: str = ""


Step = Callable[[], Awaitable[Seen]]
T = TypeVar("T")


async def taken(name: str, step: Step) -> Finding:
    try:
        async with asyncio.timeout(RING_S + STEP_S):
            seen = await step()
    except Stop as stop:
        return known(name, stop.fault, stop.what)
    except TimeoutError:
        return known(name, "no-worker", "nothing happened in time")
    except (AriError, aiohttp.ClientError, OSError) as error:
        return known(name, "no-route", f"the call is gone ({type(error).__name__})")
    if seen.doubt == "nobody-logged-in":
        return known(name, seen.doubt, seen.what, Level.WARN)
    if seen.doubt:
        return Finding(name, Level.WARN, seen.what, seen.doubt, ms=seen.ms)
    found = ok(name, seen.what)
    return Finding(found.part, found.level, found.what, ms=seen.ms)


async def first_of(*events: asyncio.Event) -> asyncio.Event:
    """Whichever of these happens first; raises TimeoutError."""
    tasks = {asyncio.create_task(event.wait()): event for event in events}
    try:
        done, _ = await asyncio.wait(tasks, timeout=RING_S, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
    if not done:
        raise TimeoutError
    return next(event for task, event in tasks.items() if task in done)


async def in_time(wanted: Awaitable[T], fault: str, what: str) -> T:
    try:
        async with asyncio.timeout(STEP_S):
            return await wanted
    except TimeoutError:
        raise Stop(fault, f"{what} within {STEP_S:g} s") from None


def since(began: float, now: float | None = None) -> int:
    return round(((time.monotonic() if now is None else now) - began) * 1000)
