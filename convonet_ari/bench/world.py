"""The system under the bench: the real Asterisk and workers, on doubles or on the local engines."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg
import psutil

from convonet_ari.bench.caller import Caller
from convonet_ari.bench.doubles import Script, Seen
from convonet_ari.bench.result import Stages
from convonet_ari.config import Turn
from convonet_ari.demo.plan import DATABASE, TRUNK_ADDRESS, Plan, Ports, Secrets
from convonet_ari.demo.screen import Screen
from convonet_ari.demo.system import EmbeddedSystem, Report
from convonet_ari.embedded.packages import ensure_asterisk
from convonet_ari.embedded.phone import Phone
from convonet_ari.embedded.ports import free_ports
from convonet_ari.embedded.process import Guarded
from convonet_ari.errors import MissingPart

HOST = "127.0.0.1"
# Shorter than the longest a PIN may be: so that `#` ends it.
PIN = "4826"
BARE_SILENCE_MS = 200
DOUBLES_WITHIN_S = 20.0

Sections = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to run the workers."""

    name: str
    title: str
    doubles: bool = True
    turn: Mapping[str, int] | None = None

    def sections(self, doubles_port: int) -> Sections:
        sections: Sections = {"turn": dict(self.turn)} if self.turn else {}
        if self.doubles:
            openai = {"base_url": f"http://{HOST}:{doubles_port}/v1"}
            sections["speech"] = {"stt": "openai", "llm": "openai", "tts": "openai", "openai": openai}
        return sections


# Every turn ends after the same short silence, in which nothing can be hidden.
BARE = Setting(
    "bare",
    "doubles, 200 ms of silence end every turn",
    turn={name: BARE_SILENCE_MS for name in Turn.model_fields if name.endswith("silence_ms")},
)
CASCADE = Setting("cascade", "doubles, settings as delivered")
LOCAL = Setting("local", "local engines, settings as delivered", doubles=False)


class World:
    """One PostgreSQL and one Asterisk; `run` starts the workers anew where a setting asks for it."""

    def __init__(self, system: EmbeddedSystem, doubles_port: int, report: Report) -> None:
        self.system = system
        self._report = report
        self._doubles_port = doubles_port
        self._plan = system.plan
        self._setting: Setting | None = None
        self._started = False

    @property
    def pin(self) -> str:
        return self.system.plan.secrets.pin

    async def run(self, setting: Setting) -> None:
        """Return when calls would be taken in this setting."""
        if setting is self._setting:
            return
        self.system.plan = replace(self._plan, settings=setting.sections(self._doubles_port))
        if self._started:
            self._report(f"Starting the workers anew: {setting.title}")
            await self.system.stop_serve()
            self.system.start_serve()
            await self.system.serve_ready()
        else:
            await self.system.start()
        self._started, self._setting = True, setting

    async def script(self, script: Script) -> None:
        """Tell the doubles what to understand and to answer."""
        async with aiohttp.ClientSession() as http:
            body = {"hears": script.hears, "story": script.story, "thinks_s": script.thinks_s}
            async with http.put(f"http://{HOST}:{self._doubles_port}/script", json=body) as answer:
                answer.raise_for_status()

    async def seen(self) -> Seen:
        async with (
            aiohttp.ClientSession() as http,
            http.get(f"http://{HOST}:{self._doubles_port}/seen") as answer,
        ):
            return Seen(**await answer.json())

    async def query(self, statement: str, *values: object) -> list[asyncpg.Record]:
        """As the superuser, across tenants."""
        connection = await asyncpg.connect(
            self.system.postgres.admin_dsn(DATABASE), server_settings={"search_path": "convonet"}
        )
        try:
            return list(await connection.fetch(statement, *values))
        finally:
            await connection.close()

    async def split(self, caller: Caller, stages: Stages) -> None:
        """Lay what the call stored of each turn beside what its caller heard."""
        timings = await self._timings(caller.number)
        for number, turn in enumerate(caller.turns, 1):
            if turn.gap_ms is not None and number in timings:
                stages.add(turn.gap_ms, timings[number])

    async def spoke_again_ms(self, caller: Caller) -> float:
        """From the caller's return to our first sound, as the call stored it, or TimeoutError."""
        rows = await self.query(
            "SELECT timings->>'entry_ms' AS ms FROM utterances WHERE timings ? 'entry_ms' AND call_id ="
            " (SELECT id FROM calls WHERE caller_number = $1 ORDER BY started_at DESC LIMIT 1) ORDER BY at",
            caller.number,
        )
        if len(rows) < 2:
            raise TimeoutError("nothing was said after the return")
        return float(rows[1]["ms"])

    async def _timings(self, number: str) -> dict[int, dict[str, int]]:
        """The stored figures of this number's newest call, by turn."""
        rows = await self.query(
            "SELECT turn, timings FROM utterances WHERE call_id ="
            " (SELECT id FROM calls WHERE caller_number = $1 ORDER BY started_at DESC LIMIT 1)",
            number,
        )
        found: dict[int, dict[str, int]] = {}
        for row in rows:
            found.setdefault(row["turn"], {}).update(json.loads(row["timings"] or "{}"))
        return found

    def workers(self) -> list[psutil.Process]:
        return [psutil.Process(pid) for pid in self.system.processes("worker")]

    @asynccontextmanager
    async def trunk(self) -> AsyncIterator[Phone]:
        """The telephone all callers share."""
        async with Phone(ip=TRUNK_ADDRESS, server=(HOST, self.system.plan.ports.sip)) as phone:
            yield phone

    @asynccontextmanager
    async def desk(self) -> AsyncIterator[Phone]:
        """A registered agent's telephone."""
        agent = self.system.plan.agents[0]
        server = (HOST, self.system.plan.ports.sip)
        async with Phone(ip=HOST, user=agent.extension, password=agent.secret, server=server) as phone:
            await phone.register()
            yield phone


@asynccontextmanager
async def world(home: Path, screen: Screen) -> AsyncIterator[World]:
    """The doubles run; PostgreSQL, Asterisk and the workers start with the first setting."""
    (port,) = free_ports(1, HOST)
    plan = Plan(HOST, Ports.free(HOST), replace(Secrets.fresh(), pin=PIN))
    system = EmbeddedSystem(home, plan, ensure_asterisk(screen.step), screen.step, durable=False)
    doubles = Guarded(home / "doubles.owner.json", signal.SIGKILL)
    argv = [sys.executable, "-m", "convonet_ari.bench.doubles", str(port)]
    doubles.start(argv, home / "doubles.log", os.environ, home)
    try:
        await _answering(doubles, port)
        yield World(system, port, screen.step)
    finally:
        await system.hang_up()
        await system.stop()
        await doubles.stop()


async def _answering(doubles: Guarded, port: int) -> None:
    if not await doubles.until(lambda: _listens(doubles.pid, port), DOUBLES_WITHIN_S):
        raise MissingPart("The doubles did not start", "Read doubles.log beside the bench's other logs.")


def _listens(pid: int, port: int) -> bool:
    connections = psutil.Process(pid).net_connections("tcp")
    return any(one.laddr.port == port and one.status == psutil.CONN_LISTEN for one in connections)
