"""The queue in front of a model."""

from __future__ import annotations

import asyncio
import threading

import pytest

from convonet_ari.errors import ProviderUnavailable
from convonet_ari.speech.local.lane import Lane

pytestmark = pytest.mark.shell


async def test_jobs_run_one_after_another_off_the_loop() -> None:
    lane = Lane("test", waiting=5)
    threads = await asyncio.gather(*(lane.run(threading.get_ident) for _ in range(5)))
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()
    lane.close()


async def test_a_full_queue_says_so_at_once_and_empties_again() -> None:
    lane, gate = Lane("test", waiting=1), threading.Event()
    busy = [asyncio.ensure_future(lane.run(gate.wait)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(ProviderUnavailable, match="2 jobs"):
        await lane.run(gate.wait)
    gate.set()
    await asyncio.gather(*busy)
    assert await lane.run(lambda: "free") == "free"
    lane.close()


async def test_a_job_cancelled_while_it_waits_never_runs() -> None:
    lane, gate, ran = Lane("test", waiting=5), threading.Event(), []
    first = asyncio.ensure_future(lane.run(gate.wait))
    second = asyncio.ensure_future(lane.run(lambda: ran.append(1)))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.sleep(0)
    gate.set()
    await first
    await lane.run(lambda: None)
    assert ran == []
    lane.close()


async def test_an_error_in_a_job_reaches_its_waiter_alone() -> None:
    lane = Lane("test", waiting=5)
    with pytest.raises(ZeroDivisionError):
        await lane.run(lambda: 1 // 0)
    assert await lane.run(lambda: 7) == 7
    lane.close()


async def test_a_closed_lane_is_an_outage() -> None:
    lane = Lane("test", waiting=5)
    lane.close()
    with pytest.raises(ProviderUnavailable, match="closed"):
        await lane.run(lambda: None)
