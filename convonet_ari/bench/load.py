"""More and more calls at once, until somebody waits longer than a caller who is alone."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack, suppress

import psutil

from convonet_ari.bench.bench import Bench
from convonet_ari.bench.caller import Caller, calling
from convonet_ari.bench.doubles import Script
from convonet_ari.bench.result import Stages, Step
from convonet_ari.bench.sounds import question
from convonet_ari.embedded.phone import Phone
from convonet_ari.embedded.phone.errors import PhoneError

# Callers do not dial in the same instant.
APART_S = 0.12
# The telephones' clock: many callers off its grid would cost what is to be measured.
GRID_S = 0.01
COST_AT = 16
# About as long as a turn: callers are spread over it, as those are who do not know of each other.
TURN_S = 4.0
ALONE_TURNS = 12


async def calls(bench: Bench) -> None:
    """Stops at the first step that does not hold."""
    await bench.world.script(Script())
    steps = bench.effort.steps
    for count in steps:
        bench.tell(f"{count}")
        step = await _step(bench, count)
        bench.result.steps.append(step)
        if not step.holds(bench.result.steps[0].p95):
            break
    held = [step.calls for step in bench.result.steps if step.holds(bench.result.steps[0].p95)]
    bench.result.figure("calls").samples.append(float(max(held, default=0)))


async def _step(bench: Bench, count: int) -> Step:
    known = bench.result.figures.get("cascade")
    if count == 1 and known is not None and known.samples:
        return Step(1, list(known.samples), known.failed, stages=dict(bench.result.stages["cascade"]))
    turns = ALONE_TURNS if count == 1 else bench.effort.load_turns
    step, meter = Step(count), Meter(bench.world.workers())
    async with bench.world.trunk() as phone, AsyncExitStack() as open_calls:
        callers = await _all_in_conversation(bench, phone, open_calls, count)
        step.unanswered += count - len(callers)
        if count == COST_AT:
            meter.begin()
        await asyncio.gather(*(_talks(caller, turns) for caller in callers))
        if count == COST_AT:
            meter.end(bench, count)
    stages = Stages()
    for caller in callers:
        await bench.world.split(caller, stages)
        step.gaps += [turn.gap_ms for turn in caller.turns if turn.gap_ms is not None]
        step.unanswered += turns - sum(turn.gap_ms is not None for turn in caller.turns)
        step.underruns += sum(turn.holes for turn in caller.turns)
    step.stages = stages.medians()
    return step


async def _all_in_conversation(
    bench: Bench, phone: Phone, open_calls: AsyncExitStack, count: int
) -> list[Caller]:
    """Those who came so far."""

    async def arrives(position: int) -> Caller | None:
        await asyncio.sleep(position * APART_S)
        caller = await open_calls.enter_async_context(calling(phone, bench.number(), GRID_S))
        with suppress(TimeoutError, PhoneError):
            await caller.reach_conversation(bench.world.pin)
            return caller
        return None

    arrived = await asyncio.gather(*(arrives(position) for position in range(count)))
    return [caller for caller in arrived if caller is not None]


async def _talks(caller: Caller, turns: int) -> None:
    with suppress(TimeoutError, PhoneError):
        await asyncio.sleep(float(caller.dice.uniform(0, TURN_S)))
        first = int(caller.dice.integers(100))
        for number in range(first, first + turns):
            await caller.pauses_for_breath()
            await caller.asks(question(number, caller.dice))


class Meter:
    """What the workers spend while calls talk; made when nobody calls."""

    def __init__(self, workers: list[psutil.Process]) -> None:
        self._workers = workers
        self._idle = self._memory()
        self._began = self._spent = 0.0

    def begin(self) -> None:
        self._began, self._spent = time.monotonic(), self._seconds()

    def end(self, bench: Bench, count: int) -> None:
        cpu, memory = bench.result.figure("cpu"), bench.result.figure("memory")
        if not all(worker.is_running() for worker in self._workers):
            cpu.failed, memory.failed = cpu.failed + 1, memory.failed + 1
            return
        share = (self._seconds() - self._spent) / (time.monotonic() - self._began)
        cpu.samples.append(share * 100 / count)
        memory.samples.append((self._memory() - self._idle) / 2**20 / count)

    def _seconds(self) -> float:
        return sum(sum(worker.cpu_times()[:2]) for worker in self._running)

    def _memory(self) -> float:
        return sum(worker.memory_info().rss for worker in self._running)

    @property
    def _running(self) -> list[psutil.Process]:
        """One that hangs on a busy machine is killed, and its measurement fails."""
        return [worker for worker in self._workers if worker.is_running()]
