"""Two hundred callers who hang up at any moment leave nothing behind: not in Asterisk, nor in the worker."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable

import pytest

from convonet_ari.demo.system import EmbeddedSystem
from tests.asterisk.leak_rig import Left, long_calls, rapid_calls, settled

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

MIB = 2**20
LOOKS = 4
# A recogniser's scratch grows once on a starved machine, a leak with each hundred.
ROUNDS = 2
# Pools open connections at the busiest moment, which may come late; a file left by each call would be 100.
SPARE_FILES = 12


async def looked_at(system: EmbeddedSystem, dice: random.Random, first: Left) -> Left:
    """More calls can only leak more; what falls again was a recogniser's or a voice's scratch."""
    left = await settled(system)
    for _ in range(LOOKS):
        if left.memory - first.memory <= MIB:
            break
        await rapid_calls(system, 12, dice)
        left = await settled(system)
    return left


@pytest.mark.timeout(290)
async def test_two_hundred_rapid_calls_leave_nothing_behind(
    own_system: Callable[..., Awaitable[EmbeddedSystem]],
) -> None:
    system = await own_system(workers=1)
    dice = random.Random(7)
    idle = await settled(system)
    await long_calls(system, dice)
    await rapid_calls(system, 100, dice)
    for _ in range(ROUNDS):
        first = await settled(system)
        await rapid_calls(system, 100, dice)
        second = await looked_at(system, dice, first)
        if second.memory - first.memory <= MIB:
            break
    print(f"idle {idle}\nbefore the last hundred {first}\nafter them {second}")
    assert second.sockets == 0
    assert second.tasks <= idle.tasks
    assert second.open_files <= first.open_files + SPARE_FILES
    assert second.memory - first.memory <= MIB
    assert second.asterisk_memory - first.asterisk_memory <= 20 * MIB
