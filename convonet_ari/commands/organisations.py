"""`convonet organisation`: who is called, and at which numbers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

import typer

from convonet_ari.commands.books import Books, ConfigFile, Demo, Did, as_number, choose, columns, with_books
from convonet_ari.errors import ConfigError
from convonet_ari.ids import row_id
from convonet_ari.store.pool import Record, Tx

app = typer.Typer(no_args_is_help=True, help="Who is called.")
dids = typer.Typer(no_args_is_help=True, help="The numbers of an organisation.")
app.add_typer(dids, name="did")

LIST = """
SELECT o.org_id, o.name, o.timezone, o.recording, coalesce(string_agg(d.did, ' ' ORDER BY d.did), '') AS dids
FROM organisations o LEFT JOIN dids d ON d.org_id = o.org_id GROUP BY o.org_id ORDER BY o.name, o.org_id
"""
ADD = "INSERT INTO organisations (org_id, name, timezone, recording) VALUES ($1, $2, $3, $4)"
ADD_DID = "INSERT INTO dids (org_id, did) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING true"
RECORDING = ("off", "announce", "on")


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    name: str
    did: str
    timezone: str
    recording: str


@app.command("list")
def list_organisations(config_file: ConfigFile = None, demo: Demo = False) -> None:
    """Every organisation, as the database's owner."""
    rows = asyncio.run(with_books(choose(config_file, demo=demo), _organisations))
    for line in columns([_cells(row) for row in rows]) or ["No organisation yet."]:
        typer.echo(line)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="As callers are greeted in its name.")],
    did: Annotated[str, typer.Option(help="The number that is called, such as +12344007818.")],
    timezone: Annotated[
        str, typer.Option(help="Where its callers mostly are, such as Europe/Berlin.")
    ] = "UTC",
    recording: Annotated[str, typer.Option(help=f"Of its calls: {', '.join(RECORDING)}.")] = "announce",
    config_file: ConfigFile = None,
    demo: Demo = False,
) -> None:
    """Add an organisation with its first number, as the database's owner."""
    if timezone not in available_timezones():
        raise ConfigError(f"no time zone is named {timezone!r}")
    if recording not in RECORDING:
        raise ConfigError(f"recording {recording!r} is not one of {', '.join(RECORDING)}")
    if not name.strip():
        raise ConfigError("an organisation needs a name")
    new = NewOrganisation(name.strip(), as_number(did), timezone, recording)
    asyncio.run(with_books(choose(config_file, demo=demo), lambda books: _add(books, new)))
    typer.echo(f"{new.name} was added. Calls to {did} are for it.")


@dids.command("add")
def add_did(
    number: Annotated[str, typer.Argument(help="One more number that is called.")],
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """Give an organisation one more number, as the database's owner."""
    more = as_number(number)
    asyncio.run(with_books(choose(config_file, did, demo), lambda books: _add_did(books, more)))
    typer.echo(f"{number} was added.")


def _cells(row: Record) -> tuple[str, ...]:
    return str(row["org_id"]), row["name"], row["timezone"], f"recording {row['recording']}", row["dids"]


async def _organisations(books: Books) -> list[Record]:
    async with books.as_owner().lookup() as tx:
        return list(await tx.fetch(LIST))


async def _add(books: Books, new: NewOrganisation) -> None:
    org_id = row_id()
    async with books.as_owner().tenant(org_id) as tx:
        await tx.execute(ADD, org_id, new.name, new.timezone, new.recording)
        await _own(tx, org_id, new.did)


async def _add_did(books: Books, did: str) -> None:
    store, org_id = books.as_owner(), await books.organisation()
    async with store.tenant(org_id) as tx:
        await _own(tx, org_id, did)


async def _own(tx: Tx, org_id: UUID, did: str) -> None:
    if not await tx.fetchval(ADD_DID, org_id, did):
        raise ConfigError(f"somebody owns the number {did} already")
