"""`convonet caller` and `convonet hours`: who may not call, who comes first, and when people are there."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from datetime import time
from typing import Annotated

import typer

from convonet_ari.commands.books import (
    Books,
    ConfigFile,
    Demo,
    Did,
    Whose,
    choose,
    columns,
    with_books,
)
from convonet_ari.errors import ConfigError
from convonet_ari.store.text import only_digits

app = typer.Typer(no_args_is_help=True, help="Callers who are blocked, and callers who come first.")

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPAN = re.compile(r"([a-z]{3})(?:-([a-z]{3}))?=(\d\d?:\d\d)-(\d\d?:\d\d)")
LIST = """
SELECT number, 'blocked' AS what, reason AS more FROM blocked_callers UNION ALL
SELECT number, 'comes first', CASE WHEN straight_to_people THEN 'straight to people' ELSE '' END
FROM vip_callers
ORDER BY 2, 1
"""
BLOCK = """
INSERT INTO blocked_callers (org_id, number, reason) VALUES ($1, $2, $3)
ON CONFLICT (org_id, digits) DO UPDATE SET reason = excluded.reason
"""
PREFER = """
INSERT INTO vip_callers (org_id, number, straight_to_people) VALUES ($1, $2, $3)
ON CONFLICT (org_id, digits) DO UPDATE SET straight_to_people = excluded.straight_to_people
"""
FORGET = ("DELETE FROM blocked_callers WHERE digits = $1", "DELETE FROM vip_callers WHERE digits = $1")
HOURS = "SELECT weekday, opens, closes FROM opening_hours WHERE org_id = tenant() ORDER BY weekday, opens"
OPEN = "INSERT INTO opening_hours (org_id, weekday, opens, closes) VALUES ($1, $2, $3, $4)"

Number = Annotated[str, typer.Argument(help="The caller's number, in E.164.")]
Spans = Annotated[
    list[str] | None, typer.Argument(help="Such as mon-fri=09:00-17:30 sat=10:00-14:00; none: show them.")
]
Span = tuple[int, time, time]


@app.command("list")
def list_all(config_file: ConfigFile = None, did: Did = "", demo: Demo = False) -> None:
    """Everybody who is blocked or comes first."""

    async def work(books: Books) -> list[tuple[str, ...]]:
        async with books.store.tenant(await books.organisation()) as tx:
            return [tuple(row.values()) for row in await tx.fetch(LIST)]

    for line in columns(asyncio.run(with_books(choose(config_file, did, demo), work))) or ["Nobody."]:
        typer.echo(line)


@app.command()
def block(
    number: Number,
    reason: Annotated[str, typer.Option(help="For whoever reads the list.")] = "",
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """Refuse this number's calls before they are answered."""
    _write(choose(config_file, did, demo), [(BLOCK, (_number(number), reason))])
    typer.echo(f"Calls from {number} are refused.")


@app.command()
def vip(
    number: Number,
    straight: Annotated[bool, typer.Option("--straight", help="To people, past the assistant.")] = False,
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """Let this number wait in front of others; a number can be forged, so it opens nothing else."""
    _write(choose(config_file, did, demo), [(PREFER, (_number(number), straight))])
    typer.echo(f"Calls from {number} come first.")


@app.command()
def forget(number: Number, config_file: ConfigFile = None, did: Did = "", demo: Demo = False) -> None:
    """Treat this number as any other again."""
    digits = only_digits(_number(number))

    async def work(books: Books) -> None:
        async with books.store.tenant(await books.organisation()) as tx:
            for statement in FORGET:
                await tx.execute(statement, digits)

    asyncio.run(with_books(choose(config_file, did, demo), work))
    typer.echo(f"{number} is like any other.")


def hours(
    spans: Spans = None,
    always: Annotated[bool, typer.Option("--always", help="Around the clock.")] = False,
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """Show or set when people are there, in the organisation's time zone."""
    whose = choose(config_file, did, demo)
    if spans or always:
        rows = [row for span in spans or () for row in parse(span)]
        _write(whose, [("DELETE FROM opening_hours WHERE org_id = $1", ()), *((OPEN, row) for row in rows)])

    async def work(books: Books) -> list[Span]:
        async with books.store.tenant(await books.organisation()) as tx:
            return [tuple(row.values()) for row in await tx.fetch(HOURS)]

    for weekday, opens, closes in asyncio.run(with_books(whose, work)):
        typer.echo(f"{DAYS[weekday - 1]}  {opens:%H:%M}-{closes:%H:%M}")


def parse(span: str) -> Iterator[Span]:
    """The days of one span, 1 for Monday; `24:00` is the end of the day."""
    found = SPAN.fullmatch(span.lower())
    try:
        if found is None:
            raise ValueError
        first, last = (DAYS.index(day or found[1]) for day in found.group(1, 2))
        opens, closes = time.fromisoformat(found[3].zfill(5)), _closing(found[4].zfill(5))
    except ValueError:
        raise ConfigError(f"{span!r} is no span such as mon-fri=09:00-17:30") from None
    if last < first or closes <= opens:
        raise ConfigError(f"{span!r} ends before it begins: write it as two")
    yield from ((day + 1, opens, closes) for day in range(first, last + 1))


def _closing(text: str) -> time:
    return time(23, 59, 59, 999999) if text == "24:00" else time.fromisoformat(text)


def _number(text: str) -> str:
    if not only_digits(text):
        raise ConfigError(f"{text!r} is no number such as +15551234567")
    return text


def _write(whose: Whose, statements: Sequence[tuple[str, tuple[object, ...]]]) -> None:
    async def work(books: Books) -> None:
        org_id = await books.organisation()
        async with books.store.tenant(org_id) as tx:
            for statement, values in statements:
                await tx.execute(statement, org_id, *values)

    asyncio.run(with_books(whose, work))
