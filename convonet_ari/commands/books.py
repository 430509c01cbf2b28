"""Which installation an operator means, and which of its organisations and calls."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID

import typer

from convonet_ari.config import Settings
from convonet_ari.demo.running import settings_for
from convonet_ari.errors import ConfigError, MissingPart
from convonet_ari.store.history import History
from convonet_ari.store.pool import Store

T = TypeVar("T")
ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="Settings file; default: convonet.yaml, else the running demo."),
]
Did = Annotated[str, typer.Option(help="A number of the organisation meant; default: all that may be seen.")]
Demo = Annotated[bool, typer.Option("--demo", help="The running demo, whatever is configured.")]
NUMBER = re.compile(r"\+?[0-9]{3,15}", re.ASCII)

MATCHING = """
SELECT id FROM calls WHERE replace(id::text, '-', '') LIKE '%' || $1 OR id::text LIKE $1 || '%'
ORDER BY started_at DESC LIMIT 2
"""
NEWEST = "SELECT id, started_at FROM calls ORDER BY started_at DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Whose:
    """`did` picks one organisation; without it the owner's role sees all of them."""

    settings: Settings
    did: str


def choose(config_file: Path | None, did: str = "", demo: bool = False) -> Whose:
    """What is configured, else the running demo."""
    settings, number = settings_for(config_file, demo=demo)
    database = settings.database
    if not (database.url.get_secret_value() or database.owner_url.get_secret_value()):
        raise MissingPart(
            "No database is configured, and no demo runs", "Set CONVONET_DATABASE_URL, or run `make demo`."
        )
    return Whose(settings, did or number)


def as_number(text: str) -> str:
    """The number as it is stored, or ConfigError."""
    if not NUMBER.fullmatch(text):
        raise ConfigError(f"{text!r} is no number such as +12344007818")
    return text


class Books:
    """An operator's view of the database: as its owner where that is allowed, else of one organisation."""

    def __init__(self, whose: Whose, store: Store, *, as_owner: bool) -> None:
        self.whose = whose
        self.store = store
        self.history = History(store)
        self._as_owner = as_owner

    async def organisations(self) -> list[UUID]:
        """Those that were meant, or all."""
        if self.whose.did:
            return [await self._owner_of(self.whose.did)]
        if not self._as_owner:
            raise ConfigError(
                "the application's role sees one organisation at a time: name one of its numbers with --did,"
                " or set CONVONET_DATABASE_OWNER_URL"
            )
        async with self.store.lookup() as tx:
            return [row["org_id"] for row in await tx.fetch("SELECT org_id FROM organisations ORDER BY name")]

    async def organisation(self) -> UUID:
        """The one that was meant, or the only one."""
        found = await self.organisations()
        if len(found) != 1:
            raise ConfigError("there is not exactly one organisation: name one of its numbers with --did")
        return found[0]

    def as_owner(self) -> Store:
        """The store, for what only the owner's role may write."""
        if not self._as_owner:
            raise ConfigError("not set: CONVONET_DATABASE_OWNER_URL")
        return self.store

    async def call(self, name: str) -> UUID:
        """A call by its id, a beginning or an end of it that is no other's, or `last`."""
        try:
            return UUID(name)
        except ValueError:
            return await (self._last() if name == "last" else self._matching(name.lower()))

    async def _owner_of(self, did: str) -> UUID:
        async with self.store.lookup() as tx:
            found: UUID | None = await tx.fetchval("SELECT org_id FROM number_owner($1)", did)
        if found is None:
            raise ConfigError(f"nobody owns the number {did}")
        return found

    async def _last(self) -> UUID:
        newest = []
        for org_id in await self.organisations():
            async with self.store.tenant(org_id) as tx:
                newest += await tx.fetch(NEWEST)
        if not newest:
            raise ConfigError("there is no call yet")
        found: UUID = max(newest, key=lambda row: row["started_at"])["id"]
        return found

    async def _matching(self, part: str) -> UUID:
        if not part or set(part) - set("0123456789abcdef-"):
            raise ConfigError(f"{part!r} is no part of a call's id")
        found: list[UUID] = []
        for org_id in await self.organisations():
            async with self.store.tenant(org_id) as tx:
                found += [row["id"] for row in await tx.fetch(MATCHING, part)]
        if len(found) != 1:
            raise ConfigError(f"{'several calls' if found else 'no call'} with {part} at an end of the id")
        return found[0]


@asynccontextmanager
async def opened(whose: Whose) -> AsyncIterator[Books]:
    database = whose.settings.database
    owner = database.owner_url.get_secret_value()
    store = Store(owner or database.url.get_secret_value(), database)
    await store.open()
    try:
        yield Books(whose, store, as_owner=bool(owner))
    finally:
        await store.close()


async def with_books(whose: Whose, work: Callable[[Books], Awaitable[T]]) -> T:
    """Open the books for one piece of work."""
    async with opened(whose) as books:
        return await work(books)


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as aligned lines, whatever the terminal's width, so that they can be piped."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
