"""Right or wrong, by what stands in PostgreSQL afterwards or by the words of the answer."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

import asyncpg

from convonet_ari.bench.understand.cases import Case, people

Cause = Literal["", "misheard", "misunderstood", "silent"]

_PLACE = re.compile(r"(?<!:):(ann|org|today)\b")
_SIGNS = re.compile(r"[^a-z0-9 ]")


@dataclass(frozen=True, slots=True)
class Heard:
    """One case as it went: what was understood and answered, turn by turn, and whither the caller was led."""

    understood: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    queue: str = ""


@dataclass(frozen=True, slots=True)
class Graded:
    case: Case
    heard: Heard
    cause: Cause

    @property
    def right(self) -> bool:
        return not self.cause


class Judge:
    """Looks with the superuser's eyes at Ann's organisation."""

    def __init__(self, database: asyncpg.Connection[asyncpg.Record], org: UUID, ann: UUID) -> None:
        self._database = database
        self._values = {"org": f"'{org}'::uuid", "ann": f"'{ann}'::uuid"}

    async def prepare(self) -> None:
        """Every case finds the same company."""
        async with self._database.transaction():
            await self._database.execute(self._filled(people()))

    async def grade(self, case: Case, heard: Heard) -> Graded:
        if await self._right(case, heard):
            return Graded(case, heard, "")
        if not heard.answers and not heard.queue:
            return Graded(case, heard, "silent")
        misheard = bool(heard.understood) and any(
            not same(said, got) for said, got in zip(case.say, heard.understood, strict=False)
        )
        return Graded(case, heard, "misheard" if misheard else "misunderstood")

    async def _right(self, case: Case, heard: Heard) -> bool:
        if case.people:
            return heard.queue == case.people
        if case.holds:
            return bool(await self._database.fetchval(self._filled(case.holds)))
        answer = heard.answers[-1] if heard.answers else ""
        return bool(answer) and all(re.search(pattern, answer, re.IGNORECASE) for pattern in case.answer)

    def _filled(self, statement: str) -> str:
        values = {**self._values, "today": f"date '{datetime.now(UTC).date()}'"}
        return _PLACE.sub(lambda place: values[place[1]], statement)


@asynccontextmanager
async def judging(admin_url: str) -> AsyncIterator[Judge]:
    """`admin_url` is a superuser's, of a database with the demonstration's company in it."""
    database = await asyncpg.connect(admin_url, server_settings={"search_path": "convonet"})
    try:
        ann = await database.fetchrow("SELECT org_id, id FROM users WHERE name = 'Ann Lee'")
        assert ann is not None
        yield Judge(database, ann["org_id"], ann["id"])
    finally:
        await database.close()


def same(said: str, got: str) -> bool:
    """The same words, but for spellings that sound alike."""
    return _plain(said) == _plain(got)


def share(graded: Sequence[Graded]) -> float:
    return sum(one.right for one in graded) / len(graded)


def _plain(text: str) -> str:
    return _SIGNS.sub("", re.sub(r"\bto[ -]?do", "todo", text.lower()).replace("-", " ")).strip()
