"""Twenty calls at once when a worker dies: its sibling goes on with all of them."""

from __future__ import annotations

import asyncio
import math
import os
import signal
import time
from collections.abc import Sequence

import pytest

from convonet_ari.demo.plan import DID, TRUNK_ADDRESS
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded.phone import Call, Phone
from convonet_ari.embedded.phone.ears import longest_quiet_ms
from convonet_ari.embedded.phone.leg import State
from tests.asterisk.leak_rig import at_rest
from tests.asterisk.system_rig import all_ready, eventually, process_id, query

pytestmark = [pytest.mark.asterisk, pytest.mark.quiet, pytest.mark.asyncio(loop_scope="session")]

CALLS = 20
BOUND_MS = 1000
LISTENED_S = 2.0


async def test_twenty_greetings_go_on_within_a_second_when_their_worker_dies(
    system: EmbeddedSystem,
) -> None:
    await at_rest(system)
    server = (system.plan.host, system.plan.ports.sip)
    async with Phone(ip=TRUNK_ADDRESS, server=server) as phone:
        numbers = [f"+15553{number:06}" for number in range(CALLS)]
        greeted = await asyncio.gather(*(_greeted(phone, number) for number in numbers))
        calls = dict(zip(numbers, greeted, strict=True))
        owners = await _owners(system, numbers)
        victim = max(set(owners.values()), key=list(owners.values()).count)
        killed = time.monotonic()
        os.kill(process_id(system, "worker", int(victim.partition("-")[2])), signal.SIGKILL)
        orphans = {number for number, owner in owners.items() if owner == victim}
        await eventually(lambda: _adopted(system, orphans), 10, "not every call was taken over")
        await asyncio.sleep(killed + LISTENED_S - time.monotonic())
        assert all(call.state is State.UP for call in calls.values())
        holes = [_hole_ms(calls[number], killed) for number in orphans]
    print(f"longest silence of each of {len(holes)} callers, in ms: {sorted(holes)}")
    assert len(orphans) >= CALLS // 4
    assert _percentile(holes, 95) <= BOUND_MS
    await all_ready(system)


async def _greeted(phone: Phone, number: str) -> Call:
    call = await phone.dial(DID, caller=number)
    await call.answered(20)
    await call.sound(20)
    return call


async def _owners(system: EmbeddedSystem, numbers: Sequence[str]) -> dict[str, str]:
    rows = await query(
        system,
        "SELECT caller_number, owner FROM calls WHERE ended_at IS NULL AND caller_number = ANY($1)",
        numbers,
    )
    return {row["caller_number"]: row["owner"] for row in rows}


async def _adopted(system: EmbeddedSystem, numbers: set[str]) -> bool:
    rows = await query(
        system, "SELECT fence FROM calls WHERE ended_at IS NULL AND caller_number = ANY($1)", list(numbers)
    )
    return len(rows) == len(numbers) and all(row["fence"] == 2 for row in rows)


def _hole_ms(call: Call, killed: float) -> int:
    return longest_quiet_ms(call.audio(since=killed - 0.1, until=killed + LISTENED_S))


def _percentile(values: Sequence[int], percent: int) -> int:
    return sorted(values)[math.ceil(len(values) * percent / 100) - 1]
