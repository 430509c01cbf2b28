"""A call's edges: how soon it greets, how soon it answers a PIN, how soon an agent's telephone rings,
and how soon it speaks with who comes back."""

from __future__ import annotations

import asyncio

from convonet_ari.bench.bench import Bench, lost_calls
from convonet_ari.bench.caller import PAUSE_MS, Caller, calling
from convonet_ari.bench.doubles import Script
from convonet_ari.bench.hearing import loud
from convonet_ari.embedded.phone import Phone
from convonet_ari.embedded.phone.stream import FRAME_S

RINGS_WITHIN_S = 10.0
FETCHED_MS = 300
INTO_THE_WELCOME_S = 0.5


async def edges(bench: Bench) -> None:
    """Each call: greeting, PIN, 0 for a person, whose telephone rings, and 0 to be back."""
    await bench.world.script(Script())
    async with bench.world.trunk() as phone, bench.world.desk() as desk:
        for number in range(bench.effort.entries):
            with lost_calls(bench.result.figure("hash")):
                await _call(bench, phone, desk)
            bench.tell(f"{number + 1} of {bench.effort.entries} calls")


async def _call(bench: Bench, phone: Phone, desk: Phone) -> None:
    greeting, hashed, handoff = (bench.result.figure(key) for key in ("greeting", "hash", "handoff"))
    async with calling(phone, bench.number()) as caller:
        call = caller.call
        await call.answered()
        assert call.up_at is not None
        heard = await call.sound(since=call.up_at)
        greeting.samples.append((heard - call.up_at) * 1000)
        released = await caller.enter(bench.world.pin)
        hashed.samples.append((await call.sound(since=released) - released) * 1000)
        await asyncio.sleep(INTO_THE_WELCOME_S)
        pressed = await call.press("0")
        await call.sound(since=pressed)
        try:
            ringing = await desk.incoming(RINGS_WITHIN_S)
        except TimeoutError:
            handoff.failed += 1
            return
        invited = ringing.history[0][0]
        announced = loud(call.frames, pressed, invited)[-1].at + FRAME_S
        handoff.samples.append((invited - announced) * 1000)
        with lost_calls(bench.result.figure("return")):
            await _back(bench, caller)
    await ringing.ended(RINGS_WITHIN_S)


async def _back(bench: Bench, caller: Caller) -> None:
    """While Asterisk fetches the caller back nothing is heard; what it waits for itself is not ours."""
    call = caller.call
    await call.press("0")
    await call.sound(since=await call.silence(FETCHED_MS))
    await call.silence(PAUSE_MS)
    bench.result.figure("return").samples.append(await bench.world.spoke_again_ms(caller))
