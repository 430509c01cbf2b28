"""A caller's way to a person, at their ear: for how long no packet comes, in the move and at the answer."""

from __future__ import annotations

import asyncio
import time

from convonet_ari.bench.bench import Bench, lost_calls
from convonet_ari.bench.caller import calling
from convonet_ari.bench.doubles import Script
from convonet_ari.bench.hearing import longest_hole, loud
from convonet_ari.embedded import voices
from convonet_ari.embedded.phone import Phone

RINGS_WITHIN_S = 10.0
RINGS_FOR_S = 1.0
AGENT = "bf_emma"


async def holes(bench: Bench) -> None:
    """Each call: PIN, 0 for a person, who answers after a second and speaks."""
    await bench.world.script(Script())
    figure = bench.result.figure("hole")
    longest = dict.fromkeys(("move", "answer"), 0.0)
    async with bench.world.trunk() as phone, bench.world.desk() as desk:
        for number in range(bench.effort.entries):
            with lost_calls(figure):
                found = await _moved(bench, phone, desk)
                figure.samples.append(max(found.values()))
                longest = {part: max(longest[part], ms) for part, ms in found.items()}
            bench.tell(f"{number + 1} of {bench.effort.entries} calls")
    figure.notes.append(", ".join(f"{part} at most {ms:.0f} ms" for part, ms in longest.items()))


async def _moved(bench: Bench, phone: Phone, desk: Phone) -> dict[str, float]:
    """The longest hole from the announcement's end to the answer, and from there to the agent's last word."""
    async with calling(phone, bench.number()) as caller:
        await caller.reach_conversation(bench.world.pin)
        pressed = await caller.call.press("0")
        ringing = await desk.incoming(RINGS_WITHIN_S)
        invited = ringing.history[0][0]
        announced = loud(caller.call.frames, pressed, invited)[-1].at
        await asyncio.sleep(RINGS_FOR_S)
        answered = time.monotonic()
        await ringing.answer()
        spoken = await ringing.say(voices.load(AGENT, "hello"))
        frames = caller.call.frames
        return {
            "move": longest_hole(frames, announced, answered) * 1000,
            "answer": longest_hole(frames, answered, spoken) * 1000,
        }
