"""Many callers who hang up at any moment, and what of their calls is left behind."""

from __future__ import annotations

import asyncio
import random
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import aiohttp
import psutil

from convonet_ari.demo.plan import DID, TRUNK_ADDRESS
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded import voices
from convonet_ari.embedded.phone import Call, Phone
from convonet_ari.embedded.phone.errors import PhoneError
from tests.asterisk.system_rig import asterisk_is_empty, eventually, query

AT_ONCE = 14
PATIENT = 0.2
LONGEST_S = 7.0


@dataclass(frozen=True, slots=True)
class Left:
    """What a system with one worker holds when nobody calls; memory in bytes."""

    sockets: int
    tasks: int
    open_files: int
    threads: int
    memory: int
    asterisk_memory: int


async def settled(system: EmbeddedSystem) -> Left:
    """Once nothing moves: Asterisk closes a call's socket 3.5 s after the call, orphans go within 10 s."""
    (pid,) = system.processes("worker")
    worker = psutil.Process(pid)

    async def quiet() -> bool:
        return not _call_sockets(system, worker) and await asterisk_is_empty(system)

    await eventually(quiet, 25, "channels, bridges or sockets of calls stayed open")
    await eventually(lambda: _all_closed(system), 40, "calls' rows stayed open")
    await eventually(lambda: _idle(worker), 60, "the worker never came to rest")
    return Left(
        sockets=_call_sockets(system, worker),
        tasks=await _tasks(system, pid),
        open_files=worker.num_fds(),
        threads=worker.num_threads(),
        memory=await _least_memory(worker),
        asterisk_memory=psutil.Process(system.asterisk.pid).memory_info().rss,
    )


async def at_rest(system: EmbeddedSystem) -> None:
    """Until no process of `serve` computes any more: all are loaded, one of them standing by."""
    (supervisor,) = {psutil.Process(pid).ppid() for pid in system.processes("desk")}
    for process in psutil.Process(supervisor).children():
        await eventually(partial(_idle, process), 60, "a process never came to rest")


async def _all_closed(system: EmbeddedSystem) -> bool:
    return not await query(system, "SELECT FROM calls WHERE ended_at IS NULL")


async def _idle(worker: psutil.Process) -> bool:
    """Whether it computed for less than a twentieth of half a second; its heart goes on beating."""
    before = sum(worker.cpu_times()[:2])
    await asyncio.sleep(0.5)
    return sum(worker.cpu_times()[:2]) - before < 0.05


async def _least_memory(worker: psutil.Process) -> int:
    """What is resident after an idle worker has given back what it no longer needs, as it does in 2 s."""
    seen = [worker.memory_info().rss]
    for _ in range(16):
        await asyncio.sleep(0.25)
        seen.append(worker.memory_info().rss)
    return min(seen)


async def long_calls(system: EmbeddedSystem, dice: random.Random) -> None:
    """As many as ever at once, all to the end of what callers here do: what is made once is made now."""
    await _calls(system, [(LONGEST_S, dice.randrange(10**9)) for _ in range(AT_ONCE)])


async def rapid_calls(system: EmbeddedSystem, count: int, dice: random.Random) -> None:
    """`count` calls, AT_ONCE at a time, each hung up at a moment of its own."""
    await _calls(system, [(_moment(dice), dice.randrange(10**9)) for _ in range(count)])


async def _calls(system: EmbeddedSystem, lives: list[tuple[float, int]]) -> None:
    async def line(phone: Phone) -> None:
        while lives:
            await _one_call(phone, *lives.pop(), system.plan.secrets.pin)

    trunk = Phone(ip=TRUNK_ADDRESS, server=(system.plan.host, system.plan.ports.sip))
    async with trunk as phone, asyncio.TaskGroup() as lines:
        for _ in range(AT_ONCE):
            lines.create_task(line(phone))


def _moment(dice: random.Random) -> float:
    """Seconds after the INVITE: mostly before the PIN is accepted, sometimes well into the conversation."""
    return dice.uniform(2.5, LONGEST_S) if dice.random() < PATIENT else dice.uniform(0.0, 2.5)


async def _one_call(phone: Phone, hang_up_after_s: float, number: int, pin: str) -> None:
    call = await phone.dial(DID, caller=f"+1555{number:09}")
    with suppress(TimeoutError, PhoneError):
        async with asyncio.timeout(hang_up_after_s):
            await _hurried(call, pin)
    await call.hangup()


async def _hurried(call: Call, pin: str) -> None:
    """The PIN into the greeting, then a wish into the welcome, and another into its answer."""
    await call.answered()
    await call.press(f"{pin}#")
    await call.say(voices.load("am_michael", "create-todo"))
    await call.sound()
    await call.say(voices.load("am_michael", "what-can-you-do"))
    await call.ended()


def _call_sockets(system: EmbeddedSystem, worker: psutil.Process) -> int:
    """Those of calls: ARI from Asterisk to us, media from us to Asterisk."""
    ours, theirs = system.plan.ports.worker, system.plan.ports.http
    return sum(
        (one.laddr.port == ours or (bool(one.raddr) and one.raddr.port == theirs))
        for one in worker.net_connections("tcp")
        if one.status != psutil.CONN_LISTEN
    )


async def _tasks(system: EmbeddedSystem, pid: int) -> int:
    async with aiohttp.ClientSession() as http, http.get(f"{system.http_url}/metrics") as answer:
        found = re.search(rf'^convonet_tasks{{pid="{pid}"}} (\S+)$', await answer.text(), re.MULTILINE)
    return int(float(found[1])) if found else 0
