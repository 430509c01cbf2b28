"""Asks the cases aloud: a telephone, the real Asterisk, the workers and their local engines."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, suppress
from typing import TypeAlias

import asyncpg

from convonet_ari.bench.understand.cases import Case
from convonet_ari.bench.understand.grade import Graded, Heard, judging
from convonet_ari.demo.plan import DATABASE, DID, TRUNK_ADDRESS
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded.phone import Call, Phone

NUMBER = "+15551234567"
ANSWER_WITHIN_S = 20.0
PAUSE_MS = 900
LOOK_S = 0.05
PHASE = "SELECT phase FROM calls WHERE caller_number = $1 ORDER BY started_at DESC LIMIT 1"
TURNS = """
SELECT e.kind, e.data FROM call_events e
WHERE e.call_id = (SELECT id FROM calls WHERE caller_number = $1 ORDER BY started_at DESC LIMIT 1)
  AND e.kind IN ('SpeechRecognized', 'ReplyWritten', 'TransferAsked', 'ThinkingFinished')
ORDER BY e.seq
"""

Database: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


class Line:
    """One call in which several cases follow each other; a caller who is led to people dials anew."""

    def __init__(self, system: EmbeddedSystem, phone: Phone, database: Database) -> None:
        self._system = system
        self._phone = phone
        self._database = database
        self._call: Call | None = None
        self._seen = 0

    async def ask(self, case: Case) -> Heard:
        call = self._call or await self._dial()
        for number in range(1, len(case.say) + 1):
            ended = await call.say(case.sound(number))
            heard = await self._answered(number)
            if heard.queue:
                await self.hang_up()
                return heard
            with suppress(TimeoutError):
                await call.sound(ANSWER_WITHIN_S, since=ended)
                await call.silence(PAUSE_MS)
        self._seen += len(await self._told())
        return heard

    async def hang_up(self) -> None:
        call, self._call = self._call, None
        if call is not None:
            await call.hangup()

    async def _dial(self) -> Call:
        self._call = call = await self._phone.dial(DID, caller=NUMBER)
        await call.answered()
        await call.sound()
        await call.press(f"{self._system.plan.secrets.pin}#")
        await self._until(self._talking)
        await call.sound(ANSWER_WITHIN_S)
        await call.silence(PAUSE_MS)
        self._seen = 0
        return call

    async def _answered(self, turns: int) -> Heard:
        """What was understood and answered of this case, once its turn number `turns` is over."""

        async def over() -> bool:
            told = await self._told()
            return sum(kind in ("ThinkingFinished", "TransferAsked") for kind, _ in told) >= turns

        with suppress(TimeoutError):
            await self._until(over)
        return _heard(await self._told())

    async def _talking(self) -> bool:
        return bool(await self._database.fetchval(PHASE, NUMBER) == "conversation")

    async def _until(self, holds: Callable[[], Awaitable[bool]]) -> None:
        """Looks again and again, for PostgreSQL tells nobody. Raises TimeoutError."""
        over = time.monotonic() + ANSWER_WITHIN_S
        while not await holds():
            if time.monotonic() > over:
                raise TimeoutError
            await asyncio.sleep(LOOK_S)

    async def _told(self) -> list[tuple[str, dict[str, str]]]:
        rows = await self._database.fetch(TURNS, NUMBER)
        return [(row["kind"], json.loads(row["data"])) for row in rows[self._seen :]]


def _heard(told: Sequence[tuple[str, dict[str, str]]]) -> Heard:
    answers: list[str] = []
    understood: list[str] = []
    queue = ""
    for kind, data in told:
        match kind:
            case "SpeechRecognized" if data["text"]:
                understood.append(data["text"])
                answers.append("")
            case "ReplyWritten" if answers:
                answers[-1] = f"{answers[-1]} {data['text']}".strip()
            case "TransferAsked":
                queue = data["queue"]
    return Heard(tuple(understood), tuple(answers), queue)


async def ask_aloud(
    system: EmbeddedSystem, wanted: Sequence[Case], report: Callable[[Graded], None] = lambda graded: None
) -> list[Graded]:
    """Case by case, in calls of the demonstration's user."""
    return [graded async for graded in _asked(system, wanted, report)]


async def _asked(
    system: EmbeddedSystem, wanted: Sequence[Case], report: Callable[[Graded], None]
) -> AsyncIterator[Graded]:
    server = (system.plan.host, system.plan.ports.sip)
    admin = system.postgres.admin_dsn(DATABASE)
    async with AsyncExitStack() as stack:
        judge = await stack.enter_async_context(judging(admin))
        database = await asyncpg.connect(admin, server_settings={"search_path": "convonet"})
        stack.push_async_callback(database.close)
        phone = await stack.enter_async_context(Phone(ip=TRUNK_ADDRESS, server=server))
        line = Line(system, phone, database)
        stack.push_async_callback(line.hang_up)
        for case in wanted:
            await judge.prepare()
            graded = await judge.grade(case, await line.ask(case))
            report(graded)
            yield graded
