"""Callers, agents and looks into the database for tests of the whole embedded system."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from convonet_ari.config import Local
from convonet_ari.demo.plan import DATABASE, DID, TRUNK_ADDRESS
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded import voices
from convonet_ari.embedded.phone import Call, Phone
from convonet_ari.media.frame import resample
from convonet_ari.speech.local.stt import LocalSTT
from convonet_ari.ulaw import Pcm

ANN_NUMBER = "+15551234567"
POLL_S = 0.05
# To write down words takes both processors half a second, which those who speak may need.
LISTEN_S = 1.5
PAUSE_MS = 1200


class Scribe:
    """Writes down what was heard on a line, with the product's own recogniser."""

    def __init__(self) -> None:
        self._stt = LocalSTT(Local())

    async def open(self) -> None:
        await self._stt.warm()

    async def close(self) -> None:
        await self._stt.close()

    async def words(self, pcm: Pcm) -> str:
        """Lower-case words of an int16 8 kHz recording."""
        return (await self._stt.transcribe(resample(pcm, 8000, 16000))).text.lower()

    async def understood(self, pcm: Pcm, language: str) -> str:
        """What is said in 16 kHz."""
        return (await self._stt.transcribe(pcm, language)).text


@dataclass
class Caller:
    """Somebody on the trunk, in the middle of one call."""

    system: EmbeddedSystem
    call: Call
    scribe: Scribe
    voice: str = "am_michael"
    number: str = ANN_NUMBER

    async def enter_pin(self, pin: str | None = None) -> None:
        await self.call.press(f"{pin or self.system.plan.secrets.pin}#")

    async def reach_conversation(self) -> None:
        """Answered, PIN accepted, welcome heard to its end."""
        await self.call.answered()
        await self.call.sound()
        await self.enter_pin()
        await self.in_phase("conversation")
        await self.hears_out()

    async def says(self, slug: str) -> float:
        """Say a recorded phrase; returns when its last sample left."""
        return await self.call.say(voices.load(self.voice, slug))

    async def hears(self, timeout: float = 20, since: float | None = None, quiet_ms: int = PAUSE_MS) -> str:
        """The words of what is said next, to the first pause longer than those between sentences."""
        return await self.scribe.words(await self.call.utterance(timeout, quiet_ms=quiet_ms, since=since))

    async def hears_out(self, timeout: float = 20, since: float | None = None) -> Pcm:
        """What is said next, as sound: to write down its words takes a processor half a second."""
        return await self.call.utterance(timeout, quiet_ms=PAUSE_MS, since=since)

    async def hears_of(self, word: str, within_s: float, since: float) -> None:
        """Wait until `word` was said, whatever else is heard: music may follow speech without a pause."""

        async def said() -> bool:
            await asyncio.sleep(LISTEN_S)
            return word in await self.scribe.words(self.call.audio(since=since))

        await eventually(said, within_s, f"the caller never heard of {word!r}")

    async def asks(self, slug: str) -> str:
        """Say a phrase and hear the answer."""
        return await self.hears(since=await self.says(slug))

    async def row(self) -> asyncpg.Record:
        """This number's newest call."""
        newest = "SELECT * FROM calls WHERE caller_number = $1 ORDER BY started_at DESC LIMIT 1"
        return (await query(self.system, newest, self.number))[0]

    async def in_phase(self, phase: str, within_s: float = 15) -> None:
        async def reached() -> bool:
            return bool((await self.row())["phase"] == phase)

        await eventually(reached, within_s, f"the call never was in phase {phase}")

    async def events(self) -> list[asyncpg.Record]:
        call = await self.row()
        return await query(
            self.system, "SELECT * FROM call_events WHERE call_id = $1 ORDER BY seq", call["id"]
        )


async def eventually(holds: Callable[[], Awaitable[bool]], within_s: float, otherwise: str) -> float:
    """Look again and again until `holds`; returns the seconds it took."""
    began = time.monotonic()
    while not await holds():
        if time.monotonic() - began > within_s:
            raise AssertionError(otherwise)
        await asyncio.sleep(POLL_S)
    return time.monotonic() - began


async def query(system: EmbeddedSystem, statement: str, *values: object) -> list[asyncpg.Record]:
    """As the superuser, across tenants."""
    connection = await asyncpg.connect(
        system.postgres.admin_dsn(DATABASE), server_settings={"search_path": "convonet"}
    )
    try:
        return list(await connection.fetch(statement, *values))
    finally:
        await connection.close()


@asynccontextmanager
async def trunk_call(
    system: EmbeddedSystem,
    scribe: Scribe,
    number: str = ANN_NUMBER,
    voice: str = "am_michael",
    did: str = DID,
    name: str = "",
) -> AsyncIterator[Caller]:
    """A call from the trunk's address to the DID; hung up at the end. `name` is what the caller claims."""
    server = (system.plan.host, system.plan.ports.sip)
    async with Phone(ip=TRUNK_ADDRESS, user=number, server=server, name=name) as phone:
        call = await phone.dial(f"sip:{did}@{server[0]}:{server[1]}")
        yield Caller(system, call, scribe, voice, number)


@asynccontextmanager
async def agent(system: EmbeddedSystem, extension: str = "1001") -> AsyncIterator[Phone]:
    """A registered desk phone that the queue sees as available."""
    found = next(one for one in system.plan.agents if one.extension == extension)
    server = (system.plan.host, system.plan.ports.sip)
    async with Phone(ip="127.0.0.1", user=extension, password=found.secret, server=server) as phone:
        await phone.register()
        # Whoever was on a call with an open console has a wrap-up, which outlives their test.
        await system.asterisk.cli(f"queue unpause member Local/{extension}@from-queue/n")
        await eventually(
            lambda: _available(system, extension), 10, f"the queue never saw {extension} as available"
        )
        yield phone


async def _available(system: EmbeddedSystem, extension: str) -> bool:
    status = await system.asterisk.cli("queue show")
    mine = [line for line in status.splitlines() if f"{extension}@" in line]
    return any("Not in use" in line for line in mine) and not any("paused" in line for line in mine)


async def asterisk_is_empty(system: EmbeddedSystem) -> bool:
    channels = await system.asterisk.cli("core show channels count")
    bridges = await system.asterisk.cli("bridge show all")
    return "0 active channels" in channels and "convonet-" not in bridges


async def owner_pid(caller: Caller) -> int:
    """The process that runs the caller's session."""
    role, _, number = (await caller.row())["owner"].partition("-")
    return process_id(caller.system, role, int(number))


def process_id(system: EmbeddedSystem, role: str, number: int) -> int:
    status = json.loads((system.home / "serve" / "serve.json").read_text())
    (found,) = (one for one in status["processes"] if (one["role"], one["number"]) == (role, number))
    return int(found["pid"])


async def all_ready(system: EmbeddedSystem, within_s: float = 60) -> None:
    """Wait until every process of `serve` is (again) there."""
    await system.serve_ready(within_s)
