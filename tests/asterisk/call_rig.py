"""What whole calls leave behind: the row, the events that tell it again, the words, the recording."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import numpy as np
from numpy.typing import NDArray

from convonet_ari.call.policy import Policy
from convonet_ari.commands.replay import mismatches, replay
from convonet_ari.config import Database
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded.phone import Call
from convonet_ari.embedded.phone.ears import segments
from convonet_ari.store.history import CallStory, History
from convonet_ari.store.pool import Store
from tests.asterisk.system_rig import Caller, eventually, query


async def talking(caller: Caller, pin: str | None = None) -> None:
    """The PIN typed into the greeting, and the welcome heard to its end."""
    await caller.call.answered()
    await caller.enter_pin(pin)
    await caller.in_phase("conversation")
    await caller.hears_out()


async def ended(caller: Caller, within_s: float = 5) -> asyncpg.Record:
    """The call's row once it is closed."""

    async def closed() -> bool:
        return (await caller.row())["ended_at"] is not None

    await eventually(closed, within_s, f"the row of {caller.number} stayed open")
    row = await caller.row()
    assert row["phase"] == "ended"
    assert row["end_reason"]
    return row


async def story(system: EmbeddedSystem, row: asyncpg.Record) -> CallStory:
    store = Store(system.owner_url, Database())
    await store.open()
    try:
        found = await History(store).show(row["id"])
    finally:
        await store.close()
    assert found is not None
    return found


async def told_again(caller: Caller, policy: Policy | None = None) -> CallStory:
    """The ended call's story, whose events lead the machine where the row says and order what was said."""
    found = await story(caller.system, await ended(caller))
    steps = list(replay(found.events, policy or Policy()))
    assert mismatches(found, steps) == []
    assert [stored.seq for stored in found.events] == list(range(1, len(found.events) + 1))
    return found


def lasted(told: CallStory) -> float:
    """Seconds from the first event to the last."""
    return (told.events[-1].at_ms - told.events[0].at_ms) / 1000


def silent_after_ms(call: Call, since: float) -> int:
    """How long the sound that was on at `since` went on, a pause of 250 ms ending it; 0 when none was."""
    found = segments(call.audio(since=since), bridge_ms=250)
    return found[0].end_ms if found else 0


def samples(file: Path) -> NDArray[np.int16]:
    """A recording as two columns: the caller, and what he was hearing."""
    with wave.open(str(file)) as sound:
        return np.frombuffer(sound.readframes(sound.getnframes()), "<i2").reshape(-1, 2).astype(np.int16)


async def channel_of(caller: Caller) -> str:
    """Asterisk's name of the caller's channel."""
    wanted = (await caller.row())["channel_id"]
    lines = (await caller.system.asterisk.cli("core show channels concise")).splitlines()
    return next(line.split("!")[0] for line in lines if line.endswith(wanted))


async def waits_at_most(caller: Caller, seconds: int) -> None:
    """The next queue gives the caller back after this time."""
    await caller.system.asterisk.cli(f"dialplan set chanvar {await channel_of(caller)} VQ_MAXWAIT {seconds}")


async def at_once(*calls: Coroutine[Any, Any, None]) -> None:
    """Calls that do not disturb each other; the first that fails ends all."""
    async with asyncio.TaskGroup() as group:
        for call in calls:
            group.create_task(call)


@asynccontextmanager
async def altered(system: EmbeddedSystem, change: str, back: str) -> AsyncIterator[None]:
    """A change of the database that is taken back."""
    await query(system, change)
    try:
        yield
    finally:
        await query(system, back)
