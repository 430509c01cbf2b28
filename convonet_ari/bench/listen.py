"""Two-channel recordings of what turn-taking is judged by, each with what to listen for."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from convonet_ari.bench import sounds
from convonet_ari.bench.caller import Caller, calling
from convonet_ari.bench.sounds import Utterance, spoken
from convonet_ari.bench.world import LOCAL, World, world
from convonet_ari.demo.interface import only_one
from convonet_ari.demo.screen import Screen
from convonet_ari.embedded.phone.errors import PhoneError

PLAYERS = (
    ("aplay", "-q"),
    ("paplay",),
    ("afplay",),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet"),
)
VOICE = "am_michael"


@dataclass(frozen=True, slots=True)
class Case:
    """`told` is what a good assistant does here."""

    name: str
    told: str
    play: Callable[[Caller], Awaitable[None]]


async def _question(caller: Caller) -> None:
    await caller.asks(spoken(VOICE, "my-todos"))


async def _interruption(caller: Caller) -> None:
    await _story(caller)
    await caller.asks(spoken(VOICE, "wait-stop"))


async def _cough(caller: Caller) -> None:
    await _disturbed(caller, Utterance.of(sounds.cough()))


async def _door(caller: Caller) -> None:
    await _disturbed(caller, Utterance.of(sounds.door()))


async def _hum(caller: Caller) -> None:
    await _disturbed(caller, Utterance.of(sounds.hum()))


async def _room(caller: Caller) -> None:
    await _disturbed(caller, Utterance.of(sounds.background(6.0, 15.0)))


async def _person(caller: Caller) -> None:
    await caller.asks(spoken(VOICE, "need-human"))


CASES = (
    Case("question", "a short gap, less than you would wait before asking again", _question),
    Case("interruption", "it stops within a syllable of “wait”, and then listens", _interruption),
    Case("cough", "the story goes on after the cough; no word is missing, none comes twice", _cough),
    Case("door", "the story goes on after the slam; no word is missing, none comes twice", _door),
    Case("mm-hm", "“mm-hm” is no turn: the story goes on as if somebody listened", _hum),
    Case("busy-room", "steady noise behind the caller never stops the story", _room),
    Case("person", "the announcement is heard to its last word before the queue's music", _person),
)


def run(home: Path, play: bool) -> int:
    """Write every case; play them where that can be done."""
    screen = Screen()
    with only_one(home):
        (home / "system").mkdir(exist_ok=True)
        files = asyncio.run(_recorded(home, screen))
    for case, file in files:
        screen.say(f"\n{file}", "bold")
        screen.say(f"left the caller, right the assistant: {case.told}")
        if play:
            _play(file)
    return 0 if len(files) == len(CASES) else 1


async def _recorded(home: Path, screen: Screen) -> list[tuple[Case, Path]]:
    folder = home / "listen"
    folder.mkdir(exist_ok=True)
    async with world(home / "system", screen) as here:
        await here.run(LOCAL)
        found = []
        for number, case in enumerate(CASES, 1):
            screen.step(f"Recording {case.name}")
            file = folder / f"{number}-{case.name}.wav"
            try:
                await _record(here, number, case, file)
            except (PhoneError, TimeoutError) as error:
                screen.failed()
                screen.say(str(error), "red")
                continue
            screen.done()
            found.append((case, file))
        screen.step("Stopping")
    screen.done()
    return found


async def _record(here: World, number: int, case: Case, file: Path) -> None:
    async with here.trunk() as phone, calling(phone, number) as caller:
        await caller.reach_conversation(here.pin)
        await case.play(caller)
        caller.call.save(file)


async def _story(caller: Caller) -> None:
    """The longest answer there is, two seconds into it."""
    _, ended = await caller.says(spoken(VOICE, "what-can-you-do"))
    await caller.call.sound(since=ended)
    await asyncio.sleep(2.0)


async def _disturbed(caller: Caller, noise: Utterance) -> None:
    await _story(caller)
    await caller.says(noise)
    await caller.call.silence(2000)


def _play(file: Path) -> None:
    for player, *options in PLAYERS:
        if found := shutil.which(player):
            subprocess.run([found, *options, str(file)], check=False)
            return
