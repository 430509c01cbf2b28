"""The assistant is spoken over: by words that must stop it, and by noises that must not."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack, suppress

from convonet_ari.bench import sounds
from convonet_ari.bench.bench import Bench, lost_calls
from convonet_ari.bench.caller import Caller, calling
from convonet_ari.bench.doubles import Script
from convonet_ari.bench.figures import Figure
from convonet_ari.bench.hearing import loud, pauses, stopped
from convonet_ari.bench.sounds import Utterance, spoken
from convonet_ari.embedded.phone import Phone
from convonet_ari.embedded.phone.errors import PhoneError
from convonet_ari.embedded.phone.stream import FRAME_S
from convonet_ari.ulaw import Pcm

INTERRUPTIONS = ("wait-stop", "no", "hello", "thats-all", "need-human", "transfer-agent")
# The model is at work all the while, yet within the agent's limit.
THINKS_S = 6.0
LISTENS_S = (0.6, 1.6)
GIVE_UP_S = 1.5
TOGETHER = 6
TRIES_A_STORY = 3
TRY_S = 2.4
# A try's noise may cost the sweep no more than this.
LOSS_S = 0.06
SNR_DB = 15.0
NOISE_S = 8.0
BEFORE_S, ANSWERED_S = 4.0, 2.0
# What was heard so long ago is told still: longer than a busy machine's hole, and than a pause.
TOLD_S = 0.8


async def barge_in(bench: Bench) -> None:
    """Each interruption is the question that begins the next story."""
    await bench.world.script(Script(story=True, thinks_s=THINKS_S))
    tries, silent = bench.effort.interruptions, bench.result.figure("barge_in")
    async with bench.world.trunk() as phone:
        for _ in range(tries):
            if silent.n < tries:
                with suppress(TimeoutError, PhoneError):
                    await _interrupted_call(bench, phone, tries)
    silent.failed += tries - silent.n


async def _interrupted_call(bench: Bench, phone: Phone, tries: int) -> None:
    """Interrupts as long as a new story begins each time."""
    silent = bench.result.figure("barge_in")
    async with calling(phone, bench.number()) as caller:
        await caller.reach_conversation(bench.world.pin)
        _, ended = await caller.says(spoken("am_michael", "what-can-you-do"))
        while silent.n < tries and await _story_begins(caller, ended):
            ended = await _interrupt(bench, caller, silent.n)
            bench.tell(f"{silent.n} of {tries}")


async def _story_begins(caller: Caller, since: float) -> bool:
    with suppress(TimeoutError):
        await caller.call.sound(since=since)
        await asyncio.sleep(float(caller.dice.uniform(*LISTENS_S)))
        return True
    return False


async def _interrupt(bench: Bench, caller: Caller, number: int) -> float:
    """When the interruption's last sound was sent."""
    voice, slug = sounds.VOICES[number % 4], INTERRUPTIONS[number % len(INTERRUPTIONS)]
    known = len((await bench.world.seen()).cancelled)
    speech = spoken(voice, slug, int(caller.dice.integers(160)))
    began, ended = await caller.says(speech)
    onset = speech.spoken_at(began)
    await _pass(began + GIVE_UP_S)
    silent = stopped(caller.call.frames, onset, onset + GIVE_UP_S)
    _note(bench.result.figure("barge_in"), silent, onset)
    cancelled = (await bench.world.seen()).cancelled[known:]
    _note(bench.result.figure("flush"), cancelled[0] if cancelled else None, onset)
    return ended


def _note(figure: Figure, at: float | None, onset: float) -> None:
    if at is None:
        figure.failed += 1
    else:
        figure.samples.append((at - onset) * 1000)


async def noises(bench: Bench) -> None:
    """Several callers at a time, each making noises of their own while a story is told."""
    async with bench.world.trunk() as phone:
        for number in range(bench.effort.rounds):
            with lost_calls(bench.result.figure("resume")):
                await _round(bench, phone, number)
            bench.tell(f"{number + 1} of {bench.effort.rounds} rounds")


async def _round(bench: Bench, phone: Phone, number: int) -> None:
    kind = ("cough", "hum", "door")[number % 3]
    make = {"cough": sounds.cough, "hum": sounds.hum, "door": sounds.door}[kind]
    noises = [Utterance.of(make(number + 3 * place)) for place in range(TOGETHER)]
    async with AsyncExitStack() as calls:
        callers = await _told_a_story(bench, phone, calls)
        await bench.world.script(Script(hears="Mm-hm." if kind == "hum" else "", story=True))
        for _ in range(TRIES_A_STORY):
            await asyncio.gather(
                *(_make_noise(bench, caller, noise) for caller, noise in zip(callers, noises, strict=True))
            )


async def _told_a_story(bench: Bench, phone: Phone, calls: AsyncExitStack) -> list[Caller]:
    """Callers who hear the beginning of one."""
    await bench.world.script(Script(story=True))
    dialled = [calling(phone, bench.number()) for _ in range(TOGETHER)]
    callers = [await calls.enter_async_context(call) for call in dialled]
    await asyncio.gather(*(_asks_for_a_story(bench, caller) for caller in callers))
    return callers


async def _asks_for_a_story(bench: Bench, caller: Caller) -> None:
    await caller.reach_conversation(bench.world.pin)
    _, ended = await caller.says(spoken("am_michael", "what-can-you-do"))
    await caller.call.sound(since=ended)
    await asyncio.sleep(0.5)


async def _make_noise(bench: Bench, caller: Caller, noise: Utterance) -> None:
    began, _ = await caller.says(noise)
    await _pass(began + TRY_S)
    found = pauses(caller.call.frames, began, began + TRY_S)
    silent_s = min(TRY_S, sum(pause.lasted for pause in found))
    whole = all(pause.resumed is not None and abs(pause.lost) <= LOSS_S for pause in found)
    bench.result.figure("resume").samples.append(float(whole))
    bench.result.figure("pause").samples.append(silent_s * 1000)


async def background(bench: Bench) -> None:
    """Callers listen to a story, each while others talk behind him: what happens in one room counts once."""
    figure, rounds = bench.result.figure("noise"), bench.effort.noise_calls
    found: list[int] = []
    async with bench.world.trunk() as phone:
        for number in range(rounds):
            with lost_calls(figure):
                counted = await _round_in_noise(bench, phone, number)
                found += [pauses for pauses in counted if pauses is not None]
                figure.failed += counted.count(None)
            bench.tell(f"{number + 1} of {rounds} rounds")
    if found:
        heard_s = NOISE_S * len(found)
        figure.samples.append(sum(found) * 60 / heard_s)
        figure.notes.append(f"{sum(found)} in {heard_s:.0f} s")


async def _round_in_noise(bench: Bench, phone: Phone, number: int) -> list[int | None]:
    """No room is ever quiet: not before the question, not during it, not afterwards."""
    await bench.world.script(Script(story=True))
    async with AsyncExitStack() as calls:
        dialled = [calling(phone, bench.number()) for _ in range(TOGETHER)]
        callers = [await calls.enter_async_context(call) for call in dialled]
        await asyncio.gather(*(caller.reach_conversation(bench.world.pin) for caller in callers))
        asked = spoken("am_michael", "what-can-you-do")
        lasts = BEFORE_S + asked.lasts + ANSWERED_S
        rooms = [sounds.babble(lasts + NOISE_S, SNR_DB, TOGETHER * number + at) for at in range(TOGETHER)]
        said = [sounds.within(room, asked.pcm, BEFORE_S) for room in rooms]
        answered = time.monotonic() + lasts
        listening = [
            asyncio.create_task(_listens_in_noise(*heard)) for heard in zip(callers, said, strict=True)
        ]
        await _pass(answered)
        await bench.world.script(Script(hears="", story=True))
        return await asyncio.gather(*listening)


async def _listens_in_noise(caller: Caller, said: Pcm) -> int | None:
    """How often the story was held, or broke off; None where it was not being told by then."""
    over = await caller.call.say(said)
    frames, since = caller.call.frames, over - NOISE_S
    if not loud(frames, since - TOLD_S, since + FRAME_S):
        return None
    return sum(pause.resumed is not None for pause in pauses(frames, since, over))


async def _pass(until: float) -> None:
    await asyncio.sleep(max(0.0, until - time.monotonic()))
