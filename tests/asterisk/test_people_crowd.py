"""Twenty callers wait for one queue: they are told their place, the board counts them, and all may leave."""

from __future__ import annotations

import asyncio
import json
import re

import pytest

from convonet_ari.demo.plan import DID, TRUNK_ADDRESS
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded.phone import Phone
from tests.asterisk.call_rig import ended
from tests.asterisk.people_rig import agreed, waits
from tests.asterisk.system_rig import Caller, Scribe, asterisk_is_empty, eventually, query

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

CALLERS = 20
AT_ONCE = 5
NUMBER = "+15550009{:03}"
WAITING = "SELECT waiting FROM queue_state WHERE queue = '2000'"
STANDS = re.compile(r"^\s+([0-9]+)\. (PJSIP/\S+) \(wait", re.MULTILINE)
OPEN = "SELECT caller_number, phase FROM calls WHERE ended_at IS NULL"
SUPERVISOR = "supervise.supervisor"


async def test_twenty_callers_wait_in_their_order_and_leave_nothing_behind(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    before = len(system.serve_log.read_bytes())
    server = (system.plan.host, system.plan.ports.sip)
    async with Phone(ip=TRUNK_ADDRESS, server=server) as phone:
        doors = asyncio.Semaphore(AT_ONCE)

        async def comes(number: str) -> Caller:
            async with doors:
                caller = Caller(system, await phone.dial(DID, caller=number), scribe, number=number)
                await waits(caller)
                return caller

        callers = await asyncio.gather(*(comes(NUMBER.format(number)) for number in range(CALLERS)))
        await _all_wait(system)
        last = await _last(system, callers)
        await _is_told(last, "20", "twenty")
        await asyncio.gather(*(caller.call.hangup() for caller in callers))
        rows = [await ended(caller, 15) for caller in callers]
    assert {row["end_reason"] for row in rows} == {"hung up with people"}
    for caller in (callers[0], callers[-1], last):
        assert await agreed(caller) == ["DID", "ENTERQUEUE", "ABANDON"]
    await _nothing_is_left(system)
    assert _faults(system, before) == []


async def _all_wait(system: EmbeddedSystem) -> None:
    """For Asterisk, and for what the assistant tells of the queue."""

    async def counted() -> bool:
        (row,) = await query(system, WAITING)
        return bool(row["waiting"] == CALLERS)

    await eventually(counted, 15, "the board never counted all who wait")


async def _last(system: EmbeddedSystem, callers: list[Caller]) -> Caller:
    """Who stands in the last place; the places are those from 1 on, in the order of the queue."""
    places = STANDS.findall(await system.asterisk.cli("queue show 2000"))
    assert [int(place) for place, _ in places] == list(range(1, CALLERS + 1))
    lines = (await system.asterisk.cli("core show channels concise")).splitlines()
    (line,) = [line for line in lines if line.startswith(f"{places[-1][1]}!")]
    return next(caller for caller in callers if caller.number in line)


async def _is_told(caller: Caller, *places: str) -> None:
    async def told() -> bool:
        words = await caller.scribe.words(caller.call.audio())
        return any(place in words for place in places)

    await eventually(told, 20, f"{caller.number} was not told that their place is {places[0]}")


async def _nothing_is_left(system: EmbeddedSystem) -> None:
    async def gone() -> bool:
        return await asterisk_is_empty(system)

    await eventually(gone, 10, "channels or bridges were left")
    assert await query(system, OPEN) == []


def _faults(system: EmbeddedSystem, since: int) -> list[str]:
    """What serve's processes wrote of errors; a machine too busy for its workers is none of theirs."""
    lines = system.serve_log.read_bytes()[since:].decode(errors="replace").splitlines()
    entries = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
    return [e["event"] for e in entries if e["level"] == "error" and e.get("logger") != SUPERVISOR]
